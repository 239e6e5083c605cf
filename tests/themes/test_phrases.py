"""Where a text shows a code: spans worked out by hand, traps of language, hostile text, and a second engine."""

from __future__ import annotations

import re
import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.code_frame import Code
from survey.themes.forms import inflections
from survey.themes.places import compile_rules, places


def code(*phrases: str, no: tuple[str, ...] = (), **keys: object) -> Code:
    settings = {"code": "c", "label": "C", "net": "n", "definition": "d", "phrases": phrases, "not_phrases": no}
    return Code.model_validate(settings | keys)


def found(text: str, *codes: Code) -> list[tuple[int, int, int]]:
    """Rank of the code, start and end of each place, with a text before and behind that have nothing to do with it."""
    rows = places(["before", text, "behind"], compile_rules(codes)).filter(pl.col("row") == 1)
    return rows.select("rank", "start", "end").rows()


def shown(text: str, *phrases: str, no: tuple[str, ...] = (), **keys: object) -> list[tuple[int, int, str]]:
    return [(start, end, text[start:end]) for _, start, end in found(text, code(*phrases, no=no, **keys))]


def test_spans_are_counted_in_characters() -> None:
    text = "😡 Don’t PARK  on zig‑zags!"
    assert shown(text, "don't park", "zig zag*") == [(2, 12, "Don’t PARK"), (17, 25, "zig‑zags")]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Drapes", "rape*"),
        ("businesses", "bus*"),
        ("grapevine", "rape"),
        ("antisocial", "social"),
        ("Parkinson's", "park*"),
        ("the parkland", "park*"),
        ("1010", "101"),
        ("cafe\u0301", "cafe"),
        ("anti, social", "anti social"),
        ("theyʼrape", "drape"),
    ],
)
def test_words_inside_other_words_do_not_count(text: str, phrase: str) -> None:
    assert shown(text, phrase) == []


@pytest.mark.parametrize(
    ("text", "phrase", "words"),
    [
        ("RAPE.", "rape*", "RAPE"),
        ("raping", "rape*", "raping"),
        ("the bus's brakes", "bus*", "bus's"),
        ("anti-social", "anti social", "anti-social"),
        ("anti social", "anti-social", "anti social"),
        ("anti \n\t social", "anti social", "anti \n\t social"),
        ("the victims’ code", "victim* code", "victims’ code"),
        ("the victim's code", "victim* code", "victim's code"),
        ("women's safety", "women’s safety", "women's safety"),
        ("cafe\u0301s", "café*", "cafe\u0301s"),
        ("CAFÉ", "café", "CAFÉ"),
        ("999/101 calls", "999/101", "999/101"),
        ("call 101.", "101", "101"),
        ("speeding😡", "😡", "😡"),
        ("على الشرطة العمل", "الشرطة", "الشرطة"),
        ("is it (c++)?", "c++", "c++"),
        ("a.b", "a.b", "a.b"),
    ],
)
def test_what_counts(text: str, phrase: str, words: str) -> None:
    assert [each for _, _, each in shown(text, phrase)] == [words]


def test_a_phrase_is_never_a_pattern() -> None:
    assert shown("axb abb", "a.b", "a[b]b", "(", "a|b", "\\w") == []
    assert shown("\\w ( a|b", "\\w", "(", "a|b") == [(0, 2, "\\w"), (3, 4, "("), (5, 8, "a|b")]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("park", {"park", "parks", "parked", "parking", "park's"}),
        ("race", {"races", "raced", "racing"}),
        ("burglary", {"burglaries", "burglary's"}),
        ("rob", {"robs", "robbed", "robbing"}),
        ("crash", {"crashes", "crashed"}),
        ("delay", {"delays", "delayed"}),
    ],
)
def test_inflections_follow_english_spelling(word: str, forms: set[str]) -> None:
    assert forms <= inflections(word)
    assert not {"parkd", "raceing", "delaies", "burglarie"} & inflections(word) - {f"{word}ing"}


def test_the_longest_match_wins_and_none_overlap() -> None:
    phrases = ("knife", "knife crime", "crime in town", "knife crime gang*")
    assert shown("Knife crime in town", *phrases) == [(0, 11, "Knife crime")]
    assert shown("knife-crime gangs", *phrases) == [(0, 17, "knife-crime gangs")]


def test_a_ruling_out_phrase_takes_the_words_it_overlaps_and_no_others() -> None:
    no = ("in the park", "car park")
    assert shown("Kids play in the park", "park*", no=no) == []
    assert shown("They park in the park", "park*", no=no) == [(5, 9, "park")]
    assert shown("in the car park, parked badly", "park*", no=no) == [(17, 23, "parked")]
    assert shown("in the parking", "park*", no=no) == [(7, 14, "parking")]


def test_a_match_ruled_out_hides_no_later_one() -> None:
    assert shown("car park badly", "park badly", "badly", no=("car park",)) == [(9, 14, "badly")]


def test_codes_are_told_apart_and_may_share_words() -> None:
    codes = [code("stolen car*"), code("car*"), code("bike*")]
    assert found("stolen cars", *codes) == [(0, 0, 11), (1, 7, 11)]


def test_negation_is_heeded_where_the_code_asks_for_it() -> None:
    text = "I feel safe at home. I do not feel safe in town, and I don’t think anyone is feeling safe there"
    whole = [(2, 11, "feel safe"), (30, 39, "feel safe"), (77, 89, "feeling safe")]
    assert shown(text, "feel* safe") == whole
    assert shown(text, "feel* safe", negation="rules_out") == whole[:1]
    assert shown(text, denied_phrases=("feel* safe",)) == whole[1:]
    assert shown(text, "unsafe", denied_phrases=("feel* safe",), no=("safe in town",)) == whole[2:]


def test_patterns_match_in_any_case_with_their_places_in_characters() -> None:
    pattern = (r"\b[234]0 ?mph\b", "\\bdon't drive", "é+")
    text = "😡 20MPH, 30 mph; 120mph is é! I don’t drive \ufdd0 40mph"
    spans = [(2, 7, "20MPH"), (9, 15, "30 mph"), (27, 28, "é"), (32, 43, "don’t drive"), (46, 51, "40mph")]
    assert shown(text, patterns=pattern) == spans
    assert shown(text, patterns=pattern, no=("30 mph",)) == [spans[0], *spans[2:]]


def test_a_pattern_takes_time_in_proportion_to_the_text() -> None:
    started = time.perf_counter()
    assert shown("a" * 30_000 + "!", patterns=("(a+)+$",)) == []
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("steal* car*", "stolen cars"), ("woman*", "women’s"), ("thief*", "thieves"), ("feel* low", "felt low")],
)
def test_irregular_forms_are_listed(phrase: str, text: str) -> None:
    assert [each for _, _, each in shown(text, phrase)] == [text]


def test_n_t_is_also_written_without_its_apostrophe() -> None:
    assert shown("we dont see police", "don't see police") == [(3, 18, "dont see police")]


HOSTILE = [
    "",
    "\x00\x01\x02",
    "\u202eparking\u202c",
    "😡" * 1000,
    "drug" + " " * 50_000,
    "park " * 10_000,
    "a" * 50_000,
    "'" * 50_000,
    "e\u0301" * 25_000,
    "in the park " * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
def test_hostile_text_is_read_in_good_time(text: str) -> None:
    rules = code("park*", "drug deal*", "drug* in the", "a", no=("in the park",))
    started = time.perf_counter()
    spans = found(text, rules)
    assert time.perf_counter() - started < 2
    assert len(spans) == {"park " * 10_000: 10_000, "\u202eparking\u202c": 1}.get(text, 0)


WORDS = ("park", "car", "the", "in")
SEPARATORS = (" ", "-", "  ", ", ", "")
phrase_lists = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)


def by_hand(
    pairs: list[tuple[str, str]], phrases: list[tuple[str, ...]], no: list[tuple[str, ...]]
) -> list[tuple[int, int]]:
    """The rules over again, without patterns: every run of whole words that is not ruled out, longest first from the
    left."""
    text = "".join(word + separator for word, separator in pairs)
    tokens = [(found.start(), found.end()) for found in re.finditer("[a-z]+", text)]

    def runs(wanted: list[tuple[str, ...]]) -> list[tuple[int, int]]:
        found = []
        for first in range(len(tokens)):
            for last in range(first, len(tokens)):
                gaps = [text[tokens[at][1] : tokens[at + 1][0]] for at in range(first, last)]
                words = tuple(text[start:end] for start, end in tokens[first : last + 1])
                if words in wanted and "," not in "".join(gaps):
                    found.append((tokens[first][0], tokens[last][1]))
        return found

    longest: dict[int, int] = {}
    ruled_out = runs(no)
    for start, end in runs(phrases):
        if all(end <= left or right <= start for left, right in ruled_out):
            longest[start] = max(end, longest.get(start, 0))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(longest.items()):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=12), phrase_lists, phrase_lists
)
def test_the_rules_worked_without_patterns_give_the_same(
    pairs: list[tuple[str, str]], phrases: list[tuple[str, ...]], no: list[tuple[str, ...]]
) -> None:
    text = "".join(word + separator for word, separator in pairs)
    against = [each for each in no if each not in phrases]
    rules = code(*(" ".join(each) for each in phrases), no=tuple(" ".join(each) for each in against))
    assert [(start, end) for _, start, end in found(text, rules)] == by_hand(pairs, phrases, against)
