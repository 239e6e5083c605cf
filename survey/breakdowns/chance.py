"""What chance makes of a ranking: the ranks that options could hold, and whether a change from week to week is more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.base import base_of
from survey.breakdowns.sides import enough
from survey.breakdowns.together import Together
from survey.frames import Schema, conform
from survey.questionnaire.kinds import MultiCode, SingleCode
from survey.statistics.compare import difference, share_tests
from survey.statistics.corrections import corrected
from survey.statistics.rank_words import standing
from survey.statistics.ranks import exact_rank_sets, rank_sets
from survey.statistics.variance import Array, Estimate, Sums

# One row an option and time (null: the whole of fieldwork), also where nobody picked anything.
CHANCE: Schema = {
    "week": pl.Int32,
    "code": pl.String,
    "rank_lower": pl.Int32,
    "rank_upper": pl.Int32,
    "rank_lower_all": pl.Int32,
    "rank_upper_all": pl.Int32,
    "standing": pl.String,
    "change_p": pl.Float64,
    "change_p_all": pl.Float64,
}
SETS = ("rank_lower", "rank_upper", "rank_lower_all", "rank_upper_all")


def chance(sums: Together, question: MultiCode | SingleCode, weeks: Sequence[int], to_date: bool) -> pl.DataFrame:
    """Sets of ranks and tests of changes.

    Args:
        sums: the whole of fieldwork, then each week.
        question: whose options are ranked.
        weeks: those of `sums`.
        to_date: ranks are of all weeks up to each, and each week is tested against all before it together.

    Returns:
        A frame with the schema CHANCE; its columns are explained in frames.RANKING.
    """
    alone, whole = sums.at(slice(1, None)), sums.at(slice(0, 1))
    shown = alone.to_date() if to_date else alone
    exact = isinstance(question, SingleCode) and not sums.weighted
    sets = [_sets(each, exact) for each in (whole, shown)]
    tests = changes(shown.at(slice(0, -1)), alone.at(slice(1, None)), base_of(question) == "picks")
    untested = np.full((min(2, 1 + len(weeks)), len(question.options)), np.nan)  # the whole, and the first week
    codes = [option.code for option in question.options]
    columns: dict[str, Array] = {name: np.concatenate([each[name] for each in sets]).ravel() for name in SETS}
    for name, each in zip(("change_p", "change_p_all"), tests, strict=True):
        columns[name] = np.concatenate([untested, each]).ravel()
    times = pl.Series("week", [week for week in (None, *weeks) for _ in codes], dtype=pl.Int32)
    words = [standing(*each) for each in zip(columns["rank_lower_all"], columns["rank_upper_all"], strict=True)]
    frame = pl.DataFrame([times, pl.Series("code", codes * (1 + len(weeks))), pl.Series("standing", words)])
    told = frame.with_columns(pl.Series(name, each) for name, each in columns.items())
    return conform(told.with_columns(cs.by_name(SETS).cast(pl.Int32), cs.float().fill_nan(None)), CHANCE)


def changes(before: Together, now: Together, of_picks: bool) -> tuple[Array, Array]:
    """The chance of each option's change, and the same corrected by Holm for all options of a time: (time, p) each.

    Respondents of both sides are different ones. NaN where a side has too few to be tested.

    Args:
        before: what each time is held against.
        now: the times.
        of_picks: whether shares are of all picks, not of respondents; it is respondents who answer by chance.
    """
    if of_picks:
        p = _pick_tests(before, now)
    else:
        p = share_tests(now.options, _column(now.base), before.options, _column(before.base))
    p = np.where((enough(before.base) & enough(now.base))[:, None], p, np.nan)
    return p, corrected(p, "holm", axis=-1)


def _sets(sums: Together, exact: bool) -> dict[str, Array]:
    found = exact_rank_sets(sums.chosen.n) if exact else rank_sets(sums.chosen.w, sums.chosen.w2)
    return {name: getattr(found, name.removeprefix("rank_")) for name in SETS}


def _pick_tests(before: Together, now: Together) -> Array:
    """The variance is that of each respondent's picks of the option less their share of all that they picked."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (now.options.w + before.options.w) / (now.picks.w + before.picks.w)[:, None]
        return difference(_pick_share(now, share), _pick_share(before, share)).p


def _pick_share(side: Together, share: Array) -> Estimate:
    squares, picks = side.chosen.w2, side.picks.w[:, None]
    spread = side.options.w2 - 2 * share * squares.sum(axis=-1) + share**2 * squares.sum(axis=(-1, -2))[:, None]
    return Estimate(side.options.w / picks, np.maximum(spread, 0) / picks**2)


def _column(base: Sums) -> Sums:
    return Sums(base.n[:, None], base.w[:, None], base.w2[:, None])
