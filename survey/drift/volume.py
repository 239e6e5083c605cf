"""Volume that jumps, and days without a response, each with the test that says so."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from survey.drift.batches import Batch
from survey.drift.chance import robust_jump
from survey.drift.finding import Finding
from survey.drift.values import Profile
from survey.questionnaire.definition import Consultation

_ODD = 3.5  # robust z from which a value counts as an outlier (Iglewicz and Hoaglin 1993)
_FACTOR = 2.5  # times the usual volume, or that part of it: less is the ordinary course of a consultation
_FEWEST = 5  # responses by which a volume must differ
_SILENT = 5  # days without a response that are looked at
_UNLIKELY = 1e-6  # chance of so long a silence


def volume_findings(
    now: Profile, batch: Batch, earlier: Sequence[Batch], consultation: Consultation
) -> Iterator[Finding]:
    """More or fewer new responses a day (or an export, without dates) than before, and days without any.

    An export that brought nobody new is not told for it, but for the days since the last response.
    """
    rates = [_rate(each) for each in earlier if each.rows]
    rate, unit = _rate(batch), "a day" if batch.days else "an export"
    usual = sorted(rates)[len(rates) // 2] if rates else rate
    z = robust_jump(rate, rates) if rates else 0.0
    far = abs(rate - usual) >= _FEWEST and (rate >= _FACTOR * usual or usual >= _FACTOR * rate)
    if batch.rows and far and abs(z) >= _ODD:
        test = f"robust z on logarithms (median and median deviation of {len(rates)} earlier exports): {z:+.1f}"
        yield _finding(now, f"{rate:,.0f} new responses {unit}, usually {usual:,.0f}", test)
    yield from _silence(now, {day for each in earlier for day in each.days}, consultation)


def _rate(batch: Batch) -> float:
    """Responses a day between its first and last day, or all where there are no dates."""
    if not batch.days:
        return float(batch.rows)
    return batch.rows / ((max(batch.days) - min(batch.days)).days + 1)


def _silence(now: Profile, seen: set[dt.date], consultation: Consultation) -> Iterator[Finding]:
    """Runs of days without a response that were not there before: how likely, were days at least as quiet ones?"""
    counts, fieldwork = dict(now.days), consultation.fieldwork
    days = sorted(day for day in counts if fieldwork is None or fieldwork.opened <= day <= fieldwork.closed)
    if len(days) < 3:
        return
    ends = list(pairwise(days))
    if fieldwork and now.taken <= fieldwork.closed:
        ends.append((days[-1], now.taken))
    usual = sorted(counts[day] for day in days)[len(days) // 4]
    for first, after in ends:
        empty = (after - first).days - 1
        if empty >= _SILENT and math.exp(-usual * empty) < _UNLIKELY and not {first, after} <= seen:
            start, end = first + dt.timedelta(days=1), after - dt.timedelta(days=1)
            test = f"{empty} days; {usual:,} a day is the lower quartile of days; Poisson: p under 0.000001"
            yield _finding(now, f"no response from {start} to {end}", test)


def _finding(now: Profile, what: str, evidence: str) -> Finding:
    fix = "ask whether the survey was open, announced anew or exported in part; look for duplicates and campaigns"
    return Finding("amber", "volume_jump", None, now.file, what, evidence, fix)
