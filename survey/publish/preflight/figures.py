"""Figures as they are printed, wherever: in a chart, a table, a sheet or a list typed from a report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["single", "multiple", "unknown"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an option. `pct` has the decimals that were printed; `base`: the one printed beside it, if one is."""

    label: str
    pct: Decimal | None = None
    count: int | None = None
    base: int | None = None
    net: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The figures of one question, or of one of its groups.

    `base`: printed for all of them. `group`: whose figures they are, empty where that is not said. `options`: how many
    answers there are, printed or not; 0 where that is not known. `withheld`: something of it is not printed on purpose.
    `claims`: what was said of the figures, in words. `stated`: numbers of people that the text names, any of which may
    be meant as the base.
    """

    where: str
    kind: Kind
    figures: tuple[Figure, ...]
    base: int | None = None
    options: int = 0
    withheld: bool = False
    claims: tuple[str, ...] = ()
    stated: tuple[int, ...] = ()
    group: str = ""


def half_unit(pct: Decimal) -> Decimal:
    """Half of the last decimal that was printed: how far rounding can have moved a figure."""
    exponent = pct.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
