"""What stands in a file of tidy figures: a part for each question, alone, by area, by week."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import ALL, RESULTS
from survey.publish.standing.parts import WITHHELD, Cell, Kind, Part, plain

KEYS = ("question_id", "item", "banner_id", "weekly")
_KINDS: dict[str, Kind] = {"count": "count", "pct": "pct", "base_unweighted": "base", "value": "value"}


def read_frame(data: bytes, parquet: bool) -> list[Part]:
    """The tables of a CSV or Parquet of frames.RESULTS.

    Raises:
        UnreadableError: it is none.
    """
    try:
        file = io.BytesIO(data)
        found = pl.read_parquet(file) if parquet else pl.read_csv(file, schema_overrides=RESULTS)
        return [_part(number, table) for number, table in enumerate(tables(found), start=1)]
    except pl.exceptions.PolarsError as error:
        expected = "the CSV or Parquet of published tables"
        raise UnreadableError(Problem("the file holds no published figures", expected=expected)) from error


def tables(figures: pl.DataFrame) -> list[pl.DataFrame]:
    """The figures (frames.RESULTS) a table each, in the order in which the workbook numbers them."""
    told = figures.with_columns(pl.col("week").is_not_null().alias("weekly"))
    return told.partition_by(*KEYS, maintain_order=True)


def name_of(table: pl.DataFrame) -> str:
    """What a table is called: `agree`, `safe.by_day`, `agree by live_in`, `top by week`."""
    question, item, banner, weekly = table.select(KEYS).row(0)
    name = f"{question}.{item}" if item else str(question)
    return name + (f" by {banner}" if banner else "") + (" by week" if weekly else "")


def _part(number: int, table: pl.DataFrame) -> Part:
    name = name_of(table)
    cells = tuple(cell for row in table.iter_rows(named=True) for cell in _cells(row))
    return Part(f"table {number}", name, name, table["question_id"].item(0), cells, ())


def _unquoted(text: str) -> str:
    """A text without the apostrophe that was put before what a spreadsheet would take for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text


def _cells(row: dict[str, object]) -> Iterator[Cell]:
    label = ("Net: " if row["is_net"] else "") + _unquoted(str(row["label"]))
    week = f"Week {row['week']}" if row["week"] else None
    known = (row["item_label"], row["group"] if row["banner_id"] or row["group"] != ALL else None, week)
    places = tuple(str(each) for each in known if each)
    for column, kind in _KINDS.items():
        value = row[column]
        withheld = value is None and row["suppressed"] and (column != "value") == (row["value"] is None)
        if isinstance(value, int | float) or (withheld and column != "base_unweighted"):
            text = WITHHELD if value is None else f"{value:.10g}" + "%" * (kind == "pct")
            yield Cell(plain(label), places, kind, text)
