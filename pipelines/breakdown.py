"""`survey breakdown`: every question's frequencies, and any question by any banner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs, Where
from pipelines.weights import Weight

if TYPE_CHECKING:
    import polars as pl

    from pipelines.asked import Tables
    from pipelines.places import Desk
    from survey.breakdowns.plan import Banner
    from survey.questionnaire.kinds import Question


def _ids(option: str, words: str) -> object:
    return typer.Option(option, metavar="ID", help=words)


def breakdown(
    consultation: ConsultationName,
    question: Annotated[
        list[str] | None, _ids("--question", "This question only, or these; themes: the codes.")
    ] = None,
    by: Annotated[list[str] | None, _ids("--by", "By the options of this question; several: a table each.")] = None,
    nest: Annotated[
        bool, typer.Option("--nest", help="One banner of all --by: each group of one by the next.")
    ] = False,
    where: Where = None,
    base: Annotated[
        str, typer.Option("--base", metavar="NAME", help="Percentages of: answered, asked, all or picks.")
    ] = "",
    correction: Annotated[
        str, typer.Option("--correction", metavar="NAME", help="Of the tests: holm, bh, bonferroni or none.")
    ] = "holm",
    measures: Annotated[
        bool, typer.Option("--measures", help="Mean scores, top two, net balances and no answer too.")
    ] = False,
    weekly: Annotated[bool, typer.Option("--weekly", help="Each week of fieldwork too.")] = False,
    waves: Annotated[bool, typer.Option("--waves", help="Each wave too.")] = False,
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey breakdown police_crime_plan_2024 --question safe_where_live --by live_in

    Counts and percentages of every question, or of one, for all and by any other question; which groups differ. With
    --by each record of --json holds the test of its table as a whole (Rao and Scott).
    """
    from pipelines.asked import Asked, asked_for
    from pipelines.cautions import warn
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, say
    from pipelines.weights import weighed

    asked = Asked(question or (), by or (), where or (), nest, base, correction, weekly, waves)
    desk, kept = counted(open_desk(consultation, outputs), as_of, without)
    desk, kept = weighed(desk, kept) if weight else (desk, kept)
    tables = asked_for(desk, kept, asked)
    frame, wholes = make_tables(tables, correction, measures)
    warn(desk, [each.id for each in tables.tab.questions])
    paths = [write_breakdown(desk, frame, tables.name)]
    if len(wholes):
        paths.append(write_breakdown(desk, wholes, f"{tables.name}_tables_as_a_whole"))
    if json:
        as_json(_records(frame, wholes, bool(by)))
    else:
        _show(tables, frame, wholes, weight, correction)
    for path in paths:
        say(f"as tidy CSV: {path}")


def make_tables(tables: Tables, correction: str, measures: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The results (frames.RESULTS) of what was asked for, with tests between groups under the correction named; and
    those of tables as a whole (association.ASSOCIATIONS).
    """
    from survey.breakdowns.association import associations
    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.results import results_of_tabs

    cells = count_tabs(tables.responses.lazy(), tables.consultation, [tables.tab])
    frame = results_of_tabs(cells, [tables.tab], measures, correction)  # type: ignore[arg-type]
    return frame, associations(cells, [tables.tab])


def make_breakdown(
    desk: Desk, responses: pl.DataFrame, questions: Sequence[Question], banner: Banner | None = None
) -> pl.DataFrame:
    """The questions' results (frames.RESULTS), by the banner's groups if there is one: options and nets alone."""
    from survey.breakdowns.count import count
    from survey.breakdowns.results import results

    cells = count(responses.lazy(), desk.consultation, questions, banner)
    return results(cells, questions, banner)


def write_breakdown(desk: Desk, frame: pl.DataFrame, name: str) -> str:
    """The results as tidy CSV; gives the path."""
    from pipelines.files import csv_bytes, write

    return str(write(desk.tables / f"{name}.csv", csv_bytes(frame)))


def _records(frame: pl.DataFrame, wholes: pl.DataFrame, by: bool) -> list[dict[str, Any]]:
    """The results as records; by a banner each has `table_as_a_whole`, the test of its table (null: not tested, or of
    one week or wave).
    """
    from pipelines.show import records

    rows = records(frame)
    if not by:
        return rows
    keys = ("question_id", "item", "banner_id")
    tests = {tuple(each[key] for key in keys): each for each in records(wholes)}
    found = (None if row["week"] or row["wave"] else tests.get(tuple(row[key] for key in keys)) for row in rows)
    names = [name for name in wholes.columns if name not in keys]
    return [
        {**row, "table_as_a_whole": test and {name: test[name] for name in names}}
        for row, test in zip(rows, found, strict=True)
    ]


def _show(tables: Tables, frame: pl.DataFrame, wholes: pl.DataFrame, weighted: bool, correction: str) -> None:
    from pipelines.breakdown_show import Manner, show

    manner = Manner(weighted, correction if tables.tab.banners else "", tables.consultation.random_sample)
    show(frame, tables.consultation, tables.tab.questions, manner, wholes)
