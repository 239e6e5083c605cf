"""Which groups differ: letters and marks held against R's `pairwise.prop.test` and against scipy."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from scipy.stats import chi2_contingency, ttest_ind

from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Banner, Tab
from survey.breakdowns.results import results_of_tabs
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Number, Option, Question, Scale, SingleCode
from survey.statistics.corrections import Correction

HOSPITALS, SMOKERS, PATIENTS = "ABCD", (83, 90, 129, 70), (86, 93, 136, 82)


def options(labels: Any) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


HOSPITAL = SingleCode(id="hospital", text="?", kind="single_code", options=options(HOSPITALS), column="c")
HABITS = MultiCode(id="habits", text="?", kind="multi_code", options=options(["Smokes"]), column="c")
VIEW = Scale(id="view", text="?", kind="scale", polarity="positive_first", options=options("PQRS"), column="c")
VISITS = MultiCode(id="visits", text="?", kind="multi_code", options=options(HOSPITALS), column="c")
AGE = Number(id="age", text="?", kind="number", column="c")
QUESTIONS: tuple[Question, ...] = (HOSPITAL, HABITS, VIEW, VISITS, AGE)
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS)


def marked(
    rows: list[dict[str, Any]], question: Question, banner: Banner, correction: Correction, **more: Any
) -> pl.DataFrame:
    schema = responses_schema(CONSULTATION) | more
    frame = pl.DataFrame([{**dict.fromkeys(schema), "status": "complete", **row} for row in rows], schema=schema)
    tabs = [Tab([question], [banner])]
    return results_of_tabs(count_tabs(frame.lazy(), CONSULTATION, tabs), tabs, True, correction)


def smokers() -> list[dict[str, Any]]:
    """Fleiss's smokers among the patients of four hospitals, as in R's `?pairwise.prop.test`."""
    return [
        {"hospital": hospital, "habits": ["Smokes"] if place < smoke else []}
        for hospital, smoke, all_of in zip(HOSPITALS, SMOKERS, PATIENTS, strict=True)
        for place in range(all_of)
    ]


# R: p of A, B and C against D are .0113, .0071 and .0161 uncorrected, .0566, .0428 and .0646 by Holm, .0680, .0428 and
# .0969 by Bonferroni, .0323 each by Benjamini and Hochberg; no other pair is below .4.
@pytest.mark.parametrize(
    ("correction", "letters"),
    [
        ("none", ["D", "D", "D", ""]),
        ("holm", ["", "D", "", ""]),
        ("bonferroni", ["", "D", "", ""]),
        ("bh", ["D", "D", "D", ""]),
    ],
)
def test_letters_are_those_of_pairwise_prop_test(correction: Correction, letters: list[str]) -> None:
    table = marked(smokers(), HABITS, HOSPITAL, correction)
    assert table["group"].to_list() == ["All", *HOSPITALS]
    assert table["letters"].to_list() == [None, *letters]


def test_a_mark_is_the_test_against_all_others() -> None:
    table = marked(smokers(), HABITS, HOSPITAL, "none").filter(pl.col("group") != "All")
    found = []
    for group, (smoke, all_of) in enumerate(zip(SMOKERS, PATIENTS, strict=True)):
        rest, of = sum(SMOKERS) - smoke, sum(PATIENTS) - all_of
        p = chi2_contingency([[smoke, all_of - smoke], [rest, of - rest]], correction=False)[1]
        higher = smoke / all_of > rest / of
        found.append(("+" if higher else "-") if p <= 0.05 else "")
        assert abs(p - 0.05) > 0.001, group
    assert table["rest"].to_list() == found
    assert "-" in found


def scores(chance: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "hospital": hospital,
            "view": chance.choices("PQRS", [4, 3, 2, 1 + HOSPITALS.index(hospital)])[0],
            "age": float(chance.randint(16, 60) + 6 * HOSPITALS.index(hospital)),
        }
        for hospital in HOSPITALS
        for _ in range(80)
    ]


@pytest.mark.parametrize(("question", "points"), [(VIEW, {"P": 4, "Q": 3, "R": 2, "S": 1}), (AGE, None)])
def test_means_are_tested_by_welchs_t(question: Question, points: dict[str, int] | None) -> None:
    people = scores(random.Random(3))  # noqa: S311 - no secret
    table = marked(people, question, HOSPITAL, "none").filter(pl.col("code") == "mean")
    values = {
        hospital: [points[each["view"]] if points else each["age"] for each in people if each["hospital"] == hospital]
        for hospital in HOSPITALS
    }
    higher: dict[str, list[str]] = {hospital: [] for hospital in HOSPITALS}
    for one, other in combinations(HOSPITALS, 2):
        test = ttest_ind(values[one], values[other], equal_var=False)
        if test.pvalue <= 0.05:
            up, down = (one, other) if test.statistic > 0 else (other, one)
            higher[up].append(down)
    assert table.filter(pl.col("group") != "All")["letters"].to_list() == [
        " ".join(sorted(each)) for each in higher.values()
    ]
    assert any(higher.values())
    for group, rest in table.filter(pl.col("group") != "All").select("group", "rest").rows():
        others = [value for hospital, own in values.items() if hospital != group for value in own]
        test = ttest_ind(values[group], others, equal_var=False)
        assert rest == (("+" if test.statistic > 0 else "-") if test.pvalue <= 0.05 else "")


def test_groups_of_few_are_not_tested() -> None:
    rows = [row for row in smokers() if row["hospital"] != "D"] + smokers()[-82:][:29]
    table = marked(rows, HABITS, HOSPITAL, "none")
    assert table.filter(pl.col("group") == "D").select("letters", "rest", "base_unweighted").rows() == [
        (None, None, 29)
    ]
    assert table.filter(pl.col("group") == "A").select("letters", "rest").rows() == [("", "")]


def test_who_stated_no_group_is_in_no_rest() -> None:
    silent: list[dict[str, Any]] = [{"hospital": None, "habits": []} for _ in range(500)]
    stated, with_silent = (marked(rows, HABITS, HOSPITAL, "holm") for rows in (smokers(), smokers() + silent))
    groups = pl.col("group").is_in([*HOSPITALS])
    assert with_silent.filter(groups)["rest"].to_list() == stated.filter(groups)["rest"].to_list()
    assert with_silent.filter(~groups).select("letters", "rest").rows() == [(None, None)] * 2


def test_groups_that_share_respondents_are_held_against_the_rest_alone() -> None:
    rows = [{"visits": [row["hospital"], "A"], "habits": row["habits"]} for row in smokers()]
    table = marked(rows, HABITS, VISITS, "none")
    assert table["letters"].null_count() == table.height
    inside = [row for row in rows if "D" in row["visits"]]
    yes, of = SMOKERS[3], len(inside)
    rest, others = sum(SMOKERS) - yes, sum(PATIENTS) - of
    p = chi2_contingency([[yes, of - yes], [rest, others - rest]], correction=False)[1]
    assert p <= 0.05
    assert table.filter(pl.col("group") == "D")["rest"].to_list() == ["-"]
    assert table.filter(pl.col("group") == "A")["rest"].to_list() == [None]  # all who stated a group are in it


@pytest.mark.parametrize(("heavy", "tested"), [(1.0, True), (1e6, False)])
def test_a_few_heavy_respondents_are_few_however_many_weigh_next_to_nothing(heavy: float, tested: bool) -> None:
    rows = [{**row, "weight": 0.1} for row in smokers()]
    rows += [{"hospital": "A", "habits": [], "weight": 0.1 * heavy}]
    table = marked(rows, HABITS, HOSPITAL, "none", weight=pl.Float64)
    found = table.filter(pl.col("group") == "A")
    assert (found["letters"].null_count() == 0) is tested
    assert (found["base_effective"].item() > 30) is tested
    # Thirty of one weight are thirty, whatever rounding leaves of it.
    thirty = [{"hospital": name, "habits": ["Smokes"], "weight": 0.1} for name in "AB" for _ in range(30)]
    assert marked(thirty, HABITS, HOSPITAL, "none", weight=pl.Float64)["rest"].to_list()[1:3] == ["", ""]


def test_a_correction_is_for_the_whole_table() -> None:
    """The same shares over and over: the more of them are tested, the fewer stand."""
    many = HABITS.model_copy(update={"options": options([f"H{place}" for place in range(12)])})
    consultation = CONSULTATION.model_copy(update={"questions": (HOSPITAL, many)})
    schema = responses_schema(consultation)
    rows = [
        {"hospital": row["hospital"], "habits": [f"H{place}" for place in range(12)] if row["habits"] else []}
        for row in smokers()
    ]
    frame = pl.DataFrame([{**dict.fromkeys(schema), "status": "complete", **row} for row in rows], schema=schema)
    tabs = [Tab([many], [HOSPITAL])]
    cells = count_tabs(frame.lazy(), consultation, tabs)
    found = {
        correction: results_of_tabs(cells, tabs, correction=correction)["letters"].drop_nulls()
        for correction in CORRECTIONS
    }
    assert (found["none"] != "").sum() == 36
    assert (found["holm"] != "").sum() == 0


CORRECTIONS: tuple[Correction, ...] = ("none", "holm")
