"""`survey rank`: the weekly ranking of priorities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs
from pipelines.weights import Weight

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.kinds import MultiCode, SingleCode


def rank(
    consultation: ConsultationName,
    question: Annotated[str, typer.Option("--question", metavar="ID", help="Rank this question.")] = "",
    week: Annotated[
        int, typer.Option("--week", min=0, show_default="the last", help="Print the table of this week of fieldwork.")
    ] = 0,
    to_date: Annotated[
        bool, typer.Option("--to-date", help="Each week's ranking of all responses to its end.")
    ] = False,
    as_published: Annotated[
        bool, typer.Option("--as-published", help="Each week as it was first published, and as it is now.")
    ] = False,
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey rank police_crime_plan_2024

    Ranks the options of the priorities question, overall and for each week of fieldwork: which ranks each could hold
    by chance among those who answered, what changed since the week before, and whether beyond chance.
    """
    from pipelines.cautions import warn
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.rank_tables import show, show_published, show_week
    from pipelines.show import as_json, records, say
    from pipelines.weights import weighed

    desk = open_desk(consultation, outputs)
    asked_for = ranked_question(desk, question)
    _check(desk, week, as_published and (weight or bool(without) or to_date))
    desk, responses = counted(desk, as_of, without)
    desk, responses = weighed(desk, responses) if weight else (desk, responses)
    frame = make_ranking(desk, responses, asked_for, to_date)
    warn(desk, [asked_for.id])
    told = frame
    if as_published:
        from pipelines.published import published_ranking

        told = published_ranking(desk, asked_for, frame, as_of)
    path = write_ranking(desk, asked_for, told, "as_published" if as_published else "to_date" if to_date else "")
    if json:
        as_json(records(told))
    elif as_published:
        show_published(asked_for, told, week)
    elif week:
        show_week(asked_for, frame, week, weight)
    else:
        show(asked_for, frame, desk.consultation.among, weight)
    say(f"every week, every option: {path}")


def ranked_question(desk: Desk, question_id: str = "") -> MultiCode | SingleCode:
    """The question to rank: the one named, or the definition's `priorities`, or its only multi-code question.

    Raises:
        UsageError: there is none, or it is of another kind.
    """
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import MultiCode, SingleCode

    consultation = desk.consultation
    multi = [each.id for each in consultation.questions if isinstance(each, MultiCode)]
    name = question_id or consultation.priorities or (multi[0] if len(multi) == 1 else "")
    if not name:
        what = "which question is to be ranked?" if multi else "no question of several codes, so none to rank by itself"
        known = multi or [each.id for each in consultation.questions if isinstance(each, SingleCode) and not each.items]
        hint = "say --question ID, or name it as priorities in [consultation]"
        raise UsageError(Problem(what, consultation.id, "one of " + ", ".join(known) if known else "", hint=hint))
    found = consultation.question(name)
    if isinstance(found, MultiCode) or (isinstance(found, SingleCode) and not found.items):
        return found
    raise UsageError(
        Problem("not a question that can be ranked", consultation.id, "multi_code or single_code", found.kind)
    )


def make_ranking(
    desk: Desk, responses: pl.DataFrame, question: MultiCode | SingleCode, to_date: bool = False
) -> pl.DataFrame:
    """The ranking of a question's options (frames.RANKING)."""
    from survey.breakdowns.count import count
    from survey.breakdowns.ranking import ranking

    cells = count(responses.lazy(), desk.consultation, [question], weekly=True)
    return ranking(cells, question, desk.consultation.fieldwork, to_date)


def write_ranking(desk: Desk, question: MultiCode | SingleCode, frame: pl.DataFrame, kind: str = "") -> str:
    """The ranking as tidy CSV; gives its path."""
    from pipelines.files import csv_bytes, write

    name = f"ranking_{question.id}" + (f"_{kind}" if kind else "")
    return str(write(desk.tables / f"{name}.csv", csv_bytes(frame)))


def _check(desk: Desk, week: int, mixed: bool) -> None:
    from survey.errors import Problem, UsageError

    fieldwork = desk.consultation.fieldwork
    if week and (fieldwork is None or week > fieldwork.weeks):
        expected = f"a week from 1 to {fieldwork.weeks}" if fieldwork else "a definition with [fieldwork]"
        raise UsageError(Problem("there is no such week", desk.consultation.id, expected, str(week)))
    if mixed:
        what = "--as-published compares each week's own ranking of all responses, without weights"
        raise UsageError(Problem(what, "--as-published", hint="leave out --weight, --without and --to-date"))
