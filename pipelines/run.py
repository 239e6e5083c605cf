"""`survey run`: the main job in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, ConsultationName, ExportPath, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.ingest import Taken
    from pipelines.places import Desk

STEPS = 3

Publish = Annotated[bool, typer.Option("--publish", help="Publish the tables, the deck and the page too.")]


def run(
    consultation: ConsultationName,
    export: ExportPath,
    publish: Publish = False,
    without: Without = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey run police_crime_plan_2024 export.csv

    Validates and ingests the export, then makes the ranking, breakdowns, themes and charts; with --publish also what
    `survey tables`, `survey deck` and `survey report` make, all from one pass of the disclosure gate.
    """
    from pipelines.places import open_desk

    raise typer.Exit(code=run_all(open_desk(consultation, outputs), export, without, publish, json))


def run_all(desk: Desk, export: Path, without: str = "", publish: bool = False, json: bool = False) -> int:
    """The whole job, told in tables or as JSON. Gives the exit code: 1 if a check failed, not all could be
    read, or ids seem to begin anew.
    """
    from pipelines import ingest, validate
    from pipelines.charts import draw_all
    from pipelines.ledger import counted, flag_names
    from pipelines.show import progress

    flag_names(without)
    _read_words(desk, publish)
    with _told_where_it_ends() as begin:
        begin("checking the export")
        outcome = validate.check(desk, export, notes=False)  # the account has them
        if not json:
            validate.show(desk, outcome)
        begin("taking it in")
        taken = ingest.take_in(desk, export)
        if not json:
            ingest.show(desk, taken)
        begin("tables")
        desk, responses = counted(desk, "", without)
        with progress("tables", STEPS) as step:
            responses = make_tables(desk, responses, step)
        begin("charts")
        pictures = draw_all(desk, responses)
        if not json:
            _show_ranking(desk, responses)
            _show_made(desk, len(pictures))
        begin("publishing")
        published = publish_all(desk, responses) if publish else []
    if json:
        _json_made(desk, taken, published)
    for path in published if not json else ():
        print(path)
    return _ended(outcome.success, taken)


def _read_words(desk: Desk, publish: bool) -> None:
    """The code frame, the words of the slides and where they shall stand, whose mistakes are told before anything is
    done.
    """
    from pipelines.coding_rules import coded_questions
    from pipelines.publication import checked_home
    from survey.questionnaire.deck_file import load_deck_words
    from survey.questionnaire.frame_file import load_code_frame

    if coded_questions(desk):
        load_code_frame(desk.folder)
    if publish:
        checked_home(desk)
        load_deck_words(desk.folder, desk.consultation)


@contextmanager
def _told_where_it_ends() -> Iterator[Callable[[str], None]]:
    """What it gives is told each step as it begins; where an error ends the job, it says which were done by then."""
    from pipelines.show import say
    from survey.errors import SurveyError

    steps: list[str] = []
    try:
        yield steps.append
    except SurveyError:
        *done, last = steps
        if done:
            say(f"ended at: {last}. Done before, and it stays: {', '.join(done)}")
        raise


def _ended(sound: bool, taken: Taken) -> int:
    """The exit code; what the analyst has to look at stands far above by now."""
    from pipelines.show import say

    odd = [
        *(["the export is not sound"] if not sound else []),
        *(["not all of it could be read"] if not taken.all_read else []),
        *(["ids seem to begin anew"] if taken.others else []),
    ]
    if odd:
        say(f"look above: {' and '.join(odd)}; all was made nevertheless")
    return 1 if odd else 0


def make_tables(desk: Desk, responses: pl.DataFrame, step: Callable[[str], None]) -> pl.DataFrame:
    """Every table that the other commands make by default, and each question by area; gives the responses with their
    codes beside them, which take longest to make.
    """
    from pipelines import breakdown, rank, represent, themes
    from pipelines.coding import answerable, code
    from pipelines.coding_rules import coded_questions
    from survey.themes.question import with_themes
    from survey.weighting.represent import represent as against_population

    if _is_ranked(desk):
        ranked = rank.ranked_question(desk)
        rank.write_ranking(desk, ranked, rank.make_ranking(desk, responses, ranked))
    if desk.consultation.population:
        represent.write_represent(desk, against_population(responses, desk.consultation))
    step("themes")
    if coded_questions(desk):
        frame, coding = code(desk, responses)
        themes.write_coding(desk, responses, frame, coding)
        responses = with_themes(responses, coding, frame)
    step("breakdowns")
    responses, questions = answerable(desk, responses)
    breakdown.write_breakdown(desk, breakdown.make_breakdown(desk, responses, questions), "all_questions")
    if desk.consultation.area is not None:
        area = desk.consultation.question(desk.consultation.area)
        for question in questions:
            if question.id != area.id:
                by_area = breakdown.make_breakdown(desk, responses, [question], area)
                breakdown.write_breakdown(desk, by_area, f"{question.id}_by_{area.id}")
    step("charts")
    return responses


def publish_all(desk: Desk, responses: pl.DataFrame) -> list[Path]:
    """Publishes the tables, the deck of all and the page together; says what changed in a deck that was edited."""
    from pipelines import tables
    from pipelines.deck import make_decks, tell_changes
    from pipelines.publication import Publication, publish
    from pipelines.report import Wanted, make_report

    changes: dict[str, tuple[str, ...]] = {}

    def make(publication: Publication) -> Mapping[str, bytes]:
        decks, found = make_decks(desk, publication)
        changes.update(found)
        return {**tables.make_tables(desk, publication), **decks, **make_report(desk, publication, Wanted())}

    paths = publish(desk, responses, make)
    tell_changes(changes)
    return paths


def _is_ranked(desk: Desk) -> bool:
    return desk.consultation.priorities is not None


def _show_ranking(desk: Desk, responses: pl.DataFrame) -> None:
    from pipelines import rank, rank_tables

    if _is_ranked(desk):
        question = rank.ranked_question(desk)
        rank_tables.show(question, rank.make_ranking(desk, responses, question), desk.consultation.among)


def _show_made(desk: Desk, pictures: int) -> None:
    """What was made, and where."""
    from pipelines.show import table

    rows = [
        ("tables, as tidy CSV", len(list(desk.tables.glob("*.csv"))), str(desk.tables)),
        ("charts, each as SVG, PNG, CSV and words", pictures, str(desk.charts)),
        ("responses and what names people: keep private", len(list(desk.private.iterdir())), str(desk.private)),
    ]
    table("Made", ("what", "how many", "where"), rows)


def _json_made(desk: Desk, taken: Taken, published: Sequence[Path]) -> None:
    """A record for each file, and last the account of the export."""
    from pipelines.ingest import counts
    from pipelines.show import as_json

    folders = (("table", desk.tables), ("chart", desk.charts), ("private", desk.private))
    files = [{"what": what, "path": str(path)} for what, folder in folders for path in sorted(folder.iterdir())]
    files += [{"what": "published", "path": str(path)} for path in published]
    as_json([*files, {"account": counts(taken)}])
