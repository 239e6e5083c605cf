"""Python's patterns in Rust's words, against `re` itself."""

from __future__ import annotations

import re
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.validate.polars_engine.regex import to_rust
from survey.validate.polars_engine.unknown import UnknownError

CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
FRAME = pl.DataFrame({"text": CHARACTERS})


def matched(texts: pl.DataFrame, pattern: str) -> list[bool]:
    return texts.select(pl.col("text").str.contains(to_rust(pattern))).to_series().to_list()


@pytest.mark.parametrize(
    "pattern",
    [r"\d", r"\S", r"\w", r"[^\W\d_]", "(?i)[h-t]", "(?i)[^I]", r"(?a)\W", r"(?ai)[k-s]", r"(?a)\s", "(?s).", "^.$"],
)
def test_a_class_has_the_same_of_all_characters_there_are(pattern: str) -> None:
    search = re.compile(pattern).search
    assert matched(FRAME, pattern) == [search(character) is not None for character in CHARACTERS]


ATOMS = st.sampled_from(["a", "B", "1", " ", r"\n", r"\d", r"\w", r"\s", ".", "é", "²", "[ab]", "[^a1]", r"[\w-]"])
EDGES = st.sampled_from(["^", "$", r"\A", r"\Z", "(?m:^)", "(?m:$)"])


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "??"])
    frames = st.sampled_from(["(%s)", "(?P<name>%s)", "(?i:%s)", "(?s:%s)", "(?-i:%s)"])
    return st.one_of(
        st.builds("{}{}".format, parts, parts),
        st.builds("(?:{}|{})".format, parts, parts),
        st.builds("(?:{}){}".format, parts, repeats),
        st.builds(lambda frame, part: frame % part, frames, parts),
    )


PATTERNS = st.recursive(ATOMS | EDGES, _larger, max_leaves=8)
TEXTS = st.lists(st.text("aAbB1 \n\r\x1c_é²İıſK", max_size=6), min_size=20, max_size=40)


@settings(max_examples=300, deadline=None)
@given(pattern=PATTERNS, texts=TEXTS)
def test_any_pattern_finds_what_python_finds_or_is_not_translated(pattern: str, texts: list[str]) -> None:
    try:
        search = re.compile(pattern).search
        found = matched(pl.DataFrame({"text": texts}), pattern)
    except (re.error, UnknownError):
        return
    assert found == [search(text) is not None for text in texts]


LACKING = ["(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", r"(a)\1", "(?P<x>a)(?P=x)", "(a)?(?(1)b|c)", "(?>a)b", "a*+"]
OTHERWISE = [r"\bword\b", r"\Bo", "a$b", "(?:a$)+", "(?i)é", "(?i)[à-ü]", "(", "[z-a]"]


@pytest.mark.parametrize("pattern", LACKING + OTHERWISE)
def test_what_rust_lacks_or_sees_otherwise_is_not_translated(pattern: str) -> None:
    with pytest.raises(UnknownError):
        to_rust(pattern)


def test_the_end_is_also_before_a_last_line_feed() -> None:
    texts = pl.DataFrame({"text": ["a", "a\n", "a\n\n", "a\nb"]})
    assert matched(texts, "a$") == [True, True, False, False]
    assert matched(texts, r"a\Z") == [True, False, False, False]
    assert matched(texts, "(?m)a$") == [True, True, True, True]
