"""`survey themes sample`, `review`, `agree`: a second coder reads some answers blind, and is held against the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.themes.agree import Sets
    from survey.themes.code import Coding

SHEET, DECISIONS, AGAIN = "second_coder.xlsx", "decisions.csv", "read_again.xlsx"
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

    Writes a sheet of answers for a second coder, without the codes given so far: a tenth, at least 200, some of every
    code. The coder writes codes or labels, separated by semicolons, into the column codes.
    """
    from pipelines.places import open_desk
    from pipelines.show import say
    from survey.themes.sample import draw

    desk, answers, frame, coding = by_rules_alone(open_desk(consultation, outputs))
    chosen = draw(answers, coding.coded, least=least)
    print(write_sheet(desk, SHEET, chosen, frame))
    say(f"{len(chosen):,} of {len(answers):,} answers, blind.")
    say(f"filled in: survey themes review {desk.called} FILE --coder NAME")


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

    Takes a person's codes in. They override the rules, are kept with who and when, and survive every re-run.
    """
    from pipelines.files import file_name, read_input, write
    from pipelines.places import open_desk
    from pipelines.show import say
    from survey.errors import Problem, UsageError
    from survey.themes.agree import RULES
    from survey.themes.decisions import joined, read_sheet

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


def _is_name(coder: str) -> bool:
    """Whether it can name a person in tables and spreadsheets."""
    from survey.themes.agree import RULES

    return (
        coder.isprintable()
        and ";" not in coder
        and not coder.startswith(("=", "+", "-", "@"))
        and coder not in ("", RULES)
    )


def agree(consultation: ConsultationName, outputs: Outputs = OUTPUTS, json: AsJson = False) -> None:
    """Example: survey themes agree police_crime_plan_2024

    Coders against each other and against the rules: kappa and alpha a code; every published percentage put right by
    what was found; precision and recall by area and other groups.
    """
    from pipelines.files import csv_bytes, write
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from survey.errors import Problem, UsageError
    from survey.themes.decisions import standing
    from survey.themes.migrate import migrated

    desk, answers, frame, coding = by_rules_alone(open_desk(consultation, outputs))
    decisions = standing(migrated(load_decisions(desk), coding.coded, frame)[0], answers)
    if decisions.is_empty():
        hint = f"first: survey themes sample {desk.called}, then survey themes review {desk.called} FILE --coder NAME"
        raise UsageError(Problem("nobody has decided on any answer as it stands", desk.consultation.id, hint=hint))
    tables = dict(zip(("agreement", "coding_error", "quality"), _tables(desk, frame, coding, decisions), strict=True))
    for name, found in tables.items():
        write(desk.tables / f"themes_{name}.csv", csv_bytes(found))
    if json:
        as_json([{name: records(found)} for name, found in tables.items()])
    else:
        _show(tables)
    say(f"all of it as CSV: {desk.tables}. kappa over 0.6 is held to be satisfactory, alpha from 0.8 firm; both are")
    say("unsteady for rare codes: look at the prevalence beside.")


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


def _tables(desk: Desk, frame: CodeFrame, coding: Coding, decisions: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
    from itertools import combinations

    import polars as pl

    from survey.themes.agree import RULES, agreement, coding_error, sets_of_people, sets_of_rules
    from survey.themes.decisions import latest
    from survey.themes.sample import strata_of

    rules = sets_of_rules(coding.coded)
    people = {coder: sets_of_people(decisions.filter(coder=coder)) for coder in decisions["coder"].unique().sort()}
    everyone = {RULES: rules, **people}
    pairs = [agreement((a, everyone[a]), (b, everyone[b]), frame) for a, b in combinations(everyone, 2)]
    read = sets_of_people(latest(decisions))
    strata = {(one, other): name for one, other, name in strata_of(coding.coded).iter_rows()}
    return pl.concat(pairs), coding_error(rules, strata, read, frame), _quality(desk, rules, read)


def _quality(desk: Desk, rules: Sets, read: Sets) -> pl.DataFrame:
    """By area, and by every question that has a population to compare with."""
    import polars as pl

    from pipelines.responses import load_responses
    from survey.themes.agree import QUALITY, quality_by

    consultation = desk.consultation
    names = [
        *([consultation.area] if consultation.area else []),
        *(margin.question for margin in consultation.population),
    ]
    responses = load_responses(desk)
    tables = [pl.DataFrame(schema=QUALITY)]
    for name in dict.fromkeys(name for name in names if name):
        groups = dict(responses.select("response_id", pl.col(name).cast(pl.String)).drop_nulls().iter_rows())
        question = consultation.question(name)
        order = [option.label for option in getattr(question, "options", ())]
        tables.append(quality_by(rules, read, groups, name, order))
    return pl.concat(tables)


def _show(tables: dict[str, pl.DataFrame]) -> None:
    from pipelines.show import table

    heads = ("coders", "code", "answers", "both", "first only", "second only", "prevalence %", "kappa", "alpha")
    rows = [
        (
            f"{row['first']}, {row['second']}",
            row["label"],
            row["answers"],
            row["both"],
            row["first_only"],
            row["second_only"],
            _one(row["prevalence"]),
            _span(row, "kappa", 2),
            _span(row, "alpha", 2),
        )
        for row in tables["agreement"].iter_rows(named=True)
    ]
    table("Agreement", heads, rows)
    error = tables["coding_error"]
    shown = [
        (row["label"], row["coded"], _one(row["pct"]), row["read_with"], row["read_without"], _span(row, "adjusted", 1))
        for row in error.rename({"adjusted_pct": "adjusted"}).iter_rows(named=True)
    ]
    columns = ("code", "coded", "% by rules", "read with it", "read without", "% put right")
    table("What reading them says of the percentages", columns, shown)
    groups = [
        (row["banner_id"], row["group"], row["answers"], _one(row["precision"]), _one(row["recall"]))
        for row in tables["quality"].iter_rows(named=True)
    ]
    if groups:
        table("The rules against people, by group", ("by", "group", "answers", "precision %", "recall %"), groups)


def _one(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _span(row: dict[str, float | None], name: str, places: int) -> str:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    if value is None:
        return ""
    span = f" ({lower:z.{places}f} to {upper:z.{places}f})" if lower is not None and upper is not None else ""
    return f"{value:z.{places}f}{span}"  # z: no "-0.00"
