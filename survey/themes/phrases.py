"""The phrases of a code frame, compiled once, and where texts hold them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from survey.questionnaire.code_frame import Code, phrase_words
from survey.themes.forms import inflections
from survey.themes.plain import Places, Plain

# What a phrase does where it is found.
SHOWS, SHOWS_DENIED, RULES_OUT = 0, 1, 2

# One row a place that holds a phrase: `begin`, `end` count characters of the plain text, `rule` the phrases.
FOUND = {"rank": pl.Int64, "role": pl.Int64, "rule": pl.Int64, "begin": pl.Int64, "end": pl.Int64}


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every form of every phrase. `forms`: the texts to look for, each once. `meaning`: one row a form and what it
    says: form (its place in `forms`), rank (of the code in the frame), role, rule (place in `phrases`). `alphabet`:
    the letters beyond ASCII in the forms."""

    phrases: tuple[str, ...]
    forms: tuple[str, ...]
    meaning: pl.DataFrame
    alphabet: frozenset[str]


def compile_phrases(codes: Sequence[Code]) -> Phrases:
    """The phrases of all codes, ready for `find`."""
    listed: list[str] = []
    rows: dict[tuple[str, int, int], int] = {}
    for rank, code in enumerate(codes):
        roles = ((SHOWS, code.phrases), (SHOWS_DENIED, code.denied_phrases), (RULES_OUT, code.not_phrases))
        for role, phrases in roles:
            for phrase in phrases:
                for form in _forms_of_phrase(phrase):
                    rows.setdefault((form, rank, role), len(listed))
                listed.append(phrase)
    forms = sorted({form for form, _, _ in rows})
    place = {form: at for at, form in enumerate(forms)}
    meaning = [(place[form], rank, role, rule) for (form, rank, role), rule in rows.items()]
    schema = dict.fromkeys(("form", "rank", "role", "rule"), pl.Int64)
    alphabet = frozenset(letter for form in forms for letter in form if not letter.isascii())
    return Phrases(tuple(listed), tuple(forms), pl.DataFrame(meaning, schema=schema, orient="row"), alphabet)


def find(texts: Sequence[Plain], phrases: Phrases) -> list[pl.DataFrame]:
    """Of each of `texts`, every place where a phrase stands as whole words (FOUND), those within others too.

    All are searched at once, since making the automaton of many phrases takes longer than searching with it.
    """
    if not texts or not phrases.forms:
        return [pl.DataFrame(schema=FOUND) for _ in texts]
    forms = list(phrases.forms)
    lengths = np.array([len(each) for each in forms])
    hits = pl.DataFrame({"text": [each.text for each in texts]}).select(
        byte=pl.col("text").str.find_many(forms, overlapping=True),
        form=pl.col("text").str.extract_many(forms, overlapping=True),
    )
    found = []
    for text, places, words in zip(texts, hits["byte"], hits["form"], strict=True):
        form = words.cast(pl.Enum(forms)).to_physical().cast(pl.Int64).to_numpy()
        begin = _characters(text.text, places.cast(pl.Int64).to_numpy())
        end = begin + lengths[form]
        whole = ~text.within_word(begin) & ~text.within_word(end)
        placed = pl.DataFrame({"form": form[whole], "begin": begin[whole], "end": end[whole]})
        found.append(placed.join(phrases.meaning, on="form").select(list(FOUND)))
    return found


def _characters(text: str, places: Places) -> Places:
    """Places in the UTF-8 bytes of the text as places among its characters."""
    if text.isascii():
        return places
    data = np.frombuffer(text.encode(), np.uint8)
    return (np.cumsum((data & 0xC0) != 0x80) - 1)[places]


def _forms_of_phrase(phrase: str) -> Iterator[str]:
    """Each text that says the phrase; letters with accents both as one character and as letter and mark."""
    *first, last = phrase_words(phrase)
    ways = [_forms(word, ends=False) for word in first] + [_forms(last, ends=True)]
    for words in product(*ways):
        form = " ".join(words).lower()
        yield form
        apart = unicodedata.normalize("NFD", form)
        if apart != form:
            yield apart


def _forms(word: str, *, ends: bool) -> list[str]:
    """The forms of a word. Before another word, `victim*` is also "victims'"; "don't" is written "dont" too."""
    forms = inflections(word[:-1]) if word.endswith("*") else frozenset({word})
    if word.endswith("*") and not ends:
        forms = forms | {f"{form}'" for form in forms}
    return sorted(forms | {form.replace("n't", "nt") for form in forms if form.casefold().endswith("n't")})
