"""What changed in the priorities between the last two weeks that have answers, and what of it is chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from survey.publish.page_parts import Section
    from survey.questionnaire.definition import Consultation

_SIZE = 0.05
_CHANCE = (
    "Beyond chance: were nothing different, so large a difference of any option would come about by chance{} in "
    "fewer than one of twenty such comparisons of two weeks (two-sided test of two shares, corrected by Holm's method "
    "over all options)."
)


def changes(consultation: Consultation, figures: pl.DataFrame) -> Iterator[Section]:
    """The section; none where there are no two weeks to compare."""
    import polars as pl

    from survey.publish.page_parts import Grid, Section

    if consultation.priorities is None or consultation.fieldwork is None:
        return
    weekly = figures.filter(
        pl.col("question_id") == consultation.priorities, pl.col("week").is_not_null(), ~pl.col("is_net")
    )
    weeks = weekly.filter(pl.col("base_unweighted") > 0)["week"].unique().sort().to_list()[-2:]
    if len(weeks) < 2:
        return
    before, now = (weekly.filter(pl.col("week") == week).drop_nulls("pct") for week in weeks)
    both = now.join(
        before.select("code", then="pct", was="count", base_then="base_unweighted"), on="code", maintain_order="left"
    )
    if both.is_empty():
        return
    rows = _tested(both)
    old, new = (_week(consultation, each) for each in weeks)
    then, after = both.select("base_then", "base_unweighted").row(0)
    caption = f"The priorities: {old} (base {then:,}), and {new} (base {after:,})"
    heads = ("Option", f"Week {weeks[0]}", f"Week {weeks[1]}", "Change, points", "Beyond chance")
    cells = tuple(
        (row["label"], row["then"], row["pct"], row["points"], "yes" if row["sure"] else "no") for row in rows
    )
    like = "" if consultation.random_sample else ", among people like those who answered,"
    lines = (_summary(rows, old, new), *_left_out(weekly, weeks, both.height), _CHANCE.format(like))
    yield Section("changes", "What changed since the week before", lines, (Grid(caption, heads, cells),))


def _week(consultation: Consultation, week: int) -> str:
    from survey.charts.words import span

    fieldwork = consultation.fieldwork
    return f"week {week}" + (f", {span(*fieldwork.week_span(week))}" if fieldwork else "")


def _tested(both: pl.DataFrame) -> list[dict[str, Any]]:
    from survey.charts.words import points
    from survey.statistics.compare import share_tests
    from survey.statistics.corrections import corrected
    from survey.statistics.variance import Sums

    names = ("count", "base_unweighted", "was", "base_then")
    p = corrected(share_tests(*(Sums.of(both[name].to_numpy()) for name in names)))
    return [
        {**row, "points": points(row["pct"] - row["then"]), "sure": bool(chance < _SIZE)}
        for row, chance in zip(both.iter_rows(named=True), p, strict=True)
    ]


def _summary(rows: list[dict[str, Any]], old: str, new: str) -> str:
    sure = [f"{row['label']} ({row['points']} points)" for row in rows if row["sure"]]
    first = max(rows, key=lambda row: row["pct"])
    was = max(rows, key=lambda row: row["then"])
    if first["label"] == was["label"]:
        top = f"Most chosen in both: {first['label']}."
    else:
        top = f"Most chosen: {first['label']}; the week before: {was['label']}."
    if not sure:
        return f"From {old}, to {new}: no change is beyond chance. {top}"
    return f"From {old}, to {new}, changed beyond chance: {'; '.join(sure)}. Every other change can be chance. {top}"


def _left_out(weekly: pl.DataFrame, weeks: list[int], compared: int) -> list[str]:
    import polars as pl

    missing = weekly.filter(pl.col("week") == weeks[1]).height - compared
    few = f"{missing} option is" if missing == 1 else f"{missing} options are"
    return [f"{few} not compared: a figure of one of the weeks is withheld."] if missing else []
