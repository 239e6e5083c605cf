"""`published.toml`: equal to the published facts, and told with every mistake when it is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from survey.errors import DefinitionError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.load import load_consultation
from survey.synthetic.load import load_published
from survey.synthetic.published import Published

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipelines" / "consultations" / "police_crime_plan_2024"
REFERENCE = ROOT.parent / "shared" / "reference" / "police_crime_plan_2024.toml"


@pytest.fixture(scope="module")
def consultation() -> Consultation:
    return load_consultation(FOLDER)


@pytest.fixture(scope="module")
def published(consultation: Consultation) -> Published:
    return load_published(FOLDER, consultation)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    if not REFERENCE.exists():
        pytest.skip("the published facts are not beside this checkout")
    return tomllib.loads(REFERENCE.read_text())


def test_figures_are_those_of_the_reference(
    consultation: Consultation, published: Published, reference: dict[str, Any]
) -> None:
    percentages, counts = {}, {}
    for question in consultation.questions:
        labels = {each.code: each.label for each in getattr(question, "options", ())}
        labels |= {each.code: each.label for each in getattr(question, "nets", ())}
        if question.id in published.percentages:
            figures = published.percentages[question.id]
            percentages[question.number] = {labels[code]: percent for code, percent in figures.items()}
        if question.id in published.counts:
            counts[question.number] = [[labels[code], n] for code, n in published.counts[question.id].items()]
    facts = reference["question"]
    assert percentages == {
        each["number"]: {**each.get("published", {}), **each.get("published_nets", {})}
        for each in facts
        if each.get("published") or "published_nets" in each
    }
    assert counts == {each["number"]: each["published_counts"] for each in facts if "published_counts" in each}
    assert published.mentions.respondents == reference["free_text"]["parking_responses"]
    assert published.weeks_first.of == reference["consultation"]["weeks"]


def test_the_claims_in_words(published: Published) -> None:
    assert published.weeks_first.model_dump() == {
        "question": "top_responsibilities",
        "option": "knife_crime",
        "weeks": 12,
        "of": 14,
    }
    assert published.mentions.model_dump() == {"question": "comments", "topic": "parking", "respondents": 132}
    assert [(each.question, each.option) for each in published.majorities] == [("agree", "yes")]
    assert [(each.question, each.option, each.words) for each in published.called] == [
        ("safe_where_visit", "net_positive", "one third")
    ]


def test_nothing_invented_stands_outside_assumed() -> None:
    tables = tomllib.loads((FOLDER / "published.toml").read_text())
    assert set(tables) == {
        "source",
        "percentages",
        "counts",
        "majorities",
        "called",
        "weeks_first",
        "mentions",
        "assumed",
    }


def test_no_option_marked_as_assumed_has_a_published_figure(consultation: Consultation, published: Published) -> None:
    for question in consultation.questions:
        invented = {each.code for each in getattr(question, "options", ()) if each.assumed}
        assert not invented & {*published.percentages.get(question.id, {}), *published.counts.get(question.id, {})}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("dont_know = 20.8", "dont_knw = 20.8", "did you mean 'dont_know'?"),
        ("[percentages.good_relations]", "[percentages.good_relation]", "did you mean 'good_relations'?"),
        ("yes = 68.1", "yes = 68.14", "one decimal"),
        ("net_safe = 34.1", "net_saf = 34.1", "did you mean 'net_safe'?"),
        ("knife_crime = 4337", "knife_crime = -1", "greater than or equal to 0"),
        ("of = 14", "of = 13", "[weeks_first] of"),
        ('option = "net_positive"', 'option = "net_positiv"', "did you mean 'net_positive'?"),
        ("blank = 0.003", "blanks = 0.003", "did you mean 'blank'?"),
        ("respondents = 132", "", "'respondents' is missing"),
        ('topic = "parking"', 'topic = "parkin"', "did you mean 'parking'?"),
        ("young_people = 17.5", "", "no share for the option 'young_people'"),
        ('6 = "offenders_to_justice"', "", "[assumed.led_by]"),
        ('6 = "offenders_to_justice"', '15 = "offenders_to_justice"', "[assumed.led_by]"),
        ("out of control in {place}", "out of control in {town}", "no such slot: town"),
        ("solihull = 0.45", "solihul = 0.45", "did you mean 'solihull'?"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, consultation: Consultation, old: str, new: str, told: str) -> None:
    text = (FOLDER / "published.toml").read_text()
    assert old in text
    (tmp_path / "published.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(DefinitionError) as caught:
        load_published(tmp_path, consultation)
    assert told in str(caught.value)
    assert "published.toml" in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path, consultation: Consultation) -> None:
    text = (FOLDER / "published.toml").read_text()
    text = text.replace("dont_know = 20.8", "perhaps = 20.8").replace("of = 14", "of = 13")
    (tmp_path / "published.toml").write_text(text)
    with pytest.raises(DefinitionError) as caught:
        load_published(tmp_path, consultation)
    places = {problem.where.rsplit(", ", 1)[1] for problem in caught.value.problems}
    assert {"[percentages.good_relations]", "[assumed.shares.good_relations]", "[weeks_first] of"} <= places


def test_a_missing_file_is_told(tmp_path: Path, consultation: Consultation) -> None:
    with pytest.raises(DefinitionError, match="file is missing"):
        load_published(tmp_path, consultation)
