"""The published figures behind a slide, sheet or table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.publish.standing.match import Published, Told
    from survey.publish.standing.parts import Cell, Part
    from survey.questionnaire.kinds import Option, Question
    from survey.questionnaire.population import PopulationMargin

_SHEET = re.compile(r"Table_(\d+)[ab]?")
_BEHIND = re.compile(r"(_weeks)?(_\d+)?$")  # a slide's id: that of the weeks, and one that goes on over more slides
_SIZE = 0.05


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a part: its question, the rows of it that were published (frames.RESULTS), the area whose figures
    stand for all, the population they stand beside, and each figure told. Without a question it is of words.
    """

    question: Question | None
    rows: pl.DataFrame
    area: Option | None
    margin: PopulationMargin | None
    told: tuple[Told, ...]


def behind(desk: Desk, part: Part, figures: pl.DataFrame, name: str) -> Behind:
    """What is behind a part of the file that was published under this name."""
    import polars as pl

    from survey.publish.standing.match import Published, tell

    margin = _margin(desk, part)
    question = desk.consultation.question(margin.question) if margin else _question(desk, part, figures)
    if question is None:
        return Behind(None, figures.clear(), None, None, ())
    area = None if question.id == desk.consultation.area else _area(desk, name)
    rows = figures.filter(pl.col("question_id") == question.id)
    item = _item(part, figures)
    if item is not None:  # which the sheet's title names, not its rows
        rows = rows.filter(pl.col("item") == item).with_columns(pl.lit(None, pl.String).alias("item_label"))
    if margin:
        return Behind(question, rows, None, margin, tuple(_against(part, figures, margin)))
    published = Published(rows, area.label if area else None, _weeks(desk))
    of_one, of_several = tell(part, published), (_compared, _ranked, partial(_balanced, question))
    told = (*of_one, *(each for make in of_several for each in make(part, published)))
    return Behind(question, rows, area, None, told)


def _question(desk: Desk, part: Part, figures: pl.DataFrame) -> Question | None:
    """The question that a part names by its id or wording, or that its sheet's number stands for."""
    from survey.questionnaire.frame_file import FILE, load_code_frame
    from survey.themes.question import themes_question

    themes = [themes_question(load_code_frame(desk.folder))] if (desk.folder / FILE).is_file() else []
    known = {each.id: each for each in (*desk.consultation.questions, *themes)}
    table = _table(part, figures)
    if table is not None:
        return known.get(table["question_id"].item(0))
    if any(cell.kind == "test" for cell in part.cells):
        return known.get(desk.consultation.priorities or "")
    name = part.question if part.question in known else _BEHIND.sub("", part.question)
    return known.get(name) or next((each for each in known.values() if each.text == part.question), None)


def _table(part: Part, figures: pl.DataFrame) -> pl.DataFrame | None:
    """The table that a sheet's number stands for; None for what is no sheet of ours."""
    from survey.publish.standing.frame import tables

    sheet = _SHEET.fullmatch(part.name)
    there = tables(figures) if sheet else []
    return there[int(sheet[1]) - 1] if sheet and 0 < int(sheet[1]) <= len(there) else None


def _item(part: Part, figures: pl.DataFrame) -> str | None:
    table = _table(part, figures)
    item: str | None = table["item"].item(0) if table is not None else None
    return item


def _area(desk: Desk, name: str) -> Option | None:
    """The area that a deck is of, by its file's name."""
    from survey.questionnaire.kinds import Closed

    question = desk.consultation.question(desk.consultation.area) if desk.consultation.area else None
    options = question.options if isinstance(question, Closed) else ()
    return next((each for each in options if name.endswith(f"_deck{desk.mark}_{each.code}.pptx")), None)


def _weeks(desk: Desk) -> Mapping[int, tuple[str, ...]]:
    """What a week is called: by its number, by its days, by its first day."""
    from survey.charts.words import day, span

    fieldwork = desk.consultation.fieldwork
    spans = {week: fieldwork.week_span(week) for week in range(1, fieldwork.weeks + 1)} if fieldwork else {}
    return {week: (f"Week {week}", span(*days), day(days[0]), f"{days[0]:%-d %b}") for week, days in spans.items()}


def _margin(desk: Desk, part: Part) -> PopulationMargin | None:
    """The margin of the population that a part holds figures against."""
    names = {cell.places[0] for cell in part.cells if cell.places}
    if not any(cell.kind == "population" for cell in part.cells):
        return None
    for margin in desk.consultation.population:
        question = desk.consultation.question(margin.question)
        labels = {each.label for each in getattr(question, "options", ()) if each.code in margin.groups}
        if names == labels:
            return margin
    return None


def _against(part: Part, figures: pl.DataFrame, margin: PopulationMargin) -> Iterator[Told]:
    from pipelines.publication import compared
    from survey.charts.words import points
    from survey.publish.standing.match import Told

    found = {label: (count, pct, share) for label, count, pct, share in compared(figures, margin)}
    base = sum(count for count, _, _ in found.values())
    for cell in part.cells:
        if cell.kind not in ("count", "pct", "population", "points") or cell.places[0] not in found:
            yield Told(cell, None, "", "", same=False)
            continue
        count, pct, share = found[cell.places[0]]
        values = {"count": count, "pct": pct, "population": share, "points": pct - share}
        formulas = {
            "count": f"{count:,} respondents",
            "pct": f"{count:,} of {base:,} who answered with one of these groups = {pct:.1f}%",
            "population": f"{share:.1f}% of the population",
            "points": f"{pct:.2f}% less {share:.2f}% = {points(pct - share)} points",
        }
        yield _plain(cell, values[cell.kind], formulas[cell.kind])


def _compared(part: Part, published: Published) -> Iterator[Told]:
    """The differences of two weeks, and whether they are beyond chance, worked out again from the published figures."""
    from survey.charts.words import points
    from survey.publish.standing.match import Told
    from survey.publish.standing.parts import Cell
    from survey.statistics.compare import share_tests
    from survey.statistics.corrections import corrected
    from survey.statistics.variance import Sums

    weeks = list(dict.fromkeys(name for cell in part.cells for name in cell.places if name.startswith("Week ")))
    if len(weeks) != 2 or not any(cell.kind == "test" for cell in part.cells):
        return
    labels = list(dict.fromkeys(cell.answer for cell in part.cells))
    pairs = {label: [published.find(Cell(label, (week,), "pct", "")) for week in weeks] for label in labels}
    known = {label: (then, now) for label, (then, now) in pairs.items() if then and now}
    counts = ([row[at][name] for row in known.values()] for at in (1, 0) for name in ("count", "base_unweighted"))
    p = dict(zip(known, corrected(share_tests(*map(Sums.of, counts))), strict=True))
    for cell in part.cells:
        if cell.kind not in ("points", "test"):
            continue
        if cell.answer not in known:
            yield Told(cell, None, "", "", same=False)
            continue
        then, now = known[cell.answer]
        if cell.kind == "points":
            change = now["pct"] - then["pct"]
            yield _plain(cell, change, f"{now['pct']:.2f}% less {then['pct']:.2f}% = {points(change)} points")
        else:
            chance = float(p[cell.answer])
            said = "yes" if chance < _SIZE else "no"
            yield Told(cell, now, said, f"p = {chance:.3f} after Holm's correction: {said}", cell.text == said)


def _ranked(part: Part, published: Published) -> Iterator[Told]:
    """The ranks of options in their weeks, worked out again from the published counts."""
    from survey.publish.standing.match import Told, formula

    options = [row for row in published.rows.values() if not row["is_net"]]
    for cell in part.cells:
        row = published.find(cell) if cell.kind == "rank" else None
        if row is not None and row["count"] is not None:
            others = {each["code"]: each["count"] or 0 for each in options if each["week"] == row["week"]}
            rank = 1 + sum(count > row["count"] for count in others.values())
            yield Told(cell, row, str(rank), f"{formula('pct', row)}, rank {rank}", cell.text == str(rank))
        elif cell.kind == "rank":
            yield Told(cell, row, "", "", same=False)


def _balanced(question: Question, part: Part, published: Published) -> Iterator[Told]:
    """Net balances of groups: the percentages on the one side less those on the other, by nets or else by options."""
    from survey.charts.diverging import balanced
    from survey.charts.diverging_drawing import LEFT, RIGHT
    from survey.charts.words import points
    from survey.publish.standing.match import Told
    from survey.questionnaire.kinds import Scale

    for cell in part.cells:
        if cell.kind != "balance" or not isinstance(question, Scale):
            continue
        rows = [row for (_, at), row in published.rows.items() if at == frozenset(cell.places)]
        known: dict[tuple[str, bool], Any] = {(row["code"], row["is_net"]): row["pct"] for row in rows}
        *nets, by_option = balanced(question)
        ways = [*((each, True) for each in nets), (by_option, False)]
        found: Iterator[dict[str, list[Any]]] = (
            {side: [known.get((code, is_net)) for code, at in codes.items() if at == side] for side in (RIGHT, LEFT)}
            for codes, is_net in ways
        )
        of = next((each for each in found if None not in (*each[RIGHT], *each[LEFT])), None)
        if of is None and rows:
            yield Told(cell, rows[0], "[c]", "withheld", cell.text == "[c]")
        elif of is not None:
            added = [" + ".join(f"{pct:.2f}%" for pct in of[side]) for side in (RIGHT, LEFT)]
            said = points(sum(of[RIGHT]) - sum(of[LEFT]))
            yield Told(cell, rows[0], said, f"net balance {added[0]} less {added[1]} = {said}", cell.text == said)


def _plain(cell: Cell, value: float, formula: str) -> Told:
    from survey.charts.words import points
    from survey.publish.standing.match import Told, number, shown

    near = 0 if cell.kind == "count" else 0.05 + 1e-9
    stands = number(cell.text)
    published = points(value) if cell.kind == "points" else shown("count" if cell.kind == "count" else "pct", value)
    return Told(cell, {}, published, formula, stands is not None and abs(stands - value) <= near)
