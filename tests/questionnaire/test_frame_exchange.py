"""Code frames out and back in: TOML, REFI-QDA codebook, workbook; and codebooks as other programs write them."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import UnreadableError
from survey.questionnaire.code_frame import Code, CodeFrame, Net
from survey.questionnaire.frame_file import build_code_frame, code_frame_toml, load_code_frame
from survey.questionnaire.frame_qdc import code_frame_qdc, read_qdc
from survey.questionnaire.frame_sheet import code_frame_xlsx, read_xlsx
from survey.questionnaire.migration import Migration

POLICE = load_code_frame(Path(__file__).parents[2] / "pipelines" / "consultations" / "police_crime_plan_2024")
FULL = CodeFrame(
    version=3,
    note="=1+1 is no formula",
    nets=(Net(code="roads", label="Roads & <streets>"), Net(code="crime", label="Crime")),
    codes=(
        Code(
            code="parking",
            label="Parking",
            net="roads",
            definition="Cars that block.\n\nAlso vans.",
            phrases=("park*", "double yellow*", "don’t park"),
            patterns=(r"\bzig[ -]?zags?\b", "a|b"),
            denied_phrases=("room to pass",),
            not_phrases=("in the park",),
            negation="rules_out",
            examples=("They park on the kerb; nobody cares 😡",),
        ),
        Code(code="knives", label="Knife crime", net="crime", definition="Knives."),
    ),
    migrations=(
        Migration(to=2, merge={"a": "knives", "b": "knives"}, add=("parking",)),
        Migration(
            to=3, rename={"c": "knives"}, split={"parking": ("parking", "knives")}, retire=("d",), note="d\nis gone"
        ),
    ),
)


def from_toml(frame: CodeFrame) -> dict[str, Any]:
    return tomllib.loads(code_frame_toml(frame))


def from_xlsx(frame: CodeFrame) -> dict[str, Any]:
    return read_xlsx(code_frame_xlsx(frame), "frame.xlsx")


def from_qdc(frame: CodeFrame) -> dict[str, Any]:
    """A codebook has no place for version, note and migrations: these come from elsewhere."""
    own = from_toml(frame)
    return {key: own[key] for key in ("code_frame", "migration") if key in own} | read_qdc(code_frame_qdc(frame), "f")


def unchecked(tables: dict[str, Any]) -> CodeFrame:
    head = tables["code_frame"]
    parts = {"nets": tables["net"], "codes": tables["code"], "migrations": tables.get("migration", [])}
    return CodeFrame.model_validate(head | parts)


@pytest.mark.parametrize("way", [from_toml, from_xlsx, from_qdc])
@pytest.mark.parametrize("frame", [FULL, POLICE], ids=["full", "police"])
def test_a_frame_comes_back_as_it_was(way: Callable[[CodeFrame], dict[str, Any]], frame: CodeFrame) -> None:
    assert unchecked(way(frame)) == frame


@pytest.mark.parametrize("write", [code_frame_qdc, code_frame_xlsx])
def test_the_same_frame_gives_the_same_bytes(write: Callable[[CodeFrame], bytes]) -> None:
    assert write(FULL) == write(FULL)


line = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
texts = line.filter(lambda text: bool(text) and not text.endswith(":"))


@settings(max_examples=25, deadline=None)
@given(texts, texts, st.lists(texts, max_size=3))
def test_any_words_come_back(label: str, definition: str, examples: list[str]) -> None:
    code = Code(code="c", label=label, net="n", definition=definition, examples=tuple(examples))
    frame = CodeFrame(version=1, nets=(Net(code="n", label="N"),), codes=(code,))
    for way in (from_toml, from_qdc, from_xlsx):
        assert unchecked(way(frame)).codes == frame.codes


def test_the_codebook_is_of_the_standard() -> None:
    root = fromstring(code_frame_qdc(FULL))  # noqa: S314 - our own
    space = "{urn:QDA-XML:codebook:1.0}"
    assert root.tag == f"{space}CodeBook"
    (codes,) = root
    assert codes.tag == f"{space}Codes"
    for each in codes.iter(f"{space}Code"):
        assert set(each.attrib) == {"guid", "name", "isCodable"}
        assert len(each.attrib["guid"]) == 36
    names = [each.attrib["name"] for each in codes]
    assert names == ["Roads & <streets>", "Crime", "Nothing said", "Other (none of the above)", "Cannot decide"]


# As other programs write codebooks: colours, no descriptions, codes under none, three levels, codable parents.
FOREIGN = b"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="QualCoder 3.5"><Codes>
<Code guid="1" name="Roads" isCodable="true" color="#F09090">
<Code guid="2" name="Parking"><Description>Cars.</Description>
<Code guid="3" name="At schools"/></Code></Code>
<Code guid="4" name="Litter" isCodable="true"/><Code guid="5" name="litter"/>
</Codes><Sets><Set guid="9" name="x"><MemberCode guid="2"/></Set></Sets></CodeBook>"""


def test_a_codebook_of_another_program_is_a_frame() -> None:
    frame = build_code_frame(read_qdc(FOREIGN, "f.qdc") | {"code_frame": {"version": 1}}, "f.qdc")
    assert [(net.code, net.label) for net in frame.nets] == [("roads", "Roads"), ("ungrouped", "Ungrouped")]
    assert [(code.code, code.label, code.net, code.definition) for code in frame.codes] == [
        ("roads_2", "Roads", "roads", "Roads"),
        ("parking", "Parking", "roads", "Cars."),
        ("parking_at_schools", "Parking / At schools", "roads", "Parking / At schools"),
        ("litter", "Litter", "ungrouped", "Litter"),
        ("litter_2", "litter", "ungrouped", "litter"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"<a/>",
        b"<CodeBook/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes>&a;</Codes></CodeBook>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><CodeBook><Codes/></CodeBook>',
        b"<CodeBook><Codes><Code name='\x00'/></Codes></CodeBook>",
    ],
)
def test_what_is_no_codebook_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="codebook"):
        read_qdc(data, "f.qdc")


def test_what_is_no_workbook_of_a_frame_is_refused_in_words() -> None:
    with pytest.raises(UnreadableError, match="not a workbook"):
        read_xlsx(b"PK nonsense", "f.xlsx")
    book = openpyxl.Workbook()
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(UnreadableError, match="sheets are missing"):
        read_xlsx(data.getvalue(), "f.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet.title = "Codes"
    sheet.append(["net", "code", "lable"])
    book.create_sheet("Nets").append(["code", "label"])
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(UnreadableError, match="did you mean 'label'"):
        read_xlsx(data.getvalue(), "f.xlsx")
