"""population.toml and [weighting]: every mistake in one go, and the committed figures against their sources."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from survey.errors import DefinitionError, Problem
from survey.questionnaire.load import load_consultation
from survey.questionnaire.population import PopulationMargin
from tests.exports import CONSULTATIONS, shared

BY_SEX = "data/geo/wm_census2021_population_by_sex.csv"
PLAN = Path(__file__).parents[2] / "pipelines" / "consultations" / "police_crime_plan_2024"
QUESTIONNAIRE = """
[consultation]
name = "A consultation"
owner = "An office"

[export]
response_id = "ID"

[weighting]
margins = ["area"]
maximum = 3

[[question]]
id = "area"
kind = "single_code"
text = "Where do you live?"
column = "Area"
options = ["North", "South", "East", "Elsewhere", "Prefer not to say"]
nets = [{ code = "rest", label = "The rest", codes = ["south", "east"] }]

[[question]]
id = "picks"
kind = "multi_code"
text = "What matters?"
column = "Picks"
delimiter = ";"
options = ["A", "B"]
"""
POPULATION = """
[[margin]]
question = "area"
geography = "A county"
source = "A census"
date = 2021-03-21
counts = { north = 30, rest = 60 }
outside = ["elsewhere"]
uncounted = ["prefer_not_to_say"]
"""


def write(folder: Path, questionnaire: str, population: str | None) -> Path:
    (folder / "questionnaire.toml").write_text(questionnaire, encoding="utf-8")
    if population is not None:
        (folder / "population.toml").write_text(population, encoding="utf-8")
    return folder


def problems(folder: Path, questionnaire: str, population: str | None) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as caught:
        load_consultation(write(folder, questionnaire, population))
    return caught.value.problems


def test_a_margin_by_an_option_and_a_net(tmp_path: Path) -> None:
    (margin,) = load_consultation(write(tmp_path, QUESTIONNAIRE, POPULATION)).population
    assert margin.groups == ("north", "rest")
    assert (margin.share("north"), margin.share("rest")) == (Fraction(1, 3), Fraction(2, 3))


def test_printed_shares_need_not_add_up_to_a_hundred(tmp_path: Path) -> None:
    text = POPULATION.replace("counts = { north = 30, rest = 60 }", "shares = { north = 33.3, rest = 66.6 }")
    (margin,) = load_consultation(write(tmp_path, QUESTIONNAIRE, text)).population
    assert margin.share("north") == Fraction(1, 3)


@pytest.mark.parametrize(
    ("old", "new", "what", "where", "hint"),
    [
        ('question = "area"', 'question = "aera"', "no such question", "margin 1 (aera), question", "'area'"),
        ('question = "area"', 'question = "picks"', "not that kind of question", "margin 1 (picks), question", ""),
        ("north = 30", "nroth = 30", "no such code", "margin 1 (area), counts", "'north'"),
        ("north = 30", "nroth = 30", "an option has no figure", "margin 1 (area)", "outside"),
        ("rest = 60", "rest = 60, south = 2", "an option is counted twice", "margin 1 (area)", ""),
        ('["elsewhere"]', '["elsewhere", "north"]', "an option is counted twice", "margin 1 (area)", ""),
        ('uncounted = ["prefer_not_to_say"]', "", "an option has no figure", "margin 1 (area)", "uncounted"),
        ("north = 30", "north = 0", "input should be greater than 0", "counts.north", ""),
        ("north = 30", "north = 999999999999999999", "input should be less than or equal to 1", "counts.north", ""),
        ("counts", "shares", "shares are in percent and add up to 100, not to 90", "margin 1 (area)", ""),
        ("counts =", "counst =", "unknown key 'counst'", "margin 1 (area), counst", "'counts'"),
        ("north = 30, ", "", "a margin needs two groups or more", "margin 1 (area)", ""),
        ('source = "A census"\n', "", "key 'source' is missing", "margin 1 (area)", ""),
        ("2021-03-21", '"2021"', "a date is wanted here, without quotes, such as 2024-07-14", "date", ""),
        ("[[margin]]", "[margin]", "no margins", "population.toml", ""),
        ("[[margin]]", "[[margins]]", "unknown key 'margins'", "population.toml", "'margin'"),
        ("[[margin]]", "[[margin", "not valid TOML", "population.toml", ""),
    ],
)
def test_a_mistake_of_the_population_is_placed_and_named(
    tmp_path: Path, old: str, new: str, what: str, where: str, hint: str
) -> None:
    found = problems(tmp_path, QUESTIONNAIRE, POPULATION.replace(old, new, 1))
    match = [each for each in found if each.what.startswith(what)]
    assert match, found
    assert where in match[0].where
    assert hint in match[0].hint


DESIGN = "clusters, strata and replicate weights are not known here"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('margins = ["area"]', 'margins = ["aera"]', "no such margin"),
        ('margins = ["area"]', 'margins = ["area", "area"]', "a margin stands twice"),
        ("maximum = 3", "maximum = 0.9", "input should be greater than 1"),
        ("maximum = 3", "minimum = 1", "input should be less than 1"),
        ("maximum = 3", "maximun = 3", "unknown key 'maximun'"),
        ("maximum = 3", 'strata = "area"', DESIGN),
        ("maximum = 3", "replicate_weights = 80", DESIGN),
        (
            "[weighting]",
            '[design]\ncluster = "psu"\n\n[weighting]',
            DESIGN,
        ),
    ],
)
def test_a_mistake_of_weighting_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert [each.what for each in problems(tmp_path, QUESTIONNAIRE.replace(old, new), POPULATION)] == [what]


def test_weighting_needs_a_population(tmp_path: Path) -> None:
    assert [each.what for each in problems(tmp_path, QUESTIONNAIRE, None)] == ["no population to weight to"]


def test_mistakes_of_both_files_are_told_in_one_go(tmp_path: Path) -> None:
    questionnaire = QUESTIONNAIRE.replace('owner = "An office"\n', "").replace("maximum", "maximun")
    twice = POPULATION + POPULATION.replace("north", "nroth")
    assert sorted(each.what for each in problems(tmp_path, questionnaire, twice)) == [
        "a second margin of the same question",
        "an option has no figure",
        "key 'owner' is missing",
        "no such code",
        "unknown key 'maximun'",
    ]


def margins(folder: Path) -> dict[str, PopulationMargin]:
    return {margin.question: margin for margin in load_consultation(folder).population}


def rows(path: str) -> list[dict[str, str]]:
    with shared(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("folder", "question"), [(PLAN, "live_in"), (CONSULTATIONS / "four_margins", "area")])
def test_areas_are_the_census(folder: Path, question: str) -> None:
    census = {row["name"].lower(): int(row["total_population"]) for row in rows(BY_SEX)}
    assert margins(folder)[question].counts == census
    assert sum(census.values()) == 2_919_650


def test_sexes_and_ethnic_groups_are_the_census() -> None:
    found = margins(CONSULTATIONS / "four_margins")
    by_sex = rows(BY_SEX)
    assert found["sex"].counts == {
        "female": sum(int(row["total_females"]) for row in by_sex),
        "male": sum(int(row["total_males"]) for row in by_sex),
    }
    by_group = rows("data/geo/wm_census2021_ethnicity5.csv")
    columns = {
        "white": "White",
        "asian": "Asian, Asian British or Asian Welsh",
        "black": "Black, Black British, Black Welsh, Caribbean or African",
        "mixed": "Mixed or Multiple ethnic groups",
        "other": "Other ethnic group",
    }
    wanted = {code: sum(int(row[name]) for row in by_group) for code, name in columns.items()}
    assert found["ethnicity"].counts == wanted


def test_ages_are_each_districts_shares_put_together_by_the_census() -> None:
    census = {row["ltla21_code"]: int(row["total_population"]) for row in rows(BY_SEX)}
    bands = ("16-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+")
    people = dict.fromkeys(bands, 0.0)
    for row in rows("data/geo/wm_mye2020_age_bands.csv"):
        for band in bands:
            people[band] += int(row[band]) / int(row["total"]) * census[row["ltla21_code"]]
    wanted = [100 * number / sum(people.values()) for number in people.values()]
    assert list(margins(CONSULTATIONS / "four_margins")["age"].shares.values()) == pytest.approx(wanted, abs=0.005)
