"""Whether figures rise or fall over the weeks of fieldwork."""

from __future__ import annotations

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.base import base_words
from survey.breakdowns.compare import blocks_of
from survey.breakdowns.compared import in_percent, stub_columns
from survey.breakdowns.plan import Table
from survey.breakdowns.sides import Measure, Side, side
from survey.frames import TRENDS, conform, empty
from survey.statistics.corrections import Correction, corrected
from survey.statistics.letters import SIZE
from survey.statistics.trend import Trend, share_trend, trend
from survey.statistics.variance import Array, Estimate, Sums

SHARES, FIGURES = "Cochran and Armitage's z", "linear contrast of means"


def trends(cells: pl.DataFrame, table: Table, weeks: int, correction: Correction = "holm") -> pl.DataFrame:
    """The trend of every share, net, net balance and mean of a question over the weeks of fieldwork, 1 to `weeks`.

    Args:
        cells: of one count of this table, by week.
        table: the question, for everyone.
        weeks: of fieldwork; those of nobody are passed over.
        correction: its family is all that stands here.

    Returns:
        A frame with the schema TRENDS, by item and row; empty without two weeks that have a base.
    """
    pieces: list[pl.DataFrame] = []
    times = np.arange(1, weeks + 1)
    for block, measured in blocks_of(cells, table):
        every = block.sums([(int(week), None) for week in times])
        found = side(measured, Sums(*(each[:, 0] for each in (every.n, every.w, every.w2))))
        line = _line(measured, found, times.astype(float))
        known = (found.base.n > 0).sum(0)
        columns = {
            **stub_columns(measured.rows),
            "unit": in_percent(measured.rows),
            "base_unweighted": found.base.n.sum(0),
            "weeks": known,
            **{name: measured.unit * getattr(line, at) for name, at in _SCALED},
            "test": [SHARES if share else FIGURES for share in measured.share],
            "statistic": np.where(np.isfinite(line.statistic), line.statistic, np.nan),
            **{name: getattr(line, name) for name in ("p", "p_line")},
        }
        pieces.append(pl.DataFrame(columns, strict=False).filter(known > 1))
    if not sum(map(len, pieces)):
        return empty(TRENDS)
    frame = pl.concat(pieces, how="vertical_relaxed")
    p = corrected(frame["p"].to_numpy(), correction)
    shaped = frame.with_columns(
        pl.Series("p_corrected", p),
        pl.Series("beyond_chance", p <= SIZE),
        pl.lit(correction).alias("correction"),
        pl.lit(table.question.id).alias("question_id"),
        pl.lit(base_words(table.question)).alias("base"),
    ).with_columns(cs.float().fill_nan(None))
    return conform(shaped.select(pl.col(name).cast(dtype) for name, dtype in pl.Schema(TRENDS).items()), TRENDS)


_SCALED = (("slope", "slope"), ("ci_lower", "lower"), ("ci_upper", "upper"))


def _line(measured: Measure, found: Side, times: Array) -> Trend:
    """By row; the figures come by week and row."""
    inside, base = (Sums(each.n.T, each.w.T, each.w2.T) for each in (found.inside, found.base))
    by_share = share_trend(times, inside, base)
    by_figure = trend(times, Estimate(found.estimate.value.T, found.estimate.variance.T), base.effective)
    return Trend(
        *(np.where(measured.share, getattr(by_share, name), getattr(by_figure, name)) for name in Trend.__slots__)
    )
