"""The search for texts nearly alike, against a comparison of every text with every other."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.ledger import near
from survey.ledger.groups import Groups
from survey.ledger.near import similar
from survey.ledger.settings import LedgerSettings
from survey.ledger.words import first_places, runs, shingles, spans, words
from tests.ledger.planted import edited, unique_comments

TWELVE = "one two three four five six seven eight nine ten eleven twelve"


def pairs_of_words(text: str) -> set[tuple[str, str]]:
    found = "".join(each if each.isalnum() else " " for each in text.casefold()).split()
    return set(pairwise(found))


def every_pair(texts: list[str], least: float) -> dict[tuple[int, int], float]:
    sets = [pairs_of_words(text) for text in texts]
    found = {}
    for first, one in enumerate(sets):
        for second in range(first + 1, len(sets)):
            other = sets[second]
            if len(one & other) >= least * len(one | other):
                found[first, second] = len(one & other) / len(one | other)
    return found


def grouped(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    groups = Groups(size)
    groups.join(pairs)
    found: list[int] = groups.all().tolist()
    return found


def test_every_pair_given_is_as_alike_as_it_says_and_no_group_is_missed() -> None:
    rng = random.Random(7)  # noqa: S311 - reproducible, nothing secret
    comments = unique_comments(350, seed=6)
    texts = [*comments, *(edited(text, rng) for text in comments[:50]), *(edited(text, rng) for text in comments[:25])]
    truth = every_pair(texts, 0.5)
    assert len(truth) > 75
    found = {(first, second): similarity for first, second, similarity in similar(pl.Series(texts)).iter_rows()}
    assert all(truth[pair] == pytest.approx(similarity) for pair, similarity in found.items())
    assert grouped(len(texts), list(found)) == grouped(len(texts), list(truth))


def test_as_many_pairs_are_found_as_the_chance_of_a_shared_band_says() -> None:
    rng = random.Random(3)  # noqa: S311 - reproducible, nothing secret
    texts = []
    for _ in range(1_500):  # of 31 word pairs 21 are shared, of 41 in all: the chance of a band is 0.989
        drawn = [f"w{rng.getrandbits(60)}" for _ in range(42)]
        texts += [" ".join(drawn[:32]), " ".join(drawn[10:])]
    pairs = {(first, second) for first, second, _ in similar(pl.Series(texts)).iter_rows()}
    assert pairs <= {(place, place + 1) for place in range(0, 3_000, 2)}
    assert len(pairs) / 1_500 == pytest.approx(1 - (1 - (21 / 41) ** 3) ** 32, abs=0.008)  # three standard errors


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 400), min_size=10, max_size=80), min_size=2, max_size=12),
    st.floats(0.5, 1),
    st.data(),
)
def test_the_sieve_lets_every_pair_pass_that_is_alike(
    parts: list[list[int]], least: float, data: st.DataObject
) -> None:
    joined = [parts[0] + part for part in parts] + parts
    texts = [" ".join(f"w{number}" for number in data.draw(st.permutations(part))) for part in joined]
    doc, word = words(pl.Series(texts)).get_columns()
    begins, shingle = runs(doc.to_numpy(), word.to_numpy(), 2)
    sieve = near._Sieve.of(near._sets(near._Pairs(doc.to_numpy()[begins], shingle, len(texts))))
    for first, second in every_pair(texts, least):
        assert sieve.may_reach(least, np.array([first]), np.array([second])).all()


def test_one_very_long_text_among_short_ones_is_compared_as_well() -> None:
    short = [f"{TWELVE} and my own word is word{place}" for place in range(200)]
    long = " ".join(f"w{place}" for place in range(20_000))
    found = similar(pl.Series([*short, long, long.replace("w77 ", "x ")]))
    assert grouped(202, [(first, second) for first, second, _ in found.iter_rows()]) == [0] * 200 + [200] * 2


def test_a_crowd_of_the_same_text_becomes_one_group() -> None:
    texts = [f"{TWELVE} and my own word is word{place}" for place in range(3_000)]
    found = similar(pl.Series(texts))
    assert set(grouped(len(texts), [(first, second) for first, second, _ in found.iter_rows()])) == {0}
    assert len(found) < 30_000


def test_one_word_in_twelve_replaced_leaves_nine_of_thirteen_pairs() -> None:
    found = similar(pl.Series([TWELVE, TWELVE.replace("six", "VI")]))
    assert found.rows() == [(0, 1, 9 / 13)]


def test_case_and_punctuation_are_no_difference() -> None:
    assert similar(pl.Series([TWELVE, TWELVE.upper().replace(" ", ", ") + "!"]))["similarity"].to_list() == [1.0]


def test_short_texts_do_not_take_part() -> None:
    nine = " ".join(TWELVE.split()[:9])
    assert similar(pl.Series([nine, nine, TWELVE])).is_empty()
    assert len(similar(pl.Series([nine, nine]), LedgerSettings(near_words=9))) == 1


@pytest.mark.parametrize("texts", [[], [""], [None], ["one"], [None, "one two", ""]])
def test_next_to_nothing_is_no_error(texts: list[str | None]) -> None:
    assert similar(pl.Series(texts, dtype=pl.String)).is_empty()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="aB é'’-\n.x9", max_size=30), max_size=8))
def test_words_and_their_places_agree(texts: list[str]) -> None:
    found = words(pl.Series(texts, dtype=pl.String))
    for doc, text in enumerate(texts):
        hashes = found.filter(pl.col("doc") == doc)["word"].to_list()
        alone = [words(pl.Series([text[start:end]]))["word"].to_list() for start, end in spans(text)]
        assert [[each] for each in hashes] == alone


def test_runs_of_words_stay_within_their_text() -> None:
    found = shingles(words(pl.Series(["a b c", "b c", "c", "b c d"])), 2)
    assert found.select("doc", "place").rows() == [(0, 0), (0, 1), (1, 0), (3, 0), (3, 1)]
    hashes = found["shingle"].to_list()
    assert hashes[1] == hashes[2] == hashes[3]
    assert len(set(hashes)) == 3


def test_first_places() -> None:
    assert first_places(pl.Series([5, 5, 2, 7, 7, 7]).to_numpy()).tolist() == [0, 0, 2, 3, 3, 3]
    assert first_places(pl.Series([], dtype=pl.Int64).to_numpy()).tolist() == []
