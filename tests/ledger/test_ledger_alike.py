"""Near duplicates and campaigns by hand."""

from __future__ import annotations

from typing import Any

import polars as pl

from survey.frames import empty
from survey.ledger.campaigns import campaigns, find_campaigns
from survey.ledger.flags import flags
from survey.ledger.frames import CAMPAIGN, EXACT, FLAGS, NEAR
from survey.ledger.settings import DEFAULTS, LedgerSettings
from tests.ledger.small import COMMENTS, CONSULTATION, IDEAS, respond

TWELVE = "one two three four five six seven eight nine ten eleven twelve"
LETTER = "We object to the closing of our police station since nobody will come out when we call for help at night"
SECOND = "Cameras on the high street would cost less than one officer and they never sleep nor take a day of leave"


def flagged(flag: str, *rows: dict[str, Any]) -> pl.DataFrame:
    return flags(respond(*rows), CONSULTATION).filter(pl.col("flag") == flag)


def test_a_verbatim_with_one_word_replaced() -> None:
    found = flagged(NEAR, {"comments": TWELVE}, {"comments": "x"}, {"comments": TWELVE.replace("six", "VI")})
    assert found.select("response_id", "group").rows() == [("r1", "near:comments:r1"), ("r3", "near:comments:r1")]
    assert found["reason"][1] == (
        "the words of comments are 0.69 alike to those of response r1 "
        "(share of neighbouring word pairs in common), 2 responses in all"
    )


def test_the_same_words_beside_other_ticks() -> None:
    found = flagged(NEAR, {"comments": TWELVE, "area": "Dudley"}, {"comments": TWELVE, "area": "Walsall"})
    assert [reason[:55] for reason in found["reason"]] == [
        "the words of comments are 1.00 alike to those of respon",
        "the words of comments are 1.00 alike to those of respon",
    ]


def test_exact_duplicates_alone_are_not_near_duplicates_as_well() -> None:
    same = {"comments": TWELVE}
    assert flagged(EXACT, same, same)["response_id"].to_list() == ["r1", "r2"]
    assert flagged(NEAR, same, same).is_empty()
    third = {"comments": TWELVE, "area": "Dudley"}
    assert flagged(NEAR, same, same, third)["response_id"].to_list() == ["r1", "r2", "r3"]


def test_the_same_words_at_different_questions_are_not_compared() -> None:
    assert flagged(NEAR, {"comments": TWELVE}, {"ideas": TWELVE}).is_empty()
    both = flagged(NEAR, {"comments": TWELVE, "ideas": TWELVE}, {"comments": TWELVE, "ideas": TWELVE + " thirteen"})
    assert both["group"].to_list() == ["near:comments:r1", "near:ideas:r1"] * 2


LETTERS: tuple[dict[str, Any], ...] = (
    {"comments": LETTER},
    {"comments": f"{LETTER}. My son was attacked in May!"},
    {"comments": f"Dear Commissioner,\n\n{LETTER.upper()}"},
    {"comments": LETTER.replace("since", "– I am 80 – since")},
    {"comments": f"As a nurse, I say: {LETTER}, believe me."},
    {"comments": "Nobody will come out when we call for help at night, and that is that, as my neighbour says"},
)


def test_a_campaign_and_what_each_added() -> None:
    found = find_campaigns(respond(*LETTERS), [COMMENTS], DEFAULTS)
    assert found.texts.drop("first", "last").rows() == [
        ("campaign:comments:r1", "comments", LETTER, 21, 5, 1, "r1, r2, r3")
    ]
    assert [str(day) for day in found.texts.select("first", "last").row(0)] == ["2024-07-01", "2024-07-05"]
    assert found.additions.select("response_id", "added").rows() == [
        ("r1", None),
        ("r2", "My son was attacked in May"),
        ("r3", "Dear Commissioner"),
        ("r4", "I am 80"),
        ("r5", "As a nurse, I say"),
        ("r5", "believe me"),
    ]
    verbatims = {f"r{place}": row["comments"] for place, row in enumerate(LETTERS, start=1)}
    for name, start, end, added in (
        found.additions.drop_nulls("added").select("response_id", "start", "end", "added").rows()
    ):
        assert verbatims[name][start:end] == added


def test_campaign_flags_say_how_much_is_shared() -> None:
    found = flagged(CAMPAIGN, *LETTERS)
    assert found["reason"][4] == "21 of the 28 words of comments are a text that 5 responses share"
    assert found["evidence"].to_list() == [
        "",
        "My son was attacked in May",
        "Dear Commissioner",
        "I am 80",
        "As a nurse, I say … believe me",
    ]


def test_duplicates_that_carry_a_campaign_are_told_with_caution() -> None:
    reasons = flagged(EXACT, *LETTERS, {"comments": LETTER})["reason"]
    assert len(reasons) == 2
    assert all(
        each.endswith("; it carries the text of campaign:comments:r1, so it may be another person's")
        for each in reasons
    )


def test_four_responses_are_no_campaign() -> None:
    assert campaigns(respond(*LETTERS[:4]), [COMMENTS], DEFAULTS).is_empty()
    assert len(campaigns(respond(*LETTERS[:4]), [COMMENTS], LedgerSettings(campaign_responses=4))) == 1


def test_two_campaigns_stay_two_though_one_person_sent_both() -> None:
    rows = [
        {"comments": f"{text} {sender}"} for text in (LETTER, SECOND) for sender in ("Ann", "Bob", "Cy", "Di", "Ed")
    ]
    rows.append({"comments": f"{LETTER}. {SECOND}."})
    found = campaigns(respond(*rows), [COMMENTS, IDEAS], DEFAULTS)
    assert found.select("template", "responses").rows() == [(LETTER, 6), (SECOND, 6)]


def test_a_template_with_a_gap_for_the_name_is_one() -> None:
    names = ("Ann of Tipton", "Bob", "Cy Smith", "Di", "Ed in Dudley")
    rows = [{"comments": f"{LETTER}. My name is {name} and {SECOND}. Please act on it soon."} for name in names]
    found = find_campaigns(respond(*rows), [COMMENTS], DEFAULTS)
    assert found.texts["template"].to_list() == [f"{LETTER}. My name is … and {SECOND}. Please act on it soon"]
    assert found.additions["added"].to_list() == list(names)


def test_nothing_to_search_gives_nothing() -> None:
    for rows in ((), ({},), ({"comments": "x"},)):
        assert flags(respond(*rows), CONSULTATION).equals(empty(FLAGS))
        assert campaigns(respond(*rows), [COMMENTS], DEFAULTS).is_empty()
