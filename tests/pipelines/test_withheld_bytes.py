"""Two sets of answers that differ only in what is withheld give the same files, to the byte: tips, alt texts, data of
charts, hidden sheets, notes, embedded workbooks, properties, whatever stands in them.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import polars as pl

from tests.pipelines.small import NAME, export, folder, quietly

SAFE, TOP, WORDS = 4, 5, 7
COMMANDS = (("tables",), ("deck",), ("deck", "--area", "all"), ("report", "--words", "--interactive"))
# Whose answers are exchanged, so that all that is printed stays: across areas, and the last but one across weeks.
EXCHANGED = ((SAFE, 12, 13), (TOP, 60, 3), (TOP, 4, 209), (WORDS, 4, 11))
KEYS = ["question_id", "code", "is_net", "banner_id", "group", "week"]


def answers() -> list[list[str]]:
    """420 responses; some answers are rare in some areas and weeks."""
    found = []
    for number in range(420):
        random = Random(20240800 + number)  # noqa: S311
        area = random.choices(("North", "South", "East"), (6, 4, 3))[0]
        safe = random.choices(("Safe", "Neither", "Unsafe", "Prefer not to say", ""), (50, 40, 12, 5, 5))[0]
        rates = (("Burglary", 0.6), ("Speeding", 0.3), ("Parking", 0.06))
        top = ";".join(name for name, rate in rates if random.random() < rate)
        market = "" if area == "East" else random.choices(("Yes", "No"), (9, 1))[0]
        said = ("Cars park on the pavement", "The lights are out", "Nothing to add", "It rains", "")
        words = random.choices(said, (30, 25, 9, 20, 20))[0]
        found.append([f"SYNTHETIC-{number:04d}", f"2024-07-{1 + number % 14:02d}", "", area, safe, top, market, words])
    return found


def published(home: Path, rows: list[list[str]]) -> tuple[dict[str, bytes], pl.DataFrame]:
    """What stands in `publish/`, and the figures as they are."""
    made = folder(home / "definition")
    quietly(home, "ingest", made, export(home / "export.csv", [",".join(row) for row in rows]))
    for command, *options in COMMANDS:
        quietly(home, command, made, *options)
    publish = home / NAME / "publish"
    files = {path.relative_to(publish).as_posix(): path.read_bytes() for path in publish.rglob("*") if path.is_file()}
    return files, pl.read_parquet(home / NAME / "private" / "published" / "all" / "0001" / "kept.parquet")


def manifest(data: bytes, of: Path) -> object:
    """What a manifest says, but for the hash of the export."""
    told = json.loads(data)
    for publication in told["publications"].values():
        for one in publication["inputs"]:
            del one["sha256"]
    assert str(of) not in data.decode()
    return told


def test_no_file_tells_answers_apart_that_differ_only_in_what_is_withheld(tmp_path: Path) -> None:
    rows, other = answers(), answers()
    for column, one, two in EXCHANGED:
        other[one][column], other[two][column] = other[two][column], other[one][column]
    first, kept = published(tmp_path / "one", rows)
    second, otherwise = published(tmp_path / "two", other)
    assert first.keys() == second.keys()
    assert len(first) == 11
    assert [name for name in first if name != "manifest.json" and first[name] != second[name]] == []
    pages = [manifest(each["manifest.json"], tmp_path) for each in (first, second)]
    assert pages[0] == pages[1]
    differ = kept.join(otherwise, on=KEYS, nulls_equal=True, suffix="_then").filter(
        pl.col("count") != pl.col("count_then")
    )
    assert differ["suppressed"].all()
    tables = {(*key, week is not None) for *key, week in differ.select("question_id", "banner_id", "week").iter_rows()}
    assert tables >= {("safe", "area", False), ("top", "area", False), ("top", None, True), ("themes", "area", False)}
