"""Options however an export writes them: a column each, joined, as values, in the respondent's own words, in order."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ingest.as_read import as_read
from survey.ingest.export import open_export
from survey.ingest.responses import Reading, read_responses
from survey.ingest.texts import known_texts, numbers, split_picks
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import FreeText, MultiCode, Option, Question, Ranking, SingleCode, slug


def options(*labels: str, **more: Any) -> tuple[Option, ...]:
    return tuple(Option(code=slug(label), label=label, **more) for label in labels)


def consultation(*questions: Question, **export: Any) -> Consultation:
    settings = Export(**{"response_id": "ID", **export})
    return Consultation(id="answers", name="Answers", owner="The tests", export=settings, questions=questions)


def text_of(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def read(rows: list[list[str]], definition: Consultation) -> Reading:
    return read_responses(open_export(text_of(rows).encode(), "f", definition))


LIVE = SingleCode(
    id="live",
    text="Where?",
    kind="single_code",
    options=options("North", "South", "Neither, nor"),
    columns="Where? - {option}",
)
SPREAD = ["ID", "Where? - North", "Where? - South", "Where? - Neither, nor"]


@pytest.mark.parametrize("mark", ["North", "1", "Yes", "Checked", " NORTH "])
def test_a_single_choice_over_a_column_an_option(mark: str) -> None:
    reading = read(
        [SPREAD, ["1", mark, "", ""], ["2", "", "South", ""], ["3", "0", "No", "1"], ["4", "", "", ""]],
        consultation(LIVE),
    )
    assert reading.responses["live"].to_list() == ["North", "South", "Neither, nor", None]
    assert reading.unread.is_empty()


def test_two_picks_of_a_single_choice_are_an_answer_that_cannot_be_read() -> None:
    rows = [SPREAD, ["1", "North", "South", ""], ["2", "North", "", ""], ["3", "", "perhaps", ""]]
    reading = read(rows, consultation(LIVE))
    assert reading.responses["live"].to_list() == [None, "North", None]
    assert reading.unread.select("line", "question_id", "raw").rows() == [
        (2, "live", "North"),
        (2, "live", "South"),
        (4, "live", "perhaps"),
    ]
    assert set(reading.unread["reason"]) == {"several options picked, or a text that no option has"}
    opened = open_export(text_of(rows).encode(), "f", consultation(LIVE))
    assert as_read(opened)["live"].to_list() == ["North; South", "North", "perhaps"]


def test_condensed_and_expanded_are_one_frame() -> None:
    expanded = read([SPREAD, ["1", "North", "", ""], ["2", "", "", "Neither, nor"]], consultation(LIVE))
    condensed = LIVE.model_copy(update={"columns": None, "column": "Where?"})
    one = read([["ID", "Where?"], ["1", "North"], ["2", "Neither, nor"]], consultation(condensed))
    assert one.responses.equals(expanded.responses)


APIS = MultiCode(
    id="apis",
    text="Which?",
    kind="multi_code",
    column="Which?",
    delimiter=", ",
    options=(
        *options("Array", "HPC (SLURM, PBS, or similar)", "I don't know, someone else does this", "Bag"),
        Option(code="other", label="Other", other=True),
    ),
)
WORDS = FreeText(id="words", text="Which other?", kind="free_text", other_of="apis")


@pytest.mark.parametrize(
    ("cell", "picks", "words"),
    [
        ("Array", ["Array"], None),
        ("Bag, Array", ["Array", "Bag"], None),
        ("HPC (SLURM, PBS, or similar), Bag", ["HPC (SLURM, PBS, or similar)", "Bag"], None),
        ("Array, I don't know, someone else does this", ["Array", "I don't know, someone else does this"], None),
        ("Array, numpy, pandas, and R", ["Array", "Other"], "numpy, pandas, and R"),
        ("numpy", ["Other"], "numpy"),
        ("HPC, Bag", ["Bag", "Other"], "HPC"),
        ("Array, Array", ["Array"], None),
        ("", None, None),
        (" , ", None, None),
    ],
)
def test_options_with_commas_and_words_of_ones_own(cell: str, picks: list[str] | None, words: str | None) -> None:
    reading = read([["ID", "Which?"], ["1", cell], ["2", "Bag"]], consultation(APIS, WORDS))
    assert reading.responses["apis"][0] == picks if picks is None else reading.responses["apis"][0].to_list() == picks
    assert reading.responses["words"][0] == words
    assert reading.unread.is_empty()


def test_other_words_of_a_single_choice() -> None:
    live = SingleCode(
        id="live",
        text="Where?",
        kind="single_code",
        column="Where?",
        options=(*options("North", "South"), Option(code="other", label="Elsewhere", other=True)),
    )
    words = FreeText(id="where", text="Where else?", kind="free_text", other_of="live")
    reading = read([["ID", "Where?"], ["1", "North"], ["2", " on a boat "], ["3", ""]], consultation(live, words))
    assert reading.responses["live"].to_list() == ["North", "Elsewhere", None]
    assert reading.responses["where"].to_list() == [None, "on a boat", None]


LABELS = ("a", "b, c", "c", "b", "a, b, c, d", "d")


def brute(text: str) -> int:
    """The fewest pieces of the text that are no option, by trying every way to cut it."""
    pieces = text.split(", ")
    best = len(pieces)
    for cuts in range(2 ** (len(pieces) - 1)):
        parts, here = [], [pieces[0]]
        for place, piece in enumerate(pieces[1:]):
            if cuts >> place & 1:
                parts.append(here)
                here = []
            here.append(piece)
        lost = sum(len(part) for part in [*parts, here] if ", ".join(part) not in LABELS)
        best = min(best, lost)
    return best


@given(st.lists(st.sampled_from("abcdx"), min_size=1, max_size=7))
def test_a_cell_is_cut_so_that_most_of_it_is_options(pieces: list[str]) -> None:
    text = ", ".join(pieces)
    picks = split_picks(
        pl.Series([text]), {text: text}, ", ", known_texts(options(*LABELS), by_value=False), in_order=True
    )
    unread = picks.unread[0]
    assert (0 if unread is None else len(unread)) == brute(text)
    assert set(picks.found[0].to_list() if picks.found[0] is not None else []) <= set(LABELS)


def valued(question_id: str, *pairs: tuple[str, str]) -> SingleCode:
    return SingleCode(
        id=question_id,
        text=question_id,
        kind="single_code",
        column=question_id,
        options=tuple(Option(code=slug(label) or "x", label=label, value=value) for label, value in pairs),
    )


SCORE = valued("score", ("0", "1"), ("1", "2"), ("2", "3"))
AGREE = valued("agree", ("Yes", "1"), ("No", "2"))


def test_an_export_of_values_and_one_of_labels_are_one_frame() -> None:
    labels = read(
        [["ID", "score", "agree"], ["1", "1", "Yes"], ["2", "2", "No"], ["3", "0", ""]], consultation(SCORE, AGREE)
    )
    values = read(
        [["ID", "score", "agree"], ["1", "2", "1"], ["2", "3", "2"], ["3", "1", ""]], consultation(SCORE, AGREE)
    )
    assert values.responses.equals(labels.responses)
    assert labels.responses["score"].to_list() == ["1", "2", "0"]
    assert "options are read as values, not as labels" in values.notes
    assert not any("values" in note for note in labels.notes)


@pytest.mark.parametrize(("answers", "score"), [("labels", "1"), ("values", "0"), ("auto", "1")])
def test_what_could_be_either_is_a_label_unless_said(answers: str, score: str) -> None:
    reading = read([["ID", "score"], ["1", "1"]], consultation(SCORE, answers=answers))
    assert reading.responses["score"].to_list() == [score]


ORDER = options("Patrols", "Cameras", "Lights")
RANKED = [["ID", "1st", "2nd", "3rd"], ["1", "Cameras", "Patrols", "Lights"], ["2", "Lights", "", ""]]


def places(reading: Reading) -> list[tuple[int | None, ...]]:
    return reading.responses.select("order.patrols", "order.cameras", "order.lights").rows()


def test_a_ranking_in_three_ways_is_one_frame() -> None:
    own = Ranking(id="order", text="Order", kind="ranking", options=ORDER, columns="{option}")
    slots = Ranking(id="order", text="Order", kind="ranking", options=ORDER, columns="Rank [{place}]")
    joined = Ranking(id="order", text="Order", kind="ranking", options=ORDER, column="Order", delimiter=";")
    first = read([["ID", "Patrols", "Cameras", "Lights"], ["1", "2", "1", "3"], ["2", "", "", "1"]], consultation(own))
    header = ["ID", "Rank [1]", "Rank [2]", "Rank [3]"]
    second = read([header, *RANKED[1:]], consultation(slots))
    third = read([["ID", "Order"], ["1", "Cameras;Patrols;Lights;"], ["2", "Lights;"]], consultation(joined))
    assert places(first) == [(2, 1, 3), (None, None, 1)]
    assert second.responses.equals(first.responses)
    assert third.responses.equals(first.responses)


def test_what_no_option_has_and_what_stands_twice_in_a_ranking_is_told_once() -> None:
    slots = Ranking(id="order", text="Order", kind="ranking", options=ORDER, columns="Rank [{place}]")
    header = ["ID", "Rank [1]", "Rank [2]", "Rank [3]"]
    reading = read([header, ["1", "Drones", "Patrols", ""], ["2", "Lights", "Lights", "Cameras"]], consultation(slots))
    assert places(reading) == [(2, None, None), (None, 3, None)]
    assert reading.unread.select("line", "raw").rows() == [(2, "Drones"), (3, "Lights")]


def test_a_column_is_found_by_an_options_value() -> None:
    picks = MultiCode(
        id="q",
        text="Q",
        kind="multi_code",
        columns="Q4_{option}",
        options=(Option(code="a", label="Array", value="1"), Option(code="b", label="Bag", value="2")),
    )
    reading = read([["ID", "Q4_1", "Q4_2"], ["1", "Array", ""], ["2", "1", "1"]], consultation(picks))
    assert [each.to_list() for each in reading.responses["q"]] == [["Array"], ["Array", "Bag"]]


def test_a_label_is_not_taken_at_its_word_where_it_reads_as_anything_else() -> None:
    rows = [["ID", "Rank"], ["1", "1"], ["2", "2"], ["3", "none"], ["4", " 1 "]]
    crossed = (Option(code="a", label="1", value="2"), Option(code="b", label="2", value="1"))
    rank = SingleCode(id="rank", text="Rank?", kind="single_code", column="Rank", options=crossed)
    by_value = read(rows, consultation(rank, answers="values"))
    assert by_value.responses["rank"].to_list() == ["2", "1", None, "2"]
    assert by_value.unread["raw"].to_list() == ["none"]
    with_none = rank.model_copy(update={"options": options("1", "2", "none")})
    assert read(rows, consultation(with_none)).responses["rank"].to_list() == ["1", "2", "none", "1"]
    blank = read(rows, consultation(with_none, blanks=("none",)))
    assert (blank.responses["rank"].to_list(), blank.unread.height) == (["1", "2", None, "1"], 0)


NUMBERS = {"12": 12, "+7": 7, "-0": 0, "007": 7, "1,234": 1234, "9223372036854775808": 2**63, "1.50": 1.5, " 4 ": 4}


@pytest.mark.parametrize("text", [*NUMBERS, "1,23", "1_000", "1e3", "٣", "inf", "4."])
def test_numbers(text: str) -> None:
    assert numbers(pl.Series([text])).to_list() == [NUMBERS.get(text)]


def test_an_other_of_its_own_column_is_picked_by_whatever_words_it_holds() -> None:
    """LimeSurvey's `[other]`: three answered, one of them in words alone, which a free text keeps."""
    use = MultiCode(
        id="use",
        text="Use?",
        kind="multi_code",
        columns="Use [{option}]",
        options=(*options("Bus", "Train"), Option(code="other", label="Other", other=True)),
    )
    words = FreeText(id="words", text="Other", kind="free_text", column="Use [Other]")
    header = ["ID", "Use [Bus]", "Use [Train]", "Use [other]"]
    rows = [["1", "Y", "", ""], ["2", "", "N", "a tram"], ["3", "Y", "Y", "No"], ["4", "N", "", ""]]
    reading = read([header, *rows], consultation(use, words))
    assert reading.responses["use"].to_list() == [["Bus"], ["Other"], ["Bus", "Train"], None]
    assert reading.responses["words"].to_list() == [None, "a tram", "No", None]
    assert reading.unread.is_empty()
