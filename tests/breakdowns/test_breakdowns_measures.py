"""What all answers of a question make together: scores, top two, net balances, no answer, picks as a base."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Tab
from survey.breakdowns.results import results_of_tabs
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Net, Number, Option, Question, Scale, SingleCode
from tests.exports import shared

LABELS = ("Very good", "Good", "Fair", "Poor", "Don't know")
POINTS = {"Very good": 4.0, "Good": 3.0, "Fair": 2.0, "Poor": 1.0}
NETS = (
    Net(code="good_at_all", label="Good at all", codes=("very_good", "good"), polarity="positive"),
    Net(code="bad", label="Bad", codes=("poor",), polarity="negative"),
)


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold().replace(" ", "_").replace("'", ""), label=label) for label in labels)


VIEW = Scale(
    id="view", text="View?", kind="scale", polarity="positive_first", options=options(*LABELS), nets=NETS, column="c"
)
POINT = Number(id="point", text="Points", kind="number", column="c")
LEAN = Number(id="lean", text="Lean", kind="number", column="c")
AREA = SingleCode(id="area", text="Area?", kind="single_code", options=options("North", "South"), column="c")
TOP = MultiCode(
    id="top",
    text="Top?",
    kind="multi_code",
    options=options("A", "B", "C"),
    nets=(Net(code="ab", label="A, B", codes=("a", "b")),),
    column="c",
    base="picks",
)
QUESTIONS: tuple[Question, ...] = (VIEW, POINT, LEAN, AREA, TOP)
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS)


def person(chance: random.Random) -> dict[str, Any]:
    """Beside the answer on the scale its points, and +100, 0 or -100 for the side it is on, as numbers."""
    view = chance.choice([*LABELS, None])
    lean = 100.0 * ((view in ("Very good", "Good")) - (view == "Poor"))
    return {
        "status": "complete",
        "view": view,
        "point": POINTS.get(view or ""),
        "lean": None if view is None else lean,
        "area": chance.choice(["North", "South", None]),
        "top": chance.sample("ABC", chance.randint(0, 3)) if chance.random() < 0.9 else None,
        "weight": round(chance.uniform(0.2, 3), 3),
    }


@pytest.fixture(scope="module")
def people() -> list[dict[str, Any]]:
    chance = random.Random(8)  # noqa: S311 - no secret
    return [person(chance) for _ in range(300)]


def table(people: list[dict[str, Any]], *questions: Question, measures: bool = True) -> pl.DataFrame:
    schema = {**responses_schema(CONSULTATION), "weight": pl.Float64}
    frame = pl.DataFrame([{**dict.fromkeys(schema), **each} for each in people], schema=schema).lazy()
    tabs = [Tab(questions, [AREA])]
    return results_of_tabs(count_tabs(frame, CONSULTATION, tabs), tabs, measures)


EXACT = ("group", "count", "base_unweighted")
FIGURES = ("base_weighted", "base_effective", "value", "weighted_value", "se", "ci_lower", "ci_upper")


@pytest.mark.parametrize(("code", "number"), [("mean", POINT), ("sd", POINT), ("balance", LEAN)])
def test_scores_are_what_the_same_points_are_as_numbers(
    people: list[dict[str, Any]], code: str, number: Number
) -> None:
    """A number's mean and its error are held against R in test_breakdowns_weighted.

    Who does not know is in the base of the scale, of which the mean's is a part, and would be in none of the number.
    """
    people = [each for each in people if each["view"] != "Don't know"]
    found = table(people, VIEW, number).filter(pl.col("code") == ("mean" if code == "balance" else code))
    scores = table(people, VIEW, number).filter(pl.col("question_id") == "view", pl.col("code") == code)
    numbers = found.filter(pl.col("question_id") == number.id)
    assert scores.height == numbers.height == 4
    assert scores.select(EXACT).rows() == numbers.select(EXACT).rows()
    for one, other in zip(scores.select(FIGURES).rows(), numbers.select(FIGURES).rows(), strict=True):
        assert [each is None for each in one] == [each is None for each in other]
        told = [(a, b) for a, b in zip(one, other, strict=True) if a is not None]
        assert [a for a, _ in told] == pytest.approx([b for _, b in told], rel=1e-12, abs=1e-12)


def test_a_standard_deviation_is_that_of_the_points(people: list[dict[str, Any]]) -> None:
    plain = [{**each, "weight": 1.0} for each in people]
    sd = table(plain, VIEW).filter(pl.col("code") == "sd", pl.col("group") == "All")["value"].item()
    points = pl.Series([each["point"] for each in plain if each["point"] is not None])
    assert sd == pytest.approx(points.std(), rel=1e-12)


def test_a_weighted_deviation_counts_those_who_weigh_anything(people: list[dict[str, Any]]) -> None:
    """R's `svyvar`: the weighted mean of the squares, times n / (n - 1) of the weights that are not 0."""
    chance = random.Random(2)  # noqa: S311 - no secret
    people = [{**each, "weight": chance.choice([0.0, each["weight"]])} for each in people]
    found = table(people, VIEW, POINT).filter(pl.col("code") == "sd")
    for group in ("All", "North", "Not stated"):
        area = None if group == "Not stated" else group
        given = [each for each in people if each["point"] is not None and (group == "All" or each["area"] == area)]
        pairs = [(each["point"], each["weight"]) for each in given if each["weight"] > 0]
        whole = math.fsum(w for _, w in pairs)
        mean = math.fsum(w * y for y, w in pairs) / whole
        variance = math.fsum(w * (y - mean) ** 2 for y, w in pairs) / whole * len(pairs) / (len(pairs) - 1)
        rows = found.filter(pl.col("group") == group).rows(named=True)
        plain = pl.Series([each["point"] for each in given]).std()
        assert [row["weighted_value"] for row in rows] == pytest.approx([math.sqrt(variance)] * 2, rel=1e-12)
        assert [row["value"] for row in rows] == pytest.approx([plain] * 2, rel=1e-12)
        assert {row["base_unweighted"] for row in rows} == {len(given)}


def test_the_balance_is_the_difference_of_its_nets(people: list[dict[str, Any]]) -> None:
    for pct, value in (("pct", "value"), ("weighted_pct", "weighted_value")):
        told = table(people, VIEW)
        nets = {row[:2]: row[2] for row in told.select("group", "code", pct).rows()}
        balances = told.filter(pl.col("code") == "balance").select("group", value).rows()
        for group, balance in balances:
            assert balance == pytest.approx(nets[group, "good_at_all"] - nets[group, "bad"], abs=1e-12)


def test_the_two_best_are_told_where_no_net_holds_them() -> None:
    bare = VIEW.model_copy(update={"nets": (), "polarity": "negative_first"})
    rows = table([{"status": "complete", "view": label, "weight": 1.0} for label in LABELS], bare)
    (top,) = rows.filter(pl.col("code") == "top2", pl.col("group") == "All").rows(named=True)
    assert (top["label"], top["is_net"], top["count"], top["base_unweighted"]) == ("Top 2: Poor or Fair", True, 2, 5)
    assert "top2" not in table([], VIEW)["code"]
    assert "balance" not in rows["code"]


def test_measures_come_only_where_they_are_asked_for() -> None:
    assert table([], VIEW, measures=False)["code"].unique(maintain_order=True).to_list() == [
        *(option.code for option in VIEW.options),
        "good_at_all",
        "bad",
    ]


def test_who_gave_no_answer_is_told_of_those_asked(people: list[dict[str, Any]]) -> None:
    asked = VIEW.model_copy(update={"base": "asked"})
    rows = table(people, asked).filter(pl.col("group") == "All")
    figures = {code: (count, base) for code, count, base in rows.select("code", "count", "base_unweighted").rows()}
    silent = sum(each["view"] is None for each in people)
    assert figures["no_answer"] == (silent, 300)
    assert figures["mean"][1] == sum(each["point"] is not None for each in people)
    assert figures["balance"] == (300, 300)  # in percentage points of the base, whoever gave no answer in it


def test_shares_of_picks_as_expss_has_them() -> None:
    truth = json.loads(shared("data/truth/proportions_multiresponse_truth.json").read_text())
    read = pl.read_csv(shared("data/truth/product_test.csv"), null_values="NA", infer_schema=False)
    codes = tuple(Option(code=str(code), label=str(code)) for code in range(2, 9))
    picks = TOP.model_copy(update={"options": codes, "nets": ()})
    cell = AREA.model_copy(update={"id": "cell", "options": tuple(Option(code=c, label=c) for c in "12")})
    consultation = CONSULTATION.model_copy(update={"questions": (picks, cell)})
    rows = [
        {"cell": row["cell"], "top": [row[f"a1_{place}"] for place in range(1, 7) if row[f"a1_{place}"]] or None}
        for row in read.iter_rows(named=True)
    ]
    schema = responses_schema(consultation)
    frame = pl.DataFrame([{**dict.fromkeys(schema), "status": "complete", **row} for row in rows], schema=schema)
    tabs = [Tab([picks], [cell])]
    found = results_of_tabs(count_tabs(frame.lazy(), consultation, tabs), tabs)
    pct = {row[:2]: row[2] for row in found.select("code", "group", "pct").rows()}
    *told, bases = truth["mr_of_responses_by_cell"]
    groups = {"#Total": "All", "1": "1", "2": "2"}
    expected = {(row["row_labels"], group): row[name] or 0 for row in told for name, group in groups.items()}
    assert pct == pytest.approx(expected, abs=1e-12)
    assert set(found["base"]) == {"picks by respondents who answered"}
    assert found.group_by("group").agg(pl.col("base_unweighted").unique()).sort("group").rows() == [
        ("1", [bases["1"]]),
        ("2", [bases["2"]]),
        ("All", [bases["#Total"]]),
    ]


def test_a_share_of_picks_errs_as_respondents_are_drawn_not_picks(people: list[dict[str, Any]]) -> None:
    """Linearised by hand, respondent by respondent; of a net each pick counts."""
    found = table(people, TOP)
    everyone = [each for each in people if each["top"] is not None]
    for group in ("All", "North"):
        inside = [each for each in everyone if group == "All" or each["area"] == group]
        for code, labels in (("a", "A"), ("c", "C"), ("ab", "AB")):
            (row,) = found.filter(pl.col("group") == group, pl.col("code") == code).rows(named=True)
            picks = sum(each["weight"] * len(each["top"]) for each in inside)
            share = sum(each["weight"] * len({*each["top"]} & {*labels}) for each in inside) / picks
            parts = [
                each["weight"] * (len({*each["top"]} & {*labels}) - share * len(each["top"])) / picks for each in inside
            ]
            n = len(everyone)
            error = math.sqrt(sum(part**2 for part in parts) * n / (n - 1))
            assert row["weighted_pct"] == pytest.approx(100 * share, rel=1e-12)
            assert row["se"] == pytest.approx(100 * error, rel=1e-11)
            assert row["base_effective"] == pytest.approx(share * (1 - share) / error**2, rel=1e-9)
            assert row["ci_lower"] < row["weighted_pct"] < row["ci_upper"]
            assert row["base_unweighted"] == sum(len(each["top"]) for each in inside)


def test_errors_of_picks_keep_their_digits_where_a_few_weigh_a_million_times_others() -> None:
    chance = random.Random(4)  # noqa: S311 - no secret
    people: list[dict[str, Any]] = [
        {"status": "complete", "top": ["B", "C"][: 1 + place % 2], "weight": 1e6} for place in range(40)
    ]
    people += [{"status": "complete", "top": ["A"], "weight": chance.uniform(0.1, 1)} for _ in range(3)]
    (row,) = table(people, TOP).filter(pl.col("group") == "All", pl.col("code") == "a").rows(named=True)
    picks = sum(Fraction(each["weight"]) * len(each["top"]) for each in people)
    share = sum(Fraction(each["weight"]) for each in people if "A" in each["top"]) / picks
    parts = [Fraction(each["weight"]) * (("A" in each["top"]) - share * len(each["top"])) for each in people]
    variance = sum(part**2 for part in parts) / picks**2 * Fraction(len(people), len(people) - 1)
    assert row["se"] == pytest.approx(100 * math.sqrt(variance), rel=1e-12)
    assert row["base_effective"] == pytest.approx(float(share * (1 - share) / variance), rel=1e-12)
