"""Charts and tables that we did not make, against the published figures of the question whose answers they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from survey.publish.preflight.figures import Block, Figure, half_unit
from survey.publish.preflight.finding import Finding, wrong

_MOST = ("", "all", "total", "overall", "all respondents", "everyone")
_ENOUGH = 0.6  # of the labels: fewer are another question's
_CLOSE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Published:
    """The published figures of a question, of all (`group` empty) or of a group.

    `figures`: of each answer its percentage, unrounded, and count, None where withheld; several where an option and a
    net have the same label. `texts`: wording and title.
    """

    texts: tuple[str, ...]
    group: str
    base: int | None
    figures: Mapping[str, Sequence[tuple[float | None, int | None]]]


def check_alike(block: Block, known: Sequence[Published], around: str) -> tuple[bool, list[Finding]]:
    """Whether a block is of a published question, and its figures that are not those published for the same answers.

    Where several questions have these answers, as Yes and No, it is the one that the text around names, or else the one
    that fits best, if it fits at least in part.
    """
    names = [_plain(figure.label) for figure in block.figures]
    alike = [each for each in known if _is_of(block, each, around) and _overlap(names, each) >= _ENOUGH]
    named = [each for each in alike if any(_plain(text) in _plain(around) for text in each.texts if text)]
    if not alike:
        return False, []
    tried = [(_odd(block, each), each) for each in named or alike]
    odd, best = min(tried, key=lambda each: len(each[0]))
    shared = sum(name in _labels(best) for name in names)
    if named or len({each.texts for each in alike}) == 1 or len(odd) < shared:
        return True, odd
    return False, []


def _is_of(block: Block, each: Published, around: str) -> bool:
    group = _plain(block.group)
    if group in _MOST:
        return not each.group or _plain(each.group) in _plain(around)
    return _plain(each.group) == group


def _overlap(names: Sequence[str], each: Published) -> float:
    labels = _labels(each)
    found = sum(name in labels for name in names)
    return found / len(names) if found > 1 else 0.0


def _odd(block: Block, each: Published) -> list[Finding]:
    labels = _labels(each)
    question = each.texts[0] + (f", {each.group}" if each.group else "")
    odd = [
        finding
        for figure in block.figures
        if _plain(figure.label) in labels
        for finding in _figure(block, figure, labels[_plain(figure.label)], question)
    ]
    if block.base is not None and each.base is not None and block.base != each.base:
        hint = f"as published: {question}"
        odd.append(wrong("not_as_published", "another base", block.where, f"{each.base:,}", f"{block.base:,}", hint))
    return odd


def _figure(
    block: Block, figure: Figure, known: Sequence[tuple[float | None, int | None]], question: str
) -> Iterator[Finding]:
    """A figure against the published ones of its label: any of them may be meant."""
    where, hint = f"{block.where}, {figure.label}", f"as published: {question}"
    pcts, counts = [pct for pct, _ in known if pct is not None], [count for _, count in known if count is not None]
    if figure.pct is not None and not pcts and not counts:
        hint = "leave it out: from this figure others could be found out"
        yield wrong("withheld", "a figure that was withheld", where, "[c]", f"{figure.pct}%", hint)
    elif figure.pct is not None and pcts and not any(_same(pct, figure.pct) for pct in pcts):
        expected = " or ".join(f"{pct:.1f}%" for pct in pcts)
        yield wrong("not_as_published", "a figure is not as published", where, expected, f"{figure.pct}%", hint)
    elif figure.count is not None and counts and figure.count not in counts:
        expected = " or ".join(f"{count:,}" for count in counts)
        yield wrong("not_as_published", "a count is not as published", where, expected, f"{figure.count:,}", hint)


def _same(pct: float, printed: Decimal) -> bool:
    return abs(Decimal(pct) - printed) <= half_unit(printed) + _CLOSE


def _labels(each: Published) -> dict[str, Sequence[tuple[float | None, int | None]]]:
    return {_plain(label): figures for label, figures in each.figures.items()}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
