"""The arrows of the house: who may import whom, and what only one stage may touch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAGES = {
    "ingest",
    "store",
    "validate",
    "breakdowns",
    "themes",
    "charts",
    "publish",
    "synthetic",
    "ledger",
    "drift",
    "drafting",
    "weighting",
}
BELOW = {"errors": set(), "questionnaire": {"errors"}, "frames": {"questionnaire", "errors"}}
BELOW["routing"] = BELOW["frames"]
BELOW["statistics"] = {"errors"}
ONLY = {"great_expectations": "validate", "textblob": "themes", "altair": "charts", "deltalake": "store"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def parts() -> list[tuple[str, Path]]:
    """Every module of the library with the part it belongs to."""
    found = [
        (path.relative_to(ROOT / "survey").parts[0].removesuffix(".py"), path)
        for path in (ROOT / "survey").rglob("*.py")
    ]
    return sorted((part, path) for part, path in found if part != "__init__")


def test_the_library_has_the_parts_that_the_rules_know() -> None:
    assert {part for part, _ in parts()} <= STAGES | set(BELOW)
    assert {"ingest", "validate", "breakdowns", "themes", "charts", "synthetic"} <= {part for part, _ in parts()}


@pytest.mark.parametrize(("part", "path"), parts(), ids=lambda value: getattr(value, "stem", value))
def test_arrows_point_one_way(part: str, path: Path) -> None:
    allowed = {part} | (set(BELOW) if part in STAGES else BELOW[part])
    for name in imports(path):
        if name.startswith("survey."):
            assert name.split(".")[1] in allowed, f"{path} imports {name}"
        assert not name.startswith("pipelines"), f"{path} imports {name}"
        owner = ONLY.get(name.split(".")[0])
        assert owner in (None, part), f"{path} imports {name}, which is for {owner} only"


@pytest.mark.parametrize(("part", "path"), parts(), ids=lambda value: getattr(value, "stem", value))
def test_the_library_neither_prints_nor_writes(part: str, path: Path) -> None:
    del part
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert name not in {"print", "open", "write_text", "write_bytes"}, path


@pytest.mark.parametrize(("part", "path"), parts(), ids=lambda value: getattr(value, "stem", value))
def test_texts_are_put_together_by_frames_alone(part: str, path: Path) -> None:
    """polars 2.1 panics in `pl.format`: see `frames.worded`."""
    del part
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == "format" and isinstance(called.value, ast.Name):
            assert called.value.id != "pl", path


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['survey', '--help']\n"
        "from pipelines.app import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'polars', 'pandas', 'numpy', 'altair', 'great_expectations', 'textblob', 'openpyxl'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
