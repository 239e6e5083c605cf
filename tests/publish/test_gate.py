"""The gate on figures of small consultations: nothing small is shown, nothing follows, and refusals say what to do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.errors import DisclosureError
from survey.frames import ALL, responses_schema
from survey.publish.earlier import carried
from survey.publish.gate import gate
from survey.questionnaire.definition import Consultation, Disclosure, Export
from survey.questionnaire.kinds import FreeText, MultiCode, Net, Number, Option, Question, Ranking, SingleCode
from tests.publish.attack import ranged, solved

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


def test_a_pick_does_not_follow_from_all_picks_that_are_its_base() -> None:
    net = Net(code="net", label="C or D", codes=("c", "d"))
    of = consultation(TOP.model_copy(update={"base": "picks", "nets": (net,)}))
    answers: dict[str, Sequence[object]] = {"top": [["A"]] * 60 + [["B"]] * 50 + [["A", "C"]] * 30 + [["D"]] * 7}
    true = figures(of, answers)
    assert true["count"].to_list() == [90, 50, 30, 7, 37]
    shown = gate(true, of).figures
    assert shown["base_unweighted"].unique().to_list() == [177]
    hidden = shown.filter(pl.col("count").is_null())["code"].to_list()
    assert "d" in hidden
    assert len({"a", "b", "c"} & set(hidden)) > 0  # else the base less the others is 7
    assert not {"c", "net"}.isdisjoint(hidden)  # else the net less C is 7


def test_everyone_who_answered_picked_something() -> None:
    """149 answered, 140 of them with A, B or C: nine or more gave D, and `[c]` says nine or fewer."""
    of = consultation(TOP)
    answers: dict[str, Sequence[object]] = {"top": [["A"]] * 60 + [["B"]] * 50 + [["C"]] * 30 + [["D"]] * 9}
    shown = gate(figures(of, answers), of).figures
    assert shown["count"].to_list() == [60, 50, None, None]


def test_nobody_picked_more_than_could_be_picked() -> None:
    """Each of 150 picked two of four: 300 picks, of which 296 are printed: D is 4 at most."""
    pairs = [["A", "B"]] * 60 + [["A", "C"]] * 50 + [["B", "C"]] * 36 + [["B", "D"]] * 4
    of = consultation(TOP.model_copy(update={"max_picks": 2}))
    assert gate(figures(of, {"top": pairs}), of).figures["count"].to_list() == [110, 100, None, None]
    of = consultation(TOP)  # where nobody knows how many could be picked
    assert gate(figures(of, {"top": pairs}), of).figures["count"].to_list() == [110, 100, 86, None]


NONE = Option(code="none", label="None of these", exclusive=True)
UNSURE = Option(code="unsure", label="Don't know", exclusive=True)


def test_who_gave_an_answer_that_excludes_others_made_no_other_pick() -> None:
    """50 of 100 gave none of these. The others picked two each, 100 in all: of 96 that are printed, C is 4 at most."""
    of = consultation(TOP.model_copy(update={"options": (*OPTIONS[:3], NONE), "max_picks": 2}))
    picks = [["A", "B"]] * 46 + [["A", "C"]] * 4 + [["None of these"]] * 50
    shown = gate(figures(of, {"top": picks}), of).figures["count"].to_list()
    assert shown[2] is None
    assert None in (*shown[:2], shown[3])


def test_answers_that_exclude_each_other_do_not_follow_from_the_base_less_the_others() -> None:
    """275 of 300 picked A, and 20 none of these: who do not know are 5 at most."""
    of = consultation(TOP.model_copy(update={"options": (*OPTIONS[:2], NONE, UNSURE)}))
    picks = [["A", "B"]] * 100 + [["A"]] * 175 + [["None of these"]] * 20 + [["Don't know"]] * 5
    shown = gate(figures(of, {"top": picks}), of).figures["count"].to_list()
    assert shown[3] is None
    assert None in (shown[0], shown[2])


def test_a_net_of_all_others_gives_away_who_gave_none_of_these() -> None:
    """Of 101 45 gave none of these, as whoever reads that 56 gave something knows; 46 gave that or B: B is 1."""
    nets = (Net(code="some", label="Any", codes=("a", "b", "c")), Net(code="odd", label="Odd", codes=("b", "none")))
    of = consultation(TOP.model_copy(update={"options": (*OPTIONS[:3], NONE), "nets": nets}), threshold=4)
    picks = [["A"]] * 30 + [["C"]] * 25 + [["B"]] + [["None of these"]] * 45
    count_of = dict(gate(figures(of, {"top": picks}), of).figures.select("code", "count").iter_rows())
    assert count_of["b"] is None
    assert count_of["odd"] is None or (count_of["none"] is None and count_of["some"] is None)


def test_a_net_counts_once_who_gave_an_answer_that_excludes_others() -> None:
    """42 gave A or none of these, and 40 none of these: A is 2."""
    net = (Net(code="odd", label="Odd", codes=("a", "none")),)
    of = consultation(TOP.model_copy(update={"options": (*OPTIONS[:3], NONE), "nets": net}))
    picks = [["A"]] * 2 + [["B"]] * 60 + [["C"]] * 50 + [["None of these"]] * 40
    count_of = dict(gate(figures(of, {"top": picks}), of).figures.select("code", "count").iter_rows())
    assert count_of["a"] is None
    assert None in (count_of["odd"], count_of["none"])


def test_the_few_who_said_something_else_do_not_follow() -> None:
    """50 of 300 gave none of these, and 247 gave A: 3 gave something, but not A."""
    of = consultation(TOP.model_copy(update={"options": (*OPTIONS[:2], NONE)}))
    picks = [["A", "B"]] * 100 + [["A"]] * 147 + [["B"]] * 3 + [["None of these"]] * 50
    shown = gate(figures(of, {"top": picks}), of).figures["count"].to_list()
    assert None in (shown[0], shown[2])


@pytest.mark.parametrize("seed", [0, 1, 5, 9])
def test_a_place_of_a_ranking_does_not_follow_from_the_other_places(seed: int) -> None:
    """Everyone ranked everything: each option's places add up to the base, as each place's options do."""
    random = np.random.default_rng(seed)
    orders = list(itertools.permutations(range(1, 5)))
    drawn = random.choice(len(orders), 300, p=random.dirichlet(np.full(len(orders), 0.2)))
    of = consultation(Ranking(id="order", text="Order?", kind="ranking", options=OPTIONS, columns="{option}"))
    true = figures(of, {f"order.{each.code}": [orders[one][n] for one in drawn] for n, each in enumerate(OPTIONS)})
    shown = gate(true, of).figures
    grid = shown["count"].is_null().to_numpy().reshape(4, 4)  # places by options
    assert true.filter(pl.col("count").is_between(1, 9), ~shown["count"].is_null()).is_empty()
    assert grid.any()
    assert not (grid.sum(axis=0) == 1).any()
    assert not (grid.sum(axis=1) == 1).any()


def test_an_other_does_not_follow_from_those_who_wrote_what_else() -> None:
    """D, which is Other, is hidden to protect C; those who wrote behind it are just as many."""
    other = OPTIONS[3].model_copy(update={"other": True})
    safe = SAFE.model_copy(update={"options": (*OPTIONS[:3], other), "nets": ()})
    what = FreeText(id="what", text="What else?", kind="free_text", other_of="safe", coded=False)
    of = consultation(safe, what)
    answers: dict[str, Sequence[object]] = {
        "safe": ["A"] * 60 + ["B"] * 50 + ["C"] * 4 + ["D"] * 20,
        "what": [None] * 114 + ["words"] * 20,
    }
    shown = gate(figures(of, answers), of).figures
    count_of = {(row["question_id"], row["code"]): row["count"] for row in shown.iter_rows(named=True)}
    assert count_of["safe", "c"] is None
    if count_of["safe", "d"] is None:
        assert count_of["what", "answered"] is None
        assert count_of["what", "not_answered"] is None
    else:
        assert None in (count_of["safe", "a"], count_of["safe", "b"])


def test_the_least_and_greatest_number_are_one_persons() -> None:
    of = consultation(AGE)
    shown = gate(figures(of, {"age": [float(n) for n in range(20, 60)]}), of).figures
    assert dict(shown.select("code", "value").rows()) == {
        "mean": 39.5,
        "median": 39.5,
        "minimum": None,
        "maximum": None,
    }


def test_the_mean_of_five_does_not_follow_from_those_of_the_other_areas() -> None:
    of = consultation(AREA, AGE)
    area = [f"Area {n}" for n, many in enumerate((100, 60, 50, 5)) for _ in range(many)]
    answers: dict[str, Sequence[object]] = {"area": area, "age": [20.0 + n % 50 for n in range(215)]}
    true = pl.concat([figures(of, answers), figures(of, answers, AREA)])
    shown = gate(true, of).figures
    means = dict(shown.filter(pl.col("code") == "mean", pl.col("group") != ALL).select("group", "value").rows())
    assert [means[f"Area {n}"] is None for n in range(4)] == [False, False, True, True]
    areas = dict(shown.filter(pl.col("question_id") == "area").select("label", "count").rows())
    bases = dict(shown.filter(pl.col("code") == "mean").select("group", "base_unweighted").rows())
    assert [areas[f"Area {n}"] for n in range(4)] == [bases[f"Area {n}"] for n in range(4)] == [100, 60, None, None]


def test_a_table_of_few_is_left_out_with_what_to_merge() -> None:
    of = consultation(AREA, SAFE)
    answers: dict[str, Sequence[object]] = {
        "area": ["Area 0"] * 24 + ["Area 1"] * 21 + ["Area 2"] * 20,
        "safe": (["A"] * 6 + ["B"] * 5 + ["C"] * 4) * 4 + ["A"] * 5,
    }
    alone = figures(of, answers).filter(pl.col("question_id") == "safe")
    found = gate(pl.concat([alone, figures(of, answers, AREA)]), of)
    assert found.figures.equals(gate(alone, of).figures)  # the question alone, as if the table had never been
    (told,) = found.left_out
    assert told.where == "safe by area"
    assert told.hint == "merge the groups 'Area 2' and 'Area 1', or leave safe out of by_area under [disclosure]"


def test_a_question_of_few_is_refused_with_what_to_do() -> None:
    of = consultation(SAFE)
    with pytest.raises(DisclosureError) as refused:
        gate(figures(of, {"safe": ["A"] * 4 + ["B"] * 5 + ["C"] * 3}), of)
    (told,) = refused.value.problems
    assert told.where == "safe"
    assert told.hint.startswith("merge the options 'C' and 'A', or wait for more responses, or name safe in leave_out")


SIX = {"area": [f"Area {n % 6}" for n in range(600)], "safe": ["ABC"[n % 5 % 3] for n in range(600)]}


def test_newcomers_of_an_area_do_not_follow_from_last_week() -> None:
    """Area 1 has three more than when it was published, all others 20 more: their answers are not to be had."""
    of = consultation(AREA, SAFE)
    first = gate(figures(of, dict(SIX), AREA), of)
    assert first.hidden == 0
    came = [(area, answer) for area in (0, 2, 3, 4, 5) for answer in "AABBCABCABABCABCABCA"]
    few = [(1, "A"), (1, "A"), (1, "B")]
    area, safe = (
        [*SIX["area"], *(f"Area {n}" for n, _ in came + few)],
        [*SIX["safe"], *(one for _, one in came + few)],
    )
    now = figures(of, {"area": area, "safe": safe}, AREA)
    second = gate(now, of, [first.kept])
    there = second.figures.filter(pl.col("group") == "Area 1", ~pl.col("is_net"))
    assert there["count"].to_list() == [None, None, None, 0]
    assert there["base_unweighted"].unique().to_list() == [None]
    true = dict(now.filter(pl.col("group") == "Area 1").select("code", "count").iter_rows())
    seen = ranged(second.figures, first.figures, {"net": {"a", "b"}})
    for code in ("a", "b", "c", "net"):
        low, high = seen["Area 1", code]
        assert low <= true[code] <= high
        assert high - low >= 8
    later: dict[str, Sequence[object]] = {"area": [*area, *SIX["area"][:180]], "safe": [*safe, *["A", "B", "C"] * 60]}
    third = gate(figures(of, later, AREA), of, [second.kept])
    assert third.figures.filter(pl.col("group") == "Area 1")["base_unweighted"].unique().to_list() == [133]


def test_all_grown_by_few_is_refused() -> None:
    of = consultation(AREA, SAFE)
    first = gate(figures(of, dict(SIX), AREA), of)
    later = figures(of, {"area": [*SIX["area"], *["Area 1"] * 3], "safe": [*SIX["safe"], "A", "A", "B"]}, AREA)
    with pytest.raises(DisclosureError, match="600 then, 603 now"):
        gate(later, of, [first.kept])
    assert gate(figures(of, dict(SIX), AREA), of, [first.kept]).hidden == 0


def test_a_table_left_out_for_a_week_is_still_held_against_what_comes() -> None:
    of = consultation(AREA, SAFE)
    alone = figures(of, dict(SIX)).filter(pl.col("question_id") == "safe")
    first = gate(pl.concat([alone, figures(of, dict(SIX), AREA)]), of)
    kept = carried(gate(alone, of, [first.kept]).kept, first.kept)
    came = [(area, answer) for area in (0, 2, 3, 4, 5) for answer in "AABBCABCABABCABCABCA"] + [(1, "C")] * 4
    more: dict[str, Sequence[object]] = {
        "area": [*SIX["area"], *(f"Area {n}" for n, _ in came)],
        "safe": [*SIX["safe"], *(one for _, one in came)],
    }
    found = gate(
        pl.concat([figures(of, more).filter(pl.col("question_id") == "safe"), figures(of, more, AREA)]), of, [kept]
    )
    assert found.figures.filter(pl.col("group") == "Area 1")["base_unweighted"].unique().to_list() == [None]


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
    second = gate(more, of, [first.kept])
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


def test_a_mean_does_not_tell_the_base_that_is_rounded() -> None:
    """Of 43 whole numbers: no fraction of a smaller denominator is their mean, to the last printed digit."""
    of = consultation(AGE, rounding=5)
    shown = gate(figures(of, {"age": [20.0 + n % 31 for n in range(43)]}), of).figures
    mean = shown.row(by_predicate=pl.col("code") == "mean", named=True)
    assert (mean["base_unweighted"], mean["weighted_value"]) == (45, None)
    assert mean["value"] == 32.3  # 1391 / 43, which is 32.34884
    fits = [n for n in range(38, 49) if any(round(total / n, 1) == mean["value"] for total in range(20 * n, 50 * n))]
    assert len(fits) > 5


def test_a_net_of_other_members_than_when_it_was_published() -> None:
    """The net of now is C or D: that of then does not add up by it, and is no reason to end in an error."""
    answers: dict[str, Sequence[object]] = {"safe": ["A"] * 300 + ["B"] * 200 + ["C"] * 40 + ["D"] * 4}
    of = consultation(SAFE)
    first = gate(figures(of, answers), of)
    other = consultation(SAFE.model_copy(update={"nets": (NET.model_copy(update={"codes": ("c", "d")}),)}))
    second = gate(figures(other, answers), other, [first.kept])
    assert second.figures["count"].to_list()[:3] == first.figures["count"].to_list()[:3]
    assert second.figures["count"].to_list()[3] is None


def test_a_day_between_two_publications_is_held_against_the_first_too() -> None:
    of = consultation(AREA, SAFE)
    more = {name: [*values, *values[:200]] for name, values in SIX.items()}
    between = figures(of, {"area": [*SIX["area"], *["Area 1"] * 3], "safe": [*SIX["safe"], "A", "A", "B"]}, AREA)
    first = gate(figures(of, dict(SIX), AREA), of)
    last = gate(figures(of, dict(more), AREA), of, [first.kept])
    assert gate(between, of, [last.kept]).figures.height == between.height  # 197 fewer than the last
    with pytest.raises(DisclosureError, match="600 then, 603 now"):
        gate(between, of, [last.kept], [first.kept])


@pytest.mark.parametrize("coded_anew", [False, True])
def test_what_was_printed_two_weeks_ago_bounds_what_was_hidden_since(coded_anew: bool) -> None:
    """D is 5 now: that C, hidden since, was 30 once, must not leave D below the 9 that [c] stands for.

    Themes that are coded anew, and fewer each week, do not make these days before the others.
    """
    themes = MultiCode(id="themes", text="?", kind="multi_code", options=OPTIONS)
    more = (*OPTIONS, *(Option(code=label.casefold(), label=label) for label in "EFGH"))
    of = consultation(SAFE.model_copy(update={"nets": (), "options": more}), *([themes] if coded_anew else []))
    weeks: tuple[dict[str, int], ...] = (
        {"A": 300, "B": 200, "C": 30},
        {"A": 320, "B": 220, "C": 31, "D": 2},
        {"A": 340, "B": 240, "C": 32, "D": 5},
    )
    shown, kept = [], list[pl.DataFrame]()
    for number, week in enumerate(weeks):
        week |= dict.fromkeys("EFGH", 50 + 20 * number)
        safe = [code for code, count in week.items() for _ in range(count)]
        true = figures(of, {"safe": safe, "themes": [list("ABC")[: 3 - number]] * len(safe)})
        found = gate(true, of, kept[-1:], kept[:-1])
        kept.append(found.kept)
        told = found.figures.filter(pl.col("question_id") == SAFE.id)
        shown.append(dict(told.select("code", "count").iter_rows()))
    assert shown[0] == {"a": 300, "b": 200, "c": 30, "d": 0, "e": 50, "f": 50, "g": 50, "h": 50}
    assert shown[2]["d"] is None
    base = sum(weeks[2].values())
    hidden = [code for code, count in shown[2].items() if count is None and code != "d"]
    seen = {code: max(week[code] or 0 for week in shown) for code in hidden}
    assert base - sum(count or 0 for count in shown[2].values()) - sum(seen.values()) >= 9


def test_a_day_before_the_last_publication_has_no_more_than_it_had() -> None:
    """Area 1 lost two from one day to the day before it: what either answered does not follow, nor that they did."""
    of = consultation(AREA, SAFE)
    last = gate(figures(of, {name: [*values, *values[:200]] for name, values in SIX.items()}, AREA), of)
    ones = [n for n, area in enumerate(SIX["area"]) if area == "Area 1"]
    more = {name: [*values, *values[:200]] for name, values in SIX.items()}
    left = [n for n in range(800) if n not in {*ones[:2]} and not (more["area"][n] != "Area 1" and n >= 700)]
    before: dict[str, Sequence[object]] = {name: [values[n] for n in left] for name, values in more.items()}
    true = figures(of, before, AREA)
    shown = gate(true, of, [last.kept]).figures
    then = dict(zip(last.figures.select("group", "code").iter_rows(), last.figures["count"], strict=True))
    now = {(row["group"], row["code"]): row["count"] for row in shown.iter_rows(named=True)}
    for code in ("a", "b", "c"):
        assert now["Area 1", code] is None
        others = [group for group in (f"Area {n}" for n in range(6)) if now[group, code] is None]
        total = now["All", code] - sum(now[group, code] or 0 for group in (f"Area {n}" for n in range(6)))
        least = total - sum(then[group, code] for group in others if group != "Area 1")
        assert then["Area 1", code] - max(least, 1) >= 8


def test_what_an_earlier_gate_gave_away_does_not_stop_what_comes() -> None:
    """Of area 1 only D was hidden then, and follows from that publication alone: nothing can take it back."""
    of = consultation(AREA, SAFE)
    areas = [f"Area {n % 6}" for n in range(1_200)]
    safe = ["D" if n in range(1, 19, 6) else "ABC"[n % 5 % 3] for n in range(1_200)]
    now = figures(of, {"area": areas, "safe": safe}, AREA)
    first = gate(now, of).kept
    small = (pl.col("code") == "d") & (pl.col("count") > 0) & (pl.col("group") != ALL)
    then = first.with_columns(small.alias("suppressed"), pl.lit(value=False).alias("base_hidden"))
    more = figures(of, {"area": [*areas, *areas[:600]], "safe": [*safe, *safe[600:]]}, AREA)
    second = gate(more, of, [then]).figures
    assert second.filter(pl.col("count").is_between(1, 9)).is_empty()
