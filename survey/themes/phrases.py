"""The phrases of a code frame, compiled once, and the places in a text that show its codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.code_frame import Code, phrase_words

# Accents written as marks of their own belong to the letter before them, which \w does not know.
_WORD = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOKEN = re.compile(rf"{_WORD}+|[^\w\s]")
_GAP = r"[\s\-\u00ad\u2010-\u2015\u2212]++"
_APOSTROPHE = "['\u2018\u2019\u02bc\u2032\u00b4`]"
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"))
_VOWELS = "aeiou"

Place = tuple[int, int, int]  # the code's rank in the frame, start, end


@dataclass(frozen=True, slots=True)
class Phrases:
    """One pattern a code for what shows it and what rules it out; `first`: token to the patterns it may begin."""

    showing: tuple[re.Pattern[str], ...]
    ruling_out: tuple[re.Pattern[str], ...]
    first: Mapping[str, tuple[tuple[int, bool], ...]]  # rank of the code, whether its phrase shows it


def compile_phrases(codes: Sequence[Code]) -> Phrases:
    """The phrases of all codes, ready for `places`."""
    first: dict[str, dict[tuple[int, bool], None]] = {}
    for rank, code in enumerate(codes):
        for shows, phrases in ((True, code.phrases), (False, code.not_phrases)):
            for token in _first_tokens(phrases):
                first.setdefault(token, {})[rank, shows] = None
    return Phrases(
        showing=tuple(_pattern(code.phrases) for code in codes),
        ruling_out=tuple(_pattern(code.not_phrases) for code in codes),
        first={token: tuple(patterns) for token, patterns in first.items()},
    )


def places(text: str, phrases: Phrases) -> list[Place]:
    """Where the text shows which code: rank of the code, start and end in characters, in that order.

    Matches of one code are leftmost and longest, none overlapping another; those of two codes may overlap.
    A match that shares a character with a phrase that rules its code out does not count and hides no later one.
    """
    shown: dict[int, list[tuple[int, int]]] = {}
    ruled_out: dict[int, list[tuple[int, int]]] = {}
    for token in _TOKEN.finditer(text):
        for rank, shows in phrases.first.get(_key(token[0]), ()):
            pattern, found = (phrases.showing, shown) if shows else (phrases.ruling_out, ruled_out)
            match = pattern[rank].match(text, token.start())
            if match:
                found.setdefault(rank, []).append(match.span())
    return [
        (rank, start, end) for rank in sorted(shown) for start, end in _counting(shown[rank], ruled_out.get(rank, ()))
    ]


def _counting(shown: Iterable[tuple[int, int]], ruled_out: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The matches, which come by their start, without those ruled out and those that overlap an earlier one."""
    taken = {place for start, end in ruled_out for place in range(start, end)}
    last = 0
    for start, end in shown:
        if start >= last and taken.isdisjoint(range(start, end)):
            yield start, end
            last = end


def _first_tokens(phrases: Sequence[str]) -> Iterator[str]:
    for phrase in phrases:
        for form in _forms(phrase_words(phrase)[0]):
            token = _TOKEN.match(form)
            if token:
                yield _key(token[0])


def _key(token: str) -> str:
    """What tokens that match the same phrase have in common."""
    folded = token.casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded.translate(_APOSTROPHES))


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    # The engine takes the first alternative that fits. More words reach further, since no word holds a gap;
    # with as many words, a longer last word does.
    listed = sorted((phrase_words(phrase) for phrase in phrases), key=lambda words: (-len(words), -len(words[-1])))
    alternatives = "|".join(_words(words) for words in listed)
    # After a letter, digit or mark no other may follow; an emoji may stand anywhere.
    return re.compile(rf"(?:{alternatives})(?:(?!{_WORD})|(?<!{_WORD}))", re.IGNORECASE)


def _words(words: Sequence[str]) -> str:
    """A phrase as a pattern. Before another word, `victim*` is also "victims'"."""
    ends = [f"{_APOSTROPHE}?{_GAP}" if word.endswith("*") else _GAP for word in words[:-1]] + [""]
    return "".join(_word(word) + end for word, end in zip(words, ends, strict=True))


def _word(word: str) -> str:
    # The same letters may stand composed or as letter and mark.
    forms = {each for form in _forms(word) for each in (form, unicodedata.normalize("NFD", form))}
    escaped = [re.escape(form).replace("'", _APOSTROPHE) for form in sorted(forms, key=lambda each: (-len(each), each))]
    return escaped[0] if len(escaped) == 1 else f"(?:{'|'.join(escaped)})"


def _forms(word: str) -> set[str]:
    return inflections(word[:-1]) if word.endswith("*") else {word}


def inflections(word: str) -> set[str]:
    """The word with its regular endings: plural, possessive, past and -ing form (park, parks, parked, parking).

    Spelling follows the rules of English: race, racing; burglary, burglaries; rob, robbed; crash, crashes.
    Some forms that no dictionary has come with them; irregular ones (stole, women) are phrases of their own.
    """
    forms = {word, f"{word}s", f"{word}'s", f"{word}ed", f"{word}ing", f"{word}ings"}
    before_last, last = word[-2:-1].casefold(), word[-1:].casefold()
    if last == "e":
        forms |= {f"{word}d", f"{word[:-1]}ing", f"{word[:-1]}ings"}
    elif last == "y" and before_last not in _VOWELS:
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    elif last not in _VOWELS + "wxy" and before_last in _VOWELS:
        forms |= {f"{word}{word[-1]}{ending}" for ending in ("ed", "ing", "ings")}
    if last in "sxzoh":
        forms.add(f"{word}es")
    return forms
