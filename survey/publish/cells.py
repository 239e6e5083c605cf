"""Counts while they are gathered, and the sums by which one follows from others."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.publish.suppress import Linked, needs


@dataclass(frozen=True, slots=True)
class Beside:
    """The name of a count that only ties others: how many it is, is no secret of its own."""

    of: Hashable


@dataclass(slots=True)
class Cells:
    """Cells by what they count, while they are gathered."""

    places: dict[Hashable, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    printed: list[bool] = field(default_factory=list)
    sums: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    dear: set[int] = field(default_factory=set)  # bases of whole questions, with which everything of them goes
    told: set[int] = field(default_factory=set)  # known whatever is hidden: how many respondents there are

    def cell(self, key: Hashable, count: int, printed: bool = True) -> int:
        """The place of a cell; a new one for a key not seen before."""
        if key not in self.places:
            self.places[key] = len(self.counts)
            self.counts.append(count)
            self.printed.append(printed)
        return self.places[key]

    def tie(self, total: int, parts: Sequence[int], name: Hashable, more: bool = False) -> None:
        """A total is the sum of its parts and of what is left over, which nobody prints but everyone can work out.

        Args:
            more: that nothing is left over is not known either.
        """
        left = self.counts[total] - sum(self.counts[part] for part in parts)
        if left >= 0:
            rest = [self.cell(("left", name, total), left, printed=False)] if left or more else []
            self.sums.append((total, (*parts, *rest)))

    def tie_if_so(self, total: int, parts: Sequence[int]) -> None:
        """A total is the sum of its parts, if they are as many: what was published before may be of a net that had
        other members then, and some give together what goes with nothing else.
        """
        if self.counts[total] == sum(self.counts[part] for part in parts):
            self.sums.append((total, tuple(parts)))

    def linked(self, threshold: int) -> Linked:
        """All of it as arrays, every count with its need."""
        counts = np.array(self.counts, dtype=np.int64)
        wanted = needs(counts, threshold)
        for key, place in self.places.items():
            if isinstance(key, tuple) and isinstance(key[1], Beside):
                wanted[place] = 0
        wanted[list(self.told)] = -1
        printed = np.array(self.printed, dtype=bool)
        return Linked(counts, printed, tuple(self.sums), wanted, frozenset(self.dear))
