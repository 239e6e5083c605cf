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
) -> int | None:
    """Ties the answers that go with others to the base less those who gave one that goes with none: each is no larger,
    they are no fewer together where the base is those who answered, and no more than so many could make. Gives the cell
    of the base less those; none where no answer goes with none, or somebody gave one with others all the same.

    Args:
        rows: a question's options and nets, of one group at one time; `own` has the cell of each.
    """
    alone = {option.code for option in question.options if option.exclusive}
    cell_of = {(row["is_net"], row["code"]): cell for row, cell in zip(rows, own, strict=True)}
    lone = [cell_of[False, code] for code in sorted(alone) if (False, code) in cell_of]
    if len(lone) < len(alone) or not alone or question.base == "picks":  # all picks are tied to one another
        return None
    members = {net.code: set(net.codes) for net in question.nets}
    same = [cell_of[True, code] for code, inside in members.items() if inside == alone and (True, code) in cell_of]
    given = _together(cells, lone, same)
    others = {
        key: cell for key, cell in cell_of.items() if not (members.get(key[1], set()) if key[0] else {key[1]}) & alone
    }
    most = max((cells.counts[cell] for cell in others.values()), default=0)
    left = cells.counts[base] - cells.counts[given]
    if not 0 < most <= left:  # somebody gave them together all the same
        return None
    rest = cells.cell(("left", "others", given, base), left, printed=False)
    cells.sums.append((base, (given, rest)))
    for cell in others.values():
        cells.tie(rest, [cell], ("others, not", cell), more=True)
    tie_picks(cells, question, rest, tuple(cell for (is_net, _), cell in others.items() if not is_net))
    return rest


def tie_nets(
    cells: Cells,
    question: MultiCode,
    options: Mapping[str, int],
    nets: Mapping[str, int],
    bases: tuple[int, int | None],
) -> None:
    """Ties nets to their members, whose cells are among `options`, and to all others.

    A net is no larger than its members together, nor smaller than each; where picks are the base it is as large as they
    together. Answers that go with no other are counted in it once: what is left of it are those who gave any of the
    others, each of whom made so many picks at most. Who answered gave one of these or an option that is not among them.

    Args:
        bases: the cell of the base, and what `tie_exclusive` gave.
    """
    base, rest = bases
    alone = {option.code for option in question.options if option.exclusive} if rest is not None else set[str]()
    for net in question.nets:
        cell, members = nets.get(net.code), [options.get(code) for code in sorted(set(net.codes))]
        inside = [one for one in members if one is not None]
        if cell is None or not inside or len(inside) < len(members):
            continue
        if question.base == "picks":
            cells.tie_if_so(cell, inside)
            continue
        lone = [options[code] for code in sorted(alone & set(net.codes))]
        some = [one for one in inside if one not in lone]
        _tie_members(cells, question, cell, inside)
        given = _less(cells, cell, lone, some) if lone else cell
        if given is None:
            continue
        others = [one for code, one in options.items() if code not in alone and one not in some]
        _tie_others(cells, question, given, others, base if rest is None else rest)
        if lone:
            _tie_members(cells, question, given, some)


def _tie_members(cells: Cells, question: MultiCode, net: int, members: Sequence[int]) -> None:
    """Those who gave any of these answers are no more than their picks, nor fewer than gave each or could make all."""
    together = cells.cell(("left", Beside("members"), net), sum(cells.counts[one] for one in members), printed=False)
    cells.sums.append((together, tuple(members)))
    cells.tie(together, [net], Beside("more than one"), more=True)
    for one in members:
        cells.tie(net, [one], Beside(("others", one)), more=True)
    if question.max_picks is not None:
        all_made = (net,) * question.max_picks
        most = cells.cell(("left", Beside("most"), net), sum(cells.counts[one] for one in all_made), printed=False)
        cells.sums.append((most, all_made))
        cells.tie(most, [together], Beside("not made"), more=True)


def _less(cells: Cells, net: int, lone: Sequence[int], some: Sequence[int]) -> int | None:
    """The cell of a net less its members that go with no other; none where that is none or one of the `some` others, to
    which they are tied at once, or somebody gave them together all the same.
    """
    if len(some) < 2:
        cells.tie_if_so(net, [*lone, *some])
        return None
    left, counts = cells.counts[net] - sum(cells.counts[one] for one in lone), [cells.counts[one] for one in some]
    if not max(counts) <= left <= sum(counts):
        return None
    given = cells.cell(("left", "any of", net), left, printed=False)
    cells.sums.append((net, (*lone, given)))
    return given


def _tie_others(cells: Cells, question: MultiCode, given: int, others: Sequence[int], base: int) -> None:
    """Ties those who gave any of some answers to a base, of whom all who gave none of these gave one of the others."""
    cells.tie(base, [given], ("others, not", given), more=True)
    if question.base != "answered":
        return
    if not others:
        cells.tie_if_so(base, [given])
        return
    either = cells.cell(
        ("left", Beside("either"), given), sum(cells.counts[one] for one in (given, *others)), printed=False
    )
    cells.sums.append((either, (given, *others)))
    cells.tie(either, [base], Beside("both"), more=True)


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
