"""Validating in a fresh process, where Great Expectations is imported for the first time: nothing gets out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

WATCHED = """
import logging, os, sys, warnings

events = []


def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"):
        events.append((event, args))
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        events.append((event, args))
    if event in ("os.mkdir", "os.rename", "subprocess.Popen", "os.system"):
        events.append((event, args))


sys.addaudithook(watch)
open(os.devnull, "w").close()
assert events, "the watch does not see writing"
events.clear()

import polars as pl
from survey.validate.run import validate
from survey.validate.suite import Expectation, Suite

assert not {"great_expectations", "pandas"} & set(sys.modules), "imported before it is needed"
filters, handlers = list(warnings.filters), list(logging.getLogger().handlers)
expectations = [
    Expectation({"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "a", "value_set": ["x"]}}),
    Expectation({"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "a", "value_set": "x"}}),
    Expectation({"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "SELECT 1"}}),
]
outcome = validate(pl.DataFrame({"line": [2, 3], "a": ["x", "y"]}), Suite("s", tuple(expectations)))
assert outcome.failures["lines"].to_list() == ["3", "", ""]
assert not events, events
assert (warnings.filters, logging.getLogger().handlers) == (filters, handlers)
assert logging.getLogger("great_expectations").propagate
"""


def test_no_output_no_network_no_files_no_warnings(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
