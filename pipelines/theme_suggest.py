"""`survey themes suggest`: codes that the frame may lack, and those accepted written into it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

SHEET = "suggested_codes.xlsx"


def suggest(
    consultation: ConsultationName,
    topics: Annotated[int, typer.Option("--topics", min=0, help="How many to look for; 0: by the answers.")] = 0,
    accept: Annotated[
        Path | None, typer.Option("--accept", metavar="FILE", help="The sheet with codes in its column accept.")
    ] = None,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey themes suggest police_crime_plan_2024

    Topics of the answers coded other, with their key phrases and three quotes each, in a sheet. Write a code (a new
    one, or one that lacks the phrases) into its column accept, and the next version of code_frame.toml has them. Where
    there is no code frame yet, the topics are of all answers, and --accept writes the first one.
    """
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say, table
    from survey.themes.suggest import suggest as topics_of

    desk = open_desk(consultation, outputs)
    if accept is not None:
        _accept(desk, accept)
        return
    uncoded, others = _answers(desk)
    found = topics_of(uncoded, others, topics)
    if json:
        as_json(records(found))
    else:
        rows = found.select("topic", "answers", "phrases", "quote_1").rows()
        table(f"Topics of {len(uncoded):,} answers that no code fits", ("topic", "answers", "phrases", "a quote"), rows)
    if found.is_empty():
        say("no topic stands out among the answers that no code fits")
        return
    say(f"with three quotes each: {_write(desk, found)}; write codes into its column accept, then:")
    say(f"survey themes suggest {desk.called} --accept FILE")


def _answers(desk: Desk) -> tuple[pl.DataFrame, list[str]]:
    """The answers that no code fits, and the texts of the others; without a code frame all that say something."""
    import polars as pl

    from pipelines.coding import code
    from pipelines.coding_rules import asked_only, by_rules, coded_questions, texts_to_code
    from pipelines.responses import load_responses
    from pipelines.show import say
    from survey.questionnaire.code_frame import OTHER
    from survey.themes.code import answers_of
    from survey.themes.nothing import without_code

    responses, keys = load_responses(desk), ["response_id", "question_id"]
    if not coded_questions(desk) and (questions := texts_to_code(desk)):
        say(f"{desk.consultation.id} has no code frame: these are topics to draft one from")
        answers = answers_of(asked_only(desk, responses, questions), questions)
        says = pl.Series([without_code(text) is None for text in answers["text"]], dtype=pl.Boolean)
        return answers.filter(says), answers.filter(~says)["text"].to_list()
    _, coding = code(desk, responses)
    answers = answers_of(by_rules(desk, responses)[2], coded_questions(desk))
    uncoded = coding.coded.filter(code=OTHER).select(keys)
    others = answers.join(uncoded, on=keys, how="anti")
    return answers.join(uncoded, on=keys, how="semi"), others["text"].to_list()


def _write(desk: Desk, found: pl.DataFrame) -> Path:
    from pipelines.files import write
    from survey.publish.workbook import Cover, Sheet, workbook

    facts = ("PRIVATE: people's words. In the column accept: the code that the phrases are to show, new or known.",)
    cover = Cover(f"Suggested codes: {desk.consultation.name}", desk.consultation.owner, facts, (), dt.date(2000, 1, 1))
    rows = tuple(tuple("" if cell is None else cell for cell in row) for row in found.iter_rows())
    sheet = Sheet("Suggested", "Topics of the answers that no code fits", (), tuple(found.columns), rows)
    return write(desk.private / SHEET, workbook(cover, [sheet]))


def _accept(desk: Desk, file: Path) -> None:
    from pipelines.files import read_input, write
    from pipelines.show import say
    from pipelines.theme_review import rows_of
    from survey.questionnaire.frame_file import FILE
    from survey.themes.accept import accepted

    path = desk.folder / FILE
    rows = rows_of(read_input(file), file, ("topic", "phrases", "accept"), ("net", "label"))
    before = read_input(path).decode() if path.is_file() else ""
    text, codes = accepted(before, rows, str(path), file.name)
    print(write(path, text.encode()))
    where = "in the next version of the frame" if before else "in a first frame, each by its own phrases: read these"
    say(f"{', '.join(codes)}: {where}; next: survey themes code {desk.called}")
