"""What stands on a slide for a picture: a native chart of the picture's frame, or a table where bars cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from survey.charts.picture import Picture
    from survey.publish.deck_parts import Body, Chart, Series, Table
    from survey.questionnaire.kinds import Option, Question

_NAMES = ("group", "item_label")
_LONGEST = 160  # letters of a question above its measure: two lines


def body(question: Question, picture: Picture, area: Option | None = None) -> Body:
    """Bars for options; stacked bars for scales, for few options by row, and for ranked places; else a table."""
    from survey.charts.crosstab import stackable, with_bases
    from survey.questionnaire.kinds import Ranking, Scale

    frame, axis = picture.frame, picture.subtitle.split(",")[0]
    if "pct" not in frame.columns:
        return _values(frame)
    by = next((name for name in _NAMES if name in frame.columns), None)
    if isinstance(question, Ranking) and by == "item_label":
        return _stacked(question, frame, "label", by, axis)
    if by is None and not isinstance(question, Scale):
        return _bars(frame, axis)
    if by is None:
        base = frame["base_unweighted"][0]
        name = (area.label if area else "All") + (f" (base {base:,})" if base is not None else "")
        return _stacked(question, frame.with_columns(row=frame["label"].str.replace(".*", name)), "row", "label", axis)
    named = with_bases(frame, by).with_columns(frame[by].alias("plain"))
    named = named.with_columns(named[by].str.replace("\n(.*)$", " ($1)").alias(by))
    if stackable(question, frame["label"].unique(maintain_order=True).to_list()):
        return _stacked(question, named, by, "label", axis)
    return _shares(named, by)


def topped(question: Question, picture: Picture) -> str:
    """The subtitle under what was asked: a headline such as "66.0% chose “Yes”" does not say what that answers. The
    whole wording stands in the notes.
    """
    from textwrap import shorten

    return f"{shorten(question.title, _LONGEST, placeholder='…')}\n{picture.subtitle}"


def _bars(frame: pl.DataFrame, axis: str) -> Chart:
    from survey.charts.colours import CATEGORICAL, ink
    from survey.publish.deck_parts import Chart, Series

    known = [pct if count is not None else None for pct, count in frame.select("pct", "count").iter_rows()]
    fill = CATEGORICAL[0]
    return Chart("bars", tuple(frame["label"]), (Series(axis, tuple(known), fill, ink(fill)),), axis)


def _stacked(question: Question, frame: pl.DataFrame, row: str, part: str, axis: str) -> Chart:
    from survey.charts.colours import SEQUENTIAL, fills, ink, ramp
    from survey.publish.deck_parts import Chart, Series

    rows = frame[row].unique(maintain_order=True).to_list()
    parts = frame[part].unique(maintain_order=True).to_list()
    places = part != "label"
    colours = dict(zip(parts, ramp(SEQUENTIAL, len(parts)), strict=True)) if places else fills(question, parts)
    known: dict[tuple[Any, Any], float | None] = {
        (name, label): pct if count is not None else None
        for name, label, pct, count in frame.select(row, part, "pct", "count").iter_rows()
    }
    columns = [
        Series(label, tuple(known.get((name, label)) for name in rows), colours[label], ink(colours[label]))
        for label in parts
    ]
    return Chart("stacked", tuple(rows), (*columns, *_withheld(columns)), axis)


def _withheld(columns: list[Series]) -> list[Series]:
    """What is withheld of each row, as one segment behind the others: else those shown would look like the whole."""
    from survey.charts.colours import GREYS, ink
    from survey.publish.deck_parts import Series

    rows = list(zip(*(each.values for each in columns), strict=True))
    if all(value is not None for row in rows for value in row):
        return []
    left = [max(0.0, 100 - sum(value or 0.0 for value in row)) if None in row else 0.0 for row in rows]
    return [Series("Withheld [c]", tuple(left), GREYS[1], ink(GREYS[1]))]


def _shares(frame: pl.DataFrame, by: str) -> Table:
    """Percentages, one row an option, one column a group."""
    from survey.charts.words import percent
    from survey.publish.deck_parts import Table

    groups = frame[by].unique(maintain_order=True).to_list()
    known = {
        (label, group): percent(pct, count)
        for label, group, pct, count in frame.select("label", by, "pct", "count").iter_rows()
    }
    labels = frame["label"].unique(maintain_order=True).to_list()
    rows = tuple((label, *(known.get((label, group), "–") for group in groups)) for label in labels)
    return Table(("Answer", *groups), rows, (3.0, *(1.0 for _ in groups)))


def _values(frame: pl.DataFrame) -> Table:
    """Statistics, one row each."""
    from survey.charts.words import SUPPRESSED, figure
    from survey.publish.deck_parts import Table

    rows = tuple(
        (str(label), SUPPRESSED if value is None else figure(value), SUPPRESSED if base is None else f"{base:,}")
        for label, value, base in frame.select(frame.columns[0], "value", "base_unweighted").iter_rows()
    )
    return Table(("Statistic", "Value", "Base"), rows, (2.0, 1.0, 1.0))
