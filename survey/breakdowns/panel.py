"""One wave against another among the same respondents: those who answered in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.answers import Answer, answers
from survey.breakdowns.axes import FIRST, NONE, OUT, Axis, Coded, answer_axis
from survey.breakdowns.base import base_words, counted, in_base
from survey.breakdowns.compare import SAME
from survey.breakdowns.compared import in_one, told
from survey.breakdowns.counting import WEIGHT, tallies
from survey.breakdowns.cube import Tally, parted
from survey.breakdowns.leaned import routable
from survey.breakdowns.rows import rows
from survey.breakdowns.sides import Measure, measure, side
from survey.questionnaire import matching
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Question
from survey.questionnaire.waves import Wave
from survey.statistics.compare import Difference, difference, paired
from survey.statistics.corrections import Correction
from survey.statistics.variance import Estimate, Sums, mean

MEANS = "paired t, same respondents"
_KEY = "respondent"


@dataclass(frozen=True, slots=True)
class Panel:
    """The respondents of two waves, one row each with the columns of both, and who is not among them."""

    rows: pl.DataFrame
    once: int  # who answered in one of the waves only
    twice: int  # who stand several times in a wave


def compare_waves(
    responses: pl.LazyFrame,
    consultation: Consultation,
    question: Question,
    waves: tuple[Wave, Wave],
    key: str,
    correction: Correction = "holm",
) -> tuple[pl.DataFrame, Panel]:
    """Every share, net, net balance and mean of a question in the first wave less that in the second, same respondents.

    Of shares the test is McNemar's with weights, of means the t test of each respondent's difference; on respondents in
    the base of both waves, weighted as in the first. Where picks are the base, shares are of respondents.

    Args:
        responses: with the columns of RESPONSES and the questions'; a column `weight` weighs them.
        consultation: the definition.
        question: what is compared.
        waves: the later one first.
        key: a column that is the same for a respondent in both waves, but for case and blanks, since people type their
            codes; who has none, or stands twice, is left out.
        correction: its family is all that is compared here.

    Returns:
        A frame with the schema COMPARED, by item and row (empty of a date); and who was in it.
    """
    if question.base == "picks":
        question = question.model_copy(update={"base": "answered"})
    responses = routable(responses, consultation, [question])
    found = answers(question, responses.collect_schema())
    now, before = ([_axis(answer, consultation, when) for answer in found] for when in ("now", "before"))
    panel = _panel(responses, waves, key, now, before)
    counts, coded = tallies(
        panel.rows.lazy(),
        {axis.name: axis for axis in (*now, *before)},
        [(one.name, other.name) for one, other in zip(now, before, strict=True)],
    )
    stubs = {item: list(of) for item, of in groupby(rows(question, [], measures=True), lambda row: row.item)}
    names = {"by": "wave", "first": waves[0].label, "second": waves[1].label}
    named = question.model_copy(update={"base_label": f"{base_words(question)} in both waves"})
    pieces: list[pl.DataFrame] = []
    for answer, one, other in zip(found, now, before, strict=True):
        pair = (one.name, other.name)
        cells, given = _cells(counts[pair], pair, coded)
        later, earlier = (measure(question, stubs.get(answer.item, []), each, cells.n) for each in given)
        if later.rows:
            first, second = _both(later, earlier), _both(earlier, later)
            sides = side(first, cells), side(second, cells)
            pieces.append(told(named, first, sides, _difference(first, second, cells), names, (SAME, MEANS)))
    return in_one(pieces, correction), panel


def _axis(answer: Answer, consultation: Consultation, when: str) -> Axis:
    name = f"{answer.item or ''} {when}"
    return answer_axis(name, answer, in_base(answer, consultation), counted(answer, consultation))


def _panel(
    responses: pl.LazyFrame, waves: tuple[Wave, Wave], key: str, now: Sequence[Axis], before: Sequence[Axis]
) -> Panel:
    weight = pl.col(WEIGHT).cast(pl.Float64) if WEIGHT in responses.collect_schema() else pl.lit(1.0)
    sides = []
    for wave, axes, more in ((waves[0], now, [weight.alias(WEIGHT)]), (waves[1], before, [])):
        within = responses.filter(pl.col("date").is_between(wave.opened, wave.closed), pl.col(key).is_not_null())
        columns = [column for axis in axes for column in axis.columns]
        sides.append(_as_typed(within.select(pl.col(key).alias(_KEY), *more, *columns).collect()))
    one, other = (side.filter(pl.col(_KEY).is_unique()) for side in sides)
    keys = [set(side[_KEY].unique()) for side in sides]
    twice = {each for side in sides for each in side.filter(pl.col(_KEY).is_duplicated())[_KEY]}
    rows = one.join(other, on=_KEY).sort(_KEY).drop(_KEY)
    return Panel(rows, len((keys[0] ^ keys[1]) - twice), len(twice))


def _as_typed(side: pl.DataFrame) -> pl.DataFrame:
    """Codes that differ in case or blanks only are one."""
    if side.schema[_KEY] != pl.String:
        return side
    codes = side[_KEY].unique().to_list()
    plain = pl.col(_KEY).replace_strict(codes, [matching.key(code) for code in codes], return_dtype=pl.String)
    return side.with_columns(plain)


def _cells(
    counts: Tally, names: tuple[str, str], coded: Mapping[str, Coded]
) -> tuple[Sums, tuple[list[Any], list[Any]]]:
    """The cells of those in both bases, and what each answered now and before."""
    counts = parted(counts)
    places = [counts.places[name] for name in names]
    kept = (places[0] != OUT) & (places[1] != OUT)
    given = [
        [None if place == NONE else coded[name].meaning[place - FIRST] for place in each[kept]]
        for name, each in zip(names, places, strict=True)
    ]
    return Sums.of(counts.n[kept], counts.w[kept], counts.w2[kept]), (given[0], given[1])


def _both(measured: Measure, other: Measure) -> Measure:
    """Only where there is a figure on both sides: who has no score in one wave has no difference."""
    within = other.base > 0
    return replace(measured, counts=measured.counts * within, base=measured.base * within)


def _difference(first: Measure, second: Measure, cells: Sums) -> Difference:
    """Shares by McNemar's test; means and balances by the differences of each respondent."""

    def where(held: NDArray[np.bool_]) -> Sums:
        return Sums(held @ cells.n, held @ cells.w, held @ cells.w2)

    gave, gave_before, base = first.counts > 0, second.counts > 0, where(first.base > 0)
    by_share = paired(where(gave & ~gave_before), where(gave_before & ~gave), base)
    apart = mean(np.where(first.base > 0, first.counts - second.counts, np.nan), cells)
    nought = Estimate(np.zeros(len(first.rows)), np.zeros(len(first.rows)))
    by_mean = difference(apart, nought, degrees=np.where(base.effective > 1, base.effective - 1, np.nan))
    names = Difference.__slots__
    return Difference(*(np.where(first.share, getattr(by_share, n), getattr(by_mean, n)) for n in names))
