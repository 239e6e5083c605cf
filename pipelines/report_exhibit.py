"""An exhibit of the page: a picture with its table, and its strips where there is no room for the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from survey.charts.picture import Context, Picture
    from survey.publish.page_parts import Exhibit, Grid, Strip
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Question

_HEADS = {
    "item_label": "Item",
    "group": "Group",
    "label": "Answer",
    "pct": "Percentage",
    "value": "Value",
    "count": "Number",
    "base_unweighted": "Base",
    "ci_lower": "95% by chance, from",
    "ci_upper": "to",
}


def exhibit(name: str, question: Question, picture: Picture, headline: str) -> Exhibit:
    """The exhibit of that id."""
    from survey.charts.save import svg
    from survey.publish.page_parts import Exhibit

    return Exhibit(
        id=name,
        topic=question.title,
        headline=headline,
        subtitle=picture.subtitle,
        svg=svg(picture).decode(),
        grid=_grid(question, picture),
        notes=picture.notes,
        alt=picture.alt,
        strips=tuple(_strips(question, picture)),
    )


def weekly(
    consultation: Consultation, question: Question, figures: pl.DataFrame, context: Context
) -> Iterator[tuple[Exhibit, Picture]]:
    """The ranking of the weeks; nothing where a week's figures are withheld: what is withheld may be larger."""
    import polars as pl

    from pipelines.deck_weeks import ranked_weeks
    from survey.charts.bump import bump_picture

    weeks = figures.filter(pl.col("question_id") == question.id, pl.col("week").is_not_null(), ~pl.col("is_net"))
    if consultation.fieldwork is None or weeks["count"].null_count() or not weeks["count"].sum():
        return
    picture = bump_picture(question, ranked_weeks(weeks, consultation.fieldwork), context)
    yield exhibit(f"{question.id}_by_week", question, picture, picture.headline), picture


def _grid(question: Question, picture: Picture) -> Grid:
    """The numbers as drawn: of one list a row each; of groups, items or weeks a row or column each."""
    from survey.charts.words import figure
    from survey.publish.page_parts import Grid
    from survey.questionnaire.kinds import Ranking

    frame, caption = picture.frame, f"{question.title} – {picture.subtitle}"
    if "rank" in frame.columns:
        return _by_week(frame, caption)
    ranked = isinstance(question, Ranking) and "group" not in frame.columns
    order = ("label", "item_label") if ranked else ("item_label", "group", "label")
    named = tuple(name for name in order if name in frame.columns)
    if len(named) == 2 and "pct" in frame.columns:
        return _crossed(frame, named, caption)
    names = [name for name in _HEADS if name in frame.columns]
    shown = frame.with_columns(_said_as(frame, "value", figure)) if "value" in names else frame
    return Grid(caption, tuple(_HEADS[name] for name in names), tuple(shown.select(names).iter_rows()))


def _crossed(frame: pl.DataFrame, named: tuple[str, ...], caption: str) -> Grid:
    """A row each of what is compared, with its base; a column each of what is counted in it."""
    from survey.publish.page_parts import Grid

    row, column = named
    columns = tuple(frame[column].unique(maintain_order=True))
    balanced = "balance" in frame.columns
    rows = []
    for part in frame.partition_by(row, maintain_order=True):
        shares: dict[str, float | None] = dict(part.select(column, "pct").iter_rows())
        cells = [part[row].item(0), part["base_unweighted"].item(0), *(shares.get(name) for name in columns)]
        rows.append((*cells, _points(part["balance"].item(0))) if balanced else tuple(cells))
    return Grid(caption, (_HEADS[row], "Base", *columns, *(["Net balance"] if balanced else [])), tuple(rows))


def _points(balance: float | None) -> str | None:
    from survey.charts.words import points

    return None if balance is None else points(balance)


def _by_week(frame: pl.DataFrame, caption: str) -> Grid:
    """The rank of each option in each week, the last week's first on top."""
    from survey.publish.page_parts import Grid

    weeks = frame["week_from"].unique(maintain_order=True).to_list()
    ranks = {(label, week): rank for label, week, rank in frame.select("label", "week_from", "rank").iter_rows()}
    labels = frame.filter(frame["week_from"] == weeks[-1])["label"]
    heads = ("Rank in the week starting", *(f"{week:%-d %b}" for week in weeks))
    return Grid(caption, heads, tuple((label, *(ranks.get((label, week)) for week in weeks)) for label in labels))


def _said_as(frame: pl.DataFrame, name: str, words: Callable[[Any], str]) -> pl.Series:
    import polars as pl

    return pl.Series(name, [None if cell is None else words(cell) for cell in frame[name]], dtype=pl.String)


def _strips(question: Question, picture: Picture) -> Iterator[Strip]:
    """The rows of the picture's bars; none where it has no bars: weeks, and maps."""
    from pipelines.deck_bodies import body
    from survey.publish.deck_parts import Chart
    from survey.publish.page_parts import Strip

    if {"rank", "column"} & set(picture.frame.columns):
        return
    chart = body(question, picture)
    if not isinstance(chart, Chart):
        return
    alone = len(chart.series) == 1
    for place, name in enumerate(chart.categories):
        values = [(each.name, each.values[place], each.fill) for each in chart.series]
        shown = [each for each in values if alone or each[1] != 0.0]
        parts = tuple((_said("" if alone else label, value), value, fill) for label, value, fill in shown)
        yield Strip(name, parts)


def _said(label: str, value: float | None) -> str:
    from survey.charts.words import SUPPRESSED

    return f"{label} {SUPPRESSED if value is None else f'{value:.1f}%'}".strip()
