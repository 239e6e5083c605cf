"""What all picks of a question tie together, and those that exclude others: who gave one of these gave no other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from survey.publish.cells import Beside, Cells
from survey.questionnaire.kinds import MultiCode


def tie_picks(cells: Cells, question: MultiCode, base: int, options: tuple[int, ...]) -> None:
    """All picks are as many as their base, where they are the base; else no fewer than those who picked anything, and
    no more than everyone could make.
    """
    if question.base == "picks":
        cells.tie(base, options, "picks")
        return
    together = cells.cell(("left", Beside("picks"), options), sum(cells.counts[one] for one in options), printed=False)
    cells.sums.append((together, options))
    if question.base == "answered":
        cells.tie(together, [base], Beside("more than one"), more=True)
    if question.max_picks is not None:
        all_made = (base,) * question.max_picks
        most = cells.cell(("left", Beside("most"), options), sum(cells.counts[one] for one in all_made), printed=False)
        cells.sums.append((most, all_made))
        cells.tie(most, [together], Beside("not made"), more=True)


def tie_exclusive(
    cells: Cells, question: MultiCode, rows: Sequence[Mapping[str, Any]], own: Sequence[int], base: int
) -> None:
    """Ties the answers that go with others to the base less those who gave one that goes with none: each is no larger,
    they are no fewer together where the base is those who answered, and no more than so many could make.

    Args:
        rows: a question's options and nets, of one group at one time; `own` has the cell of each.
    """
    alone = {option.code for option in question.options if option.exclusive}
    cell_of = {(row["is_net"], row["code"]): cell for row, cell in zip(rows, own, strict=True)}
    lone = [cell_of[False, code] for code in sorted(alone) if (False, code) in cell_of]
    if len(lone) < len(alone) or not alone or question.base == "picks":  # all picks are tied to one another
        return
    members = {net.code: set(net.codes) for net in question.nets}
    same = [cell_of[True, code] for code, inside in members.items() if inside == alone and (True, code) in cell_of]
    given = _together(cells, lone, same)
    others = {
        key: cell for key, cell in cell_of.items() if not (members.get(key[1], set()) if key[0] else {key[1]}) & alone
    }
    most = max((cells.counts[cell] for cell in others.values()), default=0)
    left = cells.counts[base] - cells.counts[given]
    if not 0 < most <= left:  # somebody gave them together all the same
        return
    rest = cells.cell(("left", "others", given, base), left, printed=False)
    cells.sums.append((base, (given, rest)))
    for cell in others.values():
        cells.tie(rest, [cell], ("others, not", cell), more=True)
    tie_picks(cells, question, rest, tuple(cell for (is_net, _), cell in others.items() if not is_net))


def _together(cells: Cells, lone: Sequence[int], same: Sequence[int]) -> int:
    """The cell of all who gave an answer that goes with no other: that of a net of just these, if there is one."""
    total = sum(cells.counts[one] for one in lone)
    if same:
        if cells.counts[same[0]] == total:  # of two texts that are coded together one may have either
            cells.sums.append((same[0], tuple(lone)))
        return same[0]
    if len(lone) == 1:
        return lone[0]
    key: Hashable = ("left", Beside("alone"), tuple(lone))
    found = cells.cell(key, total, printed=False)
    cells.sums.append((found, tuple(lone)))
    return found
