"""The frame of the police and crime plan: the published priorities as its nets, and comments as people write them.

The comments are SYNTHETIC: written for these tests, and read by a person for the codes beside them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from survey.questionnaire.frame_file import load_code_frame
from survey.themes.code import code_answers
from survey.themes.examples import missed_examples
from tests.themes.small_frame import question

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "reference" / "police_crime_plan_2024.toml"
FRAME = load_code_frame(ROOT / "pipelines" / "consultations" / "police_crime_plan_2024")


def test_the_nets_are_the_published_priorities_and_principles() -> None:
    if not PUBLISHED.exists():
        pytest.skip("the published facts are not here")
    plan = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["plan"]
    assert [net.label for net in FRAME.nets] == plan["priorities"] + plan["principles"]


def test_parking_stands_under_road_safety_by_its_published_name() -> None:
    parking = next(code for code in FRAME.codes if code.code == "parking")
    nets = {net.code: net.label for net in FRAME.nets}
    assert parking.label == "Illegal, inconsiderate and dangerous parking"
    assert nets[parking.net] == "Improve road safety"


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("Parents park on the zig-zags outside the school and nobody gets a ticket", {"parking"}),
        ("You can’t use the pavement with a pushchair because of parked vans", {"parking"}),
        ("Double yellows mean nothing round here", {"parking"}),
        ("My kids used to play in the park and now they stay in", set()),
        ("The park outside our estate is lovely", set()),
        ("Somebody broke into my car in the car park", {"vehicle_crime"}),
        ("Boy racers every Friday night", {"street_racing"}),
        ("People drive too fast, 40mph in a 20 zone", {"speeding"}),
        ("Bring back the bobby on the beat", {"visible_policing"}),
        ("We don’t know our PCSO any more", {"neighbourhood_officers"}),
        ("Waited an hour on 101", {"call_response"}),
        ("ASB and fly-tipping in the alley", {"anti_social_behaviour"}),
        ("Get knives off our streets", {"knife_crime"}),
        ("He stabbed her in the back by breaking his promise", {"knife_crime"}),  # only the set phrase is ruled out
        ("The council was stabbed in the back", {"councils"}),
        ("I was catcalled on the way home from school", {"misogyny"}),
        ("New recruits need a mentor beside them, pair them with experienced officers", {"new_officers"}),
        ("Lived experience should guide rehab", {"lived_experience"}),
        ("Nobody told me my rights under the Victims’ Code", {"victims_code"}),
        ("Vet them properly, too much corruption", {"misconduct"}),
        ("Open the youth clubs again", {"youth_services"}),
        ("Hare coursing on the farms", {"rural_crime"}),
        ("Drapes and businesses", set()),
        ("The priorities are too vague", set()),
    ],
)
def test_a_comment_has_the_codes_a_reader_gives_it(comment: str, codes: set[str]) -> None:
    responses = pl.DataFrame({"response_id": ["SYNTHETIC-1"], "why": [comment]})
    found = set(code_answers(responses, [question("why")], FRAME).coded["code"])
    assert found == (codes or {"other"})


def test_every_code_has_an_example_that_its_rules_find() -> None:
    assert all(code.examples for code in FRAME.codes)
    assert missed_examples(FRAME) == []
