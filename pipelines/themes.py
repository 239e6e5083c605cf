"""`survey themes`: free text coded by the code frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs
from pipelines.theme_frame import frame

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.themes.code import Coding

CODED = "coded.csv"
VERBATIMS = "verbatims.csv"
app = typer.Typer(help="Free text: codes with the words that gave them.", rich_markup_mode=None, no_args_is_help=True)


app.command("frame")(frame)


@app.callback()
def themes() -> None:
    """Free text: codes with the words that gave them."""


@app.command("code")
def code(
    consultation: ConsultationName,
    without: Without = "",
    as_of: AsOf = "",
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

    desk, responses = counted(open_desk(consultation, outputs), as_of, without)
    frame, coding = code_responses(desk, responses)
    path = write_coding(desk, responses, frame, coding)
    if json:
        as_json([*records(coding.coded), {"account": records(coding.account)}])
    else:
        show(desk, responses, frame, coding)
    say(f"every answer with its codes: {path}; every code with the words that gave it: {CODED} beside it.")
    say("Both hold what people wrote: keep them private.")


def write_coding(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> str:
    """Every code with its evidence, and every verbatim with its codes, under private; gives the path of the latter."""
    from pipelines.files import csv_bytes, write

    write(desk.coded / CODED, csv_bytes(coding.coded))
    return str(write(desk.coded / VERBATIMS, csv_bytes(_verbatims(desk, responses, frame, coding))))


def _verbatims(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> pl.DataFrame:
    """One row a verbatim: response_id, question_id, codes (labels), text."""
    import polars as pl

    from pipelines.coding import coded_questions

    labels = coding.coded.select("response_id", "question_id", pl.col("code").replace(frame.labels)).unique(
        maintain_order=True
    )
    codes = labels.group_by("response_id", "question_id").agg(pl.col("code").str.join("; ").alias("codes"))
    texts = responses.select("response_id", *(question.id for question in coded_questions(desk))).unpivot(
        index="response_id", variable_name="question_id", value_name="text"
    )
    joined = texts.drop_nulls("text").join(codes, on=["response_id", "question_id"], how="left", maintain_order="left")
    return joined.select("response_id", "question_id", "codes", "text")


def show(desk: Desk, responses: pl.DataFrame, frame: CodeFrame, coding: Coding) -> None:
    """The account of each question, then the codes by how many gave them, TextBlob's polarity beside."""
    from pipelines.coding import coded_questions
    from pipelines.show import say, table
    from survey.themes.sentiment import polarity_by_code

    columns = tuple(name.replace("_", " ") for name in coding.account.columns)
    table("Every answer is accounted for", columns, coding.account.rows())
    codes = polarity_by_code(responses, coded_questions(desk), coding, frame)
    shown = [(row["label"], row["responses"], _signed(row["mean_polarity"])) for row in codes.iter_rows(named=True)]
    table("Codes", ("code", "responses", "TextBlob polarity"), shown)
    say("TextBlob's polarity (-1 to 1) is a disclosed signal, not the stance: on NHS comments it called 41% of the")
    say("negative ones positive (kappa 0.20).")


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"
