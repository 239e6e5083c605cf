"""The weekly ranking as a bump chart: one line an option, by calendar date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

import polars as pl

from survey.charts.bump_drawing import FOCUS, SETS, draw_bump
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of
from survey.charts.words import listed, span
from survey.errors import Problem, UsageError
from survey.frames import SMALL_BASE
from survey.questionnaire.kinds import Closed, MultiCode, Question

Span: TypeAlias = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)
_DAYS = 7
_NAMED = 3  # more joint leaders than this are counted, not named
HOLLOW = "Hollow dot: by chance{}, the option could hold another rank (95%, all at once); its label says which"


def bump_picture(question: Question, ranking: pl.DataFrame, context: Context) -> Picture:
    """The rank of each option in each week, from how many respondents chose it.

    The options that were ever first (at most four, the ones first most often) are in colour and bold, the others
    grey; every line is labelled at its end (on the page at both), with the ranks it could hold by chance where that is
    known. Options of joint rank stand just below each other. A dot is hollow where
    the option could hold another rank by chance. A week without answers is a gap in every line. The notes name partial
    weeks, weeks without answers and small bases.

    Args:
        question: whose options are ranked.
        ranking: rows of RANKING; those of other questions and the overall ones are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: the ranking holds no week of this question with answers.
    """
    frame = bump_frame(question, ranking)
    asked = _of(question, ranking)
    base = base_of(_ranked(asked))
    draft = Draft(
        frame=frame,
        draw=partial(draw_bump, frame),
        headline=_headline(frame),
        measure="Rank by how many respondents chose the option, each week",
        description=f"Bump chart, one line an option. {_told(frame)}.",
        remarks=_remarks(frame, asked, context.among),
    )
    return assemble(f"{question.id}_by_week", draft, question, replace(base, size=f"{base.size} a week"), context)


def bump_frame(question: Question, ranking: pl.DataFrame) -> pl.DataFrame:
    """The weeks in which anything was chosen, by date, then rank; equal ranks as in the questionnaire.

    Columns: `week_from`, `week_to`, `label`, `rank`, `rank_lower_all` and `rank_upper_all` (null: not tested), `count`,
    `base_unweighted`, `pct`.
    """
    options = question.options if isinstance(question, Closed | MultiCode) else ()
    places = {option.label: place for place, option in enumerate(options)}
    weeks = _ranked(_of(question, ranking))
    if weeks.is_empty():
        raise UsageError(
            Problem(
                f"nothing to draw for the weeks of question {question.id!r}",
                where="ranking",
                expected="at least one week in which an option was chosen",
                hint="weeks need a dated export and [fieldwork] in the questionnaire",
            )
        )
    order = pl.col("label").replace_strict(places, default=len(places), return_dtype=pl.Int32)
    sort = ["week_from", pl.col("rank").fill_null(len(places) + 1), order]
    return weeks.sort(sort).select("week_from", "week_to", "label", "rank", *SETS, *NUMBERS)


def _of(question: Question, ranking: pl.DataFrame) -> pl.DataFrame:
    return ranking.filter(pl.col("question_id") == question.id, pl.col("week").is_not_null())


def _ranked(weeks: pl.DataFrame) -> pl.DataFrame:
    return weeks.filter(pl.col("rank").is_not_null().any().over("week"))


def _headline(frame: pl.DataFrame) -> str:
    first = frame.filter(pl.col("rank") == 1)
    if first.is_empty():
        return "No ranks to show"
    wins = first.group_by("label", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    best = wins.filter(pl.col("len") == wins["len"][0])["label"].to_list()
    joint = first.filter(pl.col("label").is_in(best), pl.len().over("week_from") > 1).height > 0
    weeks = frame["week_from"].n_unique()
    names = listed(best) if len(best) <= _NAMED else f"{len(best)} options"
    were = "was" if len(best) == 1 else "were each"
    place = "first or joint first" if joint else "first"
    told = f"{names} {were} {place} in " + (f"{wins['len'][0]} of {weeks} weeks" if weeks > 1 else "the only week")
    if len(best) > 1 or frame["rank_upper_all"].null_count():
        return told
    surely = frame.filter(pl.col("label") == best[0], pl.col("rank_upper_all") == 1).height
    return told + (f", surely in {surely or 'none'}" if weeks > 1 else ", surely" if surely else ", though not surely")


def _told(frame: pl.DataFrame) -> str:
    """Of each option its first and last rank and its range, in the order of the last week."""
    ranks = (
        frame.drop_nulls("rank")
        .group_by("label", maintain_order=True)
        .agg(
            start=pl.col("rank").first(),
            end=pl.col("rank").last(),
            best=pl.col("rank").min(),
            worst=pl.col("rank").max(),
        )
        .sort("end", maintain_order=True)
    )
    return "; ".join(
        f"{label}: {end}" if best == worst else f"{label}: from {start} to {end}, between {best} and {worst}"
        for label, start, end, best, worst in ranks.iter_rows()
    )


def _remarks(frame: pl.DataFrame, asked: pl.DataFrame, among: str) -> tuple[str, ...]:
    weeks = frame.select("week_from", "week_to", "base_unweighted").unique().sort("week_from")
    spans: list[Span] = weeks.select("week_from", "week_to").rows()
    partial = [each for each in spans if (each[1] - each[0]).days + 1 < _DAYS]
    small: list[Span] = weeks.filter(pl.col("base_unweighted") < SMALL_BASE).select("week_from", "week_to").rows()
    firsts = frame.filter(pl.col("rank") == 1)["label"].n_unique()
    coloured = "the options that were ever first" if firsts <= FOCUS else f"the {FOCUS} options first most often"
    joint = frame.filter(pl.len().over("week_from", "rank") > 1).height > 0
    return (
        f"In colour: {coloured}",
        *([HOLLOW.format(among)] if (frame["rank_lower_all"] != frame["rank_upper_all"]).any() else []),
        *(["Options of joint rank stand just below each other"] if joint else []),
        *_weeks("Partial week", partial),
        *_weeks(f"Small base (under {SMALL_BASE}), read with care", small),
        *_weeks("No answers", _gaps(spans, asked)),
    )


def _weeks(what: str, spans: Sequence[Span]) -> list[str]:
    return [f"{what}: {'; '.join(span(*each) for each in spans)}"] if spans else []


def _gaps(spans: Sequence[Span], asked: pl.DataFrame) -> list[Span]:
    """The stretches between the first and the last day of the ranking that no ranked week covers."""
    opened, closed = asked.select(pl.col("week_from").min(), pl.col("week_to").max()).row(0)
    ends = [opened - _DAY, *(last for _, last in spans)]
    starts = [*(first for first, _ in spans), closed + _DAY]
    return [(end + _DAY, start - _DAY) for end, start in zip(ends, starts, strict=True) if start - end > _DAY]
