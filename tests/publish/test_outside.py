"""How few state no area does not follow from all respondents less those who state one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from survey.errors import DisclosureError
from survey.frames import ALL, NOT_STATED
from survey.publish.gate import Gated, gate
from survey.questionnaire.definition import Consultation
from tests.publish.random_tables import Cell, Known, recovered
from tests.publish.test_bases import VISITS, WORDS
from tests.publish.test_gate import AREA, SAFE, consultation, figures

SIZES: dict[str | None, int] = {"Area 0": 300, "Area 1": 90, "Area 3": 200, "Area 4": 150, "Area 5": 90}
SEED = 20240722


def asked(of: Consultation, answers: dict[str, Sequence[object]]) -> pl.DataFrame:
    return pl.concat([figures(of, answers), figures(of, answers, AREA)])


def stated(few: int) -> dict[str, Sequence[object]]:
    """830 respondents who state an area and so many who do not; all say whether they visit, half wrote something."""
    areas = [area for area, size in {**SIZES, None: few}.items() for _ in range(size)]
    return {
        "area": areas,
        "visits": [("Yes", "No")[place % 2] for place in range(len(areas))],
        "words": [("said", None)[place // 2 % 2] for place in range(len(areas))],
    }


def own(shown: pl.DataFrame) -> pl.DataFrame:
    return shown.filter(pl.col("question_id") == "area")


@pytest.mark.parametrize("few", [1, 5, 9])
def test_where_a_few_state_no_area_its_own_table_is_left_out_and_told(few: int) -> None:
    """835 said whether they visit, and 830 stated an area: five who did not, and the tables by area hide five."""
    of = consultation(AREA, VISITS, WORDS)
    found = gate(asked(of, stated(few)), of)
    (told,) = found.left_out
    assert told.where == "area"
    assert 'base = "all"' in told.hint
    assert own(found.figures).is_empty()
    assert own(found.kept).is_empty()
    by_area = found.figures.filter(pl.col("banner_id") == "area")
    assert by_area["question_id"].unique().sort().to_list() == ["visits", "words"]
    bases = by_area.filter(pl.col("code").is_in(["yes", "answered"]))["base_unweighted"]
    assert (len(bases), bases.null_count()) == (16, 4)  # of each who state none, and one area more
    assert found.figures.filter(pl.col("group") == ALL)["base_unweighted"].null_count() == 0


def test_how_many_responses_are_told_on_the_cover_counts_too() -> None:
    """Of 835 respondents 833 said whether they visit, and 830 stated an area."""
    of = consultation(AREA, VISITS)
    answers = stated(5)
    answers["visits"] = [*answers["visits"][:830], "Yes", "No", "Yes", None, None]
    assert [each.where for each in gate(asked(of, answers), of, everyone=835).left_out] == ["area"]


@pytest.mark.parametrize("few", [0, 12])
def test_the_own_table_stays_where_nobody_or_enough_state_no_area(few: int) -> None:
    of = consultation(AREA, VISITS, WORDS)
    found = gate(asked(of, stated(few)), of)
    assert found.left_out == ()
    assert own(found.figures)["count"].sum() == 830


def test_the_own_table_stays_where_no_table_hides_who_states_none() -> None:
    of = consultation(AREA, VISITS, WORDS)
    found = gate(figures(of, stated(5)), of)
    assert (found.left_out, own(found.figures)["count"].sum()) == ((), 830)


def test_the_own_table_stays_away_while_what_was_published_before_hides_who_states_none() -> None:
    """Then the tables by area hid four; if five are all there are now, those were five at most."""
    of = consultation(AREA, VISITS, WORDS)
    then = gate(asked(of, stated(4)), of).kept
    later = {name: [*given, *given[:20], given[-1]] for name, given in stated(4).items()}
    found = gate(figures(of, dict(later)), of, [then])
    assert ([each.where for each in found.left_out], own(found.figures).height) == (["area"], 0)


def test_on_the_base_of_all_the_own_table_stays_and_hides_an_area_more() -> None:
    area = AREA.model_copy(update={"base": "all"})
    of = consultation(area, VISITS, WORDS)
    found = gate(pl.concat([figures(of, stated(5)), figures(of, stated(5), area)]), of)
    assert found.left_out == ()
    assert own(found.figures).filter(pl.col("count").is_null())["code"].to_list() == ["area_1"]
    assert own(found.figures)["base_unweighted"].unique().to_list() == [835]


def test_what_the_definition_leaves_out_is_not_shown_and_ties_all_the_same() -> None:
    of = consultation(AREA, VISITS, WORDS)
    rules = of.disclosure.model_copy(update={"leave_out": ("area",)})
    left = of.model_copy(update={"disclosure": rules})
    true, without = asked(of, stated(5)), gate(asked(of, stated(5)), of)
    found = gate(true, left)
    assert found.figures.equals(without.figures)
    assert found.left_out == ()


def test_a_few_more_in_a_table_that_the_definition_leaves_out_now_tell_nothing() -> None:
    """830 stated an area when its table was published, and 833 do now: `leave_out` is what its refusal advises."""
    of = consultation(AREA, VISITS)
    rules = of.disclosure.model_copy(update={"leave_out": ("area",)})
    left, more = of.model_copy(update={"disclosure": rules}), stated(0)
    published = gate(figures(of, more), of)
    more = {"area": [*more["area"], *["Area 0"] * 3], "visits": [*more["visits"], None, None, None]}
    with pytest.raises(DisclosureError, match="name area in leave_out"):
        gate(figures(of, more), of, [published.kept])
    shown = gate(figures(left, more), left, [published.kept]).figures
    assert shown["question_id"].unique().to_list() == ["visits"]


def drawn(random: np.random.Generator) -> tuple[Consultation, dict[str, Sequence[object]]]:
    """One to nine of some hundreds or thousands state no area; up to a few do not answer each question."""
    areas, many = [option.label for option in AREA.options], int(random.integers(300, 3000))
    given: list[object] = list(random.choice(areas, many, p=random.dirichlet(np.full(len(areas), 6.0))))
    for place in random.choice(many, int(random.integers(1, 10)), replace=False):
        given[place] = None
    answers: dict[str, Sequence[object]] = {"area": given}
    for question in (SAFE, VISITS):
        labels, quiet = [option.label for option in question.options], random.choice([0.0, 0.002, 0.02])
        said = random.choice(labels, many, p=random.dirichlet(np.full(len(labels), 2.0)))
        answers[question.id] = [None if random.random() < quiet else one for one in said]
    answers["words"] = ["said" if one else None for one in random.random(many) < random.uniform(0.2, 0.8)]
    return consultation(AREA, SAFE, VISITS, WORDS), answers


def learned(found: Gated, true: pl.DataFrame, many: int) -> Known:
    """What a reader knows: what is printed; that the groups of each area hold all respondents, told on the cover; and
    that whoever answered is one of them. How many each area has is unknown but where it is printed.
    """
    known = Known(printed={_cell(ALL, "everyone"): many})
    groups = [*(option.label for option in AREA.options), NOT_STATED]
    known.hidden = {_cell(group, "everyone"): 1 for group in groups}
    known.sums.append((_cell(ALL, "everyone"), list(known.hidden)))
    keys = ["question_id", "group", "code"]
    real = {row[:3]: row[3:] for row in true.select(*keys, "count", "base_unweighted").iter_rows()}
    for *key, count, base in found.figures.select(*keys, "count", "base_unweighted").iter_rows():
        question, group, code = key
        for name, shown, so in zip((code, "base"), (count, base), real[tuple(key)], strict=True):
            (known.hidden if shown is None else known.printed)[_cell(group, f"{question} {name}")] = so
    for option in AREA.options:
        if _cell(ALL, f"area {option.code}") in known.printed:
            known.sums.append((_cell(ALL, f"area {option.code}"), [_cell(option.label, "everyone")]))
    codes = {
        "safe": [one.code for one in SAFE.options],
        "visits": [one.code for one in VISITS.options],
        "words": ["answered", "not_answered"],
    }
    there = {*known.hidden, *known.printed}
    for question, names in codes.items():
        for group in (ALL, *groups):
            base = _cell(group, f"{question} base")
            if base in there:
                known.sums.append((base, [_cell(group, f"{question} {name}") for name in names]))
                known.at_most.append((base, [_cell(group, "everyone")]))
        for name in (*names, "base"):
            parts = [_cell(group, f"{question} {name}") for group in groups]
            if set(parts) & there:
                known.sums.append((_cell(ALL, f"{question} {name}"), [part for part in parts if part in there]))
    wrote = [_cell(group, "words base") for group in groups]
    known.sums += [(base, [_cell(base[1], "everyone")]) for base in wrote if base in there]  # everyone was asked
    return known


def _cell(group: str, name: str) -> Cell:
    return 0, group, name


def followed(seed: int) -> tuple[int, int]:
    """How many counts of those who state no area are hidden, and how many of these can only be what they are."""
    of, answers = drawn(np.random.default_rng(seed))
    many, true = len(answers["area"]), asked(of, answers)
    try:
        known = learned(gate(true, of, everyone=many), true, many)
    except DisclosureError:
        return 0, 0
    outside = {repr(cell) for cell in known.hidden if cell[1] == NOT_STATED and cell[2] != "everyone"}
    found = [each for each in recovered(known) if each.partition(" of ")[0] in outside]
    return len(outside), len(found)


def test_no_count_of_the_few_who_state_no_area_follows() -> None:
    found = [followed(SEED + number) for number in range(5)]
    assert sum(hidden for hidden, _ in found) > 25
    assert [number for number, (_, follow) in enumerate(found) if follow] == []


def test_the_attacker_finds_them_where_the_own_table_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.publish.gate.few_outside", lambda *_: frozenset())
    monkeypatch.setattr("survey.publish.linked.tie_outside", lambda *_: None)
    assert sum(follow for _, follow in (followed(SEED + number) for number in range(5))) > 5
