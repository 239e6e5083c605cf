"""Every text export in some of the dialects; `tests/ingest/test_encodings.py` takes one in all, the benchmark all."""

from __future__ import annotations

import pytest

from tests.hard.encodings import DAMAGED, DIALECTS, other_frame, texts, unnamed


@pytest.mark.parametrize("place", range(len(texts())), ids=[subject.name for subject in texts()])
def test_one_frame_in_any_dialect(place: int) -> None:
    subject = texts()[place]
    assert [other_frame(subject, dialect) for dialect in DIALECTS[place % 7 :: 7]] == [""] * len(
        DIALECTS[place % 7 :: 7]
    )


@pytest.mark.parametrize("text", DAMAGED)
def test_mojibake_is_named_whatever_the_file_is_made_of(text: str) -> None:
    dialects = [dialect for dialect in DIALECTS[::5] if dialect.encoding != "cp1252"]
    assert [unnamed(text, dialect) for dialect in dialects] == [""] * len(dialects)
