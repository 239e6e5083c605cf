"""The second coder: a blind sheet that is the same each time, decisions that stand, figures worked by hand."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from survey.errors import UnreadableError
from survey.frames import CODED
from survey.themes.agree import agreement, coding_error, quality_by, sets_of_people, sets_of_rules
from survey.themes.decisions import (
    DECISIONS,
    joined,
    latest,
    on_other_words,
    otherwise,
    overridden,
    read_sheet,
    standing,
)
from survey.themes.sample import DRAWN, by_sheets, draw, drawn_again, strata_of
from tests.themes.small_frame import FRAME

CODES = [code.code for code in FRAME.codes]
FIRST, SECOND = CODES[:2]
DAY = dt.date(2024, 8, 1)


def answers(number: int) -> pl.DataFrame:
    rows = [(f"r{n:04}", "comments", f"text {n}") for n in range(number)]
    return pl.DataFrame(rows, schema=["response_id", "question_id", "text"], orient="row")


def coded(codes: dict[str, list[str]]) -> pl.DataFrame:
    rows = [
        (one, "comments", code, FRAME.net_of.get(code), "rule", 0, 4, "text", "text", 1)
        for one, given in codes.items()
        for code in given
    ]
    return pl.DataFrame(rows, schema=dict(CODED), orient="row")


def test_the_sheet_holds_a_tenth_at_least_200_and_ten_of_a_rare_code() -> None:
    texts = answers(3_000)
    given = {one: [FIRST, SECOND] if n < 12 else [FIRST] for n, one in enumerate(texts["response_id"])}
    sheet = draw(texts, coded(given))
    assert sheet.filter(pl.col("stratum") == SECOND).height == 10
    assert sheet.height == pytest.approx(300, abs=12)
    assert draw(texts.sample(fraction=1, shuffle=True, seed=3), coded(given)).equals(sheet)
    assert draw(texts.head(150), coded(given)).height == 150
    chances = dict(sheet.select("stratum", "chance").unique().iter_rows())
    assert chances[SECOND] == pytest.approx(10 / 12)


def test_decisions_override_rules_stand_on_the_text_and_are_replaced() -> None:
    texts = answers(3)
    rules = coded({"r0000": [FIRST], "r0001": [FIRST, SECOND], "r0002": ["other"]})
    rows = [
        {"response_id": "r0000", "question_id": "comments", "codes": f"{SECOND.upper()}; {FIRST}"},
        {"response_id": "r0001", "question_id": "comments", "codes": ""},
        {"response_id": "r0002", "question_id": "comments", "codes": SECOND},
    ]
    first = read_sheet(rows, texts, FRAME, "AB", DAY, "sheet.xlsx")
    rows[2]["codes"] = "no_comment"
    second = read_sheet(rows[2:], texts, FRAME, "AB", DAY, "sheet.xlsx")
    both = joined(first, second)
    assert both["codes"].to_list() == [";".join(sorted([FIRST, SECOND])), "no_comment"]
    found = overridden(rules, standing(both, texts), FRAME)
    told = found.select("response_id", "code", "by", "start").rows()
    assert told == [
        ("r0000", FIRST, "person", 0),
        ("r0000", SECOND, "person", None),
        ("r0001", FIRST, "rule", 0),
        ("r0001", SECOND, "rule", 0),
        ("r0002", "no_comment", "person", None),
    ]
    changed = texts.with_columns(
        pl.when(pl.col("response_id") == "r0000").then(pl.lit("other words")).otherwise("text").alias("text")
    )
    assert standing(both, changed)["response_id"].to_list() == ["r0002"]
    assert on_other_words(both, changed)["response_id"].to_list() == ["r0000"]
    spaced = texts.with_columns(pl.lit(" ") + pl.col("text").str.replace(" ", "\u00a0\n") + " ")
    assert standing(both, spaced).equals(both)


def test_of_several_coders_the_last_is_followed_by_all() -> None:
    rows = [
        ("r0000", "comments", "", codes, coder, day, 1)
        for codes, coder, day in (
            (FIRST, "ZZ", "2024-08-01"),
            (SECOND, "AB", "2024-08-02"),
            ("other", "AA", "2024-08-02"),
        )
    ]
    decided = pl.DataFrame(rows, schema=DECISIONS, orient="row")
    assert latest(decided)["codes"].to_list() == ["other"]
    assert sets_of_people(latest(decided)) == {("r0000", "comments"): {"other"}}


def test_who_settles_a_difference_on_the_same_day_is_followed_whatever_the_name() -> None:
    texts, taken = answers(2), pl.DataFrame(schema=DECISIONS)
    for coder, codes in (("AB", FIRST), ("CD", SECOND), ("AA", FIRST), ("CD", SECOND)):
        rows = [{"response_id": one, "question_id": "comments", "codes": codes} for one in ("r0000", "r0001")]
        now = read_sheet(rows if coder != "AA" else rows[:1], texts, FRAME, coder, DAY, "sheet.xlsx")
        assert otherwise(taken, now) == {"AB": 0, "CD": 2 if len(taken) < 5 else 1, "AA": 1}[coder]
        taken = joined(taken, now)
        assert dict(latest(taken).select("response_id", "codes").iter_rows())["r0000"] == codes
    assert taken["coder"].to_list() == ["AB", "AB", "AA", "CD", "CD"]
    assert overridden(coded({}), standing(taken, texts), FRAME)["rule"].unique().to_list() == ["by CD"]


def test_a_sheet_that_cannot_be_taken_says_every_row() -> None:
    rows = [
        {"response_id": "r0000", "question_id": "comments", "codes": FIRST + "x"},
        {"response_id": "r0009", "question_id": "comments", "codes": FIRST},
    ]
    with pytest.raises(UnreadableError) as caught:
        read_sheet(rows, answers(3), FRAME, "AB", DAY, "sheet.xlsx")
    assert [problem.where for problem in caught.value.problems] == ["sheet.xlsx, row 2", "sheet.xlsx, row 3"]


def test_agreement_and_error_by_hand() -> None:
    """Rules gave FIRST to 4 of 10, a person to 3 of these and to 1 of the 6 others: kappa .5833."""
    rules = sets_of_rules(coded({f"r{n:04}": [FIRST] if n < 4 else ["other"] for n in range(10)}))
    decided = [
        (f"r{n:04}", "comments", "", FIRST if n in (0, 1, 2, 9) else "other", "AB", "2024-08-01", 1) for n in range(10)
    ]
    person = sets_of_people(pl.DataFrame(decided, schema=DECISIONS, orient="row"))
    agreed = agreement(("rules", rules), ("AB", person), FRAME)
    row = agreed.filter(pl.col("code") == FIRST).row(0, named=True)
    sets = agreed.row(0, named=True)  # of sets nothing is counted, which is not nought
    counts = ("both", "first_only", "second_only", "prevalence", "kappa")
    assert (sets["code"], sets["answers"], [sets[name] for name in counts]) == ("all codes", 10, [None] * 5)
    assert (row["answers"], row["both"], row["first_only"], row["second_only"], row["prevalence"]) == (10, 3, 1, 1, 40)
    assert row["kappa"] == pytest.approx((0.8 - 0.52) / 0.48)
    strata = {key: "a" if FIRST in codes else "b" for key, codes in rules.items()}
    error = coding_error(rules, strata, person, FRAME).filter(pl.col("code") == FIRST).row(0, named=True)
    assert (error["coded"], error["pct"], error["right"], error["missed"]) == (4, 40, 3, 1)
    assert error["adjusted_pct"] == pytest.approx(100 * (0.4 * 3 / 4 + 0.6 * 1 / 6))
    groups = {f"r{n:04}": "A" if n < 4 else "B" for n in range(10)}
    quality = quality_by(rules, person, groups, "area", ["A", "B", "C"]).rows(named=True)
    assert [(each["right"], each["given"], each["wanted"]) for each in quality] == [(3, 4, 4), (5, 6, 6), (0, 0, 0)]
    assert quality[2]["precision"] is None


def test_who_is_drawn_is_drawn_with_all_answers() -> None:
    """Of 1,500 respondents some wrote one answer and some three."""
    one = answers(1500)
    more = pl.concat([one.head(600).with_columns(pl.lit(name).alias("question_id")) for name in ("b", "c")])
    texts = pl.concat([one, more])
    given = {who: [SECOND] if n < 4 else [FIRST] for n, who in enumerate(one["response_id"])}
    sheet = draw(texts, coded(given))
    whole = texts.group_by("response_id").len().join(sheet.group_by("response_id").len("read"), on="response_id")
    assert (whole["len"] == whole["read"]).all()
    assert 0.1 * len(texts) <= len(sheet) <= 0.13 * len(texts)
    assert sheet.filter(pl.col("stratum") == SECOND)["response_id"].n_unique() == 4
    assert draw(texts.sample(fraction=1, shuffle=True, seed=3), coded(given)).equals(sheet)
    assert len(draw(one.with_columns(response_id=pl.lit("one"), question_id="response_id"), coded(given))) == 1500


def test_sheets_are_remembered_and_the_same_sheet_again_is_no_other() -> None:
    first, more = answers(100), answers(150)
    begun = drawn_again(pl.DataFrame(schema=DRAWN), first, first.head(20))
    assert begun.select(pl.col("since", "drawn").sum()).rows() == [(100, 20)]
    assert drawn_again(begun, first, first.head(20)).equals(begun)
    again = drawn_again(begun, more, more.tail(70))  # of these 20 were there before, none of them drawn
    assert again.group_by("since", "drawn").len().sort("since", "drawn").rows() == [
        (1, None, 60),
        (1, 1, 20),
        (1, 2, 20),
        (2, 2, 50),
    ]


def test_answers_of_which_more_were_drawn_do_not_stand_for_the_others() -> None:
    """Of the first 100 answers half were drawn and all have FIRST; of 900 later ones 30, and none has it: 10%."""
    keys = [(f"r{n:04}", "comments") for n in range(1000)]
    rules = {key: frozenset({"other"}) for key in keys}
    read = {key: frozenset({FIRST if n < 100 else "other"}) for n, key in enumerate(keys) if n < 50 or n >= 970}
    strata = dict.fromkeys([who for who, _ in keys], "other")
    since = {key[0]: 1 if n < 100 else 2 for n, key in enumerate(keys)}

    def share(parted: dict[str, str]) -> float:
        error = coding_error(rules, {key: parted[key[0]] for key in keys}, read, FRAME)
        return float(error.filter(pl.col("code") == FIRST)["adjusted_pct"][0])

    seen = [who for who, _ in read]
    assert share(by_sheets(strata, since, seen)) == pytest.approx(10)
    assert share(strata) == pytest.approx(62.5)  # as if all had been drawn alike
    assert by_sheets(strata, since, seen[:54]) == strata  # four of the later ones: too few to stand for 900


def test_precision_and_recall_are_of_all_answers_not_of_those_read() -> None:
    """Of 8 answers with FIRST two are read, one wrong; of 2 with SECOND both, both right. 4 of 8 and 2 of 2 are right:
    6 of 10, where of those read it is 3 of 4.
    """
    rules = sets_of_rules(coded({f"r{n:04}": [FIRST] if n < 8 else [SECOND] for n in range(10)}))
    person = {key: codes for key, codes in rules.items() if key[0] in ("r0000", "r0008", "r0009")}
    person["r0001", "comments"] = frozenset({"other"})
    strata = {key: min(codes) for key, codes in rules.items()}
    (found,) = quality_by(rules, person, dict.fromkeys([key[0] for key in rules], "A"), "area", ["A"], strata).rows(
        named=True
    )
    assert (found["answers"], found["given"], found["right"], found["wanted"]) == (4, 4, 3, 4)
    assert (found["precision"], found["recall"]) == (pytest.approx(60), pytest.approx(60))


def test_answers_of_a_respondent_that_say_the_same_tell_no_more_than_one() -> None:
    """Each wrote the same twice: the interval is that of one answer each, and not of twice as many answers."""
    once = {f"r{n:04}": [FIRST] if n % 4 == 0 else ["other"] for n in range(200)}
    decided = {who: ["other"] if n % 20 == 0 else codes for n, (who, codes) in enumerate(list(once.items())[:80])}

    def told(questions: tuple[str, ...]) -> tuple[float, float, float]:
        rules, person = (
            {(who, each): frozenset(codes) for who, codes in of.items() for each in questions} for of in (once, decided)
        )
        error = coding_error(rules, {key: min(codes) for key, codes in rules.items()}, person, FRAME)
        row = error.filter(pl.col("code") == FIRST)
        return row.select("adjusted_pct", "adjusted_lower", "adjusted_upper").row(0)

    assert told(("q1", "q2")) == pytest.approx(told(("q1",)))
    assert told(("q1", "q2", "q3")) == pytest.approx(told(("q1",)))


def test_strata_are_the_rarest_codes() -> None:
    found = strata_of(coded({"a": [FIRST, SECOND], "b": [FIRST], "c": [FIRST]}))
    assert dict(found.select("response_id", "stratum").iter_rows()) == {"a": SECOND, "b": FIRST, "c": FIRST}
