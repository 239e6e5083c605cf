"""What hangs together: things joined by pairs, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Groups:
    """Things numbered from 0, in groups that grow as pairs are joined. A group is named by its lowest number."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Puts both things of each pair into one group."""
        for one, other in pairs:
            low, high = sorted((self.of(one), self.of(other)))
            self._above[high] = low

    def of(self, thing: int) -> int:
        """The group of a thing."""
        above = self._above
        while above[thing] != thing:
            above[thing] = above[above[thing]]  # halves the way for the next who asks
            thing = above[thing]
        return thing

    def all(self) -> NDArray[np.int64]:
        """The group of each thing."""
        above = np.array(self._above, dtype=np.int64)
        while (further := above[above]).tobytes() != above.tobytes():
            above = further
        return above
