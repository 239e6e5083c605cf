"""Answers, statuses, weeks and the account of rows, against exports worked by hand."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from survey.errors import FailedChecksError, UnreadableError
from survey.frames import UNREAD, responses_schema
from survey.ingest.delimited import read_delimited
from survey.questionnaire.kinds import Condition
from survey.routing import asked
from tests.exports import HEADER, ROWS, every_kind, export_text, read_text


def test_every_kind_is_read_with_its_type() -> None:
    reading = read_text(export_text())
    first = reading.responses.row(0, named=True)
    assert reading.responses.schema == pl.Schema(responses_schema(every_kind()))
    assert first["response_id"] == "0012"
    assert first["started"] == dt.datetime(2024, 7, 14, 9, 30)
    assert first["area"] == "North"
    assert first["priorities"] == ["Burglary; theft", "Speeding"]
    assert (first["safe.by_day"], first["safe.after_dark"]) == ("Safe", "Unsafe")
    assert (first["order.patrols"], first["order.cameras"]) == (1, 2)
    assert first["words"] == 'Too few, far too few "bobbies"'
    assert first["age"] == 34.0
    assert first["moved"] == dt.date(2020, 4, 3)
    assert first["visits"] == ["Park"]


def test_thousands_commas_and_blank_marks() -> None:
    second = read_text(export_text()).responses.row(1, named=True)
    assert second["age"] == 1034.0
    assert second["words"] is None
    assert second["visits"] is None


def test_statuses_are_told_apart() -> None:
    reading = read_text(export_text())
    assert reading.responses["status"].to_list() == ["complete", "partial", "complete", "blank"]


def test_weeks_are_counted_from_the_opening_day() -> None:
    reading = read_text(export_text())
    assert reading.responses["week"].to_list() == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("started", "week"), [("13/07/2024 23:59", None), ("03/08/2024 23:59", 3), ("04/08/2024 00:00", None)]
)
def test_a_date_outside_fieldwork_belongs_to_no_week(started: str, week: int | None) -> None:
    reading = read_text(export_text(ROWS[0].replace("14/07/2024 09:30", started)))
    assert reading.responses["week"].to_list() == [week]
    assert any("outside fieldwork" in note for note in reading.notes) == (week is None)


@pytest.mark.parametrize(
    "started", ["2024-07-14 09:30", "07/14/2024 09:30", "14/07/24 09:30", "14/07/2024", "14.07.2024 09:30"]
)
def test_a_date_in_another_format_is_not_guessed(started: str) -> None:
    reading = read_text(export_text(ROWS[0].replace("14/07/2024 09:30", started)))
    assert reading.responses["started"].to_list() == [None]
    assert reading.unread.select("line", "question_id", "raw").rows() == [(2, "started", started)]


def test_an_unknown_option_costs_the_answer_not_the_response() -> None:
    reading = read_text(export_text(ROWS[0].replace(",North,", ",Nroth,"), ROWS[2]))
    assert reading.responses["area"].to_list() == [None, "North"]
    assert reading.unread.schema == pl.Schema(UNREAD)
    assert reading.unread.select("line", "response_id", "question_id", "column", "raw").rows() == [
        (2, "0012", "area", "Where do you live?", "Nroth")
    ]


def test_an_unknown_pick_is_told_and_the_known_ones_kept() -> None:
    reading = read_text(export_text(ROWS[2].replace(",Speeding,Unsafe", ",Speeding;Drones,Unsafe")))
    assert reading.responses["priorities"].to_list() == [["Speeding"]]
    assert reading.unread["raw"].to_list() == ["Drones"]


def test_case_spaces_and_quotes_do_not_make_an_option_unknown() -> None:
    reading = read_text(export_text(ROWS[2].replace(",North,", ", NORTH\u00a0 ,")))
    assert reading.responses["area"].to_list() == ["North"]
    assert reading.unread.is_empty()


def test_rows_in_are_kept_and_set_aside() -> None:
    rows = (ROWS[0], "0099,14/07/2024 10:00", ROWS[0].replace("34", "35"), ROWS[2].replace("0014", ""), ROWS[1])
    reading = read_text(export_text(*rows))
    assert reading.rows_in == 5
    assert reading.responses["response_id"].to_list() == ["0012", "0013"]
    assert reading.set_aside.select("line", "column", "reason").rows() == [
        (3, None, "2 cells where the header has 16"),
        (4, "ID", "response id 0012 stands on line 2 already"),
        (5, "ID", "no response id"),
    ]
    assert reading.set_aside["raw"].to_list() == list(rows[1:4])


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    broken = ROWS[0].replace('"Too few, far too few ""bobbies"""', '"Too few')
    reading = read_text(export_text(broken, ROWS[1], ROWS[2]))
    assert reading.rows_in == 3
    assert reading.responses["response_id"].to_list() == ["0013", "0014"]
    assert reading.set_aside["raw"].to_list() == [broken]
    assert reading.set_aside["line"].to_list() == [2]


def test_a_file_cut_off_within_a_quote_keeps_all_before() -> None:
    text = export_text(ROWS[2], ROWS[0])
    reading = read_text(text[: text.index("far too few")])
    assert reading.responses["response_id"].to_list() == ["0014"]
    assert "never closes" in reading.set_aside["reason"].item()


@pytest.mark.parametrize("again", ['"pipe 5"', 'pipe 5"'])
def test_a_quote_closed_by_another_far_below_swallows_nothing(again: str) -> None:
    verbatim = '"Too few, far too few ""bobbies"""'
    rows = [ROWS[0].replace("0012", f"{place:04d}").replace(verbatim, "words") for place in range(1, 61)]
    rows[4] = rows[4].replace("words", '"words 5')
    rows[49] = rows[49].replace("words", again)
    reading = read_text(export_text(*rows))
    assert reading.rows_in == 60
    assert reading.set_aside["line"].to_list() == [6]
    assert reading.responses["response_id"].to_list() == [f"{place:04d}" for place in range(1, 61) if place != 5]


def test_a_quote_in_the_header_takes_no_response_with_it() -> None:
    """The header would end in the first response's last cell, and have as many cells as it should."""
    grid = read_delimited('ID,A,"B\n1,x,y"\n2,x,y\n3,x,y\n')
    assert [damage.line for damage in grid.damage] == [1]
    assert [row.line for row in grid.rows] == [2, 3, 4]
    sound = read_delimited('ID,"A, first\nand last","B"\n1,x,y\n')
    assert [row.line for row in sound.rows] == [1, 3]


def test_a_quote_in_a_further_header_row_takes_no_response_with_it() -> None:
    grid = read_delimited('ID,A,B\n,"A, first,B\n1,x,y\n2,x,y\n3,x,"y"\n')
    assert [damage.line for damage in grid.damage] == [2]
    assert [row.line for row in grid.rows] == [1, 3, 4, 5]


def test_ids_that_stand_twice_far_down_a_file_read_in_several_pieces() -> None:
    """polars reads so many lines in pieces, and the rows set aside are all of the last one."""
    rows = [ROWS[2].replace("0014", f"{place:05d}") for place in range(4000)]
    reading = read_text(export_text(*rows, *rows[:3]))
    assert (len(reading.responses), len(reading.set_aside)) == (4000, 3)
    assert reading.set_aside["reason"][0] == "response id 00000 stands on line 2 already"


def test_a_header_pasted_in_again_is_no_respondent() -> None:
    reading = read_text(export_text(ROWS[0], HEADER, ROWS[1]))
    assert reading.set_aside.select("line", "reason").rows() == [
        (3, "the header again: is one file pasted under another?")
    ]


def test_a_surplus_cell_is_damage_unless_every_row_has_it() -> None:
    shifted = ROWS[2].replace(",Speeding cars,", ",Speeding, cars,").removesuffix("Market") + ","
    assert read_text(export_text(ROWS[0], shifted)).set_aside["line"].to_list() == [3]
    every = read_text(export_text(*(row + "," for row in ROWS)))
    assert (every.rows_in, every.set_aside.height) == (4, 0)


@pytest.mark.parametrize("age", ["9" * 400, "１８", "٢٥", "1e3", "nan", "inf", "12,34", "--5", "0x10"])
def test_what_is_no_plain_number_is_not_read(age: str) -> None:
    reading = read_text(export_text(ROWS[0].replace(",34,", f',"{age}",')))
    assert reading.responses["age"].to_list() == [None]
    assert reading.unread["raw"].to_list() == [age]


def test_a_cell_of_many_pieces_is_read_at_once() -> None:
    cell = ";".join(f"piece {place}" for place in range(20_000))
    reading = read_text(export_text(ROWS[2].replace(",Speeding,Unsafe", f',"{cell};Speeding",Unsafe')))
    assert reading.responses["priorities"].to_list() == [["Speeding"]]
    assert reading.unread.height == 20_000


def test_routing_is_followed_all_the_way_up() -> None:
    consultation = every_kind()
    extra = consultation.question("visits").model_copy(
        update={"id": "deeper", "asked": Condition(question="visits", any_of=("park",))}
    )
    deeper = consultation.model_copy(update={"questions": (*consultation.questions, extra)})
    responses = read_text(export_text(ROWS[0], ROWS[0].replace("0012", "2").replace(",North,", ",South,"))).responses
    assert responses.select(asked(extra, deeper).alias("asked"))["asked"].to_list() == [True, False]


def test_line_breaks_within_an_answer_keep_line_numbers() -> None:
    reading = read_text(export_text(ROWS[0].replace("Too few, far", "Too few\r\nby far"), ROWS[1]))
    assert reading.responses["line"].to_list() == [2, 4]
    assert reading.responses["words"].to_list()[0] == 'Too few\r\nby far too few "bobbies"'


def test_a_missing_column_is_named_with_its_neighbour() -> None:
    text = export_text().replace("Where do you live?", "Where do you live now?")
    with pytest.raises(FailedChecksError) as caught:
        read_text(text)
    problem = caught.value.problems[0]
    assert (problem.what, problem.expected) == ("question area: the column is missing", "'Where do you live?'")
    assert "Where do you live now?" in problem.hint


def test_the_export_of_another_survey_is_refused() -> None:
    with pytest.raises(UnreadableError, match="none of the 8 questions"):
        read_text("ID,Colour,Size\r\n1,red,big\r\n")


@pytest.mark.parametrize("text", ["", "   \n", HEADER, HEADER + "\n,,,\n"])
def test_a_file_without_responses_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_text(text)


def test_columns_nobody_names_are_told_and_personal_ones_left_out() -> None:
    text = export_text(*(row + ",ten" for row in ROWS), header=HEADER + ",A new question")
    reading = read_text(text)
    assert "Email" not in reading.responses.columns
    assert any("'A new question'" in note for note in reading.notes)
    assert not any("Browser" in note for note in reading.notes)


def test_synthetic_responses_are_known_by_their_id() -> None:
    reading = read_text(export_text(ROWS[0].replace("0012", "SYNTHETIC-1"), ROWS[1]))
    assert reading.responses["synthetic"].to_list() == [True, False]
