"""A small synthetic consultation to publish: an area, a scale, priorities by week, a routed question, coded words."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from pipelines.app import main

NAME = "small"
QUESTIONNAIRE = """
[consultation]
name = "Small consultation"
owner = "The tests"
area = "area"
priorities = "top"

[fieldwork]
opened = 2024-07-01
closed = 2024-07-14

[export]
response_id = "ID"
started = { column = "Started", format = "%Y-%m-%d" }
preview = { column = "Kind", values = ["Preview"] }

[[question]]
id = "area"
kind = "single_code"
text = "Where do you live?"
column = "Area"
options = ["North", "South", "East"]

[[question]]
id = "safe"
kind = "scale"
polarity = "positive_first"
text = "How safe do you feel?"
column = "Safe"
options = ["Safe", "Neither", "Unsafe", "Prefer not to say"]
nets = [
  { code = "safe_at_all", label = "Safe or neither", codes = ["safe", "neither"], polarity = "positive" },
  { code = "not_safe", label = "Not safe", codes = ["unsafe"], polarity = "negative" },
]

[[question]]
id = "top"
kind = "multi_code"
text = "What matters most?"
column = "Top"
delimiter = ";"
options = ["Burglary", "Speeding", "Parking"]

[[question]]
id = "visits"
kind = "single_code"
text = "Do you visit the market?"
column = "Market"
options = ["Yes", "No"]
asked = { question = "area", any_of = ["north", "south"] }

[[question]]
id = "words"
kind = "free_text"
text = "Anything else?"
column = "Words"
"""
CODE_FRAME = """
[code_frame]
version = 3

[[net]]
code = "roads"
label = "Roads"

[[code]]
code = "parking"
label = "Parking"
net = "roads"
definition = "Cars that stand in the way."
phrases = ["park*"]

[[code]]
code = "lights"
label = "Street lights"
net = "roads"
definition = "Lamps that are out."
phrases = ["light*"]
"""
HEADER = "ID,Started,Kind,Area,Safe,Top,Market,Words"
_SAID = ("Cars park on the pavement", "The lights are out", "", "")


def folder(home: Path) -> Path:
    """The consultation's folder, made under `home`."""
    made = home / NAME
    made.mkdir(parents=True)
    (made / "questionnaire.toml").write_text(QUESTIONNAIRE)
    (made / "code_frame.toml").write_text(CODE_FRAME)
    return made


def rows(respondents: int, seed: int = 20240701, few: bool = False) -> list[str]:
    """So many rows of an export; fewer are the first of more. `few` of some areas prefer not to say how safe they feel;
    else no group of 300 is small.
    """
    return [_row(number, Random(seed + number), few) for number in range(respondents)]  # noqa: S311


def export(path: Path, lines: list[str]) -> Path:
    """The rows as a file."""
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def quietly(outputs: Path, *arguments: str | Path, code: int = 0) -> None:
    """`survey` with these arguments, in this process, up to its exit code."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["survey", *map(str, arguments), "--outputs", str(outputs)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert (ended.value.code or 0) == code, arguments


def _row(number: int, random: Random, few: bool) -> str:
    area = random.choices(("North", "South", "East"), (8, 4, 3) if few else (5, 4, 3))[0]
    safe = random.choices(("Safe", "Neither", "Unsafe", "Prefer not to say", ""), (50, 40, 30, 4 * few, 10))[0]
    top = ";".join(each for each in ("Burglary", "Speeding", "Parking") if random.random() < 0.5)
    market = "" if area == "East" else random.choice(("Yes", "No"))
    day = 1 + number % 14
    return f"SYNTHETIC-{number:04d},2024-07-{day:02d},,{area},{safe},{top},{market},{random.choice(_SAID)}"
