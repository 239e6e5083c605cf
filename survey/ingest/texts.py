"""Text cells into values, each with the texts that could not be read. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from survey.questionnaire.definition import Export
from survey.questionnaire.kinds import Option
from survey.questionnaire.matching import key

_NUMBER = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"
_TIME_OF_DAY = ("%H", "%I", "%T", "%R", "%X", "%c", "%s")


def clean(texts: pl.Series, export: Export) -> pl.Series:
    """The cells with the tool's escapes undone, null where blank."""
    for old, new in export.replace.items():
        texts = texts.str.replace_all(old, new, literal=True)
    blank = texts.str.strip_chars().is_in([*export.blanks, ""])
    return texts.set(blank, None)


def option_texts(options: Iterable[Option]) -> dict[str, str]:
    """Every text, as its key, by which an export may hold an option, to the option's label."""
    return {key(text): option.label for option in options for text in (option.label, *option.aliases)}


def labels(texts: pl.Series, options: Sequence[Option]) -> pl.Series:
    """The labels of the options that the texts stand for, as strings; null where no option has that text."""
    known = option_texts(options)
    found = {text: known[key(text)] for text in texts.unique().drop_nulls() if key(text) in known}
    return texts.replace_strict(found, default=None, return_dtype=pl.String)


def split_picks(texts: pl.Series, delimiter: str, options: Sequence[Option]) -> tuple[pl.Series, pl.Series]:
    """Delimited picks as lists: labels of the options picked, in questionnaire order, and texts that no option has.

    An option may contain the delimiter: the longest run of pieces that is an option is taken first.
    """
    known = option_texts(options)
    order = {option.label: place for place, option in enumerate(options)}
    split = {text: _split(text, delimiter, known) for text in texts.unique().drop_nulls()}
    picks = {text: sorted(set(found), key=order.__getitem__) for text, (found, _) in split.items()}
    return _listed(texts, picks), _listed(texts, {text: unknown for text, (_, unknown) in split.items()})


def _split(text: str, delimiter: str, known: dict[str, str]) -> tuple[list[str], list[str]]:
    pieces = text.split(delimiter)
    found: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(pieces):
        runs = range(len(pieces), start, -1)
        end = next((end for end in runs if key(delimiter.join(pieces[start:end])) in known), start + 1)
        piece = delimiter.join(pieces[start:end]).strip()
        label = known.get(key(piece))
        if label is not None:
            found.append(label)
        elif piece:
            unknown.append(piece)
        start = end
    return found, unknown


def _listed(texts: pl.Series, lists: dict[str, list[str]]) -> pl.Series:
    values = [None if text is None else lists[text] or None for text in texts]
    return pl.Series(texts.name, values, dtype=pl.List(pl.String))


def times(texts: pl.Series, layout: str, typed: bool) -> pl.Series:
    """Dates and times in the one format `layout`; in workbooks (`typed`) also those the workbook holds as dates.

    A year before 1900 is not read: a two-digit year would otherwise pass for one of the first century.
    """
    bare = texts.str.strip_chars()
    found = _parse(bare, layout)
    if typed:
        for iso in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d"):
            found = found.fill_null(_parse(bare, iso))
    return found.set(found.dt.year() < 1900, None)


def _parse(texts: pl.Series, layout: str) -> pl.Series:
    if any(part in layout for part in _TIME_OF_DAY):
        return texts.str.to_datetime(layout, time_unit="us", strict=False)
    return texts.str.to_date(layout, strict=False).cast(pl.Datetime("us"))


def numbers(texts: pl.Series) -> pl.Series:
    """Numbers as Float64; commas only as thousands separators; null where the text is anything else."""
    bare = texts.str.strip_chars()
    plain = bare.set(~bare.str.contains(_NUMBER), None)
    return plain.str.replace_all(",", "").str.strip_prefix("+").cast(pl.Float64)


def places(texts: pl.Series, count: int) -> pl.Series:
    """Places from 1 to `count` as Int64; null where the text is anything else."""
    return texts.str.strip_chars().replace_strict(
        {str(place): place for place in range(1, count + 1)}, default=None, return_dtype=pl.Int64
    )
