"""The same input gives the same bytes, and a publication that is killed leaves the old or the new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.pipelines.killed_publication import ROOT, kill_publication, publishing, standing
from tests.pipelines.small import export, folder, rows

# Every command in turn, in a process of its own kind: another order of hashes, other threads, another zone of time.
_COMMANDS = """
import sys
from pipelines.app import main
made, export, outputs = sys.argv[1:]
for command in (["ingest", made, export], ["tables", made], ["deck", made], ["deck", made, "--area", "north"],
                ["report", made, "--words", "--interactive"]):
    sys.argv = ["survey", *command, "--outputs", outputs]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, command
"""


def making(home: Path, hashes: str, threads: str, zone: str) -> subprocess.Popen[str]:
    """A process with these settings that publishes all that can be of 400 responses."""
    folders = folder(home / "definition"), export(home / "export.csv", rows(400, few=True)), home / "outputs"
    settings = {"PYTHONHASHSEED": hashes, "POLARS_MAX_THREADS": threads, "TZ": zone}
    code = [sys.executable, "-c", _COMMANDS, *map(str, folders)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        code, cwd=ROOT, env={**os.environ, **settings}, stdout=quiet, stderr=subprocess.PIPE, text=True
    )


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    settings = {"one": ("1", "1", "UTC"), "other": ("4294967295", "4", "Pacific/Auckland")}
    for process in [making(tmp_path / name, *each) for name, each in settings.items()]:
        _, said = process.communicate()
        assert process.returncode == 0, said
    one, other = (standing(tmp_path / name / "outputs") for name in settings)
    assert {Path(name).suffix for name in one} == {".xlsx", ".csv", ".parquet", ".pptx", ".html", ".json"}
    assert len(one) == 9
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.parametrize("known", [True, False], ids=["another publication", "the first"])
def test_a_publication_that_is_killed(tmp_path: Path, known: bool) -> None:
    """`tests/benchmarks/publishing.py` kills a hundred."""
    there = publishing(tmp_path, known)
    assert len(there.before) == (4 if known else 0)
    assert there.before != there.after
    random = Random(20240722)  # noqa: S311
    assert {kill_publication(there, random) for _ in range(2 if known else 1)} <= {"before", "after"}
