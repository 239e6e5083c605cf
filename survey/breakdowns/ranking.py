"""The ranking of priorities: overall and week by week."""

from __future__ import annotations

import polars as pl

from survey.breakdowns.plan import Tab, tables
from survey.breakdowns.table import tabulate
from survey.errors import Problem, UsageError
from survey.frames import RANKING, conform
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import MultiCode, SingleCode


def ranking(cells: pl.DataFrame, question: MultiCode | SingleCode, fieldwork: Fieldwork | None) -> pl.DataFrame:
    """The options of a question in order of how many picked them, overall and for every week of fieldwork.

    Equal counts share the better rank. A week without any pick has no ranks, and the week after it no change.
    `weeks_first` counts the weeks in which an option had rank 1, shared or alone; it is null where there are no
    weeks: without fieldwork, or if no response is dated. Overall holds undated responses too and has no dates.

    Args:
        cells: of one call of `count`, by week for weekly ranks.
        question: whose options are ranked; nets are not.
        fieldwork: its weeks and their days.

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
    dated = fieldwork if cells["week"].is_not_null().any() else None
    table = tabulate(cells, tables([Tab([question])]), range(1, dated.weeks + 1) if dated else [])
    ranked = _ranked(table.filter(~pl.col("is_net"))).join(_spans(dated), on="week", how="left")
    # The table is in questionnaire order, which then stands among equal ranks.
    return conform(ranked.select(list(RANKING)).sort("week", "rank", maintain_order=True), RANKING)


def _spans(fieldwork: Fieldwork | None) -> pl.DataFrame:
    spans = [(week, *fieldwork.week_span(week)) for week in range(1, fieldwork.weeks + 1)] if fieldwork else []
    return pl.DataFrame(spans, schema={"week": pl.Int32, "week_from": pl.Date, "week_to": pl.Date}, orient="row")


def _ranked(options: pl.DataFrame) -> pl.DataFrame:
    """Ranks within each week, and what they changed since the week before (weeks come in order, none is left out)."""
    picked = pl.col("count").max().over("week") > 0
    rank = pl.col("count").rank("min", descending=True).over("week").cast(pl.Int32)
    weekly = pl.col("week").is_not_null()
    first = (weekly & (pl.col("rank") == 1)).sum().over("code").cast(pl.Int32)
    before = pl.col("rank").shift(1).over("code", order_by="week")
    picks = pl.col("count").sum().over("week")
    later = {
        **dict.fromkeys(("rank_lower", "rank_upper", "rank_lower_all", "rank_upper_all"), pl.Int32),
        **dict.fromkeys(("change_pct", "change_p"), pl.Float64),
    }
    return (
        options.with_columns(
            pl.when(picks > 0).then(100 * pl.col("count") / picks).alias("pct_of_picks"),
            pl.lit(value=False).alias("cumulative"),
            *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in later.items()),
        )
        .with_columns(pl.when(picked).then(rank).alias("rank"))
        .with_columns(
            pl.when(weekly & (pl.col("week") > 1)).then(before - pl.col("rank")).alias("rank_change"),
            pl.when(weekly.any()).then(first).alias("weeks_first"),
        )
    )
