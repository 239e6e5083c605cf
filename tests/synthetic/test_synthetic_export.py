"""The synthetic export read back with the standard library and counted by hand: it must show what was published."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from survey.errors import UsageError
from survey.questionnaire.load import load_consultation
from survey.synthetic.export import SyntheticExport, make_export
from survey.synthetic.load import load_published

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipelines" / "consultations" / "police_crime_plan_2024"
REFERENCE = ROOT.parent / "shared" / "reference" / "police_crime_plan_2024.toml"
OPENED, CLOSED = dt.date(2024, 7, 14), dt.date(2024, 10, 18)
TOTALS = (8000, 7000, 12000)
SAFE = {"Safe", "Very safe"}
NETS = {
    5: {"Safe or very safe": SAFE, "Unsafe or very unsafe": {"Unsafe", "Very unsafe"}},
    8: {"Positive": SAFE},
    10: {"Positive": {"Positive", "Very positive"}, "Negative": {"Negative", "Very negative"}},
    11: {"Positive": {"Positive", "Very positive"}, "Negative": {"Negative", "Very negative"}},
}
PARKING = re.compile(r"\bpark(ed|ing)\b|(?<!the )\bpark\b|double yellow lines|zig-zags", re.IGNORECASE)


@cache
def export(respondents: int = 8000, seed: int = 2024) -> SyntheticExport:
    consultation = load_consultation(FOLDER)
    return make_export(consultation, load_published(FOLDER, consultation), respondents, seed)


@dataclass
class Response:
    """One row: its own columns by name, its answers by the question's number (several for a tick-all question)."""

    meta: dict[str, str]
    answers: dict[int, list[str]]

    @property
    def started(self) -> dt.datetime:
        return dt.datetime.strptime(self.meta["Started"], "%d/%m/%Y %H:%M:%S")

    @property
    def week(self) -> int:
        return (self.started.date() - OPENED).days // 7 + 1


@cache
def table(respondents: int = 8000) -> list[list[str]]:
    text = export(respondents).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@cache
def responses(respondents: int = 8000) -> list[Response]:
    """Rows of the file; a ticked option is the option's text, an answer of nothing but No is not there."""
    first, second, _, *rows = table(respondents)
    meta = first.index("Tracking Link") + 1
    columns, number = [], 0
    for header, option in zip(first[meta:], second[meta:], strict=True):
        number = int(header[1:].split(". ")[0]) if header else number
        columns.append((number, option.split(". ", 1)[1] if option else ""))
    read = []
    for row in rows:
        response = Response(dict(zip(first[:meta], row[:meta], strict=True)), {})
        for (number, option), cell in zip(columns, row[meta:], strict=True):
            if cell not in ("", "-") and (not option or cell == "Yes"):
                response.answers.setdefault(number, []).append(option or cell.replace("@SQ@", "'"))
        read.append(response)
    return read


@cache
def answers(number: int, respondents: int) -> Counter[str]:
    return Counter(text for each in responses(respondents) for text in each.answers.get(number, []))


@cache
def base(number: int, respondents: int) -> int:
    """Those who answered; for question 7, which cannot stand on them, all who answered anything."""
    return sum(bool(each.answers) if number == 7 else number in each.answers for each in responses(respondents))


def shown(number: int, label: str, respondents: int) -> float:
    members = NETS.get(number, {}).get(label, {label})
    count = sum(answers(number, respondents)[each] for each in members)
    return round(100 * count / base(number, respondents), 1)


def reference() -> list[dict[str, Any]]:
    if not REFERENCE.exists():
        pytest.skip("the published facts are not beside this checkout")
    questions: list[dict[str, Any]] = tomllib.loads(REFERENCE.read_text())["question"]
    return questions


@pytest.mark.parametrize("respondents", TOTALS)
def test_every_percentage_of_the_reference_is_met(respondents: int) -> None:
    checked = 0
    for question in reference():
        number = question["number"]
        nets = question.get("published_nets", {})
        for label, percent in {**question.get("published", {}), **nets}.items():
            assert shown(number, label, respondents) == percent, (number, label)
            checked += 1
    assert checked == 26


@pytest.mark.parametrize("respondents", TOTALS)
def test_every_percentage_of_published_toml_is_met(respondents: int) -> None:
    figures = tomllib.loads((FOLDER / "published.toml").read_text())["percentages"]
    questions = {each.id: each for each in load_consultation(FOLDER).questions}
    for name, percentages in figures.items():
        question = questions[name]
        labels = {each.code: each.label for each in (*question.options, *question.nets)}  # type: ignore[union-attr]
        for code, percent in percentages.items():
            assert shown(question.number or 0, labels[code], respondents) == percent, (name, code)


@pytest.mark.parametrize("respondents", TOTALS)
def test_the_ten_counts_are_met_and_lead(respondents: int) -> None:
    ten = answers(3, respondents).most_common(10)
    assert [count for _, count in ten] == [4337, 3671, 3666, 3438, 3344, 3276, 3262, 2684, 2412, 2319]
    assert answers(3, respondents).most_common(11)[-1][1] < 2319


@pytest.mark.parametrize("respondents", TOTALS)
def test_knife_crime_is_first_in_twelve_of_fourteen_weeks(respondents: int) -> None:
    weeks: dict[int, Counter[str]] = {week: Counter() for week in range(1, 15)}
    for each in responses(respondents):
        weeks[each.week].update(each.answers.get(3, []))
    lead = []
    for counts in weeks.values():
        knives = counts.pop("Preventing knife crime")
        lead.append(knives - max(counts.values()))
    assert sum(each > 0 for each in lead) == 12
    assert sum(each < 0 for each in lead) == 2


@pytest.mark.parametrize("respondents", TOTALS)
def test_no_one_picks_more_than_five_or_one_thing_twice(respondents: int) -> None:
    made = Counter(len(each.answers[3]) for each in responses(respondents) if 3 in each.answers)
    assert max(made) == 5
    assert min(made) >= 1
    assert all(
        len(set(each.answers[3])) == len(each.answers[3]) for each in responses(respondents) if 3 in each.answers
    )


@pytest.mark.parametrize("respondents", TOTALS)
def test_only_those_asked_answer(respondents: int) -> None:
    for each in responses(respondents):
        if each.answers.get(6) != ["Yes"]:
            assert not {7, 8} & each.answers.keys()
        if each.answers.get(9) != ["Yes"]:
            assert 10 not in each.answers
    assert base(8, respondents) > 3000


@pytest.mark.parametrize("respondents", TOTALS)
def test_132_respondents_write_about_parking_and_no_other_comment_has_the_word(respondents: int) -> None:
    comments = [each.answers[12][0] for each in responses(respondents) if 12 in each.answers]
    others = [text for text in comments if not PARKING.search(text)]
    assert len(comments) - len(others) == 132
    assert any("in the park" in text for text in others)
    left = [text for text in others if re.search("park", re.sub(r"\bthe park\b", "", text.lower()))]
    assert left == []


def test_comments_vary_and_some_say_nothing() -> None:
    comments = Counter(each.answers[12][0] for each in responses() if 12 in each.answers)
    assert {"No", "n/a", "Nothing to add"} <= comments.keys()
    assert len(comments) > 0.8 * comments.total()
    assert max(Counter(text for text in comments.elements() if len(text) > 40).values()) <= 15
    assert not any("{" in text or "}" in text for text in comments)


@pytest.mark.parametrize("respondents", TOTALS)
def test_the_total_is_of_responses_that_are_not_blank(respondents: int) -> None:
    assert sum(bool(each.answers) for each in responses(respondents)) == respondents


def test_most_agree() -> None:
    assert answers(1, 8000)["Yes"] > base(1, 8000) / 2


def test_partial_and_blank_responses() -> None:
    blank = [each for each in responses() if not each.answers]
    partial = [each for each in responses() if each.answers and not each.meta["Ended"]]
    assert len(blank) == 24
    assert all(not each.meta["Ended"] for each in blank)
    assert len(partial) == 120
    assert all(max(each.answers) < 11 for each in partial)
    finished = [each for each in responses() if each.meta["Ended"]]
    assert sum(11 in each.answers for each in finished) > 0.95 * len(finished)


def test_times_lie_in_fieldwork_and_go_forward() -> None:
    for each in responses():
        assert OPENED <= each.started.date() <= CLOSED
        assert 6 <= each.started.hour <= 22
        if each.meta["Ended"]:
            taken = dt.datetime.strptime(each.meta["Ended"], "%d/%m/%Y %H:%M:%S") - each.started
            assert dt.timedelta(minutes=1) < taken < dt.timedelta(hours=1)
    assert {each.week for each in responses()} == set(range(1, 15))


def test_it_says_everywhere_that_it_is_synthetic() -> None:
    assert export().file_name == "SYNTHETIC_police_crime_plan_2024_export.csv"
    ids = [each.meta["UserID"] for each in responses()]
    assert ids == [f"SYNTHETIC-{number:06d}" for number in range(1, len(ids) + 1)]
    assert {each.meta["Tracking Link"] for each in responses()} == {"SYNTHETIC DATA"}
    assert {each.meta[name] for each in responses() for name in ("Name", "Email", "IP Address", "Unique ID")} == {""}


def test_layout_is_smartsurveys() -> None:
    content = export().content
    assert content.startswith(
        b"\xef\xbb\xbfUserID,UserNo,Name,Email,IP Address,Unique ID,Started,Ended,Tracking Link,Q1. "
    )
    assert content.count(b"\r\n") == len(table())
    first, second, third = table()[:3]
    place = first.index("Q3. What are your top police responsibilities?")
    assert first[place + 1 : place + 16] == [""] * 15
    assert second[place] == "Q3.1. Preventing knife crime"
    assert second[first.index("Q4. Where do you live?")] == ""
    assert set(third) == {""}
    cells = {cell for row in table()[3:] for cell in row}
    assert "Don@SQ@t know" in cells
    assert not any("'" in cell for cell in cells)


def test_answers_go_together() -> None:
    def safe(number: int, texts: set[str]) -> float:
        feel = [
            each.answers[5][0] in SAFE
            for each in responses()
            if texts & {*each.answers.get(number, [])} and 5 in each.answers
        ]
        return sum(feel) / len(feel)

    assert safe(4, {"Solihull"}) > safe(4, {"Birmingham"}) + 0.05
    assert safe(11, {"Very positive", "Positive"}) > safe(11, {"Very negative", "Negative"}) + 0.2


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    again = export.__wrapped__(8000, 2024)
    assert again.content == export().content
    assert export.__wrapped__(8000, 7).content != export().content


def test_a_total_that_cannot_be_names_one_that_can() -> None:
    with pytest.raises(UsageError, match=r"top_responsibilities.*\n.*5,000\n +6,614 would do"):
        export(5000)
    with pytest.raises(UsageError, match="would do"):
        export(6613)
    assert sum(answers(3, 6614).values()) <= 5 * base(3, 6614)
    test_every_percentage_of_published_toml_is_met(6614)
    test_knife_crime_is_first_in_twelve_of_fourteen_weeks(6614)
    test_the_ten_counts_are_met_and_lead(6614)


@pytest.mark.parametrize("respondents", [0, -1, 1_000_001])
def test_a_total_out_of_range_is_refused(respondents: int) -> None:
    with pytest.raises(UsageError, match="from 1 to 1,000,000"):
        export(respondents)
