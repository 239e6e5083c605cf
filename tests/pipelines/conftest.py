"""Running the command as a user does, and the responses of real exports, ingested once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.app import main
from tests.exports import CONSULTATIONS, shared


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What --json printed."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


Survey = Callable[..., Ended]


@pytest.fixture
def survey(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Survey:
    """Runs `survey` with the arguments; no error is ever a traceback."""

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["survey", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        code = caught.value.code
        return Ended(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run


@dataclass(frozen=True)
class Real:
    consultation: Path
    export: Path


@pytest.fixture
def star_wars() -> Real:
    return Real(CONSULTATIONS / "star_wars", shared("data/exports/star-wars/StarWars.csv"))


@pytest.fixture
def thanksgiving() -> Real:
    return Real(CONSULTATIONS / "thanksgiving", shared("data/exports/thanksgiving/thanksgiving-2015-poll-data.csv"))
