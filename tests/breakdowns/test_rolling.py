"""Rolling figures against a recount of the responses of each window, by hand and by scipy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Tab, Table, tables
from survey.breakdowns.results import results
from survey.breakdowns.rolling import months_between, rolled, rolling_figures, since_baseline, windows
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation
from tests.breakdowns.test_breakdowns_compare import CONFIDENT, PICKS, consultation

FIRST, LAST = dt.date(2013, 9, 10), dt.date(2014, 10, 20)
MONTHS = months_between(FIRST, LAST)
DEFINED: Consultation = consultation(CONFIDENT, PICKS)


def responses(count: int) -> pl.DataFrame:
    """Answers on days from the first to the last, confidence rising; some without a date, some without an answer."""
    rng = np.random.default_rng(8)
    codes = [option.code for option in CONFIDENT.options]
    rows: list[dict[str, Any]] = []
    for number in range(count):
        day = FIRST + dt.timedelta(days=int(rng.integers((LAST - FIRST).days + 1)))
        rise = (day - FIRST).days / 200
        rows.append(
            {
                "date": None if number % 17 == 0 else day,
                "confident": None
                if number % 11 == 0
                else codes[min(int(rng.integers(5)), int(rng.integers(5 - int(rise))))],
                "picks": [option.code for option in PICKS.options if rng.random() < 0.4],
                "weight": float(rng.choice([0.5, 1.0, 2.5])),
            }
        )
    schema: dict[str, Any] = responses_schema(DEFINED) | {"weight": pl.Float64}
    return pl.DataFrame([{**dict.fromkeys(schema), "status": "complete", **row} for row in rows], schema=schema)


def by_month(frame: pl.DataFrame, question: Any) -> tuple[pl.DataFrame, Table]:
    tab = Tab([question], waves=MONTHS)
    return count_tabs(frame.lazy(), DEFINED, [tab]), tables([tab])[0]


def test_months_and_windows() -> None:
    assert [month.label for month in MONTHS][:: len(MONTHS) - 1] == ["September 2013", "October 2014"]
    assert len(MONTHS) == 14
    assert (MONTHS[5].opened, MONTHS[5].closed) == (dt.date(2014, 2, 1), dt.date(2014, 2, 28))
    year = windows(MONTHS, 12)
    assert [each.label for each in year] == [f"12 months to {name} 2014" for name in ("August", "September", "October")]
    assert (year[0].opened, year[0].closed) == (dt.date(2013, 9, 1), dt.date(2014, 8, 31))
    assert [each.label for each in windows(MONTHS, 1)] == [month.label for month in MONTHS]
    assert windows(MONTHS, 15) == []


@pytest.mark.parametrize("question", [CONFIDENT, PICKS], ids=["scale", "picks"])
def test_a_window_is_what_its_own_responses_say(question: Any) -> None:
    frame = responses(3000)
    cells, table = by_month(frame, question)
    of = windows(MONTHS, 3)
    found = rolling_figures(rolled(cells, MONTHS, of), table, of)
    assert found["wave"].unique(maintain_order=True).to_list() == [window.label for window in of]
    for window in of:
        own = frame.filter(pl.col("date").is_between(window.opened, window.closed))
        alone = Tab([question])
        expected = results(count_tabs(own.lazy(), DEFINED, [alone]), [question])
        shown = found.filter(pl.col("wave") == window.label, pl.col("value").is_null())
        both = shown.join(expected, on=["code", "is_net"], suffix="_alone")
        assert len(both) == len(expected)
        for name in ("count", "pct", "weighted_pct", "base_unweighted", "base_effective", "se", "ci_lower", "ci_upper"):
            assert both[name].to_list() == pytest.approx(both[f"{name}_alone"].to_list(), rel=1e-12), name


def test_counts_are_those_of_the_responses() -> None:
    frame = responses(2000)
    cells, table = by_month(frame, CONFIDENT)
    of = windows(MONTHS, 12)
    found = rolling_figures(rolled(cells, MONTHS, of), table, of)
    last = found.filter(pl.col("wave") == "12 months to October 2014", pl.col("code") == "confident").row(0, named=True)
    days = frame["date"].is_between(dt.date(2013, 11, 1), dt.date(2014, 10, 31)).fill_null(value=False)
    answered = frame.filter(days)["confident"].drop_nulls().to_list()
    assert last["base_unweighted"] == len(answered)
    assert last["count"] == sum(code in ("very", "fairly") for code in answered)


def test_only_windows_without_a_month_in_common_are_tested() -> None:
    frame = responses(4000).with_columns(weight=pl.lit(1.0))
    cells, table = by_month(frame, CONFIDENT)
    of = windows(MONTHS, 4)
    moved = rolled(cells, MONTHS, of)
    found = since_baseline(moved, table, of, of[2], "none")
    assert found["first"].unique(maintain_order=True).to_list() == [window.label for window in of[6:]]
    assert set(found["second"]) == {"4 months to February 2014"}
    last = found.filter(pl.col("first") == of[-1].label, pl.col("code") == "confident").row(0, named=True)

    def answers(window: Any) -> tuple[int, int]:
        own = frame.filter(pl.col("date").is_between(window.opened, window.closed))["confident"].drop_nulls().to_list()
        good = sum(code in ("very", "fairly") for code in own)
        return good, len(own) - good

    now, then = answers(of[-1]), answers(of[2])
    assert last["p"] == pytest.approx(stats.chi2_contingency([now, then], correction=False).pvalue)
    assert last["difference"] == pytest.approx(100 * (now[0] / sum(now) - then[0] / sum(then)))


def test_without_waves_of_its_own_a_table_keeps_them_out() -> None:
    cells, table = by_month(responses(200), CONFIDENT)
    assert rolling_figures(rolled(cells, MONTHS, []), replace(table, waves=()), []).is_empty()
