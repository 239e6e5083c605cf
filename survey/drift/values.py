"""What drift is given, and what is remembered of an export: no verbatim, no response id, nothing personal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl
from pydantic import Field, ValidationError

from survey.errors import DefinitionError, Problem
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Frozen

Kind = Literal["blank", "number", "date", "text"]
Count = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """An export as read, for `profile`.

    `consultation` has in its [export] also what is known of the tool. `texts` has a String column for each of `names`,
    named by its place from "0" on, as the cells stand in the file. `claimed`: variable (`question`, `question.item`)
    or meta name (response_id, started, completed, finished, preview) to the places of its columns. `unclaimed`:
    columns that the definition does not mention, neither as personal nor as ignored. `dates`: the day of each row, null
    where there is none; None if the export has no dates. `taken`: when the export was taken. `typed_dates`: a workbook
    held dates as dates, which stand here as ISO 8601. `by_value`: options stand as their values, not as their labels.
    """

    consultation: Consultation
    file: str
    sha256: str
    taken: dt.date
    names: tuple[str, ...]
    texts: pl.DataFrame
    claimed: Mapping[str, tuple[int, ...]]
    unclaimed: tuple[str, ...] = ()
    dates: pl.Series | None = None
    typed_dates: bool = False
    by_value: bool = False


class Column(Frozen):
    """One column. `holds` is the variable or meta name ("" for none), `part` the option's code in option columns.

    `blank` and `filled` count cells. Personal and ignored columns are never looked into, and told as blank. `known`
    counts the texts that the questionnaire has (of this question, or of any if `unclaimed`), as `matching.key` writes
    them; `unknown` those it has not, only of closed questions and only where three responses or more share the text,
    so that what one person wrote is never kept. `kind` is what nine in ten of the filled cells are; `shape` the form
    of the dates (`dd/mm/yyyy hh:mi`) or of the response ids (`SYNTHETIC-9{6}`). `length`: its mean letters.
    """

    name: str
    holds: str = ""
    question_id: str = ""
    part: str = ""
    unclaimed: bool = False
    blank: int = Field(ge=0)
    filled: int = Field(ge=0)
    kind: Kind
    shape: str = ""
    length: float = 0.0
    known: tuple[Count, ...] = ()
    unknown: tuple[Count, ...] = ()


class Answers(Frozen):
    """Of a closed variable: how many answered it, and how many gave each option (by code). Nobody counts twice."""

    variable: str
    question_id: str
    answered: int = Field(ge=0)
    picks: tuple[Count, ...]


class Profile(Frozen):
    """What is remembered of one export. `days` counts responses by day, in order; `undated` those without one."""

    file: str
    sha256: str
    taken: dt.date
    rows: int = Field(ge=0)
    columns: tuple[Column, ...]
    answers: tuple[Answers, ...]
    days: tuple[tuple[dt.date, int], ...] = ()
    undated: int = Field(default=0, ge=0)

    def to_json(self) -> bytes:
        """The profile as UTF-8 JSON; `from_json` gives it back."""
        return self.model_dump_json(indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes, where: str) -> Profile:
        """The profile that `to_json` wrote; `where` names the file, for the message.

        Raises:
            DefinitionError: it is damaged, with each thing that is wrong in it.
        """
        hint = "delete the file: the next export will be remembered anew"
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise DefinitionError(
                *(
                    Problem(
                        f"a remembered export is damaged: {each['msg']}", f"{where}, {_place(each['loc'])}", hint=hint
                    )
                    for each in error.errors()
                )
            ) from None


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(str, loc)) or "the whole file"
