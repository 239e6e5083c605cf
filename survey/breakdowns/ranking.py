"""The ranking of priorities: overall, week by week, or to the end of each week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from survey.breakdowns.chance import SETS, chance
from survey.breakdowns.plan import Tab, tables
from survey.breakdowns.table import tabulate
from survey.breakdowns.together import together
from survey.errors import Problem, UsageError
from survey.frames import RANKING, conform
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import MultiCode, SingleCode
from survey.statistics.variance import Array

_DIGITS = 9  # of a sum of weights: sums that differ by less are equal
_DTYPES = pl.Schema(RANKING)


def ranking(
    cells: pl.DataFrame,
    question: MultiCode | SingleCode,
    fieldwork: Fieldwork | None,
    to_date: bool = False,
    tested: bool = True,
) -> pl.DataFrame:
    """The options of a question in order of how many picked them, overall and for every week of fieldwork.

    Equal counts share the better rank; with weights they are weighted counts. A week without any pick has no ranks,
    and the week after it no change. `weeks_first` counts the weeks in which an option had rank 1, shared or alone; it
    is null where there are no weeks: without fieldwork, or if no response is dated. Overall holds undated responses
    too and has no dates.

    Sets of ranks: `survey.statistics.ranks`; the exact ones of single-code questions without weights, by draws for
    all others. A week is tested against the week before, or `to_date` against all weeks before, by the pooled z test,
    where both have an effective base of 30 or more.

    Args:
        cells: of one call of `count`, by week for weekly ranks.
        question: whose options are ranked; nets are not.
        fieldwork: its weeks and their days.
        to_date: each week's rows are of all dated responses from the first day to the end of that week; a week after
            the last response is yet to come, and has nobody.
        tested: whether the sets of ranks and the tests of changes, which take longest, are wanted; else they are null.

    Returns:
        A frame with the schema RANKING, sorted by week (overall first), rank, and questionnaire order.

    Raises:
        UsageError: the question is a grid.
    """
    if isinstance(question, SingleCode) and question.items:
        problem = Problem(
            "a grid has no one ranking",
            where=f"question {question.id}",
            expected="a single_code question without items or a multi_code question",
        )
        raise UsageError(problem)
    own = cells.filter(pl.col("question_id") == question.id, pl.col("banner_id").is_null())
    dated = fieldwork if own["week"].is_not_null().any() else None
    weeks = list(range(1, dated.weeks + 1)) if dated else []
    table = _table(own, question, weeks, to_date).filter(~pl.col("is_net"))
    codes = [option.code for option in question.options]
    # Times come in order, none is left out, and options as in the questionnaire, which then stands among equal ranks.
    shape = (1 + len(weeks), len(codes))
    by_chance = chance(together(own, codes, weeks), question, weeks, to_date) if tested else None
    columns = {name: table[name] for name in RANKING if name in table.columns}
    columns |= _ranks(table, shape)
    columns |= _by_chance(by_chance, columns["rank"])
    columns |= _firsts(columns, shape, tested)
    columns |= _spans(dated, weeks, len(codes), to_date)
    frame = pl.DataFrame(list(columns.values()))
    time = np.repeat(np.arange(shape[0]), shape[1])
    order = np.lexsort((columns["rank"].fill_null(0).to_numpy(), time))
    return conform(frame[order], RANKING)


def _table(cells: pl.DataFrame, question: MultiCode | SingleCode, weeks: Sequence[int], to_date: bool) -> pl.DataFrame:
    wanted = tables([Tab([question])])
    if not to_date or not weeks:
        return tabulate(cells, wanted, weeks)
    begun = pl.col("end") <= cells["week"].max()
    ends = pl.DataFrame({"end": weeks}, schema={"end": pl.Int32}).filter(begun)
    summed = cells.drop_nulls("week").join_where(ends, pl.col("week") <= pl.col("end"))
    summed = summed.with_columns(pl.col("end").alias("week")).select(cells.columns)
    # A respondent stands in `summed` as often as there are weeks after: those of the survey are counted before.
    everyone = int(cells["n"].sum())
    to_each = tabulate(summed, wanted, weeks, everyone=everyone).filter(pl.col("week").is_not_null())
    return pl.concat([tabulate(cells, wanted, []), to_each])


def _spans(fieldwork: Fieldwork | None, weeks: Sequence[int], options: int, to_date: bool) -> dict[str, pl.Series]:
    """The days of each time's row, and whether it is of all days up to the last."""
    spans = [fieldwork.week_span(week) for week in weeks] if fieldwork else []
    if to_date and fieldwork:
        spans = [(fieldwork.opened, last) for _, last in spans]
    ends = [(None, None, False), *((first, last, to_date) for first, last in spans)]
    told = zip(*(each for each in ends for _ in range(options)), strict=True)
    names = ("week_from", "week_to", "cumulative")
    return {name: pl.Series(name, values, _DTYPES[name]) for name, values in zip(names, told, strict=True)}


def _ranks(table: pl.DataFrame, shape: tuple[int, int]) -> dict[str, pl.Series]:
    """Ranks within each time, and what they changed since the week before."""
    count, share = (table[name].to_numpy().reshape(shape) for name in ("count", "weighted_pct"))
    weight = table["weighted_count"].round_sig_figs(_DIGITS).to_numpy().reshape(shape)
    picks = count.sum(axis=1, keepdims=True)
    rank = np.where(picks > 0, 1.0 + (weight[:, None] > weight[:, :, None]).sum(axis=2), np.nan)
    changes = np.full((2, *shape), np.nan)  # none of the whole, nor of the first week
    changes[:, 2:] = rank[1:-1] - rank[2:], share[2:] - share[1:-1]
    of_picks = np.divide(100 * count, picks, out=np.full(shape, np.nan), where=picks > 0)
    return _columns({"rank": rank, "pct_of_picks": of_picks, "rank_change": changes[0], "change_pct": changes[1]})


def _by_chance(found: pl.DataFrame | None, rank: pl.Series) -> dict[str, pl.Series]:
    """Sets of ranks, only where there are ranks, and tests of changes; nothing where untested."""
    names = ("change_p", "change_p_all", *SETS, "standing")
    if found is None:
        return {name: pl.Series(name, [None] * len(rank), _DTYPES[name]) for name in names}
    return found.select(*names[:2], pl.when(rank.is_not_null()).then(pl.col(names[2:]))).to_dict()


def _firsts(columns: Mapping[str, pl.Series], shape: tuple[int, int], tested: bool) -> dict[str, pl.Series]:
    """The weeks in which each option was first, and surely so."""
    first, surely = ((columns[name] == 1).fill_null(value=False) for name in ("rank", "rank_upper_all"))
    weeks = [each.to_numpy().reshape(shape)[1:].sum(axis=0) for each in (first, first & surely)]
    told = {"weeks_first": shape[0] > 1, "weeks_surely_first": shape[0] > 1 and tested}
    return _columns(
        {
            name: np.broadcast_to(each if known else np.nan, shape)
            for (name, known), each in zip(told.items(), weeks, strict=True)
        }
    )


def _columns(found: Mapping[str, Array]) -> dict[str, pl.Series]:
    """Arrays by time and option as columns of the frame; NaN is null."""
    return {name: pl.Series(name, each.ravel(), nan_to_null=True).cast(_DTYPES[name]) for name, each in found.items()}
