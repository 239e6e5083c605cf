"""A list of answers known as a scale: its order, and at which end the good answers stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey.drafting.scores import Score, score
from survey.drafting.words import split_last
from survey.questionnaire.matching import key

Values = tuple[tuple[str, int], ...]

_LONGEST = 15
_NUMBERED = re.compile(r"^(\d{1,2})(?:\.0+)?(?:\s*(?:$|[-–:=.)(]\s*(?=\D)|\s(?=\D)))")
_PLAIN_NUMBER = re.compile(r"^\d{1,2}(\.0+)?$")
_ENDS = re.compile(r"(?<!\d)([01])(?!\d)\s*(?:\(|=|is|being|means|[-–:])+\s*([a-z][a-z ]{2,30})", re.IGNORECASE)
_YES_NO = re.compile(r"^(yes|no)\b")
# No good end: whether more is better, the words alone do not say.
_OPEN_FAMILIES = frozenset({"amount"})
_FREQUENCIES = tuple(
    (re.compile(words), size)
    for words, size in (
        (r"less (often|frequently) than (once a )?month", 8.0),
        (r"less (often|frequently) than (once a )?week", 30.0),
        (r"less (often|than)|fewer than once", 0.5),
        (r"\b(always|all the time|constantly)\b", 1000.0),
        (r"(several|many|multiple|more than (once|one)|\d+) (times )?(a|per) day", 800.0),
        (r"\b(every ?day|daily|once a day)\b", 365.0),
        (r"\b(nearly|almost) every day|most days", 300.0),
        (r"\bvery often\b|\busually\b|\bmost of the time\b", 200.0),
        (r"(several|few|couple|\d+(-\d+)?) (of )?times (a|per) week", 150.0),
        (r"(?<!not )(?<!less )\b(often|frequently|regularly)\b", 100.0),
        (r"\b(weekly|once a week|every week)\b", 52.0),
        (r"\bsometimes\b|\bnow and then\b|from time to time", 40.0),
        (r"(several|few|couple|\d+(-\d+)?) (of )?times (a|per) month|fortnight", 26.0),
        (r"\boccasionally\b", 20.0),
        (r"\b(monthly|once a month|every month)\b", 12.0),
        (r"(several|few|couple|\d+(-\d+)?) (of )?times (a|per) year|quarterly", 4.0),
        (r"\b(rarely|seldom|hardly ever|not often)\b", 2.0),
        (r"\b(yearly|annually|once a year|every year)\b", 1.0),
        (r"^never\b|^not at all$", 0.0),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """An order found: `ordered` texts with their counts, codes that are no position last; what is unsure in `checks`.

    `polarity` is None of words of how often: neither end is the good one, and the question is no scale.
    """

    ordered: Values
    polarity: str | None
    reason: str
    checks: tuple[str, ...] = ()


def find_scale(values: Values, header: str) -> Found | None:
    """The scale that these texts are, or None. Numbers ascend, words go from the good end, frequencies from often."""
    if len(values) > _LONGEST:
        return None
    body, last = split_last(values)
    if len(body) < 2 or sum(_YES_NO.match(key(text)) is not None for text, _ in body):
        return None
    for find in (_numbered, _frequency, _worded):
        found = find(body, header)
        if found is not None:
            return Found((*found.ordered, *last), found.polarity, found.reason, found.checks)
    return None


def kind_of(found: Found) -> tuple[str, dict[str, object]]:
    """The kind of question that has these answers, and its settings."""
    return ("scale", {"polarity": found.polarity}) if found.polarity else ("single_code", {})


def polarity_of(ordered: Sequence[str], header: str = "") -> str | None:
    """At which end of texts that stand in their order the good answers are; None where the texts do not say."""
    scores = [each for each in map(score, ordered) if each is not None]
    families = {each.family for each in scores if each.family}
    if len(scores) < 2 or len(families) != 1 or families & _OPEN_FAMILIES or not all(each.known for each in scores):
        return _by_header(header)
    if scores[0].value == scores[-1].value:
        return None
    return "positive_first" if scores[0].value > scores[-1].value else "negative_first"


def _numbered(body: list[tuple[str, int]], header: str) -> Found | None:
    steps = {text: int(found.group(1)) for text, _ in body if (found := _NUMBERED.match(text))}
    if len(steps) < len(body) or len(set(steps.values())) < max(3, len(body)):
        return None
    low, high = min(steps.values()), max(steps.values())
    plain = sum(_PLAIN_NUMBER.match(text) is not None for text in steps)
    worded = [text for text in steps if score(text) is not None]
    if low > 1 or not 3 <= high <= 10 or len(steps) < 0.6 * (high - low + 1) or (plain < 2 and len(worded) < 2):
        return None
    ordered = tuple(sorted(body, key=lambda value: steps[value[0]]))
    known = polarity_of([text for text, _ in ordered if text in worded], header)
    checks = [] if known else ["polarity: is the highest number the best (negative_first) or the worst?"]
    gaps = [str(step) for step in range(low, high) if step not in steps.values()]
    if gaps:
        checks.append(f"no one chose {', '.join(gaps)}: add it, or are the numbers codes in another order?")
    return Found(ordered, known or "negative_first", f"the numbers {low} to {high}", tuple(checks))


def _frequency(body: list[tuple[str, int]], header: str) -> Found | None:
    del header
    sizes = {text: size for text, _ in body if (size := _rate(text)) is not None}
    unknown = [value for value in body if value[0] not in sizes]
    if len(set(sizes.values())) < max(2, len(body) - 1) or len(sizes) < (2 if not unknown else 3):
        return None
    ordered = sorted((value for value in body if value[0] in sizes), key=lambda value: -sizes[value[0]])
    checks = (f"where in the order does {unknown[0][0]!r} stand?",) if unknown else ()
    return Found((*ordered, *unknown), None, "words of how often", checks)


def _rate(text: str) -> float | None:
    lower = key(text)
    return next((size for words, size in _FREQUENCIES if words.search(lower)), None)


def _worded(body: list[tuple[str, int]], header: str) -> Found | None:
    scores = {text: found for text, _ in body if (found := score(text)) is not None}
    families = {found.family for found in scores.values() if found.family}
    if len(scores) < len(body) or len(families) > 1:
        return None
    family = next(iter(families), None)
    known = all(found.known for found in scores.values())
    sizes = {found.value for found in scores.values()}
    if len(sizes) < len(body) or not _is_scale(list(scores.values()), known, family):
        return None
    ordered = _with_middle(sorted(body, key=lambda value: -scores[value[0]].value), scores)
    checks = _uneven([text for text, _ in ordered], scores)
    if not known or family in _OPEN_FAMILIES or family is None:
        checks = (f"polarity: is {ordered[0][0]!r} the good end?", *checks)
    polarity = _by_header(header) if family is None else None
    what = f"words of {family.strip('?')!r}" if family else "words of how much"
    return Found(ordered, polarity or "positive_first", what, checks)


def _with_middle(ordered: list[tuple[str, int]], scores: dict[str, Score]) -> Values:
    """The steps with a neutral one in the middle also of a scale that goes down to "not" and has no second pole."""
    neutral = [value for value in ordered if scores[value[0]].value == 0]
    others = [value for value in ordered if scores[value[0]].value != 0]
    bad = [scores[text] for text, _ in others if scores[text].value < 0]
    if len(neutral) != 1 or len(others) % 2 or not all(each.negated for each in bad):
        return tuple(ordered)
    half = len(others) // 2
    return (*others[:half], *neutral, *others[half:])


def _is_scale(scores: list[Score], known: bool, family: str | None) -> bool:
    """Enough steps that are sure: both poles of a known pair, or three steps of which two say how much.

    "I agree" and "I do not agree" alone are a yes and a no.
    """
    signs = {each.value > 0 for each in scores if each.value and each.family}
    if known and family and len(signs) == 2 and not (len(scores) == 2 and any(each.negated for each in scores)):
        return True
    return len(scores) >= 3 and sum(each.graded for each in scores) >= 2


def _uneven(ordered: list[str], scores: dict[str, Score]) -> tuple[str, ...]:
    """Both poles named, but not as many steps on one side of the middle as on the other."""
    good = [text for text in ordered if scores[text].value > 0.5 and scores[text].family]
    bad = [text for text in ordered if scores[text].value < 0 and scores[text].family]
    # A scale that goes down to "not at all" has no bad side of its own; excellent, good, fair, poor has three to one.
    poles = any(not scores[text].graded or abs(scores[text].value) in (1.0, 2.0, 4.0) for text in bad)
    if not poles or len(good) == len(bad) or scores[bad[0]].family == "good":
        return ()
    short, side = ("good", good) if len(good) < len(bad) else ("bad", bad)
    return (f"no one chose a step on the {short} side (found {', '.join(map(repr, side))}): add what was offered",)


def _by_header(header: str) -> str | None:
    """What the question itself says of its number 0 or 1: `1 being your favourite`."""
    for found in _ENDS.finditer(header):
        end = score(" ".join(found.group(2).split()[:3]))
        if end is not None and end.family and end.known and end.value:
            return "positive_first" if end.value > 0 else "negative_first"
    return None
