"""Ctrl-C while the command still loads, and streams that its caller has closed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.exports import CONSULTATIONS, ROWS, export_text

ROOT = Path(__file__).resolve().parents[2]
STOPPED = """
import signal, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Stop())
sys.argv = ["survey", "--help"]
from {entry} import main
main()
"""


@pytest.mark.parametrize("module", ["pipelines.app", "pipelines.breakdown"])
def test_ctrl_c_while_it_loads_is_no_traceback(module: str) -> None:
    entry, _, name = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["survey"].partition(":")
    assert name == "main"
    code = STOPPED.format(module=module, entry=entry)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_caller_that_has_closed_our_streams_gets_no_messages_among_the_results(tmp_path: Path) -> None:
    """`2>&-` and `>&-`, as some schedulers start commands."""
    export = tmp_path / "export.csv"
    export.write_text(export_text(ROWS[0].replace(",North,", ",Nroth,")))
    command = [
        sys.executable,
        "-c",
        "from pipelines.app import main; main()",
        "ingest",
        str(CONSULTATIONS / "every_kind"),
        str(export),
    ]
    given = [*command, "--outputs", str(tmp_path), "--json"]
    told = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *given], capture_output=True, cwd=ROOT, check=False)
    assert (told.returncode, json.loads(told.stdout)[0]["unread_answers"]) == (1, 1)
    quiet = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *given[:-1]], stderr=subprocess.PIPE, cwd=ROOT, check=False
    )
    assert (quiet.returncode, b"Nroth" in quiet.stderr) == (1, True)
