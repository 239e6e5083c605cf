"""`survey represent`: who answered, held against the population."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FORMULA = (
    "short by: how many more responses of that group alone, with none of any other, bring its share of those who "
    "answered to its share of the population: (share x base - responses) / (1 - share), rounded up."
)


def represent(
    consultation: ConsultationName,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey represent police_crime_plan_2024

    Who answered against the population of each margin of population.toml, and which groups are short by how many.
    """
    from pipelines.cautions import warn
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from survey.weighting.represent import represent as against

    desk, responses = counted(open_desk(consultation, outputs), as_of, without)
    frame = against(responses, desk.consultation)
    warn(desk, [margin.question for margin in desk.consultation.population])
    path = write_represent(desk, frame)
    if json:
        as_json(records(frame))
    else:
        show(desk, frame)
    say(FORMULA)
    say(_fieldwork(desk, as_of))
    say(f"as tidy CSV: {path}")


def write_represent(desk: Desk, frame: pl.DataFrame) -> str:
    """Who answered as tidy CSV; gives its path."""
    from pipelines.files import csv_bytes, write

    return str(write(desk.tables / "represent.csv", csv_bytes(frame)))


def show(desk: Desk, frame: pl.DataFrame) -> None:
    """One table a margin, with whose figures it is held against."""
    from pipelines.show import percentage, table
    from survey.frames import SMALL_BASE
    from survey.weighting.frames import COMPARED

    headings = ("group", "responses", "% of those who answered", "% of population", "difference", "short by")
    for rows in frame.partition_by("question_id", maintain_order=True):
        head = rows.row(0, named=True)
        title = desk.consultation.question(head["question_id"]).title
        small = f" (small base: under {SMALL_BASE})" if head["small_base"] else ""
        base = f"among the {head['base_unweighted']:,} who answered and can be compared{small}"
        source = f"{head['source']}, {head['population_date']:%-d %B %Y}; {head['geography']}"
        table(
            f"{title}: {base}\nagainst: {source}",
            headings,
            [
                (
                    row["label"],
                    row["count"],
                    percentage(row["pct"]),
                    percentage(row["population_pct"]),
                    _points(row["difference"]) if row["standing"] == COMPARED else "not compared",
                    row["short_by"] or None,
                )
                for row in rows.iter_rows(named=True)
                if row["count"] or row["standing"] == COMPARED
            ],
        )


def _points(difference: float | None) -> str:
    """Percentage points with their sign; empty where there is no base."""
    from pipelines.show import percentage

    if difference is None:
        return ""
    rounded = percentage(abs(difference))
    return rounded if rounded == "0.0" else f"{'+' if difference > 0 else '-'}{rounded}"


def _fieldwork(desk: Desk, as_of: str) -> str:
    """Whether groups that are short can still be asked: on the day `as_of`, or else today."""
    fieldwork = desk.consultation.fieldwork
    if fieldwork is None:
        return "fieldwork: the definition does not say when it ends"
    today = dt.date.fromisoformat(as_of) if as_of else dt.date.today()
    if today > fieldwork.closed:
        return f"fieldwork closed on {fieldwork.closed:%-d %B %Y}: what a group is short by is no longer to be had"
    return f"fieldwork is open until {fieldwork.closed:%-d %B %Y}: groups that are short can still be asked"
