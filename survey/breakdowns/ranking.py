"""The ranking of priorities: overall, week by week, or to the end of each week."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns.chance import CHANCE, SETS, chance
from survey.breakdowns.plan import Tab, tables
from survey.breakdowns.table import tabulate
from survey.breakdowns.together import together
from survey.errors import Problem, UsageError
from survey.frames import RANKING, conform, empty
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import MultiCode, SingleCode

_DIGITS = 9  # of a sum of weights: sums that differ by less are equal


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
        to_date: each week's rows are of all dated responses from the first day to the end of that week.
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
    by_chance = chance(together(own, codes, weeks), question, weeks, to_date) if tested else empty(CHANCE)
    ranked = _firsts(_ranked(table).join(by_chance, on=["week", "code"], nulls_equal=True, how="left"), tested)
    told = ranked.with_columns(cumulative=pl.lit(to_date) & pl.col("week").is_not_null())
    told = told.join(_spans(dated, to_date), on="week", how="left")
    # The table is in questionnaire order, which then stands among equal ranks.
    return conform(told.select(list(RANKING)).sort("week", "rank", maintain_order=True), RANKING)


def _table(cells: pl.DataFrame, question: MultiCode | SingleCode, weeks: Sequence[int], to_date: bool) -> pl.DataFrame:
    wanted = tables([Tab([question])])
    if not to_date or not weeks:
        return tabulate(cells, wanted, weeks)
    ends = pl.DataFrame({"end": weeks}, schema={"end": pl.Int32})
    summed = cells.drop_nulls("week").join_where(ends, pl.col("week") <= pl.col("end"))
    summed = summed.with_columns(pl.col("end").alias("week")).select(cells.columns)
    to_each = tabulate(summed, wanted, weeks).filter(pl.col("week").is_not_null())
    return pl.concat([tabulate(cells, wanted, []), to_each])


def _spans(fieldwork: Fieldwork | None, to_date: bool) -> pl.DataFrame:
    spans = [(week, *fieldwork.week_span(week)) for week in range(1, fieldwork.weeks + 1)] if fieldwork else []
    if to_date and fieldwork:
        spans = [(week, fieldwork.opened, last) for week, _, last in spans]
    return pl.DataFrame(spans, schema={"week": pl.Int32, "week_from": pl.Date, "week_to": pl.Date}, orient="row")


def _ranked(options: pl.DataFrame) -> pl.DataFrame:
    """Ranks within each week, and what they changed since the week before (weeks come in order, none is left out)."""
    counted = pl.col("weighted_count").round_sig_figs(_DIGITS)
    rank = counted.rank("min", descending=True).over("week").cast(pl.Int32)
    picked, picks = pl.col("count").max().over("week") > 0, pl.col("count").sum().over("week")
    later = pl.col("week").is_not_null() & (pl.col("week") > 1)
    ranked = options.with_columns(
        pl.when(picked).then(rank).alias("rank"),
        pl.when(picks > 0).then(100 * pl.col("count") / picks).alias("pct_of_picks"),
    )
    before = {name: pl.col(name).shift(1).over("code", order_by="week") for name in ("rank", "weighted_pct")}
    return ranked.with_columns(
        pl.when(later).then(before["rank"] - pl.col("rank")).alias("rank_change"),
        pl.when(later).then(pl.col("weighted_pct") - before["weighted_pct"]).alias("change_pct"),
    )


def _firsts(ranked: pl.DataFrame, tested: bool) -> pl.DataFrame:
    """Sets only where there are ranks; and the weeks in which each option was first, and surely so."""
    weekly = pl.col("week").is_not_null()
    first = weekly & (pl.col("rank") == 1)
    surely = first & (pl.col("rank_upper_all") == 1) if tested else pl.lit(None)
    firsts = {"weeks_first": first, "weeks_surely_first": surely}
    return ranked.with_columns(
        pl.when(pl.col("rank").is_not_null()).then(pl.col(name)).alias(name) for name in (*SETS, "standing")
    ).with_columns(
        pl.when(weekly.any()).then(each.sum().over("code").cast(pl.Int32)).alias(name) for name, each in firsts.items()
    )
