"""How numbers are put into words on the screen."""

from __future__ import annotations

import pytest

from pipelines.show import based


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("respondents who answered", "1,058 respondents who answered"),
        ("all respondents", "all 1,058 respondents"),
        ("all respondents (Area: North)", "all 1,058 respondents (Area: North)"),
        ("allotment holders", "1,058 allotment holders"),
    ],
)
def test_a_base_is_said_as_one_says_it(base: str, words: str) -> None:
    assert based(1058, base) == words
