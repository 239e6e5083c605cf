"""What has become more or less: good or bad by what it is of, "burglaries have gone up", "trust has fallen"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

# Stand for what a change says. No text holds them.
BETTER, WORSE = "\x01better", "\x01worse"

# What nobody wants more of, and what people want more of. Said alone neither is praise or criticism.
_UNWANTED = """
crime crimes criminality burglary burglaries burglars robbery robberies robbers theft thefts thieves stealing
shoplifting shoplifters mugging muggings violence assault assaults attack attacks stabbing stabbings knife knives gun
guns shooting shootings gang gangs drug drugs dealing dealers vandalism graffiti litter littering fly-tipping
flytipping asb antisocial anti-social nuisance noise speeding offences offending offenders reoffending racism abuse
harassment stalking fraud scams begging homelessness disorder hate incidents accidents collisions casualties deaths
injuries arson trouble troubles problem problems break-ins break-in driving racing fear fears rape rapes trafficking
hooliganism rowdiness yobs tax taxes bills cost costs price prices fee fees rents charges stress worry worries anxiety
precept waits waiting delays queues congestion pollution complaints traffic
"""
_WANTED = """
police policing officers officer pcs pcso pcsos bobbies specials patrols patrol presence visibility staff staffing
trust confidence satisfaction morale funding budget budgets detection prosecutions convictions arrests safety
standards quality service services resources investment
"""
_TIMED, _TIMES = "response waiting wait queue queueing answering call", "times time"

_UP = """
increased increases increasing risen rises rising rose grown grows growing grew doubled tripled trebled quadrupled
soared soaring spiralled spiralling rocketed rocketing skyrocketed escalated escalating escalates surged surging
exploded multiplied
"""
_DOWN = """
decreased decreases decreasing fallen falls falling fell dropped drops dropping declined declines declining reduced
halved dwindled dwindling shrunk shrinking plummeted plummeting diminished diminishing lessened
"""
_BASES = {
    "increase": True,
    "rise": True,
    "grow": True,
    "escalate": True,
    "decrease": False,
    "fall": False,
    "drop": False,
}
_GOING, _BEING = "go goes going gone went come comes coming came shot creeping crept", "is are was were be been being"
_PARTICLES = {"up": True, "down": False}
_ON_THE = {"rise": True, "increase": True, "up": True, "decline": False, "decrease": False, "wane": False}
_GROWTH = "increase rise surge spike upturn upsurge explosion escalation growth"
_LOSS = "decrease reduction drop fall decline cut cuts"
_WISHED = "to should must could would can might please need needs want"
_ANOTHER_THOUGHT = "since after when because , and that while as where so if before whenever until with"
_ITSELF = "it it's they they're this these"  # what was told of last
_UNSAID = "is are was were has have had then"  # before "rose again", which is of it too
# What has stopped is less, where nothing behind it tells who or what was stopped.
_STOPPED = "stopped stops ended ends ceased disappeared vanished"
_BEHIND_STOPPED = "since now after because here altogether completely entirely thanks overnight again when"
_NONE, _OF_ALL = "no without fewer less", "any real more major serious such"
_COMPOUND = "behaviour crime dealing"  # anti-social behaviour
_THERE = "there there's is are been have has had seen with see we"
_BEHIND_NONE = "here there around any anymore now at in on since or and these nowadays today whatsoever , anywhere"
_DONE, _TO = "dropped drops fell rose grew reduced", "the a an me us my our him her it them his their by off over out"
_BEHIND_UP = "again this by since here in on lately and massively loads significantly considerably too now year"
_HAPPENED = "been seen was were had noticed have has"
_SUBJECT, _NEAR = 8, 4  # words before a change in which what changed is named, and behind it


def with_changes(
    tokens: Sequence[str], judged: frozenset[str], last: bool | None = None
) -> tuple[list[str], bool | None]:
    """The words of a clause, with BETTER or WORSE in place of each word of change that tells of something known.

    What changed is the first such thing before it, no further than another thought: fear, in "fear of crime is rising".
    Its own words say nothing more then. A change that is wished for is left as it is.

    Args:
        judged: words that say something by themselves.
        last: whether what changed last is wanted: "it" is that.

    Returns:
        The words, and the same of what changed last in them.
    """
    if _words(_HINTS).isdisjoint(tokens) and (_words(_NONE).isdisjoint(tokens) or _words(_THERE).isdisjoint(tokens)):
        return list(tokens), last
    found: list[str] = []
    place = 0
    while place < len(tokens):
        length, up = _change(tokens, place)
        mark = ""
        if length:
            wanted, start = _of_subject(found, last, again="again" in tokens[place + length : place + length + 1])
            last = last if wanted is None else wanted
            mark = "" if wanted is None else BETTER if wanted == up else WORSE
            found[start:] = ["it" if mark and token in judged else token for token in found[start:]]
        if not mark:
            length, mark = _of_none(tokens, place)
        if not mark:
            length, mark = _of_object(tokens, place)
        found += [mark] if mark else tokens[place : place + 1]
        place += length if mark else 1
    return found, last


def _change(tokens: Sequence[str], place: int) -> tuple[int, bool]:
    """How many words say that something before them has become more (true) or less, 0 for none."""
    token, after, third = (*tokens[place : place + 3], "", "", "")[:3]
    before = tokens[place - 1] if place else ""
    if before in _words(_WISHED):
        return 0, False
    if token in _words(_DONE) and after in _words(_TO):  # "dropped me off"
        return 0, False
    if token in _words(_UP) | _words(_DOWN) or token in _BASES:
        return 1, _BASES.get(token, token in _words(_UP))
    if token in _words(_GOING) and after in _PARTICLES:
        return 2, _PARTICLES[after]
    if token in _words(_STOPPED) and (not after or after in _words(_BEHIND_STOPPED)):
        return 1, False
    if token == "on" and after == "the" and third in _ON_THE:  # noqa: S105 - no password
        return 3, _ON_THE[third]
    if token in _PARTICLES and before in _words(_BEING) and (not after or after in _words(_BEHIND_UP)):
        return 1, _PARTICLES[token]
    return 0, False


def _of_subject(before: Sequence[str], last: bool | None, *, again: bool) -> tuple[bool | None, int]:
    """Whether what changed, by what stands before the change, is wanted, and where that begins."""
    start = len(before)
    while start and start > len(before) - _SUBJECT and before[start - 1] not in _words(_ANOTHER_THOUGHT):
        start -= 1
    for at in range(start, len(before)):
        wanted = _wanted(before, at)
        if wanted is not None:
            return wanted, start
    own = {*before[start:]}
    return (last if _words(_ITSELF) & own or (again and own <= _words(_UNSAID)) else None), start


def _of_object(tokens: Sequence[str], place: int) -> tuple[int, str]:
    """The same of what stands behind: "rising crime", "an increase in burglaries", "a cut in patrols". A want of more
    of what is wanted is told no other way, so only the worse is taken, and the better where it has happened.
    """
    token, after = (*tokens[place : place + 2], "", "")[:2]
    rising = token.endswith("ing") and token in _words(_UP) | _words(_DOWN)
    noun = token in _words(_GROWTH) | _words(_LOSS) and after in ("in", "of")
    if not (rising or noun):
        return 0, ""
    up = token in _words(_UP) | _words(_GROWTH)
    for at in range(place + 1 + noun, min(place + 1 + noun + _NEAR, len(tokens))):
        wanted = _wanted(tokens, at)
        if wanted is not None:
            happened = noun and bool(_words(_HAPPENED) & {*tokens[:place]}) and not _words(_WISHED) & {*tokens[:place]}
            if wanted != up:
                return 1, WORSE
            return (1, BETTER) if happened else (0, "")
    return 0, ""


def _of_none(tokens: Sequence[str], place: int) -> tuple[int, str]:
    """The same of what there is none of, "there is no anti-social behaviour any more": better if nobody wants it."""
    if tokens[place] not in _words(_NONE) or _words(_THERE).isdisjoint(tokens[:place]):
        return 0, ""
    thing = place + 1 + (tokens[place + 1 : place + 2] != [] and tokens[place + 1] in _words(_OF_ALL))
    end = thing + 1 + (bool(_words(_COMPOUND) & {*tokens[thing + 1 : thing + 2]}))
    if thing >= len(tokens) or _wanted(tokens, thing) is not False:
        return 0, ""
    return (end - place, BETTER) if end >= len(tokens) or tokens[end] in _words(_BEHIND_NONE) else (0, "")


def _wanted(tokens: Sequence[str], at: int) -> bool | None:
    """Whether what stands here is wanted; None of what is not known."""
    token = tokens[at]
    if token in _words(_TIMES) and at and tokens[at - 1] in _words(_TIMED):
        return False
    if token in _words(_UNWANTED):
        return False
    return True if token in _words(_WANTED) else None


_HINTS = f"{_UP} {_DOWN} {_GROWTH} {_LOSS} {' '.join(_BASES)} {_STOPPED} up down on"


@cache
def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
