"""[[wave]] tables: stretches of days that are told together."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from survey.errors import Problem
from survey.questionnaire.kinds import Code, Frozen, Text
from survey.questionnaire.toml import build


class Wave(Frozen):
    """A stretch of days whose responses are told together, such as one year's round of a survey asked each year."""

    id: Code
    label: Text
    opened: dt.date = Field(strict=True)
    closed: dt.date = Field(strict=True)

    @model_validator(mode="after")
    def _in_order(self) -> Wave:
        if self.closed < self.opened:
            raise ValueError(f"closed ({self.closed}) is before opened ({self.opened})")
        return self


def read_waves(tables: Any, path: Path) -> tuple[tuple[Wave, ...], list[Problem]]:
    """The waves in the order they stand, and every mistake in them: ids that stand twice, days of two waves."""
    if not isinstance(tables, list):
        return (), [Problem("waves are tables of their own", str(path), "[[wave]] before each")]
    waves: list[Wave] = []
    problems: list[Problem] = []
    for place, table in enumerate(tables, start=1):
        wave, found = build(Wave, table, f"{path}, wave {place}")
        waves += [wave] if wave else []
        problems += found
    for first, second in combinations(waves, 2):
        where = f"{path}, wave {second.id}"
        if first.id == second.id:
            problems.append(Problem("this wave id stands twice", where, got=repr(second.id)))
        if first.opened <= second.closed and second.opened <= first.closed:
            got = f"{second.opened} to {second.closed}, and {first.id} from {first.opened} to {first.closed}"
            problems.append(Problem("a day can be of one wave only", where, got=got))
    return tuple(waves), problems
