"""What is written as TOML is read back as it was, whatever stands in it."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.drafting.toml_text import toml_comment, toml_list, toml_pair, toml_value

TEXTS = st.text(max_size=40)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**53), 2**53) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_values_come_back(table: dict[str, object]) -> None:
    text = "\n".join(toml_pair(name, value) for name, value in table.items())
    assert tomllib.loads(text) == table


@given(st.lists(st.tuples(VALUES, TEXTS), max_size=5), TEXTS)
def test_lists_with_comments_come_back(rows: list[tuple[object, str]], words: str) -> None:
    text = "\n".join([toml_comment(words), *toml_list("list", rows)])
    assert tomllib.loads(text) == {"list": [value for value, _ in rows]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('say "no"', r'"say \"no\""'),
        ("C:\\new", r'"C:\\new"'),
        ("one\ntwo\tthree\r", r'"one\ntwo\tthree\r"'),
        ("bell\x07 and \x7f", r'"bell\u0007 and \u007f"'),
        ("café – naïve", '"café – naïve"'),
        ("hard\u00a0space", r'"hard\u00a0space"'),
        ("thumb \U0001f44d", '"thumb \U0001f44d"'),
        (dt.date(2024, 7, 14), "2024-07-14"),
        (True, "true"),
        ({"code": "a", "other": True}, '{ code = "a", other = true }'),
        ({"@SQ@": "'"}, '{ "@SQ@" = "\'" }'),
        (("a", 1), '["a", 1]'),
    ],
)
def test_as_a_person_would_write_it(value: object, text: str) -> None:
    assert toml_value(value) == text


def test_a_comment_stays_on_its_line() -> None:
    assert toml_comment("one\ntwo\x00 = \u2028three") == "# one two = three"


def test_what_has_no_place_in_a_questionnaire_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no TOML for object"):
        toml_value(object())
