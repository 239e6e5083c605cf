"""Tables of others: which column is of counts, bases, percentages, by what stands in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from survey.publish.preflight.arithmetic import check_figures
from survey.publish.preflight.tabular import blocks_of_table

ANSWERS = [["Answer", "n", "%"], ["Yes", "31", "62%"], ["No", "12", "24%"], ["Unsure", "7", "14%"]]
AREAS = [["Area", "Respondents", "Satisfied, %"], ["North", "100", "60"], ["South", "300", "55"], ["East", "50", "44"]]
WIDE = [["Area", "Base", "Yes", "No"], ["North", "50", "62%", "38%"], ["South", "20", "33%", "[c]"]]
POLLS = [["Answer", "2013", "2014"], ["Yes", "41%", "47%"], ["No", "59%", "53%"], ["Total", "100%", "100%"]]


def odd(rows: list[list[str]], about: str = "") -> list[str]:
    return [finding.check for block in blocks_of_table("t", rows, about) for finding in check_figures(block)]


def test_n_is_of_those_who_answered_so_or_of_the_group() -> None:
    (block,) = blocks_of_table("t", ANSWERS)
    assert [(each.count, each.base, each.pct) for each in block.figures] == [
        (31, None, Decimal(62)),
        (12, None, Decimal(24)),
        (7, None, Decimal(14)),
    ]
    (block,) = blocks_of_table("t", AREAS)
    assert [(each.count, each.base, each.pct) for each in block.figures] == [
        (None, 100, Decimal(60)),
        (None, 300, Decimal(55)),
        (None, 50, Decimal(44)),
    ]


def test_rows_of_groups_and_columns_of_years() -> None:
    north, south = blocks_of_table("t", WIDE)
    assert (north.base, north.group, north.withheld) == (50, "North", False)
    assert (south.base, south.withheld) == (20, True)
    before, after = blocks_of_table("t", POLLS)
    assert (before.group, [each.label for each in after.figures]) == ("2013", ["Yes", "No"])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ANSWERS, []),
        (AREAS, []),
        (POLLS, []),
        (WIDE, ["impossible_percentage"]),  # 33% of 20
        ([*ANSWERS[:3], ["Unsure", "9", "14%"]], ["no_common_base"]),
        ([*ANSWERS[:3], ["Unsure", "7", "16%"]], ["no_common_base", "sum"]),
        ([*POLLS[:2], ["No", "55%", "53%"]], ["sum"]),
        ([["a"], ["b"]], []),
        ([["Answer", "Amount", "Cost"], ["Yes", "4.5", "12"]], []),
    ],
)
def test_what_is_odd_in_them(rows: list[list[str]], found: list[str]) -> None:
    assert odd(rows) == found


def test_several_answers_need_not_add_up() -> None:
    rows = [["Answer", "%"], ["Parks", "61%"], ["Roads", "42%"]]
    assert odd(rows) == ["sum"]
    assert odd(rows, "Which of these? Tick all that apply") == []
