"""What one question's counts tell of another's base: a group's respondents, those to whom a question was put, and those
who wrote something are counted in tables of their own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from survey.frames import ALL, NESTED
from survey.publish.cells import Beside, Cells
from survey.questionnaire.kinds import Condition, FreeText, MultiCode, Number, Question, Scale, SingleCode

Figure = Mapping[str, Any]
Counts = Mapping[tuple[Hashable, ...], int]
_ANSWERED = "answered"


def of_verbatims(question: Question) -> bool:
    """Whether it is the themes, which are codes of what people wrote and no question of the export."""
    asked = isinstance(question, MultiCode) and (question.column or question.columns)
    return isinstance(question, MultiCode) and not asked and not any(option.column for option in question.options)


def tie_bases(
    cells: Cells, questions: Sequence[Question], rows: Sequence[Figure], own: Sequence[int], base: Sequence[int]
) -> None:
    """Ties each base to the counts that bound it. A group's base is no larger than the group: as large where the base
    is all in it; and no larger than the answers that a question was put for; and that of codes than those who wrote.

    So it is with those who wrote the words behind an Other, and those who picked it.

    Args:
        own: each row's cell.
        base: the cell of each row's base.
    """
    known = {question.id: question for question in questions}
    counts = {
        (row["question_id"], row["code"], *_place(row)): cell
        for row, cell in zip(rows, own, strict=True)
        if row["value"] is None and not row["is_net"] and not row["item"]
    }
    seen = set[tuple[Hashable, ...]]()
    for row, cell in zip(rows, base, strict=True):
        bounds = (row["question_id"], cell, *_place(row))
        if bounds not in seen:
            seen.add(bounds)
            for parts, exact, overlap in _bounds(row, known, counts):
                bound(cells, cell, parts, exact, overlap)
    for (question, code, *place), cell in counts.items():
        other = _other(known.get(str(question)), known) if code == _ANSWERED else None
        picked = counts.get((*other, *place)) if other else None
        if picked is not None:
            bound(cells, cell, [picked], exact=True, overlap=False)
            cells.dear |= {cell, picked}  # with them goes all there is to tell of the words


def of_everyone(question: Question) -> bool:
    """Whether its tables stand on all respondents."""
    unrouted = _base(question) == "asked" and question.asked is None
    return (_base(question) == "all" or unrouted) and question.base_where is None and not of_verbatims(question)


def _base(question: Question) -> str:
    """What the tables of a question stand on: of free text those asked at least, of a number those who gave one."""
    if isinstance(question, FreeText) and question.base != "all":
        return "asked"
    return "answered" if isinstance(question, Number) else question.base


def _other(text: Question | None, known: Mapping[str, Question]) -> tuple[str, str] | None:
    """The question and its option that whoever wrote this text has picked."""
    if not isinstance(text, FreeText):
        return None
    for of in known.values():
        for option in of.options if isinstance(of, SingleCode | Scale | MultiCode) else ():
            if option.other and (
                text.other_of == of.id or (option.column is not None and option.column == text.column)
            ):
                return of.id, option.code
    return None


def _place(row: Figure) -> tuple[Hashable, ...]:
    group = (None, ALL) if row["group"] == ALL else (row["banner_id"], row["group"])
    return *group, row["week"], row["wave"]


Bound = tuple[list[int], bool, bool]  # counts whose sum is no smaller; is it the same; do they overlap


def _bounds(row: Figure, known: Mapping[str, Question], counts: Counts) -> Iterator[Bound]:
    question, place = known.get(row["question_id"]), _place(row)
    if question is None or of_verbatims(question):
        texts = [each for each in known.values() if isinstance(each, FreeText) and each.coded]
        parts = [counts.get((each.id, _ANSWERED, *place)) for each in texts]
        if texts and None not in parts:
            yield [part for part in parts if part is not None], True, len(parts) > 1
        return
    everyone = _base(question) == "all" or (_base(question) == "asked" and question.asked is None)
    if row["group"] != ALL:
        for level, label in zip(str(row["banner_id"]).split(NESTED), str(row["group"]).split(NESTED), strict=False):
            banner = known.get(level)
            codes = [each.code for each in getattr(banner, "options", ()) if each.label == label]
            cell = counts.get((level, *codes, None, ALL, row["week"], row["wave"])) if len(codes) == 1 else None
            if banner is not None and banner.base_where is None and cell is not None:
                yield [cell], everyone and question.base_where is None and NESTED not in row["banner_id"], False
    exact = _base(question) == "asked" and question.base_where is None
    if _base(question) != "all" and question.asked is not None:
        yield from _routed(question.asked, exact, place, known, counts)
    if question.base_where is not None:
        yield from _routed(question.base_where, everyone, place, known, counts)


def _routed(
    condition: Condition, exact: bool, place: tuple[Hashable, ...], known: Mapping[str, Question], counts: Counts
) -> Iterator[Bound]:
    """The counts of the answers that a condition names; of several answers that must all be given, each bounds."""
    of = known.get(condition.question)
    if not isinstance(of, (SingleCode, MultiCode)) or of.base_where is not None:
        return
    found = [counts.get((of.id, code, *place)) for code in condition.any_of or condition.all_of]
    parts = [cell for cell in found if cell is not None]
    if len(parts) < len(found):
        return
    overlap = isinstance(of, MultiCode) and len(parts) > 1
    if condition.all_of and overlap:
        for part in parts:
            yield [part], False, False
    else:
        yield parts, exact, overlap


def bound(cells: Cells, base: int, parts: Sequence[int], exact: bool, overlap: bool) -> None:
    """A base is no larger than these counts together, and where it is exactly of them no smaller than each."""
    if len(parts) == 1:
        total = parts[0]
    else:
        total = cells.cell(("left", Beside("together"), tuple(parts)), sum(cells.counts[one] for one in parts), False)
        cells.sums.append((total, tuple(parts)))
    if total == base:
        return
    cells.tie(total, [base], Beside(("beyond", base)), more=overlap or not exact)
    if exact and len(parts) == 1 and base in cells.dear:  # with the one goes the other
        cells.dear.add(total)
    for one in parts if exact and overlap else ():
        cells.tie(base, [one], Beside(("beside", one)), more=True)
