"""Small sources for the tests, and drafts loaded as the commands load them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.init import known_of
from survey.drafting.draft import Draft, draft
from survey.drafting.source import Described, Source
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Question
from survey.questionnaire.load import FILE, load_consultation


def source(columns: Mapping[str, Sequence[str]], platform: str = "one_row", *described: Described) -> Source:
    """A source of these columns of text."""
    texts = {str(place): list(cells) for place, cells in enumerate(columns.values())}
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return Source(tuple(columns), frame, platform, "x.csv", described, known=known_of(platform, tuple(columns)))


def loaded(made: Draft) -> Consultation:
    """The draft as the loader takes it, from a folder."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "drafted"
        home.mkdir()
        (home / FILE).write_text(made.toml, encoding="utf-8")
        return load_consultation(home)


def drafted(columns: Mapping[str, Sequence[str]], platform: str = "one_row") -> Consultation:
    """The consultation drafted from these columns; a column of response ids is put before them."""
    rows = len(next(iter(columns.values())))
    ids = {"Response ID": [str(1000 + row) for row in range(rows)]}
    return loaded(draft(source({**ids, **columns}, platform), "drafted"))


def only(consultation: Consultation) -> Question:
    """Its one question."""
    (question,) = consultation.questions
    return question


def mixed(counts: Mapping[str, int], seed: int = 1) -> list[str]:
    """A column with each text as often as said, in no order."""
    cells = [text for text, count in counts.items() for _ in range(count)]
    random.Random(seed).shuffle(cells)  # noqa: S311 - no secret
    return cells


def labels(question: Question) -> list[str]:
    """The labels of its options."""
    return [option.label for option in getattr(question, "options", ())]
