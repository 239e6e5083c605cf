"""Whatever a file looks like, reading it in one go gives the table that reading it with care gives, or nothing."""

from __future__ import annotations

import csv
import io
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import UnreadableError
from survey.ingest import table as module
from survey.ingest.cells import Block
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export

EXPORT = Export(response_id="ID")
CELLS = st.text(alphabet=st.sampled_from('ab,;"\n\r é–\t'), max_size=8)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
MARKS = st.sampled_from([b"", b"\xef\xbb\xbf"])


def _nothing(*_: object) -> None:
    """No file is found to be regular."""


def seen(data: bytes) -> Any:
    """All there is to see of a table, or the words of its refusal."""
    try:
        table = open_table(data, "export.csv", EXPORT)
    except UnreadableError as error:
        return str(error)
    raw = [table.raw(place) for place in range(table.height)]
    texts = [column.to_list() for column in table.texts.get_columns()]
    lines = table.lines.to_list()
    return table.names, texts, lines, raw, table.set_aside.rows(), table.rows_in, table.platform, table.notes


def same(data: bytes) -> Any:
    found = seen(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "scan", _nothing)
        assert seen(data) == found
    return found


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A sound CSV: a header and rows of as many cells, quoted where need be or all."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if draw(st.booleans()) else csv.QUOTE_MINIMAL
    writer = csv.writer(text, quoting=quoting, lineterminator=draw(LINE_ENDS))
    writer.writerow(["ID", "Möchten Sie?", "C", "D"][:width])
    writer.writerows([f"{place}", *row[1:]] for place, row in enumerate(rows))
    return draw(MARKS) + text.getvalue().encode()


@settings(max_examples=100, deadline=None)
@given(files())
def test_sound_files(data: bytes) -> None:
    same(data)


@settings(max_examples=300, deadline=None)
@given(files(), st.data())
def test_files_with_letters_changed_put_in_and_taken_out(data: bytes, draws: st.DataObject) -> None:
    for _ in range(draws.draw(st.integers(1, 3))):
        place = draws.draw(st.integers(0, len(data)))
        put = draws.draw(st.sampled_from([b"", b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"x", b"\xe9", b"\x00", b","]))
        data = data[:place] + put + data[place + draws.draw(st.integers(0, 2)) :]
    same(data)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["1,a,b", '2,"a,b",c', "3,a", "", ",,", '4,"a\nb",c', '5,"a', "6,a,b,", '7,a"b,c', ' "8",a,b']),
        max_size=8,
    ),
    LINE_ENDS,
)
def test_rows_of_every_sort(rows: list[str], line_end: str) -> None:
    same(line_end.join(["ID,B,C", *rows]).encode())


def test_a_sound_file_is_read_in_one_go() -> None:
    text = 'ID,B,C\r\n1,"two\r\nlines, with ""quotes""",x\r\n2,,\r\n,,\r\n3,é,"–"\r\n'
    table = open_table(text.encode(), "f", EXPORT)
    assert isinstance(table.rows, Block)
    assert table.lines.to_list() == [2, 4, 6]
    assert table.column(1).to_list() == ['two\r\nlines, with "quotes"', "", "é"]
    assert [table.raw(place) for place in range(3)] == ['1,"two\r\nlines, with ""quotes""",x', "2,,", '3,é,"–"']
    assert table.rows_in == 3
    same(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "ID,B,C\n1,a,b\n2,a\n",  # a cell too few
        "ID,B,C\n1,a,b\n2,a,b,c\n",  # one too many
        "ID,B,C\n1,a,b\n2,a\n3,a,b,",  # polars sees no surplus cell at the end of a file
        "ID,B,C\n1,a,b\n2,a\n3,a,b,c\n",  # as many delimiters in all as there should be
        'ID,B,C\n1,a"b,c\n',  # a quote within a cell
        'ID,B,C\n1,"a,b\n',  # one that is never closed
        'ID,B,C\n1,"a"b,c\n',
        "ID,B,C\r1,a,b\r",  # line ends of an old Macintosh
        "ID,B,C\n1,a,b\n\n2,a,b\n",  # a blank line
        'ID,B,C\n1,x,"a\n2,a,b"\n',  # a line that is a whole record, within an answer
    ],
)
def test_what_is_not_regular_is_read_with_care(text: str) -> None:
    try:
        table = open_table(text.encode(), "f", EXPORT)
        assert not isinstance(table.rows, Block)
    except UnreadableError:
        pass
    same(text.encode())


def test_an_answer_of_many_lines_with_many_commas_is_no_damage() -> None:
    text = 'ID,B,C\n1,"first\nbuses, trains, trams\nand, so, on",x\n2,a,b\n'
    table = open_table(text.encode(), "f", EXPORT)
    assert table.column(1).to_list() == ["first\nbuses, trains, trams\nand, so, on", "a"]
    assert table.set_aside.is_empty()
    same(text.encode())
