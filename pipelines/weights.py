"""`survey weights`, and the weights that other commands use with --weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.weighting.weigh import Weighing

NAMED = 5  # of the pairs of groups that nobody is in
Weight = Annotated[bool, typer.Option("--weight", help="With weighted figures beside: [weighting], population.toml.")]


def weights(
    consultation: ConsultationName,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey weights police_crime_plan_2024

    What weights to the population do: margins before and after, design effect, effective base, the largest weights.
    """
    from pipelines.files import csv_bytes, write
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from survey.weighting.weigh import weigh

    desk, responses = counted(open_desk(consultation, outputs), as_of, without)
    weighing = weigh(responses, desk.consultation)
    path = write(desk.tables / "weights.csv", csv_bytes(weighing.margins))
    if json:
        as_json([*records(weighing.margins), {"effect": records(weighing.effect), **_account(weighing)}])
    else:
        show(desk, weighing)
    _tell(desk, weighing)
    say(f"margins as tidy CSV: {path}")
    raise typer.Exit(code=0 if weighing.converged else 1)


def with_weights(desk: Desk, responses: pl.DataFrame) -> pl.DataFrame:
    """The responses with the column `weight` (Float64), and who has which told.

    Raises:
        UsageError: the consultation has no population.
        FailedChecksError: a group of the population has no respondents.
    """
    from survey.weighting.weigh import weigh

    weighing = weigh(responses, desk.consultation)
    _tell(desk, weighing)
    return responses.with_columns(weighing.weights)


def weighed(desk: Desk, responses: pl.DataFrame) -> tuple[Desk, pl.DataFrame]:
    """The responses with weights, and the desk whose tables stand in a folder of their own."""
    from dataclasses import replace

    variant = f"{desk.variant}_weighted" if desk.variant else "weighted"
    return replace(desk, variant=variant), with_weights(desk, responses)


def show(desk: Desk, weighing: Weighing) -> None:
    """The margins before and after, what the weights do, and the largest of them."""
    from pipelines.show import percentage, table

    for rows in weighing.margins.partition_by("question_id", maintain_order=True):
        title = desk.consultation.question(rows["question_id"].item(0)).title
        figures = [
            (row["label"], row["count"], *(percentage(row[name]) for name in ("pct", "weighted_pct", "population_pct")))
            for row in rows.iter_rows(named=True)
            if row["code"] or row["count"]
        ]
        base = f"{rows['base_unweighted'].item(0):,} of those weighted answered"
        table(f"{title}: {base}", ("group", "responses", "% unweighted", "% weighted", "% of population"), figures)
    effects = [
        (
            row["step"],
            f"{row['minimum']:.3f}",
            f"{row['maximum']:.3f}",
            f"{row['design_effect']:.3f}",
            f"{row['base_effective']:,.1f}",
            f"{row['off']:.2f}",
        )
        for row in weighing.effect.iter_rows(named=True)
    ]
    headings = ("weights", "smallest", "largest", "design effect", "effective base", "points off a margin")
    table(f"What weights do to {weighing.weighted:,} responses (mean weight 1)", headings, effects)
    heaviest = [(groups, count, f"{weight:.3f}") for groups, count, weight in weighing.largest.iter_rows()]
    table("The largest weights", ("groups", "responses", "weight"), heaviest)


def _account(weighing: Weighing) -> dict[str, object]:
    names = ("weighted", "outside", "unstated", "rounds", "converged", "empty")
    return {name: getattr(weighing, name) for name in names}


def _tell(desk: Desk, weighing: Weighing) -> None:
    """Who has which weight, whether the margins are met, and what nobody is in."""
    from pipelines.show import say

    names = [
        desk.consultation.question(name).title for name in weighing.margins["question_id"].unique(maintain_order=True)
    ]
    last = weighing.effect.row(-1, named=True)
    say(
        f"WEIGHTED by {', '.join(names)}: {weighing.weighted:,} responses; design effect {last['design_effect']:.2f}, "
        f"effective base {last['base_effective']:,.0f}"
    )
    for number, who in ((weighing.outside, "not of this population"), (weighing.unstated, "who stated none of these")):
        if number:
            say(f"weight 1, kept apart: {number:,} responses of people {who}")
    if weighing.converged:
        say(f"raking converged, every margin is met (rounds: {weighing.rounds})")
    else:
        say(f"CAUTION: margins are missed by up to {last['off']:.2f} points (rounds of raking: {weighing.rounds})")
    if weighing.empty:
        pairs = "; ".join(" with ".join(pair) for pair in weighing.empty[:NAMED])
        more = f"; and {len(weighing.empty) - NAMED} more" if len(weighing.empty) > NAMED else ""
        say(f"nobody weighted is both: {pairs}{more}")
