"""Published percentages put right: by hand, as the plain estimator where each wrote one answer, and by simulation."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from survey.themes.agree import Sets, coding_error
from survey.themes.published import of_respondents, published_error
from tests.themes.small_frame import FRAME

FIRST, SECOND = [code.code for code in FRAME.codes][:2]
LABELS = FRAME.labels
DICE = random.Random(11)  # noqa: S311 - no secret


def as_published(given: Sets) -> pl.DataFrame:
    """The column that breakdowns count, of answers coded so."""
    people: dict[str, set[str]] = {}
    for (who, _), codes in given.items():
        people.setdefault(who, set()).update(codes)
    silent = {"nothing_to_add", "no_comment"}
    told = [(codes if codes <= silent else codes - silent) for codes in people.values()]
    return pl.DataFrame({"themes": [[LABELS[code] for code in codes] for codes in told]})


def sets(rows: dict[str, list[set[str]]]) -> Sets:
    return {(who, f"q{n}"): frozenset(codes) for who, answers in rows.items() for n, codes in enumerate(answers)}


def strata_of(rules: Sets) -> dict[tuple[str, str], str]:
    return {key: min(codes) for key, codes in rules.items()}


def told_of(published: Sets, rules: Sets, read: Sets) -> pl.DataFrame:
    """Each respondent in the stratum of the first of their codes by rules, other last."""
    people: dict[str, set[str]] = {}
    for (who, _), codes in rules.items():
        people.setdefault(who, set()).update(codes)
    strata = {who: min(codes, key=lambda code: (code == "other", code)) for who, codes in people.items()}
    return published_error(as_published(published), strata, of_respondents(read, rules), FRAME)


def row(frame: pl.DataFrame, code: str) -> dict[str, Any]:
    found: dict[str, Any] = frame.filter(pl.col("code") == code).row(0, named=True)
    return found


def test_by_hand() -> None:
    """Rules gave FIRST to 4 of 10. Two of these were read, one is right; three others, one lacks it. Published are 4:
    of those read one lost it and one gained it. Put right: 1 + 2 x 1/2 and 1 + 3 x 1/3.
    """
    rules = sets({f"r{n}": [{FIRST} if n < 4 else {"other"}] for n in range(10)})
    read = sets({"r0": [{FIRST}], "r1": [{"other"}], "r4": [{FIRST}], "r5": [{"other"}], "r6": [{SECOND}]})
    found = told_of({**rules, **read}, rules, read)
    told = row(found, FIRST)
    assert (told["respondents"], told["published"], told["published_pct"]) == (10, 4, 40)
    assert told["right_pct"] == pytest.approx(10 * (1 + 1 + 1 + 1))
    assert told["right_lower"] < 40 < told["right_upper"]
    assert row(found, SECOND)["right_pct"] == pytest.approx(10 * (1 + 1))
    # The rules alone gave 4 of 10 too, but others: on one answer each both ways lead to one figure.
    plain = row(coding_error(rules, strata_of(rules), read, FRAME), FIRST)
    assert plain["adjusted_pct"] == pytest.approx(told["right_pct"])


def test_where_all_was_read_nothing_is_unsure() -> None:
    rules = sets({f"r{n}": [{FIRST}, {"other"}] for n in range(12)})
    read = sets({f"r{n}": [{FIRST} if n < 5 else {"other"}, {FIRST} if n in (4, 8) else {"other"}] for n in range(12)})
    told = row(told_of(read, rules, read), FIRST)
    assert told["published_pct"] == told["right_pct"] == pytest.approx(50)
    assert told["right_lower"] == told["right_upper"] == told["right_pct"]


def test_who_said_nothing_said_it_in_every_answer() -> None:
    rules = sets({f"r{n}": [{"no_comment"}, {"other"}] for n in range(6)})
    read = sets({"r0": [{"no_comment"}, {"no_comment"}], "r1": [{"no_comment"}, {FIRST}]})
    found = told_of({**rules, **read}, rules, read)
    told = row(found, "no_comment")
    assert told["published"] == 1  # r0; r1 said something in the other answer
    # Every first answer says nothing, and half of the second ones do.
    assert told["right_pct"] == pytest.approx(100 / 6 * (1 + 4 * 0.5))


def test_a_stratum_that_nobody_read_is_left_out() -> None:
    rules = sets({**{f"r{n}": [{FIRST}] for n in range(4)}, **{f"s{n}": [{SECOND}] for n in range(6)}})
    read = sets({"r0": [{FIRST}], "r1": [{"other"}]})
    told = row(told_of({**rules, **read}, rules, read), FIRST)
    assert (told["respondents"], told["right_respondents"], told["right_pct"]) == (10, 4, pytest.approx(50))
    nothing = row(told_of(rules, rules, {}), FIRST)
    assert (nothing["right_respondents"], nothing["right_pct"], nothing["right_lower"]) == (0, None, None)


def simulated(one_in: int) -> tuple[float, dict[str, Any]]:
    """300 respondents of two answers, who mostly say a thing in both or in none, and whose way of saying it the rules
    know or do not. The true share, and what was told of it from a part of the respondents.
    """
    truth: Sets = {}
    rules: Sets = {}
    for n in range(300):
        cares, known = DICE.random() < 0.3, DICE.random() < 0.7
        for place in range(2):
            has = DICE.random() < (0.8 if cares else 0.02)
            given = (has and known) or DICE.random() < 0.05
            key = (f"r{n:03}", f"q{place}")
            truth[key], rules[key] = (frozenset({FIRST if each else "other"}) for each in (has, given))
    found = {who for (who, _), codes in rules.items() if FIRST in codes}
    everyone = {who for who, _ in rules}
    drawn = {one for part in (found, everyone - found) for one in DICE.sample(sorted(part), len(part) // one_in)}
    read = {key: codes for key, codes in truth.items() if key[0] in drawn}
    told = row(told_of({**rules, **read}, rules, read), FIRST)
    share = 100 * len({who for (who, _), codes in truth.items() if FIRST in codes}) / 300
    return share, told


@pytest.mark.parametrize("one_in", [2, 10])
def test_intervals_hold_the_true_share_of_respondents_as_often_as_they_say(one_in: int) -> None:
    told = [simulated(one_in) for _ in range(120)]
    inside = sum(each["right_lower"] <= share <= each["right_upper"] for share, each in told)
    assert 107 <= inside <= 119  # 95% of 120 is 114, give or take 2.7 standard errors
    missed = [each["right_pct"] - share for share, each in told]
    published = [each["published_pct"] - share for share, each in told]
    assert abs(sum(missed) / 120) < 0.5
    assert sum(published) / 120 < -0.5  # what is published is too low
