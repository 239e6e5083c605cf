"""Several answers in one cell: the delimiter, and options even where they hold it; lists and words are left alone."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.kinds import FreeText, MultiCode, Ranking, SingleCode
from tests.drafting.sources import drafted, labels, mixed, only

DICE = random.Random(7)  # noqa: S311 - no secret


def picked(options: list[str], delimiter: str, rows: int = 200, end: str = "") -> list[str]:
    """Cells of one to three options each, in questionnaire order."""
    sets = [sorted(DICE.sample(range(len(options)), DICE.randint(1, 3))) for _ in range(rows)]
    return [delimiter.join(options[place] for place in places) + end for places in sets]


def test_semicolons() -> None:
    options = ["Burglary", "Speeding", "Knife crime", "Parking"]
    question = only(drafted({"What matters most?": picked(options, ";")}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == (";", set(options))


def test_a_semicolon_at_the_end_as_microsoft_forms_writes_it() -> None:
    options = ["Burglary", "Speeding", "Knife crime", "Parking"]
    question = only(drafted({"What matters most?": picked(options, ";", end=";")}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == (";", set(options))


def test_a_line_of_the_cell_for_each() -> None:
    options = ["Burglary", "Speeding, and noise", "Knife crime", "Parking"]
    question = only(drafted({"What matters most?": picked(options, "\n")}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == ("\n", set(options))


def test_options_that_hold_the_comma_are_one() -> None:
    options = ["Yes, all of it", "I don't know, someone else does this", "Police (999, 101, online)", "Parking"]
    question = only(drafted({"Which of these?": picked(options, ", ")}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == (", ", set(options))


def test_numbers_joined_by_commas_are_codes_to_be_labelled() -> None:
    question = only(drafted({"Which of these?": picked(["4", "5", "6", "7"], ",")}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == (",", {"4", "5", "6", "7"})


def test_the_words_behind_other_go_to_a_free_text() -> None:
    options = ["Burglary", "Speeding", "Knife crime", "Parking"]
    cells = picked(options, ";")
    for place, words in enumerate(["loud music", "litter", "drones"]):
        cells[place] += f";{words}"
    consultation = drafted({"What matters most?": cells})
    question, words_of = consultation.questions
    assert isinstance(question, MultiCode)
    assert [option.label for option in question.options if option.other] == ["Other"]
    assert isinstance(words_of, FreeText)
    assert (words_of.other_of, words_of.coded) == (question.id, False)


def test_one_of_a_list_with_commas_is_not_several() -> None:
    cells = mixed({"Yes, definitely": 80, "Yes, probably": 60, "No": 60})
    question = only(drafted({"Would you come again?": cells}))
    assert isinstance(question, SingleCode)
    assert labels(question) == ["Yes, definitely", "Yes, probably", "No"]


def test_amounts_with_commas_are_not_several() -> None:
    cells = mixed({"$0 - $24,999": 60, "$25,000 - $49,999": 70, "$100,000 - $149,999": 30})
    question = only(drafted({"Household income": cells}))
    assert isinstance(question, SingleCode)
    assert labels(question) == ["$0 - $24,999", "$25,000 - $49,999", "$100,000 - $149,999"]


def test_words_with_commas_are_words() -> None:
    things = ["parks", "street lights", "buses", "bins", "dogs", "noise", "rents", "schools", "roads", "drains"]
    cells = [f"{DICE.choice(things)} near number {row}, and {DICE.choice(things)} by {row * 7}" for row in range(200)]
    assert isinstance(only(drafted({"What else?": cells})), FreeText)


def test_every_option_in_an_order_of_its_own_is_a_ranking() -> None:
    options = ["Patrols", "Cameras", "Lighting", "Wardens"]
    cells = [";".join(DICE.sample(options, 4)) + ";" for _ in range(100)]
    question = only(drafted({"Put these in order of importance": cells}))
    assert isinstance(question, Ranking)
    assert (question.delimiter, set(labels(question))) == (";", set(options))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text("abcdefghij", min_size=3, max_size=12), min_size=3, max_size=8, unique=True),
    st.sampled_from([";", "|"]),
    st.integers(0, 1000),
)
def test_any_options_are_found_again(options: list[str], delimiter: str, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    cells = [delimiter.join(dice.sample(options, dice.randint(1, 3))) for _ in range(150)]
    question = only(drafted({"Which of these?": cells}))
    assert isinstance(question, MultiCode)
    assert (question.delimiter, set(labels(question))) == (delimiter, set(options))
