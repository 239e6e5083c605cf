"""Files that are nested too deeply, or hold numbers of thousands of digits, are told as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import DefinitionError, UnreadableError
from survey.publish.preflight.listed import read_figures
from survey.questionnaire.frame_qdc import read_qdc
from survey.questionnaire.toml import read_toml

HOSTILE = ("x = " + "[" * 100_000, "x = " + "9" * 5_000)


@pytest.mark.parametrize("text", HOSTILE, ids=["deep", "digits"])
def test_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "questionnaire.toml"
    path.write_text(text)
    with pytest.raises(DefinitionError, match="not valid TOML"):
        read_toml(path)
    with pytest.raises(UnreadableError, match=r"figures\.toml"):
        read_figures(text.encode(), "figures.toml")


def test_codes_under_codes_under_codes() -> None:
    def book(levels: int) -> bytes:
        codes = '<Code name="a" isCodable="true">' * levels + "</Code>" * levels
        return f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{codes}</Codes></CodeBook>'.encode()

    assert len(read_qdc(book(20), "frame.qdc")["code"]) == 20
    with pytest.raises(UnreadableError, match="20 levels at most"):
        read_qdc(book(21), "frame.qdc")
    with pytest.raises(UnreadableError, match="20 levels at most"):
        read_qdc(book(20_000), "frame.qdc")
