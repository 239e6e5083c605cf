"""`survey tables`: the accessible workbook of every published figure, and the same figures as tidy CSV and Parquet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.publish.workbook import Cover, Sheet, Value

NAME = "tables"


def tables(
    consultation: ConsultationName,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey tables police_crime_plan_2024

    Publishes every question, alone and by area, and the priorities by week: an accessible workbook, and every number
    as tidy CSV and Parquet. Figures pass the disclosure gate first; refused, it says what to merge (exit code 4).
    """
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.publication import publish
    from pipelines.show import as_json

    desk, responses = counted(open_desk(consultation, outputs), as_of, without)
    paths = publish(desk, responses, lambda publication: make_tables(desk, publication))
    if json:
        as_json([{"file": str(path)} for path in paths])
    else:
        for path in paths:
            print(path)


def make_tables(desk: Desk, publication: Publication) -> Mapping[str, bytes]:
    """The three files by name."""
    from pipelines.files import csv_bytes
    from survey.publish.workbook import workbook

    stem = ("SYNTHETIC_" if publication.synthetic else "") + f"{desk.consultation.id}_{NAME}{desk.mark}"
    parquet = io.BytesIO()
    publication.figures.write_parquet(parquet)
    return {
        f"{stem}.xlsx": workbook(_cover(desk, publication), list(sheets(desk, publication))),
        f"{stem}.csv": csv_bytes(publication.figures),
        f"{stem}.parquet": parquet.getvalue(),
    }


def _cover(desk: Desk, publication: Publication) -> Cover:
    from pipelines.period import period
    from survey.publish.workbook import Cover

    consultation, rules = desk.consultation, desk.consultation.disclosure
    days = period(consultation.fieldwork, publication.made)
    who = "among those who answered" if not consultation.random_sample else "of a random sample"
    facts = [
        f"Results of a consultation by {consultation.owner}.",
        *([f"Answers were taken from {days}."] if days else []),
        f"{publication.accepted}. Each table says on how many its percentages stand.",
        *([f"{publication.remark}."] if publication.remark else []),
        *(["SYNTHETIC DATA: no real response is in this workbook."] if publication.synthetic else []),
        f"All figures are {who}; responses are not weighted.",
    ]
    notes = [
        "Percentages are of the base that each table names, rounded to one decimal: they may not add up to 100.",
        "Where several answers could be given, a respondent is counted under each: percentages add up to over 100.",
        f"No count from 1 to {rules.threshold - 1} is published, nor what gives one away: [c] stands there.",
        "Who answered chose to do so: what is said here holds among those who answered, not of the population.",
    ]
    if consultation.random_sample:
        notes = notes[:-1]
    if publication.coding:
        notes.append(f"{publication.coding}.")
    return Cover(consultation.name, consultation.owner, tuple(facts), tuple(notes), publication.made)


def sheets(desk: Desk, publication: Publication) -> Iterator[Sheet]:
    """A sheet for each table, numbered in questionnaire order; of two-way tables one of percentages, one of numbers."""
    from survey.publish.standing.frame import tables as in_tables

    titles = _titles(desk, publication.figures)
    for number, part in enumerate(in_tables(publication.figures), start=1):
        title = titles[part["question_id"].item(0)]
        item = part["item_label"].item(0)
        yield from _of_part(desk, part, f"{title} – {item}" if item else title, number, publication)


def _titles(desk: Desk, figures: pl.DataFrame) -> dict[str, str]:
    known = {question.id: question.text for question in desk.consultation.questions}
    return {name: known.get(name, "Themes of the comments") for name in figures["question_id"].unique()}


def _of_part(desk: Desk, part: pl.DataFrame, title: str, number: int, publication: Publication) -> Iterator[Sheet]:
    from pipelines.period import period

    banner = part["banner_id"].item(0)
    weekly = bool(part["weekly"].item(0))
    marks = ["SYNTHETIC DATA: not real responses."] * publication.synthetic + [f"{desk.stood}."] * bool(desk.as_of)
    about = (*marks, *_about(desk, part))
    days = period(desk.consultation.fieldwork, publication.made)
    place = ", ".join(word for word in (desk.consultation.geography, days) if word)
    if banner is None and not weekly:
        head = f"Table {number}: {title} {place}".strip()
        yield _one_way(part, f"Table_{number}", head, about)
        return
    by = "week" if weekly else desk.consultation.question(banner).title.lower()
    for letter, figure, words in (("a", "pct", "Percentage"), ("b", "count", "Number of respondents")):
        head = f"Table {number}{letter}: {title} {words} by {by}, {place}"
        yield _two_way(part, f"Table_{number}{letter}", head, about, "week" if weekly else "group", figure)


def _about(desk: Desk, part: pl.DataFrame) -> list[str]:
    base = part["base"].item(0)
    source = desk.consultation.source or desk.consultation.name
    small = ["Small base: fewer than 100 respondents, where the base says so."] * bool(part["small_base"].any())
    return [f"Base: {base}. [note 1]", *small, f"Source: {source}."]


def _one_way(part: pl.DataFrame, name: str, title: str, about: tuple[str, ...]) -> Sheet:
    from survey.publish.workbook import Sheet

    statistic = part["value"].is_not_null().any() and part["pct"].is_null().all()
    rows: list[tuple[Value, ...]] = []
    for row in part.iter_rows(named=True):
        label = ("Net: " if row["is_net"] else "") + row["label"]
        if statistic:
            rows.append((label, row["base_unweighted"], row["value"]))
        elif row["value"] is None or row["pct"] is not None:
            rows.append((label, row["count"], _pct(row), row["base_unweighted"]))
    heads = ("Statistic", "Base", "Value") if statistic else ("Answer", "Number", "Percentage", "Base")
    return Sheet(name, title, about, heads, tuple(rows))


def _two_way(part: pl.DataFrame, name: str, title: str, about: tuple[str, ...], by: str, figure: str) -> Sheet:
    from survey.publish.workbook import Sheet

    groups = part.partition_by(by, maintain_order=True)
    first = groups[0]
    counted = [row["pct"] is not None or row["value"] is None for row in first.iter_rows(named=True)]
    answers = [
        ("Net: " if row["is_net"] else "") + row["label"]
        for row, keep in zip(first.iter_rows(named=True), counted, strict=True)
        if keep
    ]
    rows: list[tuple[Value, ...]] = []
    for group in groups:
        head = group.row(0, named=True)
        label = f"Week {head['week']}" if by == "week" else head["group"]
        values = [row for row, keep in zip(group.iter_rows(named=True), counted, strict=True) if keep]
        rows.append(
            (label, head["base_unweighted"], *(_pct(row) if figure == "pct" else row["count"] for row in values))
        )
    return Sheet(name, title, about, ("Week" if by == "week" else "Group", "Base", *answers), tuple(rows))


def _pct(row: Mapping[str, object]) -> Value:
    """A percentage; withheld, or there is nobody it could be of."""
    from survey.publish.workbook import NOTHING

    pct = row["pct"]
    if isinstance(pct, float):
        return pct
    return NOTHING if row["base_unweighted"] == 0 else None
