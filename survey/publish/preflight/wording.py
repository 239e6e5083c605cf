"""Words that stand for a number, against the number: "one third" beside 31.3%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from survey.publish.preflight.finding import Finding, look, wrong
from survey.publish.preflight.numbers import percentages

NEAR = Decimal("1.5")  # points either way that a bare "one third" may be from a third
_ABOUT = Decimal("2.5")  # the same for "about a third"
_HUNDRED = Decimal(100)

_PARTS = {
    "half": Decimal(50),
    "third": _HUNDRED / 3,
    "quarter": Decimal(25),
    "fifth": Decimal(20),
    "tenth": Decimal(10),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = "|".join(_NUMBERS)
_HEDGES = {
    "below": "nearly|almost|just under|slightly under|close to|approaching|just below",
    "under": "less than|fewer than|under|below",
    "above": "more than|over|above|at least|just over|slightly over|well over|just above",
    "about": "about|around|roughly|approximately|some|circa",
}
_HEDGE = "|".join(f"(?P<{name}>{words})" for name, words in _HEDGES.items())
_WHO = "of|the|all|those|respondents|people|residents|participants|were|are|is|was|feel|felt|sa[iy]d?|think|thought|"
_WHO += "want|wanted|agreed?|answered|chose|live|have|had|rated?|support|report(?:ed)?"
_FRACTION = re.compile(
    rf"\b(?:(?:{_HEDGE})\s+)?(?:(?P<times>a|one|two|three|four)[ -](?P<part>third|quarter|fifth|tenth)s?"
    rf"|(?P<half>half))(?=\s*(?:$|[.,;:(–-]|(?:{_WHO})\b))(?!\s+of\s+an?\s+(?:hour|mile|day|century))",
    re.IGNORECASE,
)
_IN = re.compile(
    rf"\b(?:(?:{_HEDGE})\s+)?(?P<few>{_COUNTED}|\d)(?:\s+in\s+(?:every\s+)?|\s+out\s+of\s+(?:every\s+)?)"
    rf"(?P<many>{_COUNTED}|10)\b(?!\s+(?:weeks?|years?|months?|days?|questions?))",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?<!no )(?<!not a )(?<!without a )(?<!at )\b(?:(?P<more>majority|most(?= (?:of|respondents|people|residents|"
    r"participants)\b))|(?P<fewer>(?<!ethnic )minority(?= (?:of|feel|say|think))))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Said:
    """Words for a share: as written, and from where to where the share may be for them to hold."""

    words: str
    low: Decimal
    high: Decimal

    def holds(self, pct: Decimal) -> bool:
        """Whether the words are true of the percentage, within the tolerance."""
        return self.low <= pct <= self.high


def said(text: str) -> Iterator[Said]:
    """The words of a text that stand for a share; what is quoted is left out."""
    plain = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    for match in _FRACTION.finditer(plain):
        times = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get((match["times"] or "one").lower(), 1)
        yield _hedged(match, times * _PARTS[(match["part"] or "half").lower()])
    for match in _IN.finditer(plain):
        few, many = (_number(match[name]) for name in ("few", "many"))
        if 0 < few < many:
            yield _hedged(match, _HUNDRED * few / many)
    for match in _MOST.finditer(plain):
        low, high = (Decimal("50.000001"), _HUNDRED) if match["more"] else (Decimal(), Decimal("49.999999"))
        yield Said(match[0], low, high)


def check_words(where: str, text: str, around: Sequence[tuple[str, Decimal]] = ()) -> Iterator[Finding]:
    """Words that contradict the percentages of their own sentence; where it has none, those `around` it, which are
    label and percentage: none of these fits the words, nor do those added up that stand next to each other.
    """
    for sentence in _SENTENCE.split(text):
        own = [("", pct) for _, pct in percentages(sentence)]
        for each in said(sentence):
            if own and not any(each.holds(pct) for _, pct in own):
                yield _contradicted(where, each, own)
            elif not own and around and not any(each.holds(pct) for _, pct in [*around, *_runs(around)]):
                yield _contradicted(where, each, around)


def _runs(around: Sequence[tuple[str, Decimal]]) -> Iterator[tuple[str, Decimal]]:
    for start in range(len(around)):
        for end in range(start + 2, len(around) + 1):
            yield "", sum((pct for _, pct in around[start:end]), Decimal())


def _contradicted(where: str, words: Said, figures: Sequence[tuple[str, Decimal]]) -> Finding:
    middle = (words.low + words.high) / 2
    label, pct = min(figures, key=lambda each: abs(each[1] - middle))
    whose = f" ({label})" if label else ""
    edge = words.low in (0, _HUNDRED) or words.high in (0, _HUNDRED)
    allowed = f"{words.low:.1f}% to {words.high:.1f}%"
    if edge:
        allowed = (
            "over 50%" if words.high == _HUNDRED and words.low > 50 else "under 50%" if words.low == 0 else allowed
        )
    report = wrong if edge else look
    hint = "give the figure instead of the words, or words that fit it"
    return report("words", f"“{words.words.strip()}” is said of {pct}%{whose}", where, allowed, f"{pct}%", hint)


def _hedged(match: re.Match[str], share: Decimal) -> Said:
    low, high = share - NEAR, share + NEAR
    if match["below"]:
        low, high = share - 2 * _ABOUT, share
    elif match["under"]:
        low, high = Decimal(), share
    elif match["above"]:
        low, high = share, _HUNDRED
    elif match["about"]:
        low, high = share - _ABOUT, share + _ABOUT
    return Said(match[0], low, high)


def _number(text: str) -> int:
    return _NUMBERS.index(text.lower()) + 1 if text.lower() in _NUMBERS else int(text)
