"""Text cells into values, each with the texts that could not be read. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from survey.errors import DefinitionError, Problem
from survey.questionnaire.definition import Export
from survey.questionnaire.kinds import Option
from survey.questionnaire.matching import key

_NUMBER = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$"
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
    longest = 1 + max(text.count(delimiter) for text in known)
    split = {text: _split(text, delimiter, known, longest) for text in texts.unique().drop_nulls()}
    picks = {text: sorted(set(found), key=order.__getitem__) for text, (found, _) in split.items()}
    return _listed(texts, picks), _listed(texts, {text: unknown for text, (_, unknown) in split.items()})


def _split(text: str, delimiter: str, known: dict[str, str], longest: int) -> tuple[list[str], list[str]]:
    pieces = text.split(delimiter)
    found: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(pieces):
        runs = range(min(len(pieces), start + longest), start, -1)
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

    A year outside 1900 to 2200 is not read: a two-digit one would otherwise pass for one of the first century.
    A time with its zone is put into UTC.

    Raises:
        DefinitionError: the format is none that dates can be read by.
    """
    bare = texts.str.strip_chars()
    found = _parse(bare, layout)
    if typed:
        for iso in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d"):
            found = found.fill_null(_parse(bare, iso))
    return found.set(~found.dt.year().is_between(1900, 2200), None)


def _parse(texts: pl.Series, layout: str) -> pl.Series:
    try:
        if not any(part in layout for part in _TIME_OF_DAY):
            return texts.str.to_date(layout, strict=False).cast(pl.Datetime("us"))
        found = texts.str.to_datetime(layout, time_unit="us", strict=False)
    except pl.exceptions.PolarsError as error:
        hint = "such as %d/%m/%Y %H:%M:%S, or %d/%m/%Y %I:%M %p"
        raise DefinitionError(Problem(f"no date can be read by this format: {error}", got=layout, hint=hint)) from None
    return found.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if _zone(found) else found


def _zone(found: pl.Series) -> str | None:
    return found.dtype.time_zone if isinstance(found.dtype, pl.Datetime) else None


def numbers(texts: pl.Series) -> pl.Series:
    """Numbers as Float64; commas only as thousands separators; null where the text is anything else."""
    bare = texts.str.strip_chars()
    plain = bare.set(~bare.str.contains(_NUMBER), None)
    found = plain.str.replace_all(",", "").str.strip_prefix("+").cast(pl.Float64)
    return found.set(found.is_infinite(), None)


def places(texts: pl.Series, count: int) -> pl.Series:
    """Places from 1 to `count` as Int64; null where the text is anything else."""
    return texts.str.strip_chars().replace_strict(
        {str(place): place for place in range(1, count + 1)}, default=None, return_dtype=pl.Int64
    )
