"""Encodings, delimiters and byte order marks change nothing; text damaged before it came is named, never mended."""

from __future__ import annotations

import csv
import io
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.ingest import decode as decoding
from survey.ingest.decode import decode
from survey.ingest.delimited import find_cut
from survey.ingest.export import open_export
from survey.ingest.mojibake import mojibake
from survey.ingest.responses import read_responses
from tests.exports import HEADER, ROWS, every_kind

CELLS = [next(csv.reader([line])) for line in (HEADER, *ROWS)]
CELLS[1][11] = "Café – “too few”; it’s £5, “naïve”"
ENCODINGS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "cp1252": b"",
}


def export(delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(CELLS)
    return text.getvalue()


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "bare"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_frame_whatever_the_file_is_made_of(encoding: str, delimiter: str, marked: bool) -> None:
    wanted = read_responses(open_export(export(",").encode(), "f", every_kind()))
    data = (ENCODINGS[encoding] if marked else b"") + export(delimiter).encode(encoding)
    reading = read_responses(open_export(data, "f", every_kind()))
    assert reading.responses.equals(wanted.responses)
    assert reading.responses["words"][0] == CELLS[1][11]
    assert reading.set_aside.is_empty()
    told = [note for note in reading.notes if note not in wanted.notes]
    assert len(told) == (encoding == "cp1252")
    assert all("Windows-1252" in note for note in told)


@pytest.mark.parametrize("text", ["it’s", "café", "£5", "–", "“quoted”", "€", "naïve", "😀", "2°"])
def test_utf_8_read_as_windows_1252_is_named(text: str) -> None:
    damaged = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())
    data = export(",").replace("Speeding cars", f"Speeding {damaged}").encode()
    reading = read_responses(open_export(data, "f", every_kind()))
    assert reading.responses["words"][2] == f"Speeding {damaged}"
    notes = [note for note in reading.notes if "read as Windows-1252 before" in note]
    assert len(notes) == 1
    assert "on line 4" in notes[0]
    assert next(letter for letter in text if ord(letter) > 127) in notes[0]


def test_mojibake_is_counted_by_kind() -> None:
    note = mojibake("itâ€™s, weâ€™re in the cafÃ©".encode())
    assert note.startswith("3 places")
    assert "'â€™' for '’', 'Ã©' for 'é'" in note


@pytest.mark.parametrize("before", range(65_520, 65_540))
def test_mojibake_is_found_wherever_it_stands(before: int) -> None:
    assert mojibake(b"x" * before + "itâ€™s".encode() + b"y" * 70_000).startswith("1 places")


@pytest.mark.parametrize(
    "text",
    [
        "tân, iâr, gŵr",  # Welsh
        "não, coração, pâté",
        "Ângela, Âge, à ÉCOLE»",
        "CAFÉ €10, 10 £, “Â”, §2, ÃO",
        "Straße, Łódź, Ğ, naïve",
    ],
)
def test_accents_are_no_mojibake(text: str) -> None:
    assert mojibake(text.encode()) == ""
    assert decode(text.encode(), "f").notes == ()


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="ÂÃâð\ufeff", exclude_categories=["Cc"]), min_size=1
    )
)
def test_text_without_its_letters_is_never_taken_for_mojibake(text: str) -> None:
    assert mojibake(text.encode()) == ""


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc"])))
def test_utf_8_is_what_it_says(text: str) -> None:
    decoded = decode(f"ID,{text}".encode(), "f")
    assert (decoded.text, decoded.encoding) == (f"ID,{text}", "utf-8")


@settings(max_examples=600)
@given(
    st.lists(st.one_of(st.text("abcdefgh ", max_size=12), st.text("é–😀Ãé", max_size=3), st.binary(max_size=2))),
    st.sampled_from([1, 2, 3, 1 << 16]),
)
def test_the_first_byte_that_is_not_utf_8_is_found_wherever_it_stands(parts: list[str | bytes], piece: int) -> None:
    data = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    with mock.patch.object(decoding, "_CHUNK", piece):
        found, suspect = decoding._check_utf8(data)
    if found is None:
        assert suspect == ("Ã" in data.decode())
    else:
        with pytest.raises(UnicodeDecodeError) as raised:
            data.decode()
        assert found == raised.value.start


@pytest.mark.parametrize(
    ("head", "delimiter", "width"),
    [
        ("ID;Do you, or anyone, in your house, agree?;Why\n1;Yes;no\n2;No;x\n", ";", 3),
        ("ID,What matters?,Why\n1,a;b;c,x\n2,a;b,y\n", ",", 3),
        ("ID\tA, B, C\tD\n1\ta\tb\n", "\t", 3),
        ("Report; of August\nID,A,B\n1,2,3\n4,5,6\n", ",", 3),
        ("sep=;\nID;A\n1;2\n", ";", 2),
        ("ID\n1\n", ",", 1),
    ],
)
def test_the_delimiter_is_the_one_that_records_agree_on(head: str, delimiter: str, width: int) -> None:
    cut = find_cut(head)
    assert (cut.delimiter, cut.width) == (delimiter, width)
