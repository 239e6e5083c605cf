"""An SPSS file's variables and values, read by pyreadstat in a process of its own: see `spss_child` for why."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from survey.errors import Problem, UnreadableError
from survey.ingest.spss_dictionary import Dictionary, decoded

Value = float | str

_CHILD = Path(__file__).with_name("spss_child.py")
_SECONDS, _CELLS_A_SECOND = 8, 250_000  # of a processor's time
_PATIENCE = 8  # by the clock so many times that: other programs may keep the processor busy
_CELLS_A_BYTE = {b"$FL2": 1, b"$FL3": 1000}  # at most, by the compression; the latter is zlib's


@dataclass(frozen=True, slots=True)
class SavVariable:
    """A variable as it stands in the file. `column` holds a value a record, None where the system calls it missing.

    `format` is SPSS's print format, such as F8.2 or DATE11. `values`: labels by value, in order. `missing`: the
    values declared missing by the user, each from a lowest to a highest. Texts are without the blanks that fill them.
    """

    name: str
    label: str
    format: str
    values: dict[Value, str]
    missing: tuple[tuple[Value, Value], ...]
    column: list[Value | None]


@dataclass(frozen=True, slots=True)
class SavFile:
    """The variables in order; `reread` where some texts were not in the encoding the file declares."""

    variables: tuple[SavVariable, ...]
    reread: bool


def read_file(dictionary: Dictionary, name: str) -> SavFile:
    """The variables of the SPSS file that has this dictionary.

    Raises:
        UnreadableError: the file is damaged, takes too long or too much memory, or crashes its reader.
    """
    answer = _ask(dictionary.plain, _seconds(dictionary), name)
    if "error" in answer:
        raise _damaged(name, str(answer["error"])[:200])
    reread = "bytes" in answer
    text = partial(_decoded, encoding=dictionary.encoding) if reread else _same
    return SavFile(tuple(_variable(each, text) for each in answer["variables"]), reread)


def _variable(answer: dict[str, Any], text: Callable[[Value], Value]) -> SavVariable:
    column = answer["column"]
    if any(isinstance(value, str) for value in column[:1]):
        column = [text(value) for value in column]
    return SavVariable(
        str(text(answer["name"])),
        str(text(answer["label"])),
        answer["format"],
        {text(value): str(text(label)) for value, label in answer["values"]},
        tuple((text(low), text(high)) for low, high in answer["missing"]),
        column,
    )


def _same(value: Value) -> Value:
    return value.rstrip(" ") if isinstance(value, str) else float(value)


def _decoded(value: Value, encoding: str) -> Value:
    same = _same(value)
    return decoded(same.encode("latin-1", errors="replace"), encoding) if isinstance(same, str) else same


def _seconds(dictionary: Dictionary) -> float:
    """How long reading may take: by the cells the file says it has, but no more than its bytes can hold."""
    most = len(dictionary.plain) * _CELLS_A_BYTE[dictionary.plain[:4]]
    return _SECONDS + min(dictionary.cells or most, most) / _CELLS_A_SECOND


def _ask(data: bytes, seconds: float, name: str) -> dict[str, Any]:
    """What the child answers."""
    # -P: its folder holds modules whose names others use too
    command = [sys.executable, "-P", str(_CHILD), str(math.ceil(seconds))]
    patience = _PATIENCE * seconds
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=patience, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _damaged(name, f"no end of it after {patience:.0f} seconds") from None
    if done.returncode == -signal.SIGXCPU:
        raise _damaged(name, f"no end of it after {seconds:.0f} seconds of work")
    try:
        answer: dict[str, Any] = json.loads(done.stdout.rpartition(b"\n")[2])
        return answer
    except ValueError:
        raise _damaged(name, "its reader crashed over it") from None


def _damaged(name: str, got: str) -> UnreadableError:
    hint = "open it in SPSS and save it again, or export the responses as CSV"
    return UnreadableError(Problem("the SPSS file cannot be read", name, got=got, hint=hint))
