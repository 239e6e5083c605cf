"""Personal columns are found by their headers and by their cells; what merely speaks of them is kept."""

from __future__ import annotations

import pytest

from survey.drafting.draft import draft
from tests.drafting.sources import loaded, mixed, source

ROWS = 40
OPINION = {"What matters?": mixed({"Parks": 20, "Streets": 20})}
PERSONAL = {
    "Email": [f"person{row}@example.org" for row in range(ROWS)],
    "How can we reach you?": [f"person{row}@example.org" for row in range(ROWS)],
    "Where were you": [f"203.0.113.{row}" for row in range(ROWS)],
    "Which place": [f"B{row % 9 + 1} {row % 9}TT" for row in range(ROWS)],
    "Ring us?": [f"07700 900{row:03}" for row in range(ROWS)],
    "Full name": [f"Person {row}" for row in range(ROWS)],
    "What is your name?": [f"Person {row}" for row in range(ROWS)],
    "FirstName": [f"Person{row}" for row in range(ROWS)],
    "Your postcode": [f"somewhere {row}" for row in range(ROWS)],
    "Home address": [f"{row} High Street" for row in range(ROWS)],
    "Date of birth": [f"{row % 28 + 1}/03/1980" for row in range(ROWS)],
    "LocationLatitude": [f"52.{row}" for row in range(ROWS)],
    "ExternalReference": [f"ref{row}" for row in range(ROWS)],
    "Phone number": [""] * ROWS,
    "And the zip code of the place you live in at the moment is?": [f"90{row:03}" for row in range(ROWS)],
    "Anything": ["REDACTED"] * ROWS,
}
KEPT = {
    "May we write to you by e-mail?": mixed({"Yes": 25, "No": 15}),
    "How did you hear of us? - Email": ["Email"] * 10 + [""] * 30,
    "Do you trust these? - Phone companies": mixed({"Very good": 20, "Good": 10, "Poor": 10}),
    "Location - address": mixed({"Derbyshire": 30, "Derby City": 10}),
    "What should the police do about e-mail fraud?": [
        f"They should do thing {row} and then some more" for row in range(ROWS)
    ],
    "Name of the park you visit most often": mixed({"Cannon Hill": 20, "Sutton": 20}),
    "Browser version": [f"92.0.4515.{row}" for row in range(260, 300)],
}


@pytest.mark.parametrize("header", PERSONAL)
def test_personal_columns_are_left_out(header: str) -> None:
    made = draft(source({header: PERSONAL[header], **OPINION}), "drafted")
    assert made.personal == (header,)
    consultation = loaded(made)
    assert consultation.export.personal == (header,)
    assert [question.text for question in consultation.questions] == ["What matters?"]
    assert made.guesses["kind"].to_list() == ["personal", "single_code"]
    assert PERSONAL[header][0] not in made.toml or PERSONAL[header][0] in ("", "REDACTED")


@pytest.mark.parametrize("header", KEPT)
def test_what_only_speaks_of_them_is_kept(header: str) -> None:
    assert draft(source({header: KEPT[header], **OPINION}), "drafted").personal == ()


def test_addresses_among_words_are_pointed_out() -> None:
    words = [f"Too many cars in street {row}, it must stop" for row in range(ROWS)]
    words[3] = "Write to me at someone@example.org about this"
    made = draft(source({"Please explain.": words, **OPINION}), "drafted")
    assert made.personal == ()
    assert "# CHECK: 1 answer with what looks like an e-mail address" in made.toml
    assert "someone@example.org" not in made.toml
