"""A column's answers counted: what every guess looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from survey.drafting.source import Source
from survey.questionnaire.matching import key

_KEPT = 5_000  # of more different texts than that, which are words, the rest is only counted
_COMPARED = 200
_SEEN = "-99"  # what Qualtrics may be told to write for a question that was passed by


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. `name`: with single plain spaces, as exports are matched; `header`: its wording, the name unless the
    file gives one; `texts`: the cells, null where blank; `counts`: the different texts (`text`) with their `count`, the
    most frequent first; `values`: the same, the first 5,000, with those alike but for case and spaces together; `keys`:
    the first 200 of these as they are compared with a definition's; `words`: the mean number of words in an answer.
    """

    place: int
    name: str
    header: str
    texts: pl.Series
    counts: pl.DataFrame
    values: tuple[tuple[str, int], ...]
    keys: frozenset[str]
    filled: int
    words: float

    @property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len(self.values) if len(self.counts) <= _KEPT else len(self.counts)

    @property
    def once(self) -> int:
        """How many texts stand once."""
        if len(self.counts) > _KEPT:
            return int((self.counts["count"] == 1).sum())
        return sum(1 for _, count in self.values if count == 1)

    def holding(self, pattern: str) -> int:
        """In how many cells the regular expression is found."""
        return int(self.counts.filter(pl.col("text").str.contains(pattern))["count"].sum())

    def share(self, pattern: str) -> float:
        """The share of the filled cells, 0 to 1, in which the regular expression is found."""
        return self.holding(pattern) / self.filled if self.filled else 0.0


@dataclass(frozen=True, slots=True)
class Escapes:
    """The export's own texts for no answer, and its escapes, as [export] names them."""

    blanks: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()

    @property
    def nothing(self) -> tuple[str, ...]:
        """Every text that is no answer."""
        return ("", *self.blanks, *self.not_asked, *self.unanswered)


def find_escapes(source: Source) -> Escapes:
    """The texts for no answer that this export uses, and its escapes, as far as they are known of its tool."""
    known = source.known.export
    unanswered = known.unanswered
    # In one column alone it may be a number that someone gave.
    if not unanswered and _columns_of(source, _SEEN) > 1:
        unanswered = (_SEEN,)
    held = tuple(text for text in unanswered if _columns_of(source, text))
    not_asked = tuple(text for text in known.not_asked if _columns_of(source, text))
    return Escapes(tuple(filter(None, known.blanks)), not_asked, held, tuple(known.replace.items()))


def _columns_of(source: Source, text: str) -> int:
    """In how many columns a cell is this text."""
    return sum(bool((source.texts[name].str.strip_chars() == text).any()) for name in source.texts.columns)


def read_columns(source: Source, escapes: Escapes) -> list[Column]:
    """Every column of the source, counted; what the file declares to be no answer in a column is blank there."""
    said = {each.columns[0]: each.label for each in source.described if len(each.columns) == 1}
    said |= dict(zip(source.names, source.labels, strict=False))
    headers = [name if not said.get(name, "").strip() else said[name] for name in source.names]
    missing = {name: each.missing for each in source.described for name in each.columns}
    return [
        _column(
            source, place, replace(escapes, blanks=(*escapes.blanks, *missing.get(source.names[place], ()))), header
        )
        for place, header in enumerate(headers)
    ]


def total(columns: Iterable[Column]) -> tuple[tuple[str, int], ...]:
    """The texts of several columns together, the most frequent first."""
    return _merge([each for column in columns for each in column.values])


def _column(source: Source, place: int, escapes: Escapes, header: str) -> Column:
    name, header = (" ".join(text.split()) for text in (source.names[place], header))
    texts = _clean(source.texts[str(place)], escapes)
    counts = texts.drop_nulls().alias("text").value_counts().with_columns(pl.col("count").cast(pl.Int64))
    counts = counts.sort("count", "text", descending=[True, False])
    filled = int(counts["count"].sum())
    words = int((counts["text"].str.count_matches(r"\S+") * counts["count"]).sum()) / max(1, filled)
    values = _merge(list(counts.head(_KEPT).iter_rows()))
    keys = frozenset(key(text) for text, _ in values[:_COMPARED])
    return Column(place, name, header, texts, counts, values, keys, filled, words)


def _clean(texts: pl.Series, escapes: Escapes) -> pl.Series:
    for old, new in escapes.replace:
        texts = texts.str.replace_all(old, new, literal=True)
    texts = texts.str.strip_chars()
    return texts.set(texts.is_in(list(escapes.nothing)), None)


def _merge(pairs: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Texts with the same key as one, under the most frequent of their spellings."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for text, count in sorted(pairs, key=most_first):
        if each := key(text):  # empty: control characters alone
            spelling.setdefault(each, " ".join(text.split()))
            counts[each] += count
    return tuple(sorted(((spelling[each], count) for each, count in counts.items()), key=most_first))


def most_first(pair: tuple[str, int]) -> tuple[int, str]:
    """The order of texts with their counts."""
    return -pair[1], pair[0]
