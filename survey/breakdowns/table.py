"""From cells to figures: every row, group and week of a table, with its count, its base and its percentage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import polars as pl

from survey.breakdowns.base import base_words
from survey.breakdowns.precision import effective, normal, share_error, small_sample, wilson
from survey.breakdowns.rows import Row, rows
from survey.breakdowns.summary import summaries
from survey.frames import ALL, NOT_STATED, RESULTS, SMALL_BASE, Schema, conform
from survey.questionnaire.kinds import Closed, MultiCode, Option, Question

_STUB: Schema = {
    "question_id": pl.String,
    "base": pl.String,
    "item": pl.String,
    "item_label": pl.String,
    "code": pl.String,
    "label": pl.String,
    "is_net": pl.Boolean,
    "members": pl.List(pl.String),
}


def tabulate(
    cells: pl.DataFrame, questions: Sequence[Question], banner: Question | None, weeks: Sequence[int]
) -> pl.DataFrame:
    """The figures of the questions, for the whole of fieldwork and for the weeks named: schema RESULTS.

    Sorted by question and item, then week (null first), then group (all, the banner's in order, not stated), then
    code (options, nets). A group or week without a base has count and base 0, and no percentage.
    """
    stub = _stub(cells, questions)
    placed = _placed(cells, banner)
    counts = _counts(stub, placed)
    sums = {"base_unweighted": "n", "base_weighted": "w", "base_squares": "w2"}
    bases = placed.group_by("question_id", "item", "place", "week").agg(
        pl.col(column).sum().alias(name) for name, column in sums.items()
    )
    everyone = placed.filter(pl.col("place") == 0, pl.col("week").is_null()).group_by("question_id", "item")
    whole = _grid(stub, placed, banner, weeks)
    for figures in (counts, bases, everyone.agg(pl.col("n").sum().alias("everyone")), summaries(placed)):
        keys = [name for name in figures.columns if name in whole.columns]
        whole = whole.join(figures, on=keys, how="left", nulls_equal=True)
    return conform(_figures(whole), RESULTS)


def _counts(stub: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Respondents in each row, place and week. Each combination of codes is taken apart once, however many cells."""
    codes = ["question_id", "item", "codes"]
    members = stub.explode("members").rename({"members": "codes"}).select(*codes, "row")
    apart = ["place", "week", "n", "w", "w2"]
    return (
        placed.group_by(codes)
        .agg(apart)
        .with_row_index("combination")
        .explode("codes")
        .join(members, on=codes, nulls_equal=True)
        .unique(["combination", "row"])  # who gave several codes of a net is in it once
        .select("row", *apart)
        .explode(apart)
        .group_by("row", "place", "week")
        .agg(
            pl.col("n").sum().alias("count"),
            pl.col("w").sum().alias("weighted_count"),
            pl.col("w2").sum().alias("inside"),
        )
    )


def _stub(cells: pl.DataFrame, questions: Sequence[Question]) -> pl.DataFrame:
    found: list[tuple[Question, Row]] = [(question, row) for question in questions for row in rows(question, cells)]
    records = [{"question_id": question.id, "base": base_words(question), **asdict(row)} for question, row in found]
    stub = pl.DataFrame(records, schema=dict(_STUB)).with_row_index("row")
    return stub.with_columns(pl.col("row").min().over("question_id", "item").alias("block"))


def _options(banner: Question | None) -> Sequence[Option]:
    return banner.options if isinstance(banner, Closed | MultiCode) else ()


def _placed(cells: pl.DataFrame, banner: Question | None) -> pl.DataFrame:
    """The cells with the `place` of their group among the columns, once for the whole and once for their week."""
    codes = [*(option.code for option in _options(banner)), None]  # null: not stated, the last place
    place_of = {code: place for place, code in enumerate(codes, start=1)}
    group = pl.col("group").list.first().replace_strict(place_of, return_dtype=pl.Int32)
    place = pl.when(pl.col("banner_id").is_null()).then(0).otherwise(group).cast(pl.Int32).alias("place")
    ours = pl.col("banner_id").is_null() | (pl.col("banner_id") == (banner.id if banner else ""))
    placed = cells.filter(ours).with_columns(place)
    whole = placed.with_columns(pl.lit(None, dtype=pl.Int32).alias("week"))
    return pl.concat([whole, placed.filter(pl.col("week").is_not_null())]).drop("banner_id", "group")


def _grid(stub: pl.DataFrame, placed: pl.DataFrame, banner: Question | None, weeks: Sequence[int]) -> pl.DataFrame:
    """Every row of the table in every group and week; not stated only for questions where someone did not state."""
    labels = [ALL, *(option.label for option in _options(banner)), NOT_STATED]
    groups = pl.DataFrame({"place": range(len(labels)), "group": labels}, schema_overrides={"place": pl.Int32})
    unstated = placed.filter(pl.col("place") == len(labels) - 1)["question_id"].unique()
    columns = groups.with_columns(pl.lit(banner.id if banner else None, dtype=pl.String).alias("banner_id"))
    times = pl.DataFrame({"week": [None, *weeks]}, schema={"week": pl.Int32})
    grid = stub.join(columns, how="cross").join(times, how="cross")
    return grid.filter((pl.col("place") < len(labels) - 1) | pl.col("question_id").is_in(unstated.to_list()))


def _figures(whole: pl.DataFrame) -> pl.DataFrame:
    statistic = pl.col("members").list.len() == 0
    n, base, squares = pl.col("base_unweighted"), pl.col("base_weighted"), pl.col("base_squares")
    share = pl.when(~statistic & (base > 0)).then(pl.col("weighted_count") / base)
    error = share_error(share, pl.col("inside"), base, squares, pl.col("everyone"))
    lower, upper = wilson(share, effective(base, squares))
    mean_error = pl.col("spread").sqrt() / base * small_sample(pl.col("everyone"))
    mean_lower, mean_upper = normal(pl.col("weighted_value"), mean_error)
    return (
        whole.with_columns(pl.col("count", "base_unweighted", "weighted_count", "inside").fill_null(0))
        .with_columns(pl.col("base_weighted", "base_squares").fill_null(0.0))
        .with_columns(
            pl.when(statistic).then(n).otherwise("count").alias("count"),
            pl.when(statistic).then(base).otherwise("weighted_count").alias("weighted_count"),
            pl.when(~statistic & (n > 0)).then(100 * pl.col("count") / n).alias("pct"),
            (100 * share).alias("weighted_pct"),
            effective(base, squares).alias("base_effective"),
            pl.when(n > 1).then(pl.when(statistic).then(mean_error).otherwise(100 * error)).alias("se"),
            pl.when(statistic).then(mean_lower).otherwise(100 * lower).alias("ci_lower"),
            pl.when(statistic).then(mean_upper).otherwise(100 * upper).alias("ci_upper"),
            pl.lit(None, dtype=pl.String).alias("letters"),
            pl.lit(None, dtype=pl.String).alias("wave"),
            (n < SMALL_BASE).alias("small_base"),
            pl.lit(value=False).alias("suppressed"),
        )
        .sort("block", "week", "place", "row")
        .drop("row", "block", "place", "members", "inside", "base_squares", "everyone", "spread")
    )
