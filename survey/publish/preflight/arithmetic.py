"""Whether figures can be true together: counts, percentages and bases, and what has to add up to 100.

The test of a percentage against its base is Brown and Heathers' GRIM, The GRIM Test, Social Psychological and
Personality Science 8 (2017), for a share instead of a mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil, floor

from survey.publish.preflight.figures import Block, Figure, half_unit
from survey.publish.preflight.finding import Finding, look, wrong

_HUNDRED = Decimal(100)
_NEARLY = 5  # points: a list of unknown kind that is as near to 100 is taken for one that should be 100


def check_figures(block: Block) -> Iterator[Finding]:
    """All that cannot be so among the figures of one question or group."""
    for figure in block.figures:
        yield from _figure(block, figure)
    if not any(figure.base or block.base for figure in block.figures) and not block.stated:
        yield from _common_base(block)
    if not block.withheld:
        yield from _sum(block)


def total(figures: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    """What the percentages add up to, and how far rounding can have moved that: half a unit for each figure."""
    printed = [figure.pct for figure in figures if figure.pct is not None]
    return sum(printed, Decimal()), sum((half_unit(each) for each in printed), Decimal())


def implied(count: int, pct: Decimal) -> tuple[int, int] | None:
    """The least and greatest base on which a count rounds to a percentage; None where no base does."""
    low, high = pct - half_unit(pct), pct + half_unit(pct)
    if high <= 0 or low <= 0:
        return None
    least, most = ceil(count * _HUNDRED / high), floor(count * _HUNDRED / low)
    return (least, most) if least <= most else None


def _figure(block: Block, figure: Figure) -> Iterator[Finding]:
    """One figure against its base."""
    base, pct, count = figure.base or block.base, figure.pct, figure.count
    where = f"{block.where}, {figure.label}" if figure.label else block.where
    if count is not None and base is not None and count > base:
        hint = "one of the two is mistyped, or the base is of other people"
        yield wrong("count_over_base", "more people than the base has", where, f"at most {base:,}", f"{count:,}", hint)
    elif pct is not None and count is not None and (base is not None or block.stated):
        yield from _against(where, count, pct, [base] if base is not None else list(block.stated))
    elif pct is not None and base:
        yield from _possible(where, pct, base)


def _against(where: str, count: int, pct: Decimal, possible: list[int]) -> Iterator[Finding]:
    if any(base and _rounds(count, base, pct) for base in possible):
        return
    found = implied(count, pct)
    of = ""
    if found:
        least, most = found
        of = f"it is {pct}% of {least:,}" if least == most else f"it is {pct}% of {least:,} to {most:,}"
    shares = "; ".join(f"{_share(count, base)}% of {base:,}" for base in possible if base)
    yield wrong(
        "count_and_percentage",
        f"{count:,} is not {pct}% of the base that is printed",
        where,
        shares,
        f"{pct}%",
        f"{of}: print the base that the percentage stands on" if of else "",
    )


def _rounds(count: int, base: int, pct: Decimal) -> bool:
    return abs(Decimal(count) * _HUNDRED / base - pct) <= half_unit(pct)


def _share(count: int, base: int) -> Decimal:
    return round(Decimal(count) * _HUNDRED / base, 1)


def _possible(where: str, pct: Decimal, base: int) -> Iterator[Finding]:
    """No whole number of people gives the percentage (GRIM)."""
    low, high = (pct - half_unit(pct)) * base / _HUNDRED, (pct + half_unit(pct)) * base / _HUNDRED
    if ceil(low) <= floor(high) or pct > _HUNDRED:
        return
    below, above = floor(low), ceil(high)
    places = -int(half_unit(pct).as_tuple().exponent) - 1
    nearest = " or ".join(
        f"{round(Decimal(each) * _HUNDRED / base, places)}% ({each:,})" for each in (below, above) if 0 <= each <= base
    )
    hint = "the percentage or the base is mistyped, the base is of other people, or the figure is weighted"
    what = f"no number of people out of {base:,} is {pct}%"
    yield wrong("impossible_percentage", what, where, nearest, f"{pct}%", hint)


def _common_base(block: Block) -> Iterator[Finding]:
    """Where counts and percentages stand but no base: whether there is one that gives them all."""
    ranges = [
        (figure, found)
        for figure in block.figures
        if figure.pct and figure.count and (found := implied(figure.count, figure.pct))
    ]
    if len(ranges) < 2:
        return
    least, most = max(found[0] for _, found in ranges), min(found[1] for _, found in ranges)
    if least > most:
        low = min(ranges, key=lambda each: each[1][1])
        high = max(ranges, key=lambda each: each[1][0])
        got = "; ".join(
            f"{figure.label}: {figure.count:,} is {figure.pct}% of {found[0]:,} to {found[1]:,}"
            for figure, found in (low, high)
        )
        hint = "print the base of each, or mend the figure that is wrong"
        yield look(
            "no_common_base", "the counts and percentages have no base in common", block.where, "one base", got, hint
        )


def _sum(block: Block) -> Iterator[Finding]:
    """What has to be 100 and is not, more than rounding can explain."""
    options = [figure for figure in block.figures if not figure.net]
    nets = [figure for figure in block.figures if figure.net]
    ways = [way for way in (options, nets, options + nets) if sum(figure.pct is not None for figure in way) > 1]
    if block.kind == "multiple" or not ways:
        return
    sums = [(total(way), sum(figure.pct is not None for figure in way)) for way in ways]
    if any(abs(added - _HUNDRED) <= slack for (added, slack), _ in sums):
        return
    (added, slack), number = min(sums, key=lambda each: abs(each[0][0] - _HUNDRED))
    left = abs(added - _HUNDRED)
    if left > _NEARLY and (block.kind == "unknown" or added < _HUNDRED):
        return  # a list of which only a part is printed, or one of which several could be chosen
    side = "more than everybody" if added > _HUNDRED else f"{left} points are not told of"
    hint = "say what the rest is (prefer not to say, no answer), or mend the figure that is wrong"
    report = wrong if block.kind == "single" and added > _HUNDRED else look
    yield report(
        "sum",
        f"the percentages add up to {added}%, which rounding alone cannot do: {side}",
        block.where,
        f"{_HUNDRED - slack}% to {_HUNDRED + slack}% of {number} figures",
        f"{added}%",
        hint,
    )
