"""The palettes of the UK Government Analysis Function, and which colour each option of a question gets."""

from __future__ import annotations

from collections.abc import Sequence

from survey.questionnaire.kinds import Question, Scale
from survey.questionnaire.scores import beyond

CATEGORICAL = ("#12436D", "#28A197", "#801650", "#F46A25")  # in this order, four at most
SEQUENTIAL = ("#092135", "#12436D", "#2073BC", "#6BACE6", "#ADD1F1")
GREYS = ("#D9D9D9", "#F2F2F2")  # answers beyond the scale, and where there is no figure
MIDDLE = "#BFBFBF"  # the middle of a scale, and what is not in focus
_PAIR = ("#12436D", "#F46A25")
_GOOD = ("#12436D", "#6BACE6")
_BAD = ("#F46A25", "#801650")


def fills(question: Question, labels: Sequence[str]) -> dict[str, str]:
    """The fill of each label.

    A scale runs from good to bad by its polarity: five options have the Analysis Function's five colours, other
    lengths take as many steps between the same ends, grey in the middle if the number is odd. Other lists of up
    to four have the categorical colours in order (two have the pair); longer ones run from dark to light. Answers
    beyond the scale ("Don't know") are light grey.
    """
    inside = [label for label in labels if not beyond(label)]
    outside = [label for label in labels if beyond(label)]
    if isinstance(question, Scale):
        chosen = _good_to_bad(len(inside))
        chosen = chosen if question.polarity == "positive_first" else chosen[::-1]
    elif len(inside) == len(_PAIR):
        chosen = list(_PAIR)
    elif len(inside) <= len(CATEGORICAL):
        chosen = list(CATEGORICAL)
    else:
        chosen = ramp(SEQUENTIAL, len(inside))
    greys = [GREYS[place % len(GREYS)] for place in range(len(outside))]
    return dict(zip(inside, chosen, strict=False)) | dict(zip(outside, greys, strict=True))


def ramp(stops: Sequence[str], steps: int) -> list[str]:
    """That many colours, evenly spaced from the first stop to the last; a single one is the first stop."""
    if steps == 1:
        return [stops[0]]
    places = [place * (len(stops) - 1) / (steps - 1) for place in range(steps)]
    return [_between(stops[int(place)], stops[min(int(place) + 1, len(stops) - 1)], place % 1) for place in places]


def ink(fill: str) -> str:
    """Black or white, whichever has the greater contrast on the fill (WCAG 2.2): always 4.5 to 1 or more.

    On the palette it gives the Analysis Function's choice: white on dark blue, plum and dark grey.
    """
    light = _luminance(fill)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#FFFFFF"


def _luminance(colour: str) -> float:
    """The relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = [channel / 255 for channel in _channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _good_to_bad(steps: int) -> list[str]:
    half = steps // 2
    good = ramp(_GOOD, half) if half else []
    bad = ramp(_BAD[::-1], half)[::-1] if half else []
    return [*good, *([MIDDLE] if steps % 2 else []), *bad]


def _between(first: str, second: str, share: float) -> str:
    mixed = [round(a + (b - a) * share) for a, b in zip(_channels(first), _channels(second), strict=True)]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
