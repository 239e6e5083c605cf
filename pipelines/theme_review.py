"""`survey themes sample`, `review`: a second coder reads some answers blind, and what people decide is taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.themes.code import Coding

SHEET, DECISIONS, AGAIN, DRAWN = "second_coder.xlsx", "decisions.csv", "read_again.xlsx", "drawn.csv"
_HOW = (
    "In the column codes: codes or labels of the sheet Codes, several separated by semicolons. Where none fits: other. "
    "Leave empty what you have not read.",
)
COLUMNS = ("response_id", "question_id", "codes")


def sample(
    consultation: ConsultationName,
    least: Annotated[int, typer.Option("--least", min=1, help="At least so many answers.")] = 200,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Example: survey themes sample police_crime_plan_2024

    Draws respondents by chance, and writes all they answered into a sheet for a second coder, without the codes given
    so far: a tenth of the answers, at least 200, some of every code. The coder writes codes or labels, separated by
    semicolons, into the column codes.
    """
    from pipelines.files import write
    from pipelines.places import open_desk
    from pipelines.show import say
    from survey.themes.decisions import KEYS, standing
    from survey.themes.sample import draw, drawn_again

    desk, answers, frame, coding = by_rules_alone(open_desk(consultation, outputs))
    chosen = draw(answers, coding.coded, least=least)
    print(write_sheet(desk, SHEET, chosen, frame))
    write(desk.private / DRAWN, drawn_again(load_drawn(desk), answers, chosen).write_csv().encode())
    say(f"{len(chosen):,} of {len(answers):,} answers, blind.")
    read = chosen.join(standing(load_decisions(desk), answers), on=KEYS, how="semi").height
    if read:
        say(f"{read:,} of them somebody has read before: their codes stand; only another coder reads them again.")
    say(f"filled in: survey themes review {desk.called} FILE --coder NAME")


def load_drawn(desk: Desk) -> pl.DataFrame:
    """Which answers could be drawn by `sample`, and which were (sample.DRAWN); none before the first sheet."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from survey.themes.sample import DRAWN as SCHEMA

    path = desk.private / DRAWN
    hint = "put it back from a backup; or delete it, and what was read counts as if it had not been drawn by chance"
    if not path.is_file():
        return pl.DataFrame(schema=SCHEMA)
    with told_if_damaged(path, "what survey themes sample has drawn", hint):
        return pl.read_csv(path, schema=SCHEMA)


def write_sheet(desk: Desk, name: str, chosen: pl.DataFrame, frame: CodeFrame) -> Path:
    """A workbook of answers for a coder to fill in: response_id, question_id, text, codes (empty); and the frame."""
    from pipelines.files import write
    from survey.publish.workbook import Cover, Sheet, workbook

    facts = ("PRIVATE: people's words. Answers to code, in the sheet Answers; the codes are in the sheet Codes.",)
    cover = Cover(f"To code: {desk.consultation.name}", desk.consultation.owner, facts, (), dt.date(2000, 1, 1))
    texts = chosen.select("response_id", "question_id", "text")
    rows = tuple((one, other, text, "") for one, other, text in texts.iter_rows())
    codes = {code.code: code.definition for code in frame.codes}
    known = tuple((code, label, codes.get(code, "")) for code, label in frame.labels.items())
    sheets = [
        Sheet("Answers", "Answers to code", _HOW, ("response_id", "question_id", "text", "codes"), rows),
        Sheet("Codes", "The code frame", (f"Version {frame.version}.",), ("code", "label", "definition"), known),
    ]
    return write(desk.private / name, workbook(cover, sheets))


def review(
    consultation: ConsultationName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The sheet, filled in: XLSX or CSV.")],
    coder: Annotated[str, typer.Option("--coder", help="Who decided.")],
    outputs: Outputs = OUTPUTS,
) -> None:
    """Example: survey themes review police_crime_plan_2024 second_coder.xlsx --coder AB

    Takes a person's codes in. They override the rules, are kept with who and when, and survive every re-run. Where
    several coders read an answer, all are held against each other, and the last taken in is followed.
    """
    from pipelines.files import file_name, read_input, write
    from pipelines.places import open_desk
    from pipelines.show import say
    from survey.errors import Problem, UsageError
    from survey.themes.agree import RULES
    from survey.themes.decisions import joined, otherwise, read_sheet

    if not _is_name(coder.strip()):
        expected = f"a name that can stand in a cell: no semicolon, no line break, not {RULES}"
        raise UsageError(Problem("a coder needs a name", "--coder", expected, repr(coder)))
    desk, answers, frame, _ = by_rules_alone(open_desk(consultation, outputs))
    today = dt.datetime.now(tz=dt.UTC).date()
    rows = rows_of(read_input(file), file, COLUMNS, ("text",))
    new = read_sheet(rows, answers, frame, coder.strip(), today, file_name(file))
    before = load_decisions(desk)
    print(write(desk.private / DECISIONS, joined(before, new).write_csv().encode()))
    left = f" {len(rows) - len(new):,} rows without codes left as they are." if len(rows) > len(new) else ""
    say(f"{len(new):,} decisions taken in from {file.name}.{left} Next: survey themes agree {desk.called}")
    if others := otherwise(before, new):
        say(f"{others:,} of them are not what another coder decided before: what was taken in last is followed.")


def _is_name(coder: str) -> bool:
    """Whether it can name a person in tables and spreadsheets."""
    from survey.themes.agree import RULES

    return (
        coder.isprintable()
        and ";" not in coder
        and not coder.startswith(("=", "+", "-", "@"))
        and coder not in ("", RULES)
    )


def load_decisions(desk: Desk) -> pl.DataFrame:
    """What people decided so far; none before the first review."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from survey.themes.decisions import DECISIONS as SCHEMA

    path = desk.private / DECISIONS
    if not path.is_file():
        return pl.DataFrame(schema=SCHEMA)
    with told_if_damaged(path, "what people decided"):
        return pl.read_csv(path, schema=SCHEMA).with_columns(pl.col("decided").str.to_date("%Y-%m-%d").cast(pl.String))


def write_to_read_again(desk: Desk, responses: pl.DataFrame) -> None:
    """A sheet of the answers on which people have to decide again: their words changed, or their codes are no more."""
    import polars as pl

    from pipelines.coding_rules import by_rules, coded_questions
    from pipelines.show import say
    from survey.themes.code import answers_of
    from survey.themes.decisions import KEYS, on_other_words, standing
    from survey.themes.migrate import migrated

    frame, coding, put = by_rules(desk, responses)
    answers = answers_of(put, coded_questions(desk))
    kept, again = migrated(load_decisions(desk), coding.coded, frame)
    changed = on_other_words(pl.concat([kept, again]), answers)
    unsettled = standing(again, answers).join(standing(kept, answers), on=KEYS, how="anti")
    wanted = pl.concat([changed.select(KEYS), unsettled.select(KEYS)])
    chosen = answers.join(wanted, on=KEYS, how="semi", maintain_order="left")
    if len(chosen):
        say(f"the {len(chosen):,} answers that people have to read again: {write_sheet(desk, AGAIN, chosen, frame)}")


def by_rules_alone(desk: Desk) -> tuple[Desk, pl.DataFrame, CodeFrame, Coding]:
    """The answers to code and the codes that rules give them, people's decisions left out of it."""
    from pipelines.coding_rules import by_rules, coded_questions
    from pipelines.responses import load_responses
    from survey.themes.code import answers_of

    responses = load_responses(desk)
    frame, coding, put = by_rules(desk, responses)
    return desk, answers_of(put, coded_questions(desk)), frame, coding


def rows_of(data: bytes, file: Path, wanted: Sequence[str], more: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a sheet that somebody filled in (XLSX or CSV): of each the cells of these columns; `more`: of those
    that are there; and `line`, where it stands in the sheet.

    Raises:
        UnreadableError: a column that is wanted is not there.
    """
    from survey.errors import Problem, UnreadableError
    from survey.ingest.table import open_table
    from survey.questionnaire.definition import Export

    table = open_table(data, file.name, Export(response_id=wanted[0], layout="one_row"), b"")
    missing = [name for name in wanted if name not in table.names]
    if missing:
        expected = f"the columns {', '.join(wanted)}"
        raise UnreadableError(Problem("not the sheet to fill in", file.name, expected, f"no {', no '.join(missing)}"))
    names = [*wanted, *(name for name in more if name in table.names)]
    columns = [table.texts.to_series(table.names.index(name)).to_list() for name in names]
    cells = zip(*columns, map(str, table.lines), strict=True)
    return [dict(zip([*names, "line"], row, strict=True)) for row in cells]
