"""Text cells into values, each with the texts that could not be read. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from survey.questionnaire.definition import Export
from survey.questionnaire.kinds import Option
from survey.questionnaire.matching import key

_NUMBER = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$"


@dataclass(frozen=True, slots=True)
class Known:
    """The texts by which an export may hold options, as keys, to the options' labels, in questionnaire order.

    `by_value`: the export holds values, not labels. `other` is the label that takes what no option has.
    """

    labels: dict[str, str]
    order: dict[str, int]
    other: str | None


@dataclass(frozen=True, slots=True)
class Picks:
    """Labels picked (an Enum of them) and texts that no option has, each a list a row, null where there are none;
    `other`: the respondent's own words, where an option takes them.
    """

    found: pl.Series
    unread: pl.Series
    other: pl.Series


def clean(texts: pl.Series, export: Export) -> pl.Series:
    """The cells with the tool's escapes undone, null where they say that there is no answer."""
    unescaped = _unescaped(texts, export)
    return unescaped.set(_says_nothing(unescaped.str.strip_chars(), export), None)


def bare(texts: pl.Series, export: Export) -> pl.Series:
    """The same, without the blanks around them."""
    stripped = _unescaped(texts, export).str.strip_chars()
    return stripped.set(_says_nothing(stripped, export), None)


def _unescaped(texts: pl.Series, export: Export) -> pl.Series:
    for old, new in export.replace.items():
        texts = texts.str.replace_all(old, new, literal=True)
    return texts


def _says_nothing(stripped: pl.Series, export: Export) -> pl.Series:
    return stripped.is_in(["", *export.blanks, *export.not_asked, *export.unanswered])


def distinct(texts: pl.Series, export: Export) -> dict[str, str]:
    """Each different text of the cells as they stand, and what `clean` makes of it, those left out that say nothing.

    A column of options has few, and to read these is to read the column.
    """
    bare = texts.unique().drop_nulls()
    cleaned = zip(bare.to_list(), clean(bare, export).to_list(), strict=True)
    return {text: said for text, said in cleaned if said is not None}


def known_texts(options: Sequence[Option], by_value: bool) -> Known:
    """What the options are known by: label and aliases, and in an export of values their values before these."""
    labels = {key(text): option.label for option in options for text in (option.label, *option.aliases)}
    if by_value:
        labels |= {key(option.value): option.label for option in options if option.value is not None}
    order = {option.label: place for place, option in enumerate(options)}
    return Known(labels, order, next((option.label for option in options if option.other), None))


def label_of(text: str, known: Known) -> str | None:
    """The label of the option that the text stands for."""
    return known.labels.get(key(text))


def exact(texts: pl.Series, known: Known, export: Export) -> pl.Series:
    """The texts that are labels to the letter, as an Enum of these; all others null, and every one where a label reads
    as anything but itself.
    """
    names = list(known.order)
    read = clean(pl.Series(names, dtype=pl.String), export)
    itself = all(text is not None and label_of(text, known) == name for name, text in zip(names, read, strict=True))
    return (texts if itself else texts.clear(len(texts))).cast(pl.Enum(names), strict=False)


def labels(texts: pl.Series, known: Known) -> pl.Series:
    """The labels of the options that the texts stand for, as strings; null where no option has that text."""
    found = {text: label for text in texts.unique().drop_nulls() if (label := label_of(text, known)) is not None}
    return texts.replace_strict(found, default=None, return_dtype=pl.String)


def split_picks(
    texts: pl.Series, said: Mapping[str, str], delimiter: str, known: Known, in_order: bool = False
) -> Picks:
    """Delimited picks: the options picked, each once, in questionnaire order or (`in_order`) as they stand.

    `said` are the `distinct` texts. An option may contain the delimiter: the text is cut so that most of it is options,
    and of two such ways the one with the longer option first. Where an option takes what no other has, pieces that
    follow each other are one text, as the respondent wrote it.
    """
    longest = 1 + max(each.count(delimiter.strip() or delimiter) for each in known.labels)
    found: dict[str, list[str]] = {}
    unread: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    for cell, text in said.items():
        picked, runs = _cut(text.split(delimiter), delimiter, known, longest)
        if known.other is not None:
            words[cell] = [delimiter.join(run).strip() for run in runs]
            picked += [known.other] if runs else []
        else:
            unread[cell] = [piece.strip() for run in runs for piece in run if piece.strip()]
        each_once = list(dict.fromkeys(picked))
        found[cell] = each_once if in_order else sorted(each_once, key=known.order.__getitem__)
    own_words = {cell: delimiter.join(each) for cell, each in words.items() if each}
    other = texts.replace_strict(own_words, default=None, return_dtype=pl.String)
    return Picks(listed(texts, found, pl.Enum(list(known.order))), listed(texts, unread), other)


def _cut(pieces: list[str], delimiter: str, known: Known, longest: int) -> tuple[list[str], list[list[str]]]:
    """The options that the pieces make up, and the runs of pieces between them that are none."""
    ends, found = _best_cuts(pieces, delimiter, known, longest)
    picked: list[str] = []
    runs: list[list[str]] = [[]]
    place = 0
    while place < len(pieces):
        label = found[place]
        if label is not None:
            picked.append(label)
            runs.append([])
        elif pieces[place].strip() or runs[-1]:
            runs[-1].append(pieces[place])
        place = ends[place]
    return picked, [run for run in map(_less_blank_end, runs) if run]


def _best_cuts(pieces: list[str], delimiter: str, known: Known, longest: int) -> tuple[list[int], list[str | None]]:
    """Where what starts at each piece ends, and the option it is; from the end, so that each cut knows what follows."""
    count = len(pieces)
    ends = [count] * count
    found: list[str | None] = [None] * count
    cost = [(0, 0)] * (count + 1)  # pieces that are no option, then options
    for place in range(count - 1, -1, -1):
        lost, options = cost[place + 1]
        ends[place], cost[place] = place + 1, (lost + bool(pieces[place].strip()), options)
        for end in range(place + 1, min(count, place + longest) + 1):
            label = known.labels.get(key(delimiter.join(pieces[place:end])))
            lost, options = cost[end]
            if label is not None and (lost, options + 1) <= cost[place]:
                ends[place], found[place], cost[place] = end, label, (lost, options + 1)
    return ends, found


def _less_blank_end(run: list[str]) -> list[str]:
    while run and not run[-1].strip():
        run.pop()
    return run


def listed(texts: pl.Series, lists: Mapping[str, Sequence[str]], of: pl.DataType | None = None) -> pl.Series:
    """The list of each text, null where it has none; `of` strings, where nothing else is said."""
    dtype = pl.List(of or pl.String())
    filled = {text: list(pieces) for text, pieces in lists.items() if pieces}
    if not filled:
        return pl.Series(texts.name, [None], dtype=dtype).new_from_index(0, len(texts))
    found = pl.DataFrame({"text": filled.keys(), "list": filled.values()}, schema={"text": pl.String, "list": dtype})
    rows = texts.alias("text").to_frame().join(found, on="text", how="left", maintain_order="left")
    return rows["list"].alias(texts.name)


def no_texts(like: pl.Series) -> pl.Series:
    """As many nulls as the series has rows, of the type of lists of texts."""
    return listed(like, {})


def numbers(texts: pl.Series) -> pl.Series:
    """Numbers as Float64; commas only as thousands separators; null where the text is anything else."""
    bare = texts.str.strip_chars()
    whole = bare.cast(pl.Int64, strict=False)  # of figures and a sign alone: most, and cheaper to read
    bare = bare.set(whole.is_not_null(), None)
    plain = bare.set(~bare.str.contains(_NUMBER), None)
    found = plain.str.replace_all(",", "").str.strip_prefix("+").cast(pl.Float64)
    return whole.cast(pl.Float64).fill_null(found.set(found.is_infinite(), None))


def whole_places(texts: pl.Series, count: int) -> pl.Series:
    """Places from 1 to `count` as Int64; null where the text is anything else."""
    return texts.str.strip_chars().replace_strict(
        {str(place): place for place in range(1, count + 1)}, default=None, return_dtype=pl.Int64
    )
