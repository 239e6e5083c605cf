"""What the file says of its own variables goes before what its cells suggest."""

from __future__ import annotations

from dataclasses import dataclass

from survey.drafting.draft import draft
from survey.questionnaire.kinds import MultiCode, Scale, SingleCode
from tests.drafting.sources import labels, loaded, mixed, source


@dataclass(frozen=True)
class Variable:
    """As the readers of SPSS and Triple-S describe one."""

    name: str
    kind: str
    label: str
    columns: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def test_options_nobody_chose_order_and_wording_come_from_the_file() -> None:
    values = (("1", "Very poor"), ("2", "Poor"), ("3", "Good"), ("4", "Very good"), ("9", "Not stated"))
    rating = Variable("Q1", "single", "How good is it?", ("Q1",), values, ("Not stated",))
    places = Variable("Q2", "single", "Nearest town", ("Q2",), (("1", "Ashby"), ("2", "Barton"), ("3", "Corby")))
    columns = {"Q1": mixed({"Good": 5, "Poor": 3, "Not stated": 2}), "Q2": mixed({"Corby": 6, "Ashby": 4})}
    consultation = loaded(draft(source(columns, "spss", rating, places), "drafted"))
    first, second = consultation.questions
    assert isinstance(first, Scale)
    assert (first.text, first.polarity) == ("How good is it?", "negative_first")
    assert labels(first) == ["Very poor", "Poor", "Good", "Very good"]
    assert consultation.export.blanks == ("",)  # the reader leaves out what the file declares to be no answer
    assert isinstance(second, SingleCode)
    assert labels(second) == ["Ashby", "Barton", "Corby"]


def test_a_multiple_response_is_one_question() -> None:
    columns = {"Q2 - Castle": ["Castle", "", "Castle"], "Q2 - Museum": ["", "", "Museum"], "Q2 - Cafe": ["", "", ""]}
    values = (("1", "Castle"), ("2", "Museum"), ("3", "Cafe"))
    visited = Variable("Q2", "multiple", "Attractions visited", tuple(columns), values)
    consultation = loaded(draft(source({"id": ["a1", "a2", "a3"], **columns}, "triple_s", visited), "drafted"))
    (question,) = consultation.questions
    assert isinstance(question, MultiCode)
    assert (question.text, labels(question)) == ("Attractions visited", ["Castle", "Museum", "Cafe"])
    assert question.columns == "Q2 - {option}"


def test_a_list_is_not_personal_for_what_its_header_speaks_of() -> None:
    phones = Variable("tel", "single", "Type of telephone", ("tel",), (("1", "Fixed"), ("2", "Mobile")))
    made = draft(source({"tel": mixed({"Fixed": 3, "Mobile": 5})}, "triple_s", phones), "drafted")
    assert made.personal == ()
    assert [question.text for question in loaded(made).questions] == ["Type of telephone"]


def test_a_text_without_a_label_becomes_an_option_and_is_asked_about() -> None:
    places = Variable("Q2", "single", "Nearest town", ("Q2",), (("1", "Ashby"), ("2", "Barton")))
    made = draft(source({"Q2": mixed({"Ashby": 6, "7": 4})}, "spss", places), "drafted")
    (question,) = loaded(made).questions
    assert labels(question) == ["Ashby", "Barton", "7"]
    assert "1 text without a label in the file" in made.guesses["to_check"][0]


def test_what_is_missing_in_one_variable_may_be_an_answer_in_another() -> None:
    first = Variable("Q1", "single", "Town", ("Q1",), (("1", "Ashby"), ("9", "None")), ("None",))
    second = Variable("Q2", "single", "Pets", ("Q2",), (("1", "Cat"), ("2", "None")))
    columns = {"Q1": mixed({"Ashby": 6, "None": 4}), "Q2": mixed({"Cat": 6, "None": 4})}
    consultation = loaded(draft(source(columns, "spss", first, second), "drafted"))
    assert consultation.export.blanks == ("",)
    assert [labels(question) for question in consultation.questions] == [["Ashby"], ["Cat", "None"]]
