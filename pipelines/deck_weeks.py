"""The slide of the weekly ranking, from published figures of the weeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.charts.picture import Context
    from survey.publish.deck_parts import Slide
    from survey.questionnaire.definition import Fieldwork
    from survey.questionnaire.kinds import Question


def weeks_slide(desk: Desk, question: Question, figures: pl.DataFrame, context: Context) -> Iterator[Slide]:
    """What came first in each week; nothing where no week has a published order."""
    import polars as pl

    from pipelines.deck_bodies import topped
    from survey.charts.bump import bump_picture
    from survey.publish.deck_parts import Slide, Table

    fieldwork = desk.consultation.fieldwork
    weekly = figures.filter(pl.col("question_id") == question.id, pl.col("week").is_not_null(), ~pl.col("is_net"))
    if fieldwork is None or weekly.filter(pl.col("base_unweighted") > 0).is_empty():
        return
    ranked = ranked_weeks(weekly, fieldwork)
    if ranked["rank"].is_null().all():
        return
    picture = bump_picture(question, ranked, context)
    rows = tuple(_row(week.rows(named=True)) for week in ranked.partition_by("week", maintain_order=True))
    table = Table(("Week", "Base", "Most chosen", "Chosen by"), rows, (3.2, 0.8, 5.2, 1.0))
    alt = "Table, one row a week: " + "; ".join(f"{row[0]}: {row[2]} {row[3]}" for row in rows) + "."
    subtitle = topped(question, picture).replace(
        "Rank by how many respondents chose the option, each week", "First each week"
    )
    yield Slide(f"{question.id}_weeks", picture.headline, subtitle, table, alt, picture.notes)


def ranked_weeks(weekly: pl.DataFrame, fieldwork: Fieldwork) -> pl.DataFrame:
    """Ranks within each week, none in a week with a figure withheld: what is withheld may be larger."""
    import polars as pl

    spans = {week: fieldwork.week_span(week) for week in weekly["week"].unique()}
    whole = pl.col("count").is_not_null().all().over("week") & (pl.col("count").sum().over("week") > 0)
    return weekly.sort("week", maintain_order=True).with_columns(
        pl.col("week").replace_strict({week: span[0] for week, span in spans.items()}).alias("week_from"),
        pl.col("week").replace_strict({week: span[1] for week, span in spans.items()}).alias("week_to"),
        pl.when(whole).then(pl.col("count").rank("min", descending=True).over("week")).cast(pl.Int32).alias("rank"),
        pl.lit(None, pl.Int32).alias("rank_lower_all"),  # what is published holds no sets of ranks
        pl.lit(None, pl.Int32).alias("rank_upper_all"),
    )


def _row(options: list[dict[str, Any]]) -> tuple[str, ...]:
    from survey.charts.words import SUPPRESSED, percent, span

    head = options[0]
    week = span(head["week_from"], head["week_to"])
    base = SUPPRESSED if head["base_unweighted"] is None else f"{head['base_unweighted']:,}"
    first = [each for each in options if each["rank"] == 1]
    if not first:
        return (week, base, SUPPRESSED if head["base_unweighted"] != 0 else "No answers", SUPPRESSED)
    names = " and ".join(each["label"] for each in first)
    return (week, base, f"Joint: {names}" if len(first) > 1 else names, percent(first[0]["pct"], first[0]["count"]))
