"""`survey quotes`: what people said of a theme, in their words, without what tells who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

USED, REPLACED = "quotes_used.csv", "quotes_replaced.csv"


def quotes(
    consultation: ConsultationName,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="The theme to quote for.")],
    number: Annotated[int, typer.Option("--number", min=1, max=50, help="How many quotes.")] = 6,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey quotes police_crime_plan_2024 --code parking

    Quotes that show a theme, balanced by area and stance, personal details replaced in brackets and logged apart. No
    campaign text, no answer quoted before; an area in which few said it is not named. Read each before it is used.
    """
    from pipelines.files import csv_bytes, write
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say, table
    from survey.themes.quotes import choose

    desk = open_desk(consultation, outputs)
    candidates, said = _candidates(desk, code)
    found, log = choose(candidates, code, number, desk.consultation.disclosure.threshold, said)
    write(desk.private / REPLACED, _added(desk, REPLACED, log).write_csv().encode())
    write(
        desk.private / USED, _added(desk, USED, found.select("code", "response_id", "question_id")).write_csv().encode()
    )
    path = write(desk.tables / f"quotes_{code}.csv", csv_bytes(found.drop("response_id")))
    if json:
        as_json(records(found))
    else:
        rows = [(f"“{row['quote']}”", row["group"] or "", row["stance"]) for row in found.iter_rows(named=True)]
        table(f"Quotes for {code}", ("quote", "where", "stance"), rows)
    say(f"{len(found)} quotes: {path}; what was replaced is logged in {desk.private / REPLACED}, which is private.")
    say("rules find most personal details, not all: read every quote before it is published.")


def quotes_chosen(desk: Desk) -> pl.DataFrame:
    """The quotes that `survey quotes` gave, of all codes, less those the analyst struck out of its tables: `code`,
    `quote`, `group`.
    """
    import polars as pl

    from pipelines.files import told_if_damaged

    texts = ("code", "quote", "group")
    found = []
    for path in sorted(desk.tables.glob("quotes_*.csv")):
        with told_if_damaged(path, "the table of quotes", "survey quotes makes it again"):
            found.append(pl.read_csv(path, infer_schema=False))
    kept = [each.select(texts) for each in found if set(texts) <= set(each.columns)]
    return pl.concat(kept) if kept else pl.DataFrame(schema=dict.fromkeys(texts, pl.String))


def _candidates(desk: Desk, code: str) -> tuple[pl.DataFrame, list[str]]:
    """The answers with the code, less campaigns and what was quoted before; and the texts of all answers."""
    import polars as pl

    from pipelines.coding import code as code_answers
    from pipelines.coding_rules import by_rules, coded_questions
    from pipelines.responses import load_responses
    from survey.errors import Problem, UsageError, nearest
    from survey.ledger.flags import flags
    from survey.ledger.frames import CAMPAIGN
    from survey.themes.code import answers_of
    from survey.themes.stance import stance

    responses = load_responses(desk)
    frame, coding = code_answers(desk, responses)
    if code not in frame.labels:
        known = ", ".join(frame.labels)
        raise UsageError(
            Problem(f"no such code: {code!r}", desk.consultation.id, known, hint=nearest(code, frame.labels))
        )
    flagged = flags(responses, desk.consultation).filter(pl.col("flag") == CAMPAIGN)
    area = desk.consultation.area
    groups = responses.select("response_id", group=pl.col(area).cast(pl.String) if area else pl.lit(None, pl.String))
    texts = answers_of(by_rules(desk, responses)[2], coded_questions(desk))
    keys = ["response_id", "question_id"]
    mine = (
        texts.join(coding.coded.filter(pl.col("code") == code), on=keys, how="semi")
        .join(_read(desk, USED), on=keys, how="anti")
        .join(flagged, on="response_id", how="anti")
        .join(groups, on="response_id", how="left")
    )
    return mine.with_columns(stance(mine["text"].to_list())["stance"].cast(pl.String)), texts["text"].to_list()


def _read(desk: Desk, name: str) -> pl.DataFrame:
    import polars as pl

    from pipelines.files import told_if_damaged

    path = desk.private / name
    if not path.is_file():
        return pl.DataFrame(schema={"response_id": pl.String, "question_id": pl.String})
    with told_if_damaged(path, "the list of quotes"):
        return pl.read_csv(path, infer_schema=False).cast({"response_id": pl.String, "question_id": pl.String})


def _added(desk: Desk, name: str, rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    before = _read(desk, name)
    return pl.concat([before, rows.cast(pl.String)]) if before.height else rows
