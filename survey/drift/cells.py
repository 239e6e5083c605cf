"""A column's texts counted as the reader takes them: escapes undone, blanks left out, texts the questionnaire knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from survey.drift.expected import spread
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Option, OptionColumns, Question, Ranking
from survey.questionnaire.matching import key

FEWEST = 3  # responses that share an unknown text, for it to be remembered
_MOST_TEXTS = 500  # different texts looked up in the questionnaire, the most frequent ones
_LOOKED_AT = 2000  # texts whose form is looked at, evenly spread over the column


@dataclass(frozen=True, slots=True)
class Cells:
    """A column: how many cells are filled, their texts with counts (the most frequent first), and some as they come."""

    filled: int
    counts: Mapping[str, int]
    some: tuple[str, ...]
    length: float
    distinct: int


def count_cells(texts: pl.Series, consultation: Consultation, every: bool) -> Cells:
    """The texts of a column; `every` asks for the counts of all, not only the 500 most frequent."""
    counted = texts.rename("text").value_counts(sort=True, name="count")
    text = counted["text"]
    export = consultation.export
    for old, new in export.replace.items():
        text = text.str.replace_all(old, new, literal=True)
    text = text.str.strip_chars()
    nothing = ["", *export.blanks, *export.not_asked, *export.unanswered]
    kept = counted.select(text.alias("text"), "count").filter(
        pl.col("text").is_not_null() & ~pl.col("text").is_in(nothing)
    )
    filled = int(kept["count"].sum() or 0)
    top = kept if every else kept.head(_MOST_TEXTS)
    counts: Counter[str] = Counter()
    for each, count in top.iter_rows():
        counts[each] += count
    some = kept["text"].gather_every(max(1, len(kept) // _LOOKED_AT)) if len(kept) else kept["text"]
    weight = (kept["text"].str.len_chars() * kept["count"]).sum() if filled else 0
    return Cells(filled, counts, tuple(some), float(weight or 0) / max(filled, 1), len(kept))


def known_texts(consultation: Consultation) -> frozenset[str]:
    """Keys of every text that the questionnaire has for an option, of any question."""
    closed = [question for question in consultation.questions if isinstance(question, Closed | MultiCode)]
    return frozenset[str]().union(*map(question_texts, closed))


def question_texts(question: Closed | MultiCode) -> frozenset[str]:
    """Keys of the texts that a cell of the question may hold."""
    found = set(option_codes(question.options))
    if spread(question):
        found |= {key(text) for text in (*question.picked, *question.not_picked)}
    return frozenset(found)


def as_values(consultation: Consultation) -> Consultation:
    """The consultation for an export of values: each option is called by its value, and by its label as far as no other
    option has that for a value.
    """
    return consultation.model_copy(update={"questions": tuple(map(_by_value, consultation.questions))})


def _by_value(question: Question) -> Question:
    if not isinstance(question, OptionColumns | Ranking):
        return question
    values = {key(option.value): option.code for option in question.options if option.value is not None}
    options: list[Option] = []
    for option in question.options:
        texts = [each for each in (option.label, *option.aliases) if values.get(key(each), option.code) == option.code]
        label, *aliases = [option.value, *texts] if option.value is not None else texts or [option.label]
        options.append(option.model_copy(update={"label": label, "aliases": tuple(aliases)}))
    return question.model_copy(update={"options": tuple(options)})


def option_codes(options: Iterable[Option]) -> dict[str, str]:
    """Key of every text of an option to its code."""
    return {key(text): option.code for option in options for text in (option.label, *option.aliases)}


def split_counts(counts: Mapping[str, int], delimiter: str, options: Iterable[Option]) -> Counter[str]:
    """Picks out of delimited cells: each piece with its count, the longest run of pieces that is an option first."""
    known = option_codes(options)
    longest = 1 + max(text.count(delimiter) for text in known)
    found: Counter[str] = Counter()
    for text, count in counts.items():
        for piece in _pieces(text.split(delimiter), delimiter, known, longest):
            found[piece] += count
    return found


def unlisted(counts: Mapping[str, int], delimiter: str, options: Iterable[Option]) -> int:
    """How many delimited cells hold a piece that is no option."""
    known = option_codes(options)
    longest = 1 + max(text.count(delimiter) for text in known)
    return sum(
        count
        for text, count in counts.items()
        if any(key(piece) not in known for piece in _pieces(text.split(delimiter), delimiter, known, longest))
    )


def _pieces(parts: list[str], delimiter: str, known: Mapping[str, str], longest: int) -> set[str]:
    found: set[str] = set()
    start = 0
    while start < len(parts):
        ends = range(min(len(parts), start + longest), start, -1)
        end = next((end for end in ends if key(delimiter.join(parts[start:end])) in known), start + 1)
        found.add(delimiter.join(parts[start:end]).strip())
        start = end
    return found - {""}
