"""The headline of a slide: worded as the findings deck words it, and hedged where it must be."""

from __future__ import annotations

import polars as pl
import pytest

from survey.charts.headline import sentence
from survey.frames import RESULTS, empty
from survey.questionnaire.kinds import MultiCode, Number, Option, Question, SingleCode

AREAS = SingleCode(
    id="live_in",
    kind="single_code",
    text="Where do you live?",
    column="Q4",
    options=(Option(code="birmingham", label="Birmingham"), Option(code="dudley", label="Dudley")),
)
WORDS = "{birmingham} of those who answered live in Birmingham"
TOP = "{top_pct} of those who answered live in {top}"


def results(counts: tuple[int | None, ...], question: Question = AREAS, half: float = 1.0) -> pl.DataFrame:
    """Figures of these counts of 1,000, with an interval of `half` points to either side."""
    rows = [
        {
            "question_id": question.id,
            "code": option.code,
            "label": option.label,
            "is_net": False,
            "group": "All",
            "count": count,
            "pct": None if count is None else count / 10,
            "ci_lower": None if count is None else count / 10 - half,
            "ci_upper": None if count is None else count / 10 + half,
            "base": "respondents who answered",
            "base_unweighted": 1000,
        }
        for option, count in zip(AREAS.options, counts, strict=True)
    ]
    return pl.concat([empty(RESULTS), pl.DataFrame(rows, schema_overrides=dict(RESULTS))], how="diagonal_relaxed")


@pytest.mark.parametrize(
    ("counts", "words", "expected"),
    [
        ((377, 102), WORDS, "37.7% of those who answered live in Birmingham"),
        ((102, 377), TOP, "37.7% of those who answered live in Dudley"),
        ((377, 102), "", "37.7% of those who answered chose “Birmingham”"),
        ((377, 370), TOP, "Too close to call among those who answered: Birmingham 37.7%, Dudley 37.0%"),
        ((377, 370), WORDS, "37.7% of those who answered live in Birmingham"),
        ((None, 377), WORDS, "otherwise"),  # what is withheld is not told
        ((None, 377), TOP, "otherwise"),  # and may be more
        ((0, 0), TOP, "otherwise"),
    ],
)
def test_the_finding_as_a_sentence(counts: tuple[int | None, ...], words: str, expected: str) -> None:
    assert sentence(AREAS, results(counts), words, "otherwise") == expected


def test_of_several_answers_the_shares_alone_do_not_tell_chance() -> None:
    """Of the 835 who saw any Star Wars film 758 saw the fifth, 738 the sixth: their intervals overlap, and yet those
    who saw both say that one is above the other (`survey rank`: 1st, 2nd).
    """
    seen = MultiCode(**AREAS.model_dump(exclude={"kind", "items", "column"}), kind="multi_code", column="Q4")
    found = sentence(seen, results((377, 370), seen), "", "otherwise")
    assert found == "Close among those who answered: Birmingham 37.7%, Dudley 37.0%"


def test_themes_are_raised_not_chosen() -> None:
    themes = MultiCode(**AREAS.model_dump(exclude={"kind", "items", "id"}), kind="multi_code", id="themes")
    found = sentence(themes, results((377, 102), themes), "", "otherwise")
    assert found == "37.7% of those who answered raised “Birmingham”"


def test_a_number_keeps_the_headline_of_its_picture() -> None:
    number = Number(id="age", kind="number", text="Age?", column="Q")
    assert sentence(number, results((1, 2), number), TOP, "otherwise") == "otherwise"
