"""A text as its words, for the rules of names: each with its place, and what stands between it and its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.themes.gazetteer import english, is_title
from survey.themes.name_lists import STOP

_WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?!\w)")
_STRETCH = re.compile(r"[^.!?\n]+")
_BEHIND_TITLE = re.compile(r"\. ?| \d{2,6} ")
_OPEN_QUOTE, _CLOSE_QUOTE = re.compile(r" [\"'\u2018\u201c]"), re.compile(r"[\"'\u2019\u201d]")
_LONGEST = 3  # words of a name
_AHEAD = 12  # words
_FULL, _SHORT, _FEW, _MOST = 3, 3, 3, 0.8


@dataclass(frozen=True, slots=True)
class Written:
    """A text, small where its case tells nothing, and its words: (word, start, end)."""

    text: str
    words: list[tuple[str, int, int]]
    kept: list[str]  # in small letters with straight apostrophes; behind the last as many "" as are ever looked ahead,
    lows: list[str]  # which stand before the first too, places counted from the end; these without "'s"

    def low(self, place: int) -> str:
        """The word at a place in small letters, its "'s" left out; "" where there is none."""
        return self.lows[place]

    def between(self, place: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.words[place - 1][2] if place else 0 : self.words[place][1]]

    def behind(self, place: int) -> int:
        """Where the word at a place ends."""
        return self.words[place][2]

    def capital(self, place: int) -> bool:
        """Whether a word has a capital that tells something: PCC and CCTV are none."""
        word = self.words[place][0]
        return word[0].isupper() and (len(word) == 1 or not word.isupper() or len(word) > _FULL)

    def joined(self, place: int) -> bool:
        """Only a space, or the point or an officer's number behind a title, is between a word and the one before."""
        if not 0 < place < len(self.words):
            return False
        between = self.between(place)
        return between == " " or (is_title(self.low(place - 1)) and _BEHIND_TITLE.fullmatch(between) is not None)

    def quoted(self, place: int) -> bool:
        """Whether a word begins what stands in quotation marks behind a space."""
        return place > 0 and _OPEN_QUOTE.fullmatch(self.between(place)) is not None

    def run(self, place: int) -> int:
        """Words from a place on with only a space, or the point of an initial, between them; 0 if more than three."""
        count = 1
        while place + count < len(self.words):
            between = self.between(place + count)
            if between != " " and not (between in (". ", ".") and len(self.words[place + count - 1][0]) == 1):
                break
            count += 1
            if count > _LONGEST:
                return 0
        return count


def written(text: str) -> Written:
    """The words of a text; sentences all in capitals, or with one on each word, are read as if written small."""
    text = _shouted(text) if _plain(text) else text
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    kept = [word.casefold().replace("\u2019", "'") for word, _, _ in words] + [""] * _AHEAD
    return Written(text, words, kept, [word.removesuffix("'s") for word in kept])


def _plain(text: str) -> bool:
    return len(text) == len(text.lower())  # "İ" would grow


def _shouted(text: str) -> str:
    if text.isupper() and len(text.split()) >= _FEW:
        return text.lower()
    return _STRETCH.sub(lambda found: found[0].lower() if _says_nothing(found[0]) else found[0], text)


def _says_nothing(stretch: str) -> bool:
    """Whether the words of English in a stretch have capitals too."""
    words = [found[0] for found in _WORD.finditer(stretch)]
    if stretch.isupper():
        return len(words) >= _FEW
    small = [word for word in words[1:] if word.casefold() in STOP and not word.casefold().startswith("i")]
    if len(small) >= _FEW and all(word[0].isupper() for word in small):
        return True  # "And The"
    long = [word for word in words[1:] if len(word) > _SHORT and word.casefold() in english()]
    capital = sum(word[0].isupper() for word in long)
    return capital >= _FEW and capital >= _MOST * len(long)
