"""`survey tables` on the synthetic demo: what it publishes, and that there is no other road to `publish/`."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import openpyxl
import polars as pl

from tests.pipelines.conftest import Survey

ROOT = Path(__file__).parents[2]
NAME = "police_crime_plan_2024"


def test_what_is_published(tmp_path: Path, survey: Survey) -> None:
    assert survey("demo", "--outputs", tmp_path).code == 0
    done = survey("tables", NAME, "--outputs", tmp_path / "demo", "--json")
    assert done.code == 0, done.err
    folder = tmp_path / "demo" / NAME / "publish"
    assert {Path(each["file"]).name for each in done.records} == {
        f"SYNTHETIC_{NAME}_tables.{ending}" for ending in ("xlsx", "csv", "parquet")
    }
    figures = pl.read_parquet(folder / f"SYNTHETIC_{NAME}_tables.parquet")
    assert figures.filter(pl.col("count").is_between(1, 9)).is_empty()
    picked = figures.filter(pl.col("question_id") == "top_responsibilities", pl.col("code") == "knife_crime")
    knife = picked.filter(pl.col("week").is_null(), pl.col("group") == "All")
    assert knife["count"].unique().to_list() == [4337]
    book = openpyxl.load_workbook(folder / f"SYNTHETIC_{NAME}_tables.xlsx")
    assert "SYNTHETIC DATA" in " ".join(str(cell.value) for cell in book["Cover"]["A"])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert survey("tables", NAME, "--outputs", tmp_path / "demo").code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    manifest = json.loads(before["manifest.json"])
    assert manifest["synthetic"] is True
    assert set(manifest["files"]) == set(before) - {"manifest.json"}  # the demo's deck and page among them

    _the_page(tmp_path, survey)


def _the_page(tmp_path: Path, survey: Survey) -> None:
    """The page beside the tables: the figures of the reference case, nothing that runs, each picture described."""
    done = survey("report", NAME, "--words", "--outputs", tmp_path / "demo", "--json")
    assert done.code == 0, done.err
    whole, plain = (Path(each["file"]).read_text(encoding="utf-8") for each in done.records)
    for text in (whole, plain):
        assert "<script" not in text
        assert "SYNTHETIC DATA" in text
        assert "<td>4,337</td>" in text
        assert "Coventry" in text
    assert whole.count("<svg") == whole.count('<svg role="img"') + len(
        re.findall(r'<svg [^>]*aria-hidden="true"', whole)
    )
    assert whole.count('<svg role="img"') > 12
    assert "34.1%</strong> <span>of those who answered feel safe or very safe where they live</span>" in whole
    assert "Preventing knife crime was first in 12 of 14 weeks" in whole
    assert "<svg" not in plain
    names = {path.name for path in (tmp_path / "demo" / NAME / "publish").iterdir()}
    assert {f"SYNTHETIC_{NAME}_tables.xlsx", f"SYNTHETIC_{NAME}_report.html"} < names


def test_there_is_no_other_road() -> None:
    for path in [*(ROOT / "pipelines").glob("*.py"), *(ROOT / "survey").rglob("*.py")]:
        texts = [
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert "publish" not in texts or path.name == "publication.py", path
