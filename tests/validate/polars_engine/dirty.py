"""A dirty frame, made with a seed, and more than fifty expectations on it that it meets, misses or breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

AREAS = ["Birmingham", "Coventry", "Dudley", "Sandwell"]
REGIONS = pl.Enum(["South", "North", "East"])  # not in alphabetical order
_AREAS = [*AREAS, *AREAS, "birmingham", "Coventry ", "", "<b>Dudley</b>", "Sandwell & <i>Dudley</i>", None]
_POSTCODES = ["B12 3AB", "CV1 2ZZ", "DY1 1AA", "b12 3ab", "B12 3AB\n", "B１2 3AB", "ſw1 1AA", "none", "", None]
_COMMENTS = [
    "More patrols, please.",
    '<script>alert("x")</script>',
    "it's fine; 'quoted', \"twice\"",
    "two\nlines\r\nand a tab\t",
    "café — naïve ✓ 👮🏽",
    "e\u0301 is two characters",
    "NA",
    "",
    None,
    None,
]
_NOTES = ['{"a": 1}', '{"a": "x"}', "[1, 2]", "{a: 1}", "2024-07-01", "01/07/2024", "31/02/2024", None]


def dirty(rows: int, seed: int = 20240714) -> pl.DataFrame:
    """SYNTHETIC answers of every type, with gaps, duplicates, NaN, infinities, markup and misspelt options."""
    make = np.random.default_rng(seed)

    def gaps(values: Sequence[Any] | np.ndarray[Any, Any], share: float = 0.05) -> list[Any]:
        return [None if gone else value for value, gone in zip(list(values), make.random(rows) < share, strict=True)]

    def choice(values: Sequence[Any]) -> list[Any]:
        return [values[place] for place in make.integers(0, len(values), rows)]

    def whole(low: int, high: int) -> list[int]:
        return [int(value) for value in make.integers(low, high, rows)]

    ids = [f"R{number:07}" for number in range(rows)]
    for place in make.choice(rows, rows // 50, replace=False):
        ids[place] = ids[(place * 7) % rows]
    started = [dt.datetime(2024, 7, 1, 9) + dt.timedelta(minutes=minute) for minute in whole(0, 160_000)]
    completed = [at + dt.timedelta(seconds=later) for at, later in zip(started, whole(-60, 3600), strict=True)]
    weight = [float(value) for value in np.round(make.gamma(4, 0.25, rows), 6)]
    for place in make.choice(rows, rows // 40, replace=False):
        weight[place] = [float("nan"), -0.0, 0.0, 25.0][place % 4]
    step = make.integers(-1, 40, rows).cumsum()
    place_a, place_b = whole(1, 6), whole(1, 6)
    columns: dict[str, tuple[Any, Any]] = {
        "line": (range(2, rows + 2), pl.Int64),
        "response_id": (gaps(ids, 0.01), pl.String),
        "area": (choice(_AREAS), pl.String),
        "region": (gaps(choice(["South", "North", "East"])), REGIONS),
        "postcode": (choice(_POSTCODES), pl.String),
        "comment": (choice(_COMMENTS), pl.String),
        "notes": (choice(_NOTES), pl.String),
        "age": (gaps(choice([*range(16, 99), -1, 0, 999])), pl.Int64),
        "picks": (gaps(whole(0, 8)), pl.Int8),
        "place a": (gaps(place_a, 0.1), pl.Int64),
        "place b": (gaps(place_b, 0.1), pl.Int64),
        "place c": (gaps(whole(1, 6), 0.1), pl.Int64),
        "total": ([a + b for a, b in zip(place_a, place_b, strict=True)], pl.Int32),
        "weight": (gaps(weight), pl.Float64),
        "rough": (gaps(weight), pl.Float32),
        "ratio": (choice([0.5, 1.5, -2.0, float("inf"), float("-inf"), float("nan"), None]), pl.Float64),
        "step": (gaps([int(value) for value in step]), pl.Int64),
        "started": (gaps(started), pl.Datetime("us")),
        "completed": (gaps(completed), pl.Datetime("us")),
        "date": (gaps([at.date() for at in started]), pl.Date),
        "consent": (choice([True, True, True, False, None]), pl.Boolean),
        "clean": (whole(1, 6), pl.Int64),
        "void": ([None] * rows, pl.String),
    }
    return pl.DataFrame({name: pl.Series(list(values), dtype=dtype) for name, (values, dtype) in columns.items()})
