"""`survey themes`: free text coded by the code frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.themes.code import Coding

CODED = "coded.csv"
VERBATIMS = "verbatims.csv"
NEAREST = "nearest_codes.csv"
app = typer.Typer(help="Free text: codes with the words that gave them.", rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def themes() -> None:
    """Free text: codes with the words that gave them."""


def code(
    consultation: ConsultationName,
    without: Without = "",
    as_of: AsOf = "",
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Propose the nearest code of answers without one; nothing is counted.")
    ] = False,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey themes code police_crime_plan_2024

    Codes every free-text answer by code_frame.toml. Coded + other + nothing said + cannot decide = asked and answered.
    """
    from pipelines.coding import code as code_responses
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.theme_review import write_to_read_again
    from survey.questionnaire.kinds import FreeText

    desk, responses = counted(open_desk(consultation, outputs), as_of, without)
    frame, coding = code_responses(desk, responses)
    path = write_coding(desk, responses, frame, coding)
    if json:
        as_json([*records(coding.coded), {"account": records(coding.account)}])
    else:
        show(desk, responses, frame, coding)
    if not desk.variant:
        write_to_read_again(desk, responses)
    if nearest:
        propose_nearest(desk, responses, frame, coding)
    for question in desk.consultation.questions:
        if isinstance(question, FreeText) and not question.coded:
            left_out = len(responses) - responses[question.id].null_count()
            say(f"left out by coded = false: {question.id}, {left_out:,} answers")
    say(f"every answer with its codes: {path}; every code with the words that gave it: {CODED} beside it.")
    say("Both hold what people wrote: keep them private. start and end count the characters of the answer as it was")
    say("written, from 0; the apostrophe that verbatims.csv has before = + - @, for spreadsheets, does not count.")


def write_coding(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> Path:
    """Every code with its evidence, and every verbatim with its codes, under private; gives the path of the latter.

    The coding of all responses as they stand now is also held against the one before it.
    """
    from pipelines.coding_rules import coded_questions
    from pipelines.files import csv_bytes, write
    from pipelines.show import say
    from pipelines.theme_changes import remember
    from survey.themes.code import answers_of

    answers = answers_of(responses, coded_questions(desk))
    if not desk.variant:
        changed = len(remember(desk, frame, coding.coded, answers))
        if changed:
            say(f"codes that answers gained or lost since the last coding: {changed:,}; why: survey themes changes")
    write(desk.coded / CODED, csv_bytes(coding.coded))
    return write(desk.coded / VERBATIMS, csv_bytes(_verbatims(answers, frame, coding)))


def _verbatims(answers: pl.DataFrame, frame: CodeFrame, coding: Coding) -> pl.DataFrame:
    """One row an answer that was coded: response_id, question_id, codes (labels), stance, text."""
    import polars as pl

    from survey.themes.stance import stance

    keys = ["response_id", "question_id"]
    labels = coding.coded.select(*keys, codes=pl.col("code").replace(frame.labels)).unique(maintain_order=True)
    codes = labels.group_by(keys, maintain_order=True).agg(pl.col("codes").str.join("; "))
    joined = answers.join(codes, on=keys, maintain_order="left")
    return joined.with_columns(stance(joined["text"].to_list())["stance"]).select(*keys, "codes", "stance", "text")


def show(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> None:
    """The account of each question, then the codes by how many gave them, with stance and TextBlob's polarity."""
    from pipelines.coding_rules import coded_questions
    from pipelines.show import say, table
    from survey.themes.sentiment import signals_by_code

    columns = tuple(name.replace("_", " ") for name in coding.account.columns)
    table("Every answer is accounted for", columns, coding.account.rows())
    codes = signals_by_code(responses, coded_questions(desk), coding, frame)
    names = ("label", "responses", "positive", "neutral", "negative")
    shown = [(*(row[name] for name in names), _signed(row["mean_polarity"])) for row in codes.iter_rows(named=True)]
    headings = ("code", "responses", "answers positive", "neutral", "negative", "TextBlob polarity")
    table("Codes, and the stance of the whole answers that have them", headings, shown)
    say("The stance is told by rules: of NHS comments that people called negative it called 9% positive (on those read")
    say("as positive or negative: kappa 0.60). TextBlob's polarity (-1 to 1) is a disclosed signal, not the stance: it")
    say("called 54% of those positive (kappa 0.18).")


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def propose_nearest(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> None:
    """For answers that no code fits, the code with the nearest definition if it is near enough: a list, no coding."""
    import polars as pl

    from pipelines.coding_rules import coded_questions
    from pipelines.files import csv_bytes, write
    from pipelines.show import say
    from pipelines.theme_embeddings import embedding
    from survey.questionnaire.code_frame import OTHER
    from survey.themes.code import answers_of
    from survey.themes.match import SURE
    from survey.themes.match import nearest as nearest_definition

    answers = answers_of(responses, coded_questions(desk))
    bare = answers.join(coding.coded.filter(code=OTHER), on=["response_id", "question_id"], how="semi")
    definitions = [f"{code.label}. {code.definition}" for code in frame.codes]
    embed = embedding(desk)
    found = nearest_definition(bare["text"].to_list(), definitions, answers["text"].to_list(), embed)
    codes = pl.Series([code.code for code in frame.codes])
    near = pl.concat([bare, found], how="horizontal").filter(pl.col("lead") >= SURE)
    listed = near.select("response_id", "question_id", codes[near["nearest"]].alias("code"), "lead", "text")
    path = write(desk.coded / NEAREST, csv_bytes(listed.sort("lead", descending=True, maintain_order=True)))
    say(f"{len(listed):,} of {len(bare):,} answers without a code are near the definition of one (lead of {SURE} or")
    say("more: people gave the same to 86% of arguments so matched to key points (ArgKP 2021), to 53% of NHS comments")
    say(f"so matched to broad themes): {path}. Proposed only: nothing is counted.")
