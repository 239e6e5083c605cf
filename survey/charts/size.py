"""How large a picture is made: for the page, for a slide, for print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """The room a picture has, in pixels of 96 to the inch; its text is 16 of them, 12 points.

    `labels` and `plot`: beside rows of bars. `side` and `wide`: the same where figures stand inside of the bars.
    `canvas`: width and height that the whole is fitted into, larger or smaller, as it stands or `turned`; None: the
    picture is as large as it comes.
    """

    name: str
    labels: int
    plot: int
    side: int
    wide: int
    canvas: tuple[int, int] | None = None
    turned: bool = False
    dots: float = 192  # to the inch, of a PNG


PAGE = Size("page", 350, 560, 260, 800)
SLIDE = Size("slide", 560, 600, 380, 820, (1280, 720))  # 13.33 by 7.5 inches
PRINT = Size("print", 380, 500, 190, 720, (971, 643), turned=True, dots=300)  # A4 less margins of 20 mm
SIZES = {size.name: size for size in (PAGE, SLIDE, PRINT)}
