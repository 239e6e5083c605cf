"""`survey rank`: the weekly ranking of priorities."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs
from pipelines.weights import Weight

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.kinds import MultiCode, SingleCode

_SHARES = {False: ("%",), True: ("%", "weighted %")}


def rank(
    consultation: ConsultationName,
    question: Annotated[str, typer.Option("--question", metavar="ID", help="Rank this question.")] = "",
    week: Annotated[int, typer.Option("--week", min=0, help="Print the table of this week of fieldwork.")] = 0,
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey rank police_crime_plan_2024

    Ranks the options of the priorities question, overall and for each week of fieldwork.
    """
    from pipelines.cautions import warn
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.weights import weighed

    desk = open_desk(consultation, outputs)
    asked_for = ranked_question(desk, question)
    _check_week(desk, week)
    desk, responses = counted(desk, as_of, without)
    desk, responses = weighed(desk, responses) if weight else (desk, responses)
    frame = make_ranking(desk, responses, asked_for)
    warn(desk, [asked_for.id])
    path = write_ranking(desk, asked_for, frame)
    if json:
        as_json(records(frame))
    elif week:
        _show_week(asked_for, frame, week, weight)
    else:
        show(asked_for, frame, weight)
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


def make_ranking(desk: Desk, responses: pl.DataFrame, question: MultiCode | SingleCode) -> pl.DataFrame:
    """The ranking of a question's options (frames.RANKING)."""
    from survey.breakdowns.count import count
    from survey.breakdowns.ranking import ranking

    cells = count(responses.lazy(), desk.consultation, [question], weekly=True)
    return ranking(cells, question, desk.consultation.fieldwork)


def write_ranking(desk: Desk, question: MultiCode | SingleCode, frame: pl.DataFrame) -> str:
    """The ranking as tidy CSV; gives its path."""
    from pipelines.files import csv_bytes, write

    return str(write(desk.tables / f"ranking_{question.id}.csv", csv_bytes(frame)))


def show(question: MultiCode | SingleCode, frame: pl.DataFrame, weighted: bool = False) -> None:
    """The overall ranking, then which option came first in each week."""
    import polars as pl

    from pipelines.show import table

    overall = frame.filter(pl.col("week").is_null())
    weekly = frame.filter(pl.col("week").is_not_null(), pl.col("base_unweighted") > 0)
    base = overall["base_unweighted"].item(0)
    title = f"{question.title}: {base:,} {overall['base'].item(0)}"
    if weekly.is_empty():
        rows = [(r["rank"], r["label"], r["count"], *_shares(r, weighted)) for r in overall.iter_rows(named=True)]
        table(title, ("rank", "option", "picks", *_SHARES[weighted]), rows)
        return
    last = max(weekly["week"].to_list())
    latest = {row["code"]: row for row in weekly.filter(pl.col("week") == last).iter_rows(named=True)}
    table(
        title,
        (
            "rank",
            "option",
            "picks",
            *_SHARES[weighted],
            "weeks first",
            f"rank in week {last}",
            f"since week {last - 1}",
        ),
        [
            (r["rank"], r["label"], r["count"], *_shares(r, weighted), r["weeks_first"], now["rank"], _change(now))
            for r in overall.iter_rows(named=True)
            for now in [latest[r["code"]]]
        ],
    )
    table("First in each week", ("week", "from", "to", "base", "first", "picks", "%"), _firsts(frame))


def _shares(row: dict[str, Any], weighted: bool) -> tuple[str, ...]:
    """The percentage, and the weighted one beside it."""
    from pipelines.show import percentage

    return (percentage(row["pct"]), *([percentage(row["weighted_pct"])] if weighted else []))


def _firsts(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    from pipelines.show import percentage

    rows: list[tuple[object, ...]] = []
    weeks = frame.filter(frame["week"].is_not_null()).partition_by("week", maintain_order=True)
    for week in weeks:
        head = week.row(0, named=True)
        tops = [row for row in week.iter_rows(named=True) if row["rank"] == 1]
        names = " = ".join(row["label"] for row in tops) or "no answers"
        count, pct = (tops[0]["count"], percentage(tops[0]["pct"])) if tops else (None, "")
        rows.append(
            (head["week"], _day(head["week_from"]), _day(head["week_to"]), head["base_unweighted"], names, count, pct)
        )
    return rows


def _show_week(question: MultiCode | SingleCode, frame: pl.DataFrame, week: int, weighted: bool) -> None:
    from pipelines.show import table

    rows = frame.filter(frame["week"] == week).rows(named=True)
    if not rows:
        _refuse_undated(question)
    head = rows[0]
    title = f"{question.title}: week {week}, {_day(head['week_from'])} to {_day(head['week_to'])}"
    base = f"{head['base_unweighted']:,} {head['base']}"
    cells = [(r["rank"], r["label"], r["count"], *_shares(r, weighted), _change(r)) for r in rows]
    table(f"{title}: {base}", ("rank", "option", "picks", *_SHARES[weighted], f"since week {week - 1}"), cells)


def _check_week(desk: Desk, week: int) -> None:
    from survey.errors import Problem, UsageError

    fieldwork = desk.consultation.fieldwork
    if week and (fieldwork is None or week > fieldwork.weeks):
        expected = f"a week from 1 to {fieldwork.weeks}" if fieldwork else "a definition with [fieldwork]"
        raise UsageError(Problem("there is no such week", desk.consultation.id, expected, str(week)))


def _refuse_undated(question: MultiCode | SingleCode) -> NoReturn:
    from survey.errors import Problem, UsageError

    hint = "look at [export] started in questionnaire.toml: is its format the export's?"
    raise UsageError(Problem("no response is dated within fieldwork: there are no weeks", question.id, hint=hint))


def _change(row: dict[str, object]) -> str:
    """Places gained or lost since the week before."""
    change = row["rank_change"]
    return "" if change is None else f"{change:+d}" if change else "0"


def _day(date: dt.date) -> str:
    return f"{date:%-d %b %Y}"
