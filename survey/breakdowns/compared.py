"""Comparisons as a frame: the schema COMPARED."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.base import base_words
from survey.breakdowns.rows import BALANCE, Row
from survey.breakdowns.sides import Measure, Side
from survey.frames import COMPARED, SMALL_BASE, conform
from survey.questionnaire.kinds import Question
from survey.statistics.compare import Difference
from survey.statistics.corrections import Correction, corrected
from survey.statistics.letters import SIZE
from survey.statistics.variance import Array


def stub_columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The columns that name rows."""
    return {name: [getattr(row, name) for row in rows] for name in ("item", "item_label", "code", "label", "is_net")}


def in_percent(rows: Sequence[Row]) -> list[str]:
    """The unit of each row's figure: "%" of shares and of net balances."""
    return ["%" if row.members or row.code == BALANCE else "" for row in rows]


def told(
    question: Question,
    measured: Measure,
    sides: tuple[Side, Side],
    found: Difference,
    names: Mapping[str, str | list[str]],
    tests: tuple[str, str],
) -> pl.DataFrame:
    """One comparison's rows, not yet corrected.

    Args:
        names: `by`, `first` and `second`, for all rows or for each.
        tests: of shares, and of means and the like.
    """
    (a, b), unit, rows = sides, measured.unit, measured.rows
    tested = a.enough & b.enough
    made = [tests[0 if share else 1] for share in measured.share]
    known = {"question_id": question.id, "base": base_words(question), **names}
    columns: dict[str, Any] = {
        **stub_columns(rows),
        **{name: value if isinstance(value, list) else [value] * len(rows) for name, value in known.items()},
        "unit": in_percent(rows),
        **_figures("first", a, unit),
        **_figures("second", b, unit),
        "difference": unit * found.value,
        "ci_lower": unit * found.lower,
        "ci_upper": unit * found.upper,
        "test": [name if is_tested else None for name, is_tested in zip(made, tested, strict=True)],
        "statistic": np.where(tested & np.isfinite(found.statistic), found.statistic, np.nan),
        "p": np.where(tested, found.p, np.nan),
        "small_base": (a.respondents < SMALL_BASE) | (b.respondents < SMALL_BASE),
    }
    return pl.DataFrame(columns, strict=False)


def in_one(pieces: Sequence[pl.DataFrame], correction: Correction) -> pl.DataFrame:
    """Comparisons in one frame, which is the family of the correction."""
    if not pieces:
        return pl.DataFrame(schema=dict(COMPARED))
    frame = pl.concat(pieces, how="vertical_relaxed")
    p = corrected(frame["p"].to_numpy(), correction)
    more = frame.with_columns(
        pl.Series("p_corrected", p),
        pl.lit(correction).alias("correction"),
        pl.when(pl.Series(~np.isnan(p))).then(pl.Series(p <= SIZE)).alias("beyond_chance"),
        pl.lit(value=False).alias("suppressed"),
    ).with_columns(cs.float().fill_nan(None))
    return conform(more.select(pl.col(name).cast(dtype) for name, dtype in pl.Schema(COMPARED).items()), COMPARED)


def _figures(name: str, found: Side, unit: Array) -> dict[str, Array]:
    return {
        f"{name}_figure": unit * found.plain,
        f"{name}_weighted": unit * found.value,
        f"{name}_base": found.base.n,
        f"{name}_base_effective": found.base.effective,
    }
