"""Moving labels apart that would stand on each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import inf


def apart(wanted: Sequence[float], tall: Sequence[float], highest: float = -inf) -> list[float]:
    """Where the middles of labels stand, each as near as may be to where it is wanted, none overlapping another.

    Labels keep the order in which they are wanted. Those that would overlap stand together as one block, around the
    mean of where its labels are wanted, or below `highest` where it would reach above that.

    Args:
        wanted: the middle of each label, counted downwards.
        tall: how tall each is.
        highest: what no label reaches above.
    """
    reach = partial(_reach, wanted=wanted, tall=tall, highest=highest)
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[list[int]] = []
    for label in order:
        blocks.append([label])
        while len(blocks) > 1 and reach(blocks[-2])[1] > reach(blocks[-1])[0]:
            last = blocks.pop()
            blocks[-1] += last
    found = [0.0] * len(wanted)
    for block in blocks:
        above = reach(block)[0]
        for label in block:
            found[label] = above + tall[label] / 2
            above += tall[label]
    return found


def _reach(block: Sequence[int], wanted: Sequence[float], tall: Sequence[float], highest: float) -> tuple[float, float]:
    """Top and bottom of a block whose labels stand, on average, where they are wanted, if that is not too high."""
    above, offsets = 0.0, []
    for label in block:
        offsets.append(wanted[label] - above - tall[label] / 2)
        above += tall[label]
    top = max(highest, sum(offsets) / len(offsets))
    return top, top + above
