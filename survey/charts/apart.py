"""Moving labels apart that would stand on each other."""

from __future__ import annotations

from collections.abc import Sequence


def apart(wanted: Sequence[float], tall: Sequence[float]) -> list[float]:
    """Where the middles of labels stand, each as near as may be to where it is wanted, none overlapping another.

    Labels keep the order in which they are wanted. Those that would overlap stand together as one block, around the
    mean of where its labels are wanted.

    Args:
        wanted: the middle of each label.
        tall: how tall each is.
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[list[int]] = []
    for label in order:
        blocks.append([label])
        while len(blocks) > 1 and _reach(blocks[-2], wanted, tall)[1] > _reach(blocks[-1], wanted, tall)[0]:
            last = blocks.pop()
            blocks[-1] += last
    found = [0.0] * len(wanted)
    for block in blocks:
        above = _reach(block, wanted, tall)[0]
        for label in block:
            found[label] = above + tall[label] / 2
            above += tall[label]
    return found


def _reach(block: Sequence[int], wanted: Sequence[float], tall: Sequence[float]) -> tuple[float, float]:
    """Top and bottom of a block whose labels stand, on average, where they are wanted."""
    above, offsets = 0.0, []
    for label in block:
        offsets.append(wanted[label] - above - tall[label] / 2)
        above += tall[label]
    top = sum(offsets) / len(offsets)
    return top, top + above
