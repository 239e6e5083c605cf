"""Figures that others published or computed: FiveThirtyEight's Star Wars survey, and R's `expss` for multi-code."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import Condition, Item, MultiCode, Net, Option, Question, Ranking, SingleCode

DATA = Path(__file__).parents[2].parent / "shared" / "data"
STAR_WARS = DATA / "exports" / "star-wars" / "StarWars.csv"
EXPSS = DATA / "truth" / "proportions_multiresponse_truth.json"


def responses(consultation: Consultation, answers: list[dict[str, Any]]) -> pl.LazyFrame:
    schema = responses_schema(consultation)
    rows = [{**dict.fromkeys(schema), "status": "complete", **row} for row in answers]
    return pl.DataFrame(rows, schema=schema).lazy()


FILMS = tuple(Option(code=f"ep{episode}", label=f"Episode {episode}") for episode in range(1, 7))
SEEN = MultiCode(id="seen", text="Which have you seen?", kind="multi_code", options=FILMS, column="c")
ORDER = Ranking(
    id="order",
    text="Rank the films.",
    kind="ranking",
    options=FILMS,
    columns="{option}",
    base_where=Condition(question="seen", all_of=tuple(film.code for film in FILMS)),
    base_label="respondents who saw all six films",
)
VIEWS = {
    "Very favorably": "very",
    "Somewhat favorably": "somewhat",
    "Neither favorably nor unfavorably (neutral)": "neutral",
    "Somewhat unfavorably": "unfavourable",
    "Very unfavorably": "very_unfavourable",
    "Unfamiliar (N/A)": "unfamiliar",
}
CHARACTERS = {
    15: "Han",
    16: "Luke",
    17: "Leia",
    19: "Obi Wan",
    21: "Vader",
    24: "C-3PO",
    25: "R2 D2",
    26: "Jar Jar",
    28: "Yoda",
}
LIKED = SingleCode(
    id="liked",
    text="How do you view these characters?",
    kind="single_code",
    options=tuple(Option(code=code, label=label) for label, code in VIEWS.items()),
    nets=(Net(code="favourable", label="Favourably", codes=("very", "somewhat")),),
    items=tuple(Item(code=f"c{column}", label=name) for column, name in CHARACTERS.items()),
    column="{item}",
)
SHOT = SingleCode(
    id="shot",
    text="Which character shot first?",
    kind="single_code",
    options=(
        Option(code="han", label="Han"),
        Option(code="greedo", label="Greedo"),
        Option(code="what", label="I don't understand this question"),
    ),
    column="c",
)


def star_wars_row(cells: list[str]) -> dict[str, Any]:
    films = [film for film, cell in zip(FILMS, cells[3:9], strict=True) if cell]
    places = {f"order.{film.code}": int(cell) if cell else None for film, cell in zip(FILMS, cells[9:15], strict=True)}
    liked = {f"liked.c{column}": cells[column] or None for column in CHARACTERS}
    return {"seen": [film.label for film in films] or None, "shot": cells[29] or None, **places, **liked}


@pytest.fixture(scope="module")
def star_wars() -> pl.DataFrame:
    if not STAR_WARS.exists():
        pytest.skip("the Star Wars export is not here")
    questions: tuple[Question, ...] = (SEEN, ORDER, LIKED, SHOT)
    consultation = Consultation(
        id="s", name="Star Wars", owner="FiveThirtyEight", export=Export(response_id="id"), questions=questions
    )
    with STAR_WARS.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [star_wars_row(cells) for cells in list(csv.reader(file))[2:]]
    assert len(rows) == 1186
    return results(count(responses(consultation, rows), consultation, questions), questions)


def whole(table: pl.DataFrame, key: str) -> dict[str, int]:
    """Percentages as printed, without decimals."""
    return {name: round(pct) for name, pct in table.select(key, "pct").rows()}


def test_films_seen(star_wars: pl.DataFrame) -> None:
    table = star_wars.filter(pl.col("question_id") == "seen")
    assert set(table["base_unweighted"]) == {835}
    printed = {"ep5": 91, "ep6": 88, "ep4": 73, "ep1": 81}
    assert {code: pct for code, pct in whole(table, "code").items() if code in printed} == printed


def test_the_favourite_of_those_who_saw_all_six(star_wars: pl.DataFrame) -> None:
    table = star_wars.filter((pl.col("question_id") == "order") & (pl.col("item") == "1"))
    assert set(table["base_unweighted"]) == {471}
    assert set(table["base"]) == {"respondents who saw all six films"}
    assert whole(table, "code") == {"ep5": 36, "ep4": 27, "ep6": 17, "ep1": 10, "ep3": 6, "ep2": 4}


def test_characters_viewed_favourably(star_wars: pl.DataFrame) -> None:
    table = star_wars.filter((pl.col("question_id") == "liked") & pl.col("is_net"))
    assert whole(table, "item_label") == {
        "Luke": 93,
        "Han": 92,
        "Leia": 91,
        "Obi Wan": 91,
        "Yoda": 91,
        "R2 D2": 90,
        "C-3PO": 85,
        "Vader": 58,
        "Jar Jar": 29,
    }


def test_who_shot_first(star_wars: pl.DataFrame) -> None:
    table = star_wars.filter(pl.col("question_id") == "shot")
    assert set(table["base_unweighted"]) == {828}
    assert whole(table, "code") == {"han": 39, "greedo": 24, "what": 37}


CELL = SingleCode(
    id="cell",
    text="Cell?",
    kind="single_code",
    options=(Option(code="1", label="1"), Option(code="2", label="2")),
    column="c",
)
PICKS = MultiCode(
    id="picks",
    text="?",
    kind="multi_code",
    options=tuple(Option(code=str(k), label=str(k)) for k in range(2, 9)),
    column="c",
)


@pytest.mark.parametrize(
    ("told", "figure", "base"),
    [
        ("mr_cases_by_cell", "count", "answered"),
        ("mr_of_respondents_by_cell", "pct", "answered"),
        ("mr_of_responses_by_cell", "pct", "picks"),
    ],
)
def test_multi_code_by_banner_as_expss_has_it(told: str, figure: str, base: str) -> None:
    question = PICKS.model_copy(update={"base": base})
    if not EXPSS.exists():
        pytest.skip("the figures from R are not here")
    with (EXPSS.parent / "product_test.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    picked = [[row[f"a1_{k}"] for k in range(1, 7) if row[f"a1_{k}"] != "NA"] for row in rows]
    answers = [{"cell": row["cell"], "picks": picks or None} for row, picks in zip(rows, picked, strict=True)]
    consultation = Consultation(
        id="p", name="P", owner="O", export=Export(response_id="id"), questions=(CELL, question)
    )
    cells = count(responses(consultation, answers), consultation, [question], CELL)
    found = {row[:2]: row[2] for row in results(cells, [question], CELL).select("code", "group", figure).rows()}
    *truth, bases = json.loads(EXPSS.read_text())[told]
    groups = {"#Total": "All", "1": "1", "2": "2"}
    held = results(cells, [question], CELL).select("group", "base_unweighted").unique()
    assert dict(held.iter_rows()) == {group: bases[name] for name, group in groups.items()}
    expected = {(row["row_labels"], group): row[name] or 0 for row in truth for name, group in groups.items()}
    assert found == pytest.approx(expected, abs=1e-12)
