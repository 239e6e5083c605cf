"""The gate on figures of small consultations: nothing small is shown, nothing follows, and refusals say what to do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.errors import DisclosureError
from survey.frames import ALL, responses_schema
from survey.publish.gate import gate
from survey.questionnaire.definition import Consultation, Disclosure, Export
from survey.questionnaire.kinds import MultiCode, Net, Number, Option, Question, SingleCode
from tests.publish.attack import solved

OPTIONS = tuple(Option(code=label.casefold(), label=label) for label in ("A", "B", "C", "D"))
NET = Net(code="net", label="A or B", codes=("a", "b"))
AREAS = tuple(Option(code=f"area_{number}", label=f"Area {number}") for number in range(6))
AREA = SingleCode(id="area", text="Area?", kind="single_code", options=AREAS, column="c")
SAFE = SingleCode(id="safe", text="Safe?", kind="single_code", options=OPTIONS, nets=(NET,), column="c")
TOP = MultiCode(id="top", text="Top?", kind="multi_code", options=OPTIONS, column="c")
AGE = Number(id="age", text="Age?", kind="number", column="c")


def consultation(*questions: Question, threshold: int = 10, rounding: int = 0) -> Consultation:
    rules = Disclosure.model_validate({"threshold": threshold, "rounding": rounding})
    export = Export(response_id="id")
    return Consultation(id="c", name="C", owner="O", export=export, questions=questions, disclosure=rules)


def figures(of: Consultation, answers: dict[str, Sequence[object]], by: SingleCode | None = None) -> pl.DataFrame:
    schema = responses_schema(of)
    rows = len(next(iter(answers.values())))
    data = {"response_id": [f"r{n}" for n in range(rows)], "status": ["complete"] * rows, **answers}
    responses = pl.DataFrame({name: data.get(name, [None] * rows) for name in schema}, schema=schema)
    asked = [question for question in of.questions if by is None or question.id != by.id]
    return results(count(responses.lazy(), of, asked, by), asked, by)


def crossed(seed: int, respondents: int = 400) -> tuple[Consultation, pl.DataFrame]:
    random = np.random.default_rng(seed)
    of = consultation(AREA, SAFE)
    shares = random.dirichlet(np.full(6, 4.0))
    answers: dict[str, Sequence[object]] = {
        "area": [f"Area {n}" for n in random.choice(6, respondents, p=shares)],
        "safe": ["ABCD"[n] for n in random.choice(4, respondents, p=[0.6, 0.25, 0.12, 0.03])],
    }
    return of, figures(of, answers, AREA)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_small_is_shown_and_nothing_hidden_follows(seed: int) -> None:
    of, true = crossed(seed, respondents=2_000)
    shown = gate(true, of).figures
    assert shown.filter(pl.col("count").is_between(1, 9) | pl.col("base_unweighted").is_between(1, 9)).is_empty()
    assert shown.filter(pl.col("suppressed"), pl.col("pct").is_not_null()).is_empty()
    assert (shown["count"].is_null() == (shown["suppressed"] & shown["count"].is_null())).all()
    hidden = true.filter(shown["count"].is_null())
    assert hidden.height > 0
    assert hidden.filter(pl.col("count") == 0).is_empty()
    assert not solved(shown, {"net": {"a", "b"}}).keys() & set(hidden.select("group", "code").rows())
    kept = shown.filter(~pl.col("suppressed"))
    assert kept.select("count", "pct").equals(true.join(kept, on=["group", "code"], how="semi").select("count", "pct"))


def test_three_who_did_not_pick_do_not_follow() -> None:
    of = consultation(TOP)
    answers: dict[str, Sequence[object]] = {"top": [["A", "B"]] * 80 + [["A"]] * 17 + [["B"]] * 3}
    shown = gate(figures(of, answers), of).figures
    assert shown["count"].to_list() == [None, 83, 0, 0]


def test_the_least_and_greatest_number_are_one_persons() -> None:
    of = consultation(AGE)
    shown = gate(figures(of, {"age": [float(n) for n in range(20, 60)]}), of).figures
    assert dict(shown.select("code", "value").rows()) == {
        "mean": 39.5,
        "median": 39.5,
        "minimum": None,
        "maximum": None,
    }


def test_a_table_of_few_is_refused_with_what_to_merge() -> None:
    of = consultation(AREA, SAFE)
    answers: dict[str, Sequence[object]] = {
        "area": ["Area 0"] * 12 + ["Area 1"] * 8 + ["Area 2"] * 7,
        "safe": (["A", "B", "C"] * 9)[:27],
    }
    with pytest.raises(DisclosureError) as refused:
        gate(figures(of, answers, AREA), of)
    (told,) = refused.value.problems
    assert told.where == "safe by area"
    assert told.hint == "merge the groups 'Area 2' and 'Area 1', or leave safe out of by_area under [disclosure]"


def test_three_newcomers_do_not_follow_from_last_week() -> None:
    of = consultation(AREA, SAFE)
    areas, safe = ["Area 0"] * 60 + ["Area 1"] * 60, ["A"] * 30 + ["B"] * 30 + ["A"] * 30 + ["B"] * 30
    first = gate(figures(of, {"area": list(areas), "safe": list(safe)}, AREA), of)
    assert first.hidden == 0
    later = figures(of, {"area": [*areas, *["Area 1"] * 3], "safe": [*safe, "A", "A", "B"]}, AREA)
    with pytest.raises(DisclosureError, match="Area 1"):
        gate(later, of, first.kept)
    many = figures(of, {"area": [*areas, *["Area 1"] * 20], "safe": [*safe, *["A", "B"] * 10]}, AREA)
    assert gate(many, of, first.kept).hidden == 0
    assert gate(figures(of, {"area": list(areas), "safe": list(safe)}, AREA), of, first.kept).hidden == 0


def test_what_was_hidden_last_week_does_not_follow_from_this_one() -> None:
    """Then 4 said D in Area 1, hidden together with others; only Area 1 has grown since."""
    of = consultation(AREA, SAFE)
    areas = [f"Area {n}" for n in range(5) for _ in range(100)]
    safe = ["A"] * 50 + ["B"] * 26 + ["D"] * 24
    again = [*safe, *["A"] * 60, *["B"] * 36, *["D"] * 4, *safe * 3]
    first = gate(figures(of, {"area": areas, "safe": again}, AREA), of)
    gone = set(first.figures.filter(pl.col("suppressed")).select("group", "code").rows())
    assert ("Area 1", "d") in gone
    more = figures(of, {"area": [*areas, *["Area 1"] * 40], "safe": [*again, *["D"] * 20, *["A"] * 20]}, AREA)
    second = gate(more, of, first.kept)
    assert second.figures.filter(pl.col("count").is_between(1, 9)).is_empty()
    shown = set(second.figures.filter(~pl.col("suppressed")).select("group", "code").rows())
    assert ("Area 1", "d") not in shown  # 24 now: as all others are as they were, 4 would follow from it


def test_rounded_counts_have_percentages_of_rounded_ones() -> None:
    of = consultation(SAFE, rounding=5)
    shown = gate(figures(of, {"safe": ["A"] * 41 + ["B"] * 22 + ["C"] * 30}), of).figures
    options = shown.filter(~pl.col("is_net"))
    assert options["count"].to_list() == [40, 20, 30, 0]
    assert options["base_unweighted"].unique().to_list() == [95]
    assert options["pct"].to_list() == pytest.approx([100 * 40 / 95, 100 * 20 / 95, 100 * 30 / 95, 0.0])
    assert shown.filter(pl.col("group") == ALL)["ci_lower"].null_count() == shown.height
