"""A SYNTHETIC consultation of twelve columns, as a CSV of labels: what breakdowns are timed on."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import MultiCode, Option, Question, Scale, SingleCode, slug

SEED = 20240714
WEEKS, MOST_PICKS, GAPS = 14, 5, 0.03
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 10, 19))
AREAS = ("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton", "Outside")
AGES = ("16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 to 74", "75 and over")
SEXES = ("Female", "Male", "Another")
GROUPS = ("White", "Asian", "Black", "Mixed", "Other")
SAFE = ("Very safe", "Safe", "Neutral", "Unsafe", "Very unsafe", "Don't know")
TRUST = ("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree")
PICKS = ("Knife crime", "Burglary", "Speeding", "Drugs", "Fraud", "Hate crime", "Vandalism", "Cars", "Parking", "Dogs")
BANNERS = ("area", "age", "sex", "ethnicity")
STUBS = ("safe_day", "safe_dark", "trust", "confidence", "priorities")
USED = ("week", "weight", *BANNERS, *STUBS)


def _options(labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code=slug(label), label=label) for label in labels)


def _single(name: str, labels: Sequence[str]) -> SingleCode:
    return SingleCode(id=name, text=name, kind="single_code", options=_options(labels), column=name)


def _scale(name: str, labels: Sequence[str]) -> Scale:
    return Scale(id=name, text=name, kind="scale", polarity="positive_first", options=_options(labels), column=name)


QUESTIONS: dict[str, Question] = {
    "area": _single("area", AREAS),
    "age": _single("age", AGES),
    "sex": _single("sex", SEXES),
    "ethnicity": _single("ethnicity", GROUPS),
    "safe_day": _scale("safe_day", SAFE),
    "safe_dark": _scale("safe_dark", SAFE),
    "trust": _scale("trust", TRUST),
    "confidence": _scale("confidence", TRUST),
    "priorities": MultiCode(
        id="priorities",
        text="priorities",
        kind="multi_code",
        options=_options(PICKS),
        column="priorities",
        delimiter=";",
        max_picks=MOST_PICKS,
    ),
}
CONSULTATION = Consultation(
    id="benchmark",
    name="SYNTHETIC",
    owner="The benchmarks",
    fieldwork=FIELDWORK,
    export=Export(response_id="response_id"),
    questions=tuple(QUESTIONS.values()),
)


def in_a_process_of_its_own(path: Path, rows: int) -> None:
    """Writes that many responses without a trace in this process, whose memory its children's is measured from."""
    subprocess.run([sys.executable, "-m", "tests.benchmarks._survey_file", str(path), str(rows)], check=True)


def write_survey(path: Path, rows: int, at_once: int = 500_000) -> None:
    """Writes that many responses, so many at a time."""
    random = np.random.default_rng(SEED)
    with path.open("wb") as file:
        for start in range(0, rows, at_once):
            _people(random, start, min(at_once, rows - start)).write_csv(file, include_header=start == 0)


def _people(random: np.random.Generator, start: int, rows: int) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {
        "response_id": pl.select(pl.format("SYNTHETIC-{}", pl.int_range(start, start + rows))).to_series(),
        "week": pl.Series(random.integers(1, WEEKS + 1, rows)),
        "weight": pl.Series(np.round(random.gamma(4, 0.25, rows) + 0.05, 6)),
    }
    for name, question in QUESTIONS.items():
        columns[name] = _picked(random, rows) if isinstance(question, MultiCode) else _chosen(random, question, rows)
    return pl.DataFrame(columns)


def _chosen(random: np.random.Generator, question: Question, rows: int) -> pl.Series:
    labels = [option.label for option in getattr(question, "options", ())]
    odds = np.linspace(2, 1, len(labels))
    places = random.choice(len(labels), rows, p=odds / odds.sum())
    given = pl.Series(random.random(rows) >= GAPS)
    return pl.select(pl.when(given).then(pl.Series(labels).gather(places))).to_series()


def _picked(random: np.random.Generator, rows: int) -> pl.Series:
    """One to five of the options, the first ones more often than the last."""
    order = np.argsort(-random.random((rows, len(PICKS))) * np.linspace(2, 1, len(PICKS)), axis=1)
    count = random.integers(1, MOST_PICKS + 1, rows)
    mask = np.zeros(rows, np.int64)
    for place in range(MOST_PICKS):
        mask |= np.where(count > place, 1 << order[:, place], 0)
    texts = [
        ";".join(label for place, label in enumerate(PICKS) if number >> place & 1) for number in range(1 << len(PICKS))
    ]
    return pl.Series(texts).gather(mask)


if __name__ == "__main__":
    write_survey(Path(sys.argv[1]), int(sys.argv[2]))
