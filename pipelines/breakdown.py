"""`survey breakdown`: every question's frequencies, and any question by any banner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs
from pipelines.weights import Weight

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.kinds import Question


def breakdown(
    consultation: ConsultationName,
    question: Annotated[
        str, typer.Option("--question", metavar="ID", help="This question only; themes: the codes.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="ID", help="In rows, the options of this question.")] = "",
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey breakdown police_crime_plan_2024 --question safe_where_live --by live_in

    Counts and percentages of every question, or of one, for all and by any other question.
    """
    from pipelines.cautions import warn
    from pipelines.coding import answerable
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.weights import weighed

    desk, kept = counted(open_desk(consultation, outputs), as_of, without)
    desk, kept = weighed(desk, kept) if weight else (desk, kept)
    responses, questions = answerable(desk, kept, question)
    banner = desk.consultation.question(by) if by else None
    frame = make_breakdown(desk, responses, questions, banner)
    warn(desk, [each.id for each in questions])
    path = write_breakdown(desk, frame, question, by)
    if json:
        as_json(records(frame))
    else:
        show(frame, questions, banner, weight)
    say(f"as tidy CSV: {path}")


def make_breakdown(
    desk: Desk, responses: pl.DataFrame, questions: Sequence[Question], banner: Question | None = None
) -> pl.DataFrame:
    """The questions' results (frames.RESULTS), by the banner's groups if there is one."""
    from survey.breakdowns.count import count
    from survey.breakdowns.results import results

    cells = count(responses.lazy(), desk.consultation, questions, banner)
    return results(cells, questions, banner)


def write_breakdown(desk: Desk, frame: pl.DataFrame, question_id: str = "", banner_id: str = "") -> str:
    """The results as tidy CSV; gives the path."""
    from pipelines.files import csv_bytes, write

    name = (question_id or "all_questions") + (f"_by_{banner_id}" if banner_id else "")
    return str(write(desk.tables / f"{name}.csv", csv_bytes(frame)))


def show(frame: pl.DataFrame, questions: Sequence[Question], banner: Question | None, weighted: bool = False) -> None:
    """One table a question (and item of a grid): options down; with a banner, the shorter of the two across."""
    import polars as pl

    for question in questions:
        rows = frame.filter(pl.col("question_id") == question.id)
        for part in rows.partition_by("item", maintain_order=True):
            item = part["item_label"].item(0)
            title = question.title + (f" - {item}" if item else "")
            if banner is None:
                _show_frequencies(title, part, weighted)
            else:
                _show_by(title, part, banner, weighted)


def _show_frequencies(title: str, part: pl.DataFrame, weighted: bool) -> None:
    from pipelines.show import percentage, table

    base = f"{part['base_unweighted'].item(0):,} {part['base'].item(0)}"
    base += f", effective base {part['base_effective'].item(0):,.0f}" if weighted else ""
    shown = slice(None) if weighted else slice(-1)  # the weighted figure stands last
    if part["value"].is_not_null().any():
        values = [
            (label, f"{value:,.6g}", f"{weighted_value:,.6g}")[shown]
            for label, value, weighted_value in part.select("label", "value", "weighted_value").iter_rows()
            if value is not None
        ]
        table(f"{title}: {base}", ("statistic", "value", "weighted value")[shown], values)
        return
    counted = [
        (
            ("net: " if row["is_net"] else "") + row["label"],
            row["count"],
            percentage(row["pct"]),
            percentage(row["weighted_pct"]),
        )[shown]
        for row in part.iter_rows(named=True)
    ]
    table(f"{title}: {base}" + _small(part), ("answer", "respondents", "%", "weighted %")[shown], counted)


def _show_by(title: str, part: pl.DataFrame, banner: Question, weighted: bool) -> None:
    from pipelines.show import percentage, table

    groups = part.partition_by("group", maintain_order=True)
    figures = ("weighted_value", "weighted_pct") if weighted else ("value", "pct")
    head = groups[0]
    answers = ["net: " * row["is_net"] + row["label"] for row in head.iter_rows(named=True)]
    columns = [
        (
            group["group"].item(0) + ("*" if group["small_base"].item(0) else ""),
            f"{group['base_unweighted'].item(0):,}",
            *(f"{v:,.6g}" if v is not None else percentage(p) for v, p in group.select(*figures).iter_rows()),
        )
        for group in groups
    ]
    words = f"{title} by {banner.title}: {'weighted ' * weighted}% of {head['base'].item(0)}" + _small(part)
    if len(answers) > len(groups):
        heads, *rows = zip(("answer", "base", *answers), *columns, strict=True)
        table(words, heads, rows)
    else:
        table(words, (banner.title, "base", *answers), columns)


def _small(part: pl.DataFrame) -> str:
    from survey.frames import SMALL_BASE

    return f" (* small base: under {SMALL_BASE})" if part["small_base"].any() else ""
