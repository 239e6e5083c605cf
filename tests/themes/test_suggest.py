"""Suggested codes: planted topics are found in any order, phrases by a figure worked by hand, the frame's file kept."""

from __future__ import annotations

import tomllib

import numpy as np
import polars as pl
import pytest

from survey.errors import DefinitionError, UnreadableError
from survey.questionnaire.frame_file import build_code_frame, code_frame_toml
from survey.themes.accept import UNPLACED, accepted
from survey.themes.suggest import log_likelihood, suggest
from tests.themes.small_frame import FRAME

PLANTED = {
    "fly tipping": ("fly tipping behind the shops", "mattresses and fly tipping again", "stop the fly tipping"),
    "street lights": ("the street lights are off", "broken street lights for weeks", "street lights never repaired"),
    "dog fouling": ("dog fouling on the path", "fines for dog fouling", "dog fouling ruins walks"),
}
ENDS = (
    "in our ward",
    "says Mr Smith of 12 High Street",
    "every week",
    "and the council knows",
    "call me on 07700 900123",
)
TOML = "# Ours.\n" + code_frame_toml(FRAME)


def planted() -> pl.DataFrame:
    chance = np.random.default_rng(3)
    texts = [
        f"{chance.choice(said)} {chance.choice(ENDS)} {chance.choice(ENDS)}"
        for said in PLANTED.values()
        for _ in range(20)
    ]
    return pl.DataFrame({"response_id": [f"r{n:03}" for n in range(60)], "question_id": "why", "text": texts})


def others() -> list[str]:
    return ["more police in our ward", "the council knows and nothing is done", "every week the same"] * 20


def test_planted_topics_are_found_with_quotes_and_without_personal_details() -> None:
    found = suggest(planted(), others(), 3)
    assert found["answers"].sum() == 60
    assert {phrases.split("; ")[0] for phrases in found["phrases"]} == set(PLANTED)
    quotes = found.select("quote_1", "quote_2", "quote_3").rows()
    for phrases, three in zip(found["phrases"], quotes, strict=True):
        assert len(set(three)) == 3
        assert all(phrases.split("; ")[0] in quote for quote in three)
    told = found.write_csv()
    assert "07700" not in told
    assert "Smith" not in told


def test_forms_of_one_word_are_one_phrase() -> None:
    said = ["they wait for hours", "waiting rooms of old", "waits grow", "a wait again", "waiting is bad", "long waits"]
    texts = pl.DataFrame({"response_id": [f"r{n:02}" for n in range(24)], "question_id": "why", "text": said * 4})
    phrases = suggest(texts, others(), 1)["phrases"][0].split("; ")
    assert "wait*" in phrases
    assert not {"wait", "waits", "waiting"} & {*phrases}


def test_no_order_of_rows_changes_a_byte() -> None:
    first = suggest(planted(), others())
    mixed = suggest(planted().sample(fraction=1, shuffle=True, seed=8), others()[::-1])
    assert first.write_csv() == mixed.write_csv()
    assert len(first) >= 2


def test_nothing_is_suggested_of_nothing() -> None:
    assert suggest(planted().head(0), others()).is_empty()
    assert suggest(planted().head(3), []).is_empty()


def test_log_likelihood_by_hand() -> None:
    """10 of 20 here, 5 of 80 elsewhere: expected 3 and 12; 2 (10 ln(10/3) + 5 ln(5/12)) = 15.325."""
    assert log_likelihood(10, 5, 20, 80) == pytest.approx(15.3248, abs=1e-3)
    assert log_likelihood(2, 8, 20, 80) == pytest.approx(0)


def test_accepted_codes_are_in_the_next_version_and_the_rest_is_as_it_was() -> None:
    rows = [
        {"phrases": "fly tipping; mattresses", "accept": "fly_tipping", "net": "roads", "label": "Fly-tipping"},
        {"phrases": "street lights", "accept": "lights"},
        {"phrases": "park*; bays", "accept": "parking"},
        {"phrases": "dog fouling", "accept": ""},
    ]
    text, codes = accepted(TOML, rows, "code_frame.toml", "sheet.xlsx")
    assert codes == ["fly_tipping", "lights", "parking"]
    assert text.startswith("# Ours.\n")
    frame = build_code_frame(tomllib.loads(text), "code_frame.toml")
    assert frame.version == FRAME.version + 1
    assert frame.codes[1:3] == FRAME.codes[1:]
    assert frame.codes[0].phrases == ("park*", "double yellow*", "bays")
    told = {code.code: (code.label, code.net, code.phrases) for code in frame.codes[3:]}
    assert told["fly_tipping"] == ("Fly-tipping", "roads", ("fly tipping", "mattresses"))
    assert told["lights"] == ("Lights", UNPLACED, ("street lights",))
    assert frame.migrations[-1].add == ("fly_tipping", "lights")
    added = text.splitlines()
    assert not [place for place, line in enumerate(added) if line.startswith("[[") and added[place - 1]]


def test_without_a_frame_the_accepted_codes_are_the_first_one() -> None:
    rows = [
        {"phrases": "fly tipping; mattresses", "accept": "Fly-tipping & rubbish", "net": "streets"},
        {"phrases": "bins; mattresses", "accept": "Fly-tipping & rubbish", "net": "streets"},
        {"phrases": "street lights", "accept": "lights"},
        {"phrases": "dog fouling", "accept": "", "net": "dogs"},
    ]
    text, codes = accepted("", rows, "code_frame.toml", "sheet.xlsx")
    frame = build_code_frame(tomllib.loads(text), "code_frame.toml")
    assert codes == [code.code for code in frame.codes] == ["fly-tipping_rubbish", "lights"]
    assert (frame.version, frame.migrations) == (1, ())
    assert [(net.code, net.label) for net in frame.nets] == [("streets", "Streets"), (UNPLACED, "Not yet in a net")]
    assert frame.codes[0].label == "Fly-tipping & rubbish"
    assert frame.codes[0].phrases == ("fly tipping", "mattresses", "bins")
    assert frame.codes[0].definition == "Answers that speak of: fly tipping, mattresses, bins."


def test_nets_and_codes_of_the_frame_may_be_called_by_their_labels() -> None:
    rows = [
        {"phrases": "bins", "accept": "bins", "net": "Streets & places"},
        {"phrases": "lights", "accept": "lights", "net": "streets_places"},
        {"phrases": "blades", "accept": "blades", "net": "crime"},
    ]
    frame = build_code_frame(tomllib.loads(accepted("", rows, "code_frame.toml", "sheet.xlsx")[0]), "code_frame.toml")
    assert [(net.code, net.label) for net in frame.nets] == [("streets_places", "Streets & places"), ("crime", "Crime")]
    assert [code.net for code in frame.codes] == ["streets_places", "streets_places", "crime"]
    text, _ = accepted(TOML, [rows[0] | {"net": "ROADS"}], "code_frame.toml", "sheet.xlsx")
    assert build_code_frame(tomllib.loads(text), "code_frame.toml").net_of["bins"] == "roads"
    text, codes = accepted(TOML, [rows[2] | {"accept": " Knife Crime"}], "code_frame.toml", "sheet.xlsx")
    assert codes == ["knives"]
    assert "blades" in build_code_frame(tomllib.loads(text), "code_frame.toml").codes[1].phrases


def test_what_cannot_be_accepted_is_told_and_changes_nothing() -> None:
    with pytest.raises(UnreadableError, match="no row is accepted"):
        accepted(TOML, [{"phrases": "a phrase", "accept": ""}], "code_frame.toml", "sheet.xlsx")
    with pytest.raises(UnreadableError, match="did you mean 'roads'"):
        accepted(TOML, [{"phrases": "bays", "accept": "bays", "net": "raods"}], "code_frame.toml", "sheet.xlsx")
    with pytest.raises(DefinitionError, match="reserved"):
        accepted(TOML, [{"phrases": "bays", "accept": "other"}], "code_frame.toml", "sheet.xlsx")
    for before, row in ((TOML, {"net": "crime"}), ("", {"net": "roads"}), ("", {"net": "other_net"})):
        more = {"phrases": "bins", "accept": "bins", "net": "roads"}
        with pytest.raises(UnreadableError, match="same name") as told:
            accepted(before, [more, {"phrases": "bays", "accept": "Roads", "line": "7"} | row], "frame", "sheet.xlsx")
        assert "sheet.xlsx, row 7" in str(told.value)
