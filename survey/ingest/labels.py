"""Responses that stand as labels in a CSV of their own, lazily: for files too large to be read as exports are.

Such a file has one header row with the names of the columns that responses have (`survey/frames.py`): `area`,
`safe.by_day`, `week`. Every answer is an option's label as the questionnaire has it. Nothing is mended: for a survey
tool's export there is `export.open_export`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from survey.errors import FailedChecksError, Problem, UnreadableError, nearest
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode


def scan_labels(path: Path, consultation: Consultation) -> pl.LazyFrame:
    """The responses of a CSV of labels, read when they are asked for, only the columns that are needed.

    Options are read as Enums of their labels, which is faster than as texts and lets no strange one pass. Picks of a
    multi-code question, its `delimiter` between them, stay a text (Categorical), of which counting looks at each
    different one once. A column `weight` is a number. Without a column `status` every response is complete.

    Raises:
        UnreadableError: there is no such file, or it is no CSV.
        FailedChecksError: a column has a name that responses do not have; the nearest is told.
        polars.exceptions.PolarsError: when it is read: a cell holds what its column cannot.
    """
    known = {**responses_schema(consultation), "weight": pl.Float64}
    names = _header(path)
    strange = [name for name in names if name not in known]
    if strange:
        raise FailedChecksError(
            *(
                Problem("no column of responses", f"{path}, header", got=name, hint=nearest(name, known))
                for name in strange
            )
        )
    picked = {question.id for question in consultation.questions if isinstance(question, MultiCode)}
    schema = {name: _texts() if name in picked else known[name] for name in names}
    frame = pl.scan_csv(path, schema=pl.Schema(schema))
    complete = pl.lit("complete").cast(known["status"]).alias("status")
    return frame if "status" in names else frame.with_columns(complete)


def _header(path: Path) -> list[str]:
    try:
        return pl.scan_csv(path, infer_schema=False).collect_schema().names()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UnreadableError(Problem("no CSV can be read there", str(path), got=str(error).split("\n")[0])) from error


def _texts() -> pl.Categorical:
    """Texts of a column of their own: numbered from 0, whatever else polars has seen."""
    return pl.Categorical(pl.Categories.random())
