"""From cells to figures: every row, group and time of a table, with its count, its base and its percentage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.base import base_of, base_words
from survey.breakdowns.blocks import Block, Blocks, Time
from survey.breakdowns.figures import Figures, in_order, number_figures, score_figures, share_figures, side_by_side
from survey.breakdowns.marks import Columns, Texts, marks
from survey.breakdowns.plan import Table
from survey.breakdowns.rows import Row, rows
from survey.breakdowns.sides import Side
from survey.frames import NOT_STATED, RESULTS, SMALL_BASE, conform, empty
from survey.questionnaire.kinds import DateAnswer, MultiCode, Number
from survey.statistics.corrections import Correction
from survey.statistics.variance import Sums


def tabulate(
    cells: pl.DataFrame,
    tables: Sequence[Table],
    weeks: Sequence[int] | None = None,
    measures: bool = False,
    correction: Correction | None = None,
    everyone: int | None = None,
) -> pl.DataFrame:
    """The figures of tables, for the whole of fieldwork, for each wave and each week: schema RESULTS.

    Sorted by table and item, then time (the whole first), then group (all, the banner's in order, not stated), then
    row. A group or time without a base has count and base 0, and no percentage.

    Args:
        cells: of one count of these tables.
        tables: wanted.
        weeks: wanted, also those that no cell is of; by default those that the cells of a question hold.
        measures: whether there are rows of what all answers make together; see `rows.rows`.
        correction: under which groups are tested against each other and the rest; without it they are not tested.
        everyone: respondents of the survey, N of the errors; by default those that the cells of a question hold.
    """
    blocks = Blocks(cells)
    batches = [
        batch
        for _, own in groupby(enumerate(tables), lambda each: each[1].question.id)
        for batch in _batches(list(own), blocks, weeks, measures)
    ]
    if not batches:
        return empty(RESULTS)
    names = _Names()
    pieces = [_piece(batch, names, correction, everyone) for batch in batches]
    columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    order = np.lexsort([columns[name] for name in reversed(_ORDER)])
    figures = pl.DataFrame([_series(name, each[order]) for name, each in columns.items()])
    return conform(names.given_to(figures), RESULTS)


def _series(name: str, values: NDArray[Any]) -> pl.Series:
    return pl.Series(name, values.tolist() if values.dtype == object else values, nan_to_null=True)


@dataclass(frozen=True, slots=True)
class _Batch:
    """One answer's tables that have the same times and kinds of answer: their figures are made in one go."""

    tables: list[tuple[int, Table]]
    place: int  # of the item
    stub: list[Row]
    times: list[Time]
    blocks: list[Block]


def _batches(
    own: Sequence[tuple[int, Table]], blocks: Blocks, weeks: Sequence[int] | None, measures: bool
) -> Iterator[_Batch]:
    """The tables of one question."""
    question = own[0][1].question
    months = blocks.months(own[0][1]) if isinstance(question, DateAnswer) else []
    items = groupby(rows(question, months, measures), lambda row: row.item)
    for place, (item, found) in enumerate(items):
        stub = list(found)
        alike: list[_Batch] = []
        for number, table in own:
            times, block = _times(table, blocks.weeks(table) if weeks is None else weeks), blocks.block(table, item)
            for batch in alike:
                if batch.times == times and batch.blocks[0].answers == block.answers:
                    batch.tables.append((number, table))
                    batch.blocks.append(block)
                    break
            else:
                alike.append(_Batch([(number, table)], place, stub, times, [block]))
        yield from alike


def _times(table: Table, weeks: Sequence[int]) -> list[Time]:
    return [(None, None), *((None, wave.id) for wave in table.waves), *((week, None) for week in weeks)]


class _Names:
    """What rows are called, each once: by the row of a question, the column of a banner, and the time."""

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, list[Any]]] = {
            at: {name: [] for name in names} for at, names in _NAMES.items()
        }

    def add(self, at: str, *names: Sequence[Any]) -> NDArray[np.int64]:
        """The numbers of these, of which each name stands in a list of its own."""
        lists = self._lists[at].values()
        start = len(next(iter(lists)))
        for known, more in zip(lists, names, strict=True):
            known += more
        return np.arange(start, start + len(names[0]))

    def given_to(self, figures: pl.DataFrame) -> pl.DataFrame:
        """The figures with names instead of their numbers."""
        schema = pl.Schema(RESULTS)
        return figures.select(
            *(
                pl.lit(pl.Series(name, values, schema[name])).gather(pl.col(at)).alias(name)
                for at, lists in self._lists.items()
                for name, values in lists.items()
            ),
            *(pl.col(name).cast(schema[name]) for name in figures.columns if name in schema),
        )


_NAMES = {
    "row": ("question_id", "item", "item_label", "code", "label", "is_net", "base"),
    "column": ("banner_id", "group"),
    "when": ("week", "wave"),
}
_ORDER = ("table", "place", "when", "column", "row")


def _piece(
    batch: _Batch, names: _Names, correction: Correction | None, everyone: int | None
) -> dict[str, NDArray[Any]]:
    """The rows of a batch, as columns: figures, numbers of their names, and what else they are ordered by."""
    figures = _figures(batch, everyone)
    shape = figures.n.shape
    share = np.broadcast_to([bool(row.members) for row in batch.stub], shape)
    unit = np.where(share, 100.0, 1.0)
    letters, rest = _marks(batch, figures, correction)
    columns = {
        "count": figures.n,
        "pct": np.where(share & (figures.base_n > 0), 100 * figures.n / np.maximum(figures.base_n, 1), np.nan),
        "weighted_count": figures.w,
        "weighted_pct": np.where(share, 100 * figures.weighted, np.nan),
        "base_unweighted": figures.base_n,
        "base_weighted": figures.base_w,
        "base_effective": figures.effective,
        "value": np.where(share, np.nan, figures.plain),
        "weighted_value": np.where(share, np.nan, figures.weighted),
        "se": np.where(figures.respondents > 1, unit * np.sqrt(figures.variance), np.nan),
        "ci_lower": unit * figures.lower,
        "ci_upper": unit * figures.upper,
        "letters": letters,
        "rest": rest,
        "small_base": figures.respondents < SMALL_BASE,
        "suppressed": np.zeros(shape, np.bool_),
    }
    columns |= {name: np.broadcast_to(each, shape) for name, each in _places(batch, names).items()}
    return {name: each.ravel() for name, each in columns.items()}


def _places(batch: _Batch, names: _Names) -> dict[str, NDArray[np.int64]]:
    """Of each figure the table and the item, and the numbers of its names."""
    stub, question = batch.stub, batch.tables[0][1].question
    banners = [(number, table.banner_id) for number, table in batch.tables]
    tables = [banners[place] for place, block in enumerate(batch.blocks) for _ in block.groups]
    groups = [group for block in batch.blocks for group in block.groups]
    labels = {wave.id: wave.label for _, table in batch.tables for wave in table.waves}
    told = ([getattr(row, name) for row in stub] for name in ("item", "item_label", "code", "label", "is_net"))
    weeks, waves = zip(*batch.times, strict=True)
    when = names.add("when", weeks, [wave and labels.get(wave, wave) for wave in waves])
    return {
        "table": np.array([number for number, _ in tables])[:, None],
        "place": np.array(batch.place),
        "when": when[:, None, None],
        "column": names.add("column", [banner for _, banner in tables], groups)[:, None],
        "row": names.add("row", [question.id] * len(stub), *told, [base_words(question)] * len(stub)),
    }


def _figures(batch: _Batch, everyone: int | None) -> Figures:
    stub, times, question = batch.stub, batch.times, batch.tables[0][1].question
    if isinstance(question, Number):
        return side_by_side([number_figures(stub, block, times, everyone) for block in batch.blocks])
    laid = [block.sums(times) for block in batch.blocks]
    sums = Sums(*(np.concatenate([getattr(each, name) for each in laid], 1) for name in ("n", "w", "w2")))
    shares, scored = [row for row in stub if row.members], [row for row in stub if not row.members]
    parts = [share_figures(shares, batch.blocks[0].answers, sums, base_of(question) == "picks", everyone)]
    if not scored:
        return parts[0]
    weighing = np.concatenate([block.weighing(times) for block in batch.blocks], 1)
    parts += [score_figures(scored, batch.blocks[0].answers, sums, weighing, everyone)]
    order = [*shares, *scored]
    return in_order(parts, [order.index(row) for row in stub])


def _marks(batch: _Batch, figures: Figures, correction: Correction | None) -> tuple[Texts, Texts]:
    """Letters and marks of each table's groups; nothing where there is no banner, or no test is asked for."""
    letters, rest = np.full((2, *figures.n.shape), None, object)
    if correction is None:
        return letters, rest
    columns: list[Columns] = []
    start = 0
    for (_, table), block in zip(batch.tables, batch.blocks, strict=True):
        if table.levels:
            unstated = block.groups[-1] == NOT_STATED
            apart = not any(isinstance(level, MultiCode) for level in table.levels)
            columns.append(Columns(start, len(block.groups) - 1 - unstated, unstated, apart))
        start += len(block.groups)
    if not columns:
        return letters, rest
    return marks(batch.stub, Side.of(figures), columns, correction, base_of(batch.tables[0][1].question) == "picks")
