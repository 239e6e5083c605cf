"""Quotes: balanced, of one person each, the same in any order of rows, without personal details or telling groups."""

from __future__ import annotations

from collections import Counter

import polars as pl

from survey.themes.quotes import choose

SCHEMA = ["response_id", "question_id", "text", "group", "stance"]


def candidates(number: int) -> pl.DataFrame:
    areas, stances = ("Birmingham", "Dudley", "Solihull"), ("negative", "neutral", "positive")
    rows = [
        (
            f"r{n:03}",
            "comments",
            f"Parking by the school gate number {n} is a daily danger",
            areas[n % 3],
            stances[n // 3 % 3],
        )
        for n in range(number)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_balanced_by_group_and_stance_whatever_the_order() -> None:
    found, log = choose(candidates(90), "parking", 9, 10)
    assert set(Counter(found["group"]).values()) == {3}
    assert set(Counter(found["stance"]).values()) == {3}
    assert log.is_empty()
    again, _ = choose(candidates(90).sample(fraction=1, shuffle=True, seed=5), "parking", 9, 10)
    assert again.equals(found)


def test_a_group_of_few_is_not_named_and_a_campaign_is_nobodys_words() -> None:
    few = candidates(60).with_columns(
        pl.when(pl.int_range(pl.len()) < 5).then(pl.lit("Walsall")).otherwise("group").alias("group")
    )
    found, _ = choose(few, "parking", 50, 10)
    assert "Walsall" not in found["group"].to_list()
    assert {"Birmingham", "Walsall"}.isdisjoint(found["group"])  # Birmingham's 18 are the next fewest
    assert found["group"].null_count() > 5  # so that none of these tells that it is from Walsall
    first = few.filter(pl.col("response_id").is_in(choose(few, "parking", 8, 10)[0]["response_id"].implode()))
    assert set(Counter(first["group"]).values()) == {2}  # balanced, those not named too
    unsaid = few.with_columns(pl.when(pl.col("group") == "Dudley").then(None).otherwise("group").alias("group"))
    assert "Birmingham" in choose(unsaid, "parking", 50, 10)[0]["group"].to_list()  # 18 did not say where they live
    same = candidates(30).with_columns(text=pl.lit("Stop the parking on pavements by our school now"))
    assert choose(same, "parking", 5, 10)[0].is_empty()
    two = candidates(2).with_columns(
        text=pl.Series(["Stop the parking by our school!", "  STOP the parking, by our school"])
    )
    assert choose(two, "parking", 5, 10)[0].is_empty()
    quoted, later = two[:1], two[1:]  # the first was quoted before, and is no candidate any more
    assert choose(quoted, "parking", 5, 10)[0]["quote"].to_list() == ["Stop the parking by our school!"]
    assert choose(later, "parking", 5, 10)[0]["quote"].to_list() == ["STOP the parking, by our school"]
    assert choose(later, "parking", 5, 10, two["text"].to_list())[0].is_empty()


def test_details_are_replaced_and_logged() -> None:
    rows = [
        (
            "r1",
            "comments",
            "Parking in B13 9QT is awful, call me on 07700 900123 any time you like",
            "Dudley",
            "negative",
        )
    ]
    found, log = choose(pl.DataFrame(rows, schema=SCHEMA, orient="row"), "parking", 5, 1)
    assert found["quote"].to_list() == ["Parking in [postcode] is awful, call me on [phone] any time you like"]
    assert log.select("kind", "words").rows() == [("postcode", "B13 9QT"), ("phone", "07700 900123")]
    short = [
        ("r1", "comments", "Parking!", "Dudley", "negative"),
        ("r2", "comments", "John Smith, 07700 900123, B13 9QT, B13 9QU, x", "Dudley", "negative"),
    ]
    assert choose(pl.DataFrame(short, schema=SCHEMA, orient="row"), "parking", 5, 1)[0].is_empty()
