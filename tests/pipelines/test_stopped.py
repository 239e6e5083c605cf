"""Ctrl-C while the command still loads."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

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
