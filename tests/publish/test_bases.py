"""Counts of one question and bases of another, held side by side, give no small group away."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from survey.frames import ALL, NOT_STATED
from survey.publish.bases import of_verbatims
from survey.publish.gate import gate
from survey.questionnaire.kinds import Condition, FreeText, MultiCode, Option, SingleCode
from tests.publish.test_gate import AREA, consultation, figures

VISITS = SingleCode(
    id="visits",
    text="Do you visit?",
    kind="single_code",
    column="c",
    options=tuple(
        Option(code=one.casefold(), label=one) for one in ("Yes", "No", "Often", "Perhaps", "Never", "Rarely")
    ),
)
WHERE = SingleCode(
    id="where",
    text="Where?",
    kind="single_code",
    column="c",
    options=(Option(code="park", label="Park"),),
    asked=Condition(question="visits", any_of=("yes",)),
    base="asked",
)
WORDS = FreeText(id="words", text="Anything else?", kind="free_text", column="c", base="asked")


@pytest.mark.parametrize("base", ["asked", "answered"])  # free text stands on those asked, whatever is written
def test_an_area_does_not_follow_from_the_bases_of_what_all_were_asked(base: str) -> None:
    """Area 1 has five respondents, area 2 fourteen, and eleven say no area. Area alone leaves the eleven out, and hides
    areas 1 and 2; what all were asked would hide area 1 and the eleven, and print area 2: 19 - 14 = 5.
    """
    of = consultation(AREA, WORDS.model_copy(update={"base": base}))
    sizes = {"Area 0": 300, "Area 1": 5, "Area 2": 14, "Area 3": 200, "Area 4": 150, "Area 5": 90, None: 11}
    areas = [area for area, size in sizes.items() for _ in range(size)]
    answers: dict[str, Sequence[object]] = {"area": areas, "words": ["said"] * len(areas)}
    true = pl.concat([figures(of, answers), figures(of, answers, AREA)])
    shown = gate(true, of).figures
    alone = dict(shown.filter(pl.col("question_id") == "area").select("label", "count").iter_rows())
    bases = dict(shown.filter(pl.col("question_id") == "words").select("group", "base_unweighted").iter_rows())
    told = {area for area in sizes if area and (alone.get(area) or bases.get(area)) is not None}
    of_areas = shown.filter(pl.col("question_id") == "area")["base_unweighted"].to_list()
    outside = bases.get(NOT_STATED) is not None or (bases[ALL] is not None and any(of_areas))
    assert "Area 1" not in told
    assert len(told) + outside <= 5  # all but one of seven would give the seventh


def test_whether_a_hidden_base_is_small_is_not_told() -> None:
    """Areas 0 and 1 are 102 together. Were area 0 told to have a small base, area 1 would be 3 at least: it has 5."""
    of = consultation(AREA, WORDS)
    sizes = {"Area 0": 97, "Area 1": 5, "Area 2": 98, "Area 3": 200, "Area 4": 150, "Area 5": 190}
    areas = [area for area, size in sizes.items() for _ in range(size)]
    answers: dict[str, Sequence[object]] = {"area": areas, "words": ["said"] * len(areas)}
    shown = gate(pl.concat([figures(of, answers), figures(of, answers, AREA)]), of).figures
    hidden = shown.filter(pl.col("base_unweighted").is_null())
    assert set(hidden["group"]) == {"Area 0", "Area 1"}
    assert hidden["small_base"].is_null().all()
    told = shown.filter(pl.col("base_unweighted").is_not_null())
    assert (told["small_base"] == (told["base_unweighted"] < 100)).all()


@pytest.mark.parametrize("base", ["asked", "answered"])
def test_an_answer_does_not_follow_from_the_base_of_what_was_put_for_it(base: str) -> None:
    """Five said Perhaps and twelve Yes: where Yes is hidden for the five's sake, so is how many were asked on."""
    where = WHERE.model_copy(update={"base": base})
    of = consultation(VISITS, where)
    visits = ["Yes"] * 12 + ["No"] * 300 + ["Often"] * 200 + ["Never"] * 99 + ["Rarely"] * 88 + ["Perhaps"] * 5
    answers: dict[str, Sequence[object]] = {"visits": visits, "where": ["Park"] * 12 + [None] * 692}
    shown = gate(figures(of, answers), of).figures
    counts = dict(shown.filter(pl.col("question_id") == "visits").select("code", "count").iter_rows())
    assert counts["perhaps"] is None
    asked_on = shown.filter(pl.col("question_id") == "where")["base_unweighted"].item(0)
    yes = counts["yes"] if counts["yes"] is not None else asked_on
    assert [yes, *(counts[one] for one in ("no", "often", "never", "rarely"))].count(None) > 0


def test_words_are_as_many_as_the_base_of_their_codes() -> None:
    """Four wrote something and twelve of Area 1 did: the base of what they wrote about is the same figure again."""
    themes = MultiCode(
        id="themes",
        text="Themes",
        kind="multi_code",
        options=(Option(code="parking", label="Parking"),),
        base="answered",
    )
    assert of_verbatims(themes)
    assert not of_verbatims(themes.model_copy(update={"column": "Top"}))
    of = consultation(AREA, WORDS, themes)
    areas = [f"Area {number}" for number in range(6) for _ in range(60)]
    wrote = {"Area 0": 4, "Area 1": 12, "Area 2": 13, "Area 3": 30, "Area 4": 31, "Area 5": 32}
    said = [number % 60 < wrote[area] for number, area in enumerate(areas)]
    answers: dict[str, Sequence[object]] = {
        "area": areas,
        "words": ["said" if one else None for one in said],
        "themes": [["Parking"] if one else None for one in said],
    }
    shown = gate(pl.concat([figures(of, answers), figures(of, answers, AREA)]), of).figures
    answered = dict(shown.filter(pl.col("code") == "answered").select("group", "count").iter_rows())
    bases = dict(shown.filter(pl.col("question_id") == "themes").select("group", "base_unweighted").iter_rows())
    told = {area for area in wrote if answered[area] is not None or bases.get(area) is not None}
    assert "Area 0" not in told
    assert len(told) <= 4
