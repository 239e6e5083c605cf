"""Figures as linked counts: which cells there are, and every sum by which one follows from others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from survey.frames import ALL, NESTED
from survey.publish.bases import tie_bases
from survey.publish.cells import Beside, Cells
from survey.publish.outside import tie_outside
from survey.publish.picks import tie_exclusive, tie_nets, tie_picks
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Question, Ranking

Figure = Mapping[str, Any]
_NEVER = (None, None)
_WHOLE = {"group": ALL, "week": None, "wave": None}  # what stands for all groups, weeks, waves together


def gather(
    figures: pl.DataFrame, consultation: Consultation, everyone: int = 0, untold: Collection[str] = ()
) -> tuple[Cells, list[int], list[int]]:
    """The cells of figures (frames.RESULTS) and their sums; with each row's cell and the cell of its base.

    Sums: the options of a question that takes one answer add up to its base, a net to its members; of a multi-code
    question those who did not pick follow from the base, which bounds all picks together; what answers that go with no
    other tie, see `tie_exclusive`. An option of a ranking has one place at most of everyone who ranked. Groups of a
    banner add up to all, weeks to the whole. How counts bound bases, see `tie_bases` and `tie_outside`.

    Args:
        everyone: how many respondents there are; 0: nobody says, unless the base of a question is all of them.
        untold: questions of which no figure is printed; those that are of a banner's groups tie what is.
    """
    cells = Cells()
    rows = figures.rows(named=True)
    told = [row["question_id"] not in untold for row in rows]
    own = [
        cells.cell(own_key(row), row["count"], printed=so and (row["pct"] is not None or row["count"] == 0))
        for row, so in zip(rows, told, strict=True)
    ]
    base = [
        cells.cell(_base_key(row, told=so), row["base_unweighted"], printed=so)
        for row, so in zip(rows, told, strict=True)
    ]
    cells.dear |= {cell for row, cell in zip(rows, base, strict=True) if row["group"] == ALL and _time(row) == _NEVER}
    counted = [number for number, row in enumerate(rows) if row["value"] is None]
    _tie_answers(cells, consultation, rows, own, base, counted)
    _tie_places(cells, consultation, rows, own, base, counted)
    for across in _WHOLE:
        for of, numbers in ((own, counted), (base, range(len(rows)))):  # a number has a base, and no other count
            _tie_across(cells, consultation, rows, of, numbers, across)
    tie_bases(cells, consultation.questions, rows, own, base)
    tie_outside(cells, consultation.questions, rows, (own, base), everyone)
    return cells, own, base


def _time(row: Figure) -> tuple[Hashable, ...]:
    return row["week"], row["wave"]


def _group(row: Figure) -> tuple[Hashable, ...]:
    return (None, ALL) if row["group"] == ALL else (row["banner_id"], row["group"])


def own_key(row: Figure) -> Hashable:
    """What a row counts."""
    return "count", row["question_id"], row["item"], row["code"], row["is_net"], *_group(row), *_time(row)


def _base_key(row: Figure, told: bool) -> Hashable:
    """Bases of the same words and size are one cell, whatever the question: hiding one hides all that are told."""
    of = row["base"] if told else Beside((row["question_id"], row["item"]))
    return "base", of, row["base_unweighted"], *_group(row), *_time(row)


def _blocks(rows: Sequence[Figure], numbers: Iterable[int], keys: Sequence[str]) -> Iterable[list[int]]:
    found: dict[tuple[Hashable, ...], list[int]] = {}
    for number in numbers:
        found.setdefault(tuple(rows[number][key] for key in keys), []).append(number)
    return found.values()


def _tie_answers(
    cells: Cells,
    consultation: Consultation,
    rows: Sequence[Figure],
    own: Sequence[int],
    base: Sequence[int],
    counted: Sequence[int],
) -> None:
    questions = {question.id: question for question in consultation.questions}
    for block in _blocks(rows, counted, ("question_id", "item", "banner_id", "group", "week", "wave")):
        question = questions.get(rows[block[0]]["question_id"])
        options = {rows[number]["code"]: own[number] for number in block if not rows[number]["is_net"]}
        if question is None or isinstance(question, MultiCode):  # themes are multi-code, and no question of the file
            _tie_several(
                cells, question, [rows[number] for number in block], [own[number] for number in block], base[block[0]]
            )
            continue
        cells.tie(base[block[0]], list(options.values()), "no answer")
        for number in block:
            if rows[number]["is_net"]:
                members = _members(question, rows[number]["code"])
                if members and members <= set(options):
                    cells.tie_if_so(own[number], [options[code] for code in sorted(members)])


def _tie_several(
    cells: Cells, question: MultiCode | None, rows: Sequence[Figure], own: Sequence[int], base: int
) -> None:
    """Ties the answers of a question of which several can be given: each to those who did not give it, and together."""
    options = {row["code"]: cell for row, cell in zip(rows, own, strict=True) if not row["is_net"]}
    for cell in own:
        cells.tie(base, [cell], "not picked" + str(cell))
    if question is not None:
        nets = {row["code"]: cell for row, cell in zip(rows, own, strict=True) if row["is_net"]}
        tie_picks(cells, question, base, tuple(options.values()))
        rest = tie_exclusive(cells, question, rows, own, base)
        tie_nets(cells, question, options, nets, (base, rest))


def _tie_places(
    cells: Cells,
    consultation: Consultation,
    rows: Sequence[Figure],
    own: Sequence[int],
    base: Sequence[int],
    counted: Sequence[int],
) -> None:
    """Ties each option of a ranking, over all places, to those who ranked: an option has one place at most."""
    rankings = {question.id for question in consultation.questions if isinstance(question, Ranking)}
    placed = [number for number in counted if rows[number]["question_id"] in rankings]
    for block in _blocks(rows, placed, ("question_id", "code", "banner_id", "group", "week", "wave")):
        first = max((base[number] for number in block), key=lambda cell: cells.counts[cell])
        cells.tie(first, [own[number] for number in block], Beside(("not placed", own[block[0]])))


def _members(question: Question, net: str) -> set[str]:
    nets = {each.code: set(each.codes) for each in getattr(question, "nets", ())}
    return nets.get(net, set())


def _tie_across(
    cells: Cells,
    consultation: Consultation,
    rows: Sequence[Figure],
    of: Sequence[int],
    numbers: Sequence[int],
    across: str,
) -> None:
    """Ties the whole to its groups (or weeks). Of a multi-code banner, whose groups overlap, each to those outside."""
    names = ("question_id", "item", "code", "is_net", "banner_id", "group", "week", "wave")
    done = set[tuple[int, ...]]()  # the base of many answers is one
    for block in _blocks(rows, numbers, [name for name in names if name != across]):
        total = [of[number] for number in block if rows[number][across] == _WHOLE[across]]
        parts = [of[number] for number in block if rows[number][across] != _WHOLE[across]]
        if not total or not parts:
            continue
        overlap = across == "group" and _overlaps(consultation, rows[block[0]]["banner_id"])
        for some in [[part] for part in parts] if overlap else [parts]:
            if total[0] not in some and (total[0], *some) not in done:
                done.add((total[0], *some))
                cells.tie(total[0], some, (across, tuple(some)))


def _overlaps(consultation: Consultation, banner_id: str | None) -> bool:
    multi = {question.id for question in consultation.questions if isinstance(question, MultiCode)}
    known = {question.id for question in consultation.questions}
    levels = (banner_id or "").split(NESTED)
    return any(level in multi or level not in known for level in levels)
