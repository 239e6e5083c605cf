"""Who signs a text: names behind "regards", "thanks" and "love from", and those that are its last words."""

from __future__ import annotations

import re

from survey.themes.gazetteer import english, is_family, is_given, is_title, nobody
from survey.themes.name_lists import EVERYDAY, PLACES, PLACES_OR_PEOPLE, words_of
from survey.themes.written import Written

_CLOSING = words_of("regards sincerely faithfully truly wishes signed")
_THANKS = words_of("thanks cheers thx ta best you yours love rgds amen bless")  # of "thank you"
_THANKING = words_of("thanks cheers thx ta regards wishes truly sincerely faithfully signed rgds")
_BEFORE = _THANKS | _THANKING | {"from"}  # with no mark before who signs
_NO_ONE = words_of("love man police day may so an do see boss mate duke art will said god ma")

_OFF = re.compile(r"[ \t]*(?:[,.:!;-]+|\n| [-\u2013\u2014] )\s*[-~*]?\s*")  # between a closing word and who signs
_SAID = re.compile(r"[ \t]*[.!?,(\n]")  # behind who signs and is no word of every day
_SIGNED = re.compile(r"[ \t]*(?:[.!]*\s*$|[.!]*\s*\n|,|\()")
_LAST = re.compile(r"[.!\s]*(?:[xX]{1,5}[.!\s]*)?$")
_ENDS = re.compile(r"[.! \t]*(?:[xX]{1,5}[.! \t]*)?(?:$|\n|\(|, (?=[A-Z]|age))")


def signed(said: Written, place: int) -> int:
    """How many words from a place on sign what was written, small or not: "thanks, dave hughes", "love from sue"."""
    if not place or is_title(said.low(place)):
        return 0
    between = said.between(place)
    if said.low(place - 1) not in _BEFORE if between == " " else not _OFF.fullmatch(between):
        return 0
    taken = said.run(place)
    while taken > 1 and not said.low(place + taken - 1).strip("x"):  # kisses
        taken -= 1
    lows = [said.low(each) for each in range(place, place + taken)]
    if not taken or lows[0] in nobody() or lows[0] in PLACES:
        return 0
    if between == " ":
        return taken if _closes(said, place, lows) and _ENDS.match(said.text, said.behind(place + taken - 1)) else 0
    return taken if _set_off(said, place, lows) else 0


def _set_off(said: Written, place: int, lows: list[str]) -> bool:
    """Whether the words sign, with a mark or a line's end before them."""
    before = said.low(place - 1)
    thanked = before in _THANKS and (before != "you" or said.low(place - 2) == "thank")
    end, known = said.behind(place + len(lows) - 1), is_given(lows[0]) and lows[0] not in english()
    if not (thanked or before in _CLOSING):  # the last word of all may be who wrote it
        initial = len(lows) > 1 and len(lows[0]) == 1 and said.capital(place) and lows[0] not in "ai"
        return (known or initial) and _LAST.match(said.text, end) is not None and all(map(is_family, lows[1:]))
    if not (_SIGNED.match(said.text, end) or (known and _SAID.match(said.text, end))):
        return False
    return _is_name(lows)


def _is_name(lows: list[str]) -> bool:
    """A given name or an initial, and what may be a family's."""
    first = is_given(lows[0]) or (len(lows) > 1 and len(lows[0]) == 1)
    return first and all(is_family(low, everyday=True) or len(low) == 1 or low not in english() for low in lows[1:])


def _closes(said: Written, place: int, lows: list[str]) -> bool:
    """Whether the words sign with only a space before them: "thanks pete", "love from sue", "signed e. markham"."""
    before = said.low(place - 1)
    if not _is_name(lows):
        return False
    if before == "from":  # "love from", or all that stands behind the last mark
        closes = said.low(place - 2) in _THANKS | _CLOSING
        opens = place == 1 or not said.joined(place - 1)
        return closes or (opens and not (lows[0] in EVERYDAY or lows[0] in PLACES_OR_PEOPLE))
    thanked = before in _THANKING or (before == "you" and said.low(place - 2) == "thank")
    if lows[0] in english() and len(lows[0]) > 1:
        return thanked and lows[0] not in _NO_ONE and (said.capital(place) or len(lows) == 1)
    return thanked or before in _THANKS - {"you"}
