"""SPSS files: against pyreadstat's own reading of them, files made by hand, and files that are damaged."""

from __future__ import annotations

import datetime as dt
import random
import re
import struct
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import UnreadableError
from survey.ingest import spss_file
from survey.ingest.cells import Described, Table
from survey.ingest.spss import read_spss
from survey.ingest.spss_file import SavVariable
from survey.ingest.spss_values import code_of

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "exports" / "spss-sav"
END = struct.pack("<ii", 999, 0)


@cache
def shared(name: str) -> Table:
    return read_spss(shared_bytes(name), name)


def shared_bytes(name: str) -> bytes:
    if not FILES.exists():
        pytest.skip("the shared SPSS files are not here")
    return (FILES / name).read_bytes()


def sav(folder: Path, columns: Mapping[str, Any], **said: Any) -> bytes:
    """An SPSS file written by pyreadstat."""
    pyreadstat.write_sav(pd.DataFrame(columns), folder / "made.sav", **said)
    return (folder / "made.sav").read_bytes()


def with_record(data: bytes, subtype: int, text: bytes) -> bytes:
    """The file with one more extension record at the end of its dictionary."""
    record = struct.pack("<iiii", 7, subtype, 1, len(text)) + text
    assert data.count(END) == 1
    return data.replace(END, record + END)


def texts(table: Table, name: str) -> list[str]:
    return table.column(table.names.index(name)).to_list()


def described(table: Table, name: str) -> Described:
    return next(each for each in table.dictionary if each.name == name)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_spss(data, "export.sav")
    return str(caught.value)


# The files of others


@pytest.mark.parametrize("name", ["sample.sav", "hebrews.sav", "simple_alltypes.sav", "missing_test.sav"])
def test_cells_are_what_pyreadstat_itself_makes_of_the_file(name: str) -> None:
    table = shared(name)
    columns, meta = pyreadstat.read_sav(
        FILES / name, apply_value_formats=True, formats_as_category=False, user_missing=True
    )
    sets = {member for each in meta.mr_sets.values() if each["type"] == "D" for member in each["variable_list"]}
    for variable in set(meta.column_names) - sets - {"quarter"}:  # pyreadstat leaves quarters as seconds
        expected = [
            "" if pd.isna(value)
            else value.isoformat() if isinstance(value, dt.date | dt.time)
            else str(value).removesuffix(".0")
            for value in columns[variable].tolist()
        ]  # fmt: skip
        assert texts(table, variable) == expected
    assert table.height == meta.number_rows == table.rows_in
    assert table.lines.to_list() == list(range(1, table.height + 1))
    assert (table.platform, table.typed_dates, table.set_aside.height) == ("spss", True, 0)


def test_the_dictionary_is_what_pyreadstat_itself_makes_of_it() -> None:
    table = shared("sample.sav")
    _, meta = pyreadstat.read_sav(FILES / "sample.sav", metadataonly=True)
    assert table.names == tuple(meta.column_names)
    assert {each.name: each.label for each in table.dictionary} == meta.column_names_to_labels
    kinds = ["text", "number", "date", "date", "single", "single", "text"]
    assert [each.kind for each in table.dictionary] == kinds
    assert described(table, "myord").values == (("1", "low"), ("2", "medium"), ("3", "high"))


def test_sets_become_a_column_an_option() -> None:
    table = shared("simple_alltypes.sav")
    columns, meta = pyreadstat.read_sav(FILES / "simple_alltypes.sav", output_format="dict", user_missing=True)
    dichotomies = meta.mr_sets["mymrset"]
    for member in dichotomies["variable_list"]:
        label = str(meta.column_names_to_labels[member])
        picked = [label if value == dichotomies["counted_value"] else "" for value in columns[member]]
        assert texts(table, f"mymrset - {label}") == picked
        assert member not in table.names
    slots = [columns[member] for member in meta.mr_sets["categorical_array"]["variable_list"]]
    for code in "abcd":
        expected = [code if code in answers else "" for answers in zip(*slots, strict=True)]
        assert texts(table, f"categorical_array - {code}") == expected
    assert texts(table, "ca_subvar_3") == slots[2]
    assert described(table, "mymrset").label == "My multiple response set"
    assert described(table, "mymrset").values[1] == ("bool2", "Response #2")
    assert "mymrset: 1 records pick none of its options, and stand as unanswered" in table.notes  # the fourth: 0, 0, 0


def test_what_the_user_declared_missing_stays_to_be_seen() -> None:
    table = shared("simple_alltypes.sav")
    assert texts(table, "z") == ["-9", "", "1.234", "skipped", "3.14159", ""]  # missing: -999 to 0, and 999
    assert described(table, "z").missing == ("skipped", "-9")
    assert described(table, "x").missing == ("7", "8", "99")
    assert texts(table, "x")[3:] == ["4", "8", "9"]
    assert "x: no label for 4, 9" in table.notes
    assert texts(shared("missing_test.sav"), "var1") == ["missing", "2"]
    assert texts(table, "quarter")[3:5] == ["2014-10-01", "2015-01-01"]


# Files made by hand


def test_numbers_texts_and_labels_stand_exactly(tmp_path: Path) -> None:
    table = read_spss(
        sav(
            tmp_path,
            {
                "id": ["0012", "0013", "7 "],
                "big": [12.0, 1e15, 0.1],
                "age": [34.0, 99.0, None],
                "agree": [1.0, 2.0, 1.0],
                "word": ["n", "y", "Über allem"],
            },
            variable_value_labels={"age": {99.0: "Refused"}, "agree": {1.0: "Yes", 2.0: "Yes "}, "word": {"y": "Yea"}},
            column_labels={"agree": "Do you agree?"},
        ),
        "made",
    )
    assert table.names == ("id", "big", "age", "agree", "word")
    assert table.texts.rows() == [
        ("0012", "12", "34", "Yes", "n"),
        ("0013", "1000000000000000", "Refused", "Yes", "Yea"),
        ("7", "0.1", "", "Yes", "Über allem"),
    ]
    assert [each.kind for each in table.dictionary] == ["text", "number", "single", "single", "text"]
    assert described(table, "agree").label == "Do you agree?"
    assert "agree: codes 1, 2 have one label, 'yes'" in table.notes
    assert table.raw(0) == "0012\t12\t34\tYes\tn"


def test_dates_and_times(tmp_path: Path) -> None:
    columns = {
        "day": [dt.date(2024, 2, 29), None],
        "moment": [dt.datetime(2024, 7, 14, 0, 0), dt.datetime(2024, 7, 14, 9, 30, 1)],
        "clock": [dt.time(9, 5, 7), None],
        "length": [100_000.25, -61.0],
    }
    table = read_spss(sav(tmp_path, columns, variable_format={"length": "DTIME12.2"}), "made")
    assert table.texts.rows() == [
        ("2024-02-29", "2024-07-14T00:00:00", "09:05:07", "27:46:40.25"),
        ("", "2024-07-14T09:30:01", "", "-00:01:01"),
    ]
    assert [each.kind for each in table.dictionary] == ["date", "date", "text", "text"]


def test_texts_can_be_missing_too(tmp_path: Path) -> None:
    table = read_spss(sav(tmp_path, {"why": ["NA", "dear", ""]}, missing_ranges={"why": ["NA", "ZZ"]}), "made")
    assert texts(table, "why") == ["NA", "dear", ""]
    assert described(table, "why").missing == ("NA", "ZZ")


SETS = (
    b"$a=C 10 my mcgroup longname_b longname\n"
    b"$c=D3 Yes 10 mdgroup #2 h i\n"
    b"$none=C 0 \n"
    b"$lost=D1 1 4 Lost h gone\n"
    b"$bad=D1 1 40 Label that ends too soon h i\n"
)


def test_sets_of_each_form(tmp_path: Path) -> None:
    """The examples of GNU PSPP's description of the file format, with data."""
    columns = {
        "longname_a": [1.0, 3.0, None],
        "longname_b": [2.0, 9.0, None],
        "h": ["Yes", "No", ""],
        "i": ["No", "No", ""],
        "k": [34.0, 0.0, 99.0],
        "l": [34.0, 34.0, 0.0],
    }
    labels = {"longname_a": {1.0: "One", 2.0: "Two"}, "k": {34.0: "Kite"}}
    made = sav(tmp_path, columns, variable_value_labels=labels, missing_ranges={"k": [99]}, column_labels={"l": "Lark"})
    # Sets go by short names, which pyreadstat makes of the first letters: the second is found by its long name.
    data = with_record(with_record(made, 7, SETS), 19, b"$d=E 1 2 34 13 third mdgroup k l\n$e=E 11 2 34 0  l k\n")
    table = read_spss(data, "made")
    assert described(table, "a").label == "my mcgroup"
    assert described(table, "a").values == (("1", "One"), ("2", "Two"), ("3", "3"), ("9", "9"))
    assert [texts(table, f"a - {each}") for each in ("One", "Two", "3", "9")] == [
        ["One", "", ""],
        ["Two", "", ""],
        ["", "3", ""],
        ["", "9", ""],
    ]
    assert texts(table, "longname_b") == ["2", "9", ""]
    assert [texts(table, f"c - {each}") for each in "hi"] == [["h", "", ""], ["", "", ""]]
    assert "c: 1 records pick none of its options, and stand as unanswered" in table.notes
    assert texts(table, "d - Kite") == ["Kite", "", "99"]  # declared missing: to be seen
    assert texts(table, "d - Lark") == ["Lark", "Lark", ""]
    assert described(table, "d").missing == ("99",)
    assert described(table, "e").label == "Lark"
    assert "2 multiple-response sets cannot be read: their variables stand singly" in table.notes


def test_an_unread_set_leaves_its_variables(tmp_path: Path) -> None:
    data = with_record(sav(tmp_path, {"h": [1.0], "i": [0.0]}), 7, b"$bad=X\xff\n")
    table = read_spss(data, "made")
    assert table.texts.rows() == [("1", "0")]
    assert table.notes == ("1 multiple-response sets cannot be read: their variables stand singly",)


def test_weights_are_told_of_and_not_applied(tmp_path: Path) -> None:
    made = bytearray(sav(tmp_path, {"long_text": ["x" * 20, "y"], "case_weight": [1.5, 0.5]}))
    struct.pack_into("<i", made, 76, 4)  # the 20 characters take up places 1 to 3
    table = read_spss(bytes(made), "made")
    assert table.notes == ("the file weights its records by case_weight: no weights are applied",)
    assert texts(table, "case_weight") == ["1.5", "0.5"]


def test_texts_in_another_encoding_than_declared(tmp_path: Path) -> None:
    made = sav(tmp_path, {"said": ["café au lait", "it’s", "naïve"]}, column_labels={"said": "Größe"})
    mixed = made.replace("it’s".encode(), b"it\x92s  ").replace("naïve".encode(), b"na\xefve ")
    table = read_spss(mixed, "made")
    assert texts(table, "said") == ["café au lait", "it’s", "naïve"]
    assert described(table, "said").label == "Größe"
    assert "not in UTF-8, which the file declares" in table.notes[0]
    label = made.replace("Größe".encode(), b"Gr\xf6\xdfe  ")
    assert described(read_spss(label, "made"), "said").label == "Größe"


def test_windows_1252_declared(tmp_path: Path) -> None:
    made = sav(tmp_path, {"said": ["cafe", "its"]}, column_labels={"said": "Grosse"})
    assert made.count(b"UTF-8") == 1
    at = made.index(b"UTF-8")
    encoded = made[: at - 4] + struct.pack("<i", 12) + b"WINDOWS-1252" + made[at + 5 :]
    table = read_spss(encoded.replace(b"cafe", b"caf\xe9").replace(b"its", b"\x91s "), "made")
    assert texts(table, "said") == ["café", "‘s"]
    assert table.notes == ()


def test_compressed_files_read_the_same(tmp_path: Path) -> None:
    columns = {"a": [1.0, 2.5, None], "t": ["x", "", "longer than eight"]}
    plain = read_spss(sav(tmp_path, columns), "made")
    assert plain.texts.rows() == [("1", "x"), ("2.5", ""), ("", "longer than eight")]
    assert read_spss(sav(tmp_path, columns, compress=True), "made").texts.rows() == plain.texts.rows()
    assert read_spss(sav(tmp_path, columns, row_compress=True), "made").texts.rows() == plain.texts.rows()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value(value: float) -> None:
    text = code_of(SavVariable("n", "", "F8.2", {}, (), []), value)
    assert float(text) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)


@given(st.dates(min_value=dt.date(1583, 1, 1)))
def test_days_count_from_the_first_of_the_calendar(day: dt.date) -> None:
    seconds = (day.toordinal() - dt.date(1582, 10, 14).toordinal()) * 86_400.0
    assert code_of(SavVariable("d", "", "EDATE10", {}, (), []), seconds) == day.isoformat()


def test_what_no_calendar_holds_stays_a_number() -> None:
    assert code_of(SavVariable("d", "", "DATE11", {}, (), []), 1e20) == "100000000000000000000"


# Files that are damaged


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert "not an SPSS data file" in refusal(b"")
    assert "not an SPSS data file" in refusal(b"ID,Started\r\n1,2\r\n" * 20)
    made = sav(tmp_path, {"a": [1.0, 2.0]})
    assert "dictionary of the SPSS file is damaged" in refusal(made[:300])
    assert "expected number of rows" in refusal(made[:-8])
    empty = sav(tmp_path, {"a": pd.Series([], dtype="float64")})
    assert "no responses in it" in refusal(empty)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.abort()", "its reader crashed over it"),
        ("print('Segmentation fault')", "its reader crashed over it"),
        ("import time; time.sleep(60)", "no end of it after 2 seconds"),
    ],
)
def test_a_crash_or_a_hang_is_told_in_words(
    program: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(program, encoding="utf-8")
    monkeypatch.setattr(spss_file, "_CHILD", child)
    monkeypatch.setattr(spss_file, "_SECONDS", 1)
    monkeypatch.setattr(spss_file, "_PATIENCE", 1.6)
    assert told in refusal(shared_bytes("sample.sav"))


def test_work_without_end_is_ended_by_its_own_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    text = Path(spss_file.__file__).with_name("spss_child.py").read_text(encoding="utf-8")
    child.write_text(text.replace("import pyreadstat", "").replace("answer(data)))", "[0 for _ in iter(int, 1)]))"))
    monkeypatch.setattr(spss_file, "_CHILD", child)
    monkeypatch.setattr(spss_file, "_SECONDS", 1)
    monkeypatch.setattr(spss_file, "_PATIENCE", 100)
    assert "of work" in refusal(shared_bytes("sample.sav"))


def test_damaged_files_end_in_words_or_in_a_table() -> None:
    whole = shared_bytes("simple_alltypes.sav")
    chance = random.Random(2024)  # noqa: S311
    hostile = [whole[: len(whole) * place // 100] for place in range(100)]
    for _ in range(10):
        flipped = bytearray(whole)
        for _ in range(chance.choice([1, 1, 1, 10])):
            flipped[chance.randrange(len(whole))] = chance.choice([0, 127, 128, 255, chance.randrange(256)])
        hostile.append(bytes(flipped))
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(_end_of, hostile))
    assert ends[:100] == ["words"] * 100  # a file cut short is never taken for a whole one
    assert set(ends[100:]) == {"words", "table"}


def _end_of(data: bytes) -> str:
    begun = time.monotonic()
    try:
        table = read_spss(data, "hostile.sav")
    except UnreadableError as error:
        end = "words" if error.problems[0].where == "hostile.sav" else "a problem without its place"
    else:
        end = "table" if {len(row) for row in table.texts.rows()} == {len(table.names)} else "a ragged table"
    return end if time.monotonic() - begun < 10 else f"{end}, too late"
