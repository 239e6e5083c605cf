"""The disclosure gate: what of a set of figures may be published, and what was left out, and why."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from contextlib import suppress as suppressed
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from survey.errors import DisclosureError, Problem
from survey.frames import ALL, NOT_STATED, RESULTS, conform
from survey.publish.cells import Cells
from survey.publish.earlier import TABLE, TIMED, Then, add_before, add_older, at, fixed, grown_by_few, guarded
from survey.publish.linked import gather
from survey.publish.outside import banners_of, few_outside
from survey.publish.suppress import Flags, Linked, exposed, suppress
from survey.questionnaire.definition import Consultation

FIGURES = ("count", "pct", "weighted_count", "weighted_pct", "value", "weighted_value", "se", "ci_lower", "ci_upper")
BASES = ("base_unweighted", "base_weighted", "base_effective")
_OF_ONE_PERSON = ("minimum", "maximum")
_MOST_HIDDEN = 0.5
_DIGITS = 3  # of a mean, where counts are rounded
_TOO_MUCH = "more than half of this table would have to be hidden"
_TELLS = "what is hidden in the tables by it would follow from this one"


@dataclass(frozen=True, slots=True)
class Gated:
    """What passed the gate.

    `figures`: frames.RESULTS, what may not be known null and `suppressed` true. `kept`: the figures as they are, with
    `suppressed` and `base_hidden`: for the next publication to be held against, never for publishing. `left_out`: the
    tables by a banner or by time that are not among them, since more than half of each would have to be hidden; and
    the questions of banners whose own tables would give away what the tables by them hide.
    """

    figures: pl.DataFrame
    kept: pl.DataFrame
    hidden: int
    left_out: tuple[Problem, ...] = ()


def gate(
    figures: pl.DataFrame,
    consultation: Consultation,
    before: Sequence[pl.DataFrame] = (),
    older: Sequence[pl.DataFrame] = (),
    everyone: int = 0,
) -> Gated:
    """Figures with every count from 1 to one below the threshold hidden, and those from which one would follow: by the
    sums within and between their tables, or by what was published before.

    A statistic of a group in which anything is hidden is hidden too, and so are the least and greatest number, which
    are one person's. A group (or week) that grew by fewer than the threshold since it was last published is hidden:
    how those few answered would follow. A table by a banner or by time of which more than half would be hidden is left
    out. So is a banner's own table where fewer than the threshold are in none of its groups, and the tables by it stay:
    how few they are, all respondents less its base would tell. Where the consultation's rules round, counts and bases
    are rounded, percentages are of these, and other figures have three digits.

    Args:
        figures: frames.RESULTS, all that is to be published in one go.
        before: `kept` of the last publication of each series that this one can be compared with.
        older: `kept` of all publications before these.
        everyone: how many respondents are told of beside the figures.

    Raises:
        DisclosureError: more than half of a question alone would be hidden, all who answered it grew by fewer than the
            threshold since it was last published, or something would follow whatever is hidden. It says what to do.
    """
    rules = consultation.disclosure
    told = figures.filter(~pl.col("question_id").is_in(rules.leave_out))
    few = [problem for each in (*before, *older) for problem in grown_by_few(told, each, rules.threshold)]
    if few:
        raise DisclosureError(*dict.fromkeys(few))
    small = [figures[name].is_between(1, rules.threshold - 1).to_numpy() for name in ("count", "base_unweighted")]
    too_much = _too_much(_flagged(figures, small, rules.leave_out))  # without a look at what would follow
    alone = [problem for key, problem in too_much.items() if not key.apart]
    if alone:
        raise DisclosureError(*alone)
    gated = _tried(_without(figures, list(too_much)), _Told(consultation, before, older, everyone))
    return replace(gated, left_out=(*too_much.values(), *gated.left_out))


@dataclass(frozen=True, slots=True)
class _Told:
    """By which rules figures are published, and what is known beside them."""

    consultation: Consultation
    before: Sequence[pl.DataFrame]
    older: Sequence[pl.DataFrame]
    everyone: int

    def banners(self, figures: pl.DataFrame) -> frozenset[str]:
        """The questions by whose groups these figures are told, or others were."""
        return banners_of(figures, *self.before, *self.older)


def _tried(figures: pl.DataFrame, told: _Told) -> Gated:
    """What passes the gate: without the own tables of banners of which a few are in no group; without those of all of
    which some are, where nothing passes with them, since they are held against all the tables by them.

    Raises:
        DisclosureError: nothing passes without them either.
    """
    rules = told.consultation.disclosure
    banners = told.banners(figures).intersection(figures["question_id"]).difference(rules.leave_out)
    few = banners & few_outside(figures, told.consultation, told.everyone)
    try:
        return _gated(figures, told, few)
    except DisclosureError:
        if banners > few:
            with suppressed(DisclosureError):
                return _gated(figures, told, banners)
        raise


def _gated(figures: pl.DataFrame, told: _Told, apart: frozenset[str]) -> Gated:
    """What passes the gate without the own tables of some banners, as long as there are tables by them, or were."""
    rules, apart = told.consultation.disclosure, apart & told.banners(figures)
    untold = apart.union(rules.leave_out)
    found = [_held_against(figures, told, each, untold) for each in told.before or (None,)]
    hidden = [np.any([getattr(each, of) for each in found], axis=0) for of in ("own", "base")]
    flagged = _flagged(figures, hidden, untold)
    too_much, follows = _too_much(flagged), [problem for each in found for problem in _follows(each)]
    loose = [key for key in too_much if key.apart][:1]  # the worst: for its sake much of others may be hidden
    if loose:
        again = _gated(_without(figures, loose), told, apart)
        return replace(again, left_out=(*(too_much[key] for key in loose), *again.left_out))
    if too_much or follows:
        raise DisclosureError(*too_much.values(), *follows)
    left_out = tuple(why_left_out(question, told.consultation) for question in sorted(apart))
    return Gated(_shown(flagged, rules.rounding), flagged, int(flagged["suppressed"].sum()), left_out)


def why_left_out(table: str, consultation: Consultation) -> Problem:
    """Why a table is left out, and what to do, by how `Gated.left_out` names it."""
    if table not in {question.id for question in consultation.questions}:
        return Problem(_TOO_MUCH, table)
    on_all = consultation.question(table).base == "all"
    hint = f'give {table} base = "all": told of all respondents, all but a few of its counts can be published'
    return Problem(_TELLS, table, hint="wait for more responses" if on_all else hint)


@dataclass(frozen=True, slots=True)
class _Held:
    """What must be hidden of figures that can be compared with one publication: of each row itself, and its base."""

    cells: Cells
    linked: Linked
    hidden: Flags
    own: Flags
    base: Flags
    follows: tuple[Hashable, ...]  # what is hidden and can be known all the same


def _held_against(
    figures: pl.DataFrame, told: _Told, before: pl.DataFrame | None, untold: Collection[str], lost: bool = False
) -> _Held:
    consultation, threshold = told.consultation, told.consultation.disclosure.threshold
    cells, own, base = gather(figures, consultation, told.everyone, untold)
    past, new = [], set[int]()
    if before is not None:
        past = add_before(cells, before, consultation, told=lost)
        add_older(cells, told.older, past, consultation)
        new = set().union(*(guarded(figures, each, threshold, cells, (own, base)) for each in (before, *told.older)))
    linked = fixed(cells.linked(threshold), cells, new, threshold)
    hidden = suppress(linked, at([*past, *new], len(linked.counts)))
    names = {place: key for key, place in cells.places.items()}
    follows = tuple(names[cell] for cell in exposed(linked, hidden))
    if not lost and any(isinstance(key, Then) for key in follows):  # as it was published by a gate that knew less
        return _held_against(figures, told, before, untold, lost=True)
    return _Held(cells, linked, hidden, hidden[own], hidden[base], follows)


def _flagged(figures: pl.DataFrame, hidden: Sequence[Flags], untold: Collection[str]) -> pl.DataFrame:
    """The figures, but those of some questions, with what is hidden of them: themselves, and their base. With a base
    goes every percentage of it.
    """
    own, base = hidden
    flags = figures.with_columns(
        pl.Series("suppressed", own & (figures["count"].to_numpy() > 0)), pl.Series("base_hidden", base)
    )
    block = ["question_id", "item", "banner_id", "group", "week", "wave"]
    any_hidden = (pl.col("suppressed") | pl.col("base_hidden")).any().over(block)
    statistic = pl.col("value").is_not_null()
    of_one = pl.col("code").is_in(_OF_ONE_PERSON)
    return flags.filter(~pl.col("question_id").is_in(untold)).with_columns(
        pl.when(statistic).then(any_hidden | of_one).otherwise(pl.col("suppressed")).alias("suppressed")
    )


def _shown(flagged: pl.DataFrame, rounding: int) -> pl.DataFrame:
    gone, no_base = pl.col("suppressed"), pl.col("base_hidden")
    rates = [name for name in FIGURES if name not in ("count", "weighted_count")]
    shown = flagged.with_columns(
        *(pl.when(~gone).then(name).alias(name) for name in ("count", "weighted_count")),
        *(pl.when(~gone & ~no_base).then(name).alias(name) for name in (*rates, "letters")),
        *(pl.when(~no_base).then(name).alias(name) for name in BASES),
        pl.when(~no_base).then("small_base").alias("small_base"),  # a base of 100 or more, or not, says much of it
        (gone | no_base).alias("suppressed"),
    )
    if rounding > 1:
        whole = [pl.col(name).alias(name) for name in ("count", "base_unweighted")]
        shown = shown.with_columns(((one / rounding).round() * rounding).cast(pl.Int64) for one in whole)
        pct = pl.when(pl.col("pct").is_not_null() & (pl.col("base_unweighted") > 0)).then(
            100 * pl.col("count") / pl.col("base_unweighted")
        )
        exact = ("weighted_count", "weighted_pct", "weighted_value", *BASES[1:], "se", "ci_lower", "ci_upper")
        # A mean to its last digit is a fraction that tells how many it is of.
        value = pl.col("value").round_sig_figs(_DIGITS)
        shown = shown.with_columns(pct.alias("pct"), value, *(pl.lit(None, pl.Float64).alias(name) for name in exact))
    return conform(shown.drop("base_hidden"), RESULTS)


class _Table(NamedTuple):
    """A question alone, or by a banner, or by time."""

    question: str
    banner: str | None
    timed: bool

    @property
    def apart(self) -> bool:
        """It can be left out, and the question stays."""
        return self.banner is not None or self.timed


def _too_much(flagged: pl.DataFrame) -> dict[_Table, Problem]:
    """The tables of which more than half would be hidden, with what to do; of a grid, its worst item."""
    gone = (pl.col("suppressed") | pl.col("base_hidden")).mean()
    counted = flagged.filter(pl.col("value").is_null(), pl.col("count") > 0).with_columns(TIMED)
    shares = counted.group_by(*TABLE, "item", maintain_order=True).agg(gone.alias("gone"))
    worst = shares.filter(pl.col("gone") > _MOST_HIDDEN).sort("gone", descending=True, maintain_order=True)
    problems = {}
    for *names, item, share in worst.unique(TABLE, keep="first", maintain_order=True).iter_rows():
        table = _Table(*names)
        same = pl.all_horizontal(pl.col(name).eq_missing(value) for name, value in zip(TABLE, table, strict=True))
        where = table.question + (f" by {table.banner}" if table.banner else " by time" if table.timed else "")
        hint = _merge(table, counted.filter(same, pl.col("item").eq_missing(item)))
        problems[table] = Problem(_TOO_MUCH, where, got=f"{share:.0%} of its counts", hint=hint)
    return problems


def _without(figures: pl.DataFrame, tables: Sequence[_Table]) -> pl.DataFrame:
    gone = pl.DataFrame(tables, schema={"question_id": pl.String, "banner_id": pl.String, "timed": pl.Boolean})
    keys = gone.columns
    return (
        figures.with_columns(TIMED)
        .join(gone, on=keys, how="anti", nulls_equal=True, maintain_order="left")
        .drop("timed")
    )


def _merge(table: _Table, rows: pl.DataFrame) -> str:
    """Which groups, or else options, to put together, the smallest two; or what to leave out."""
    groups = rows.filter(~pl.col("group").is_in([ALL, NOT_STATED])).unique("group").sort("base_unweighted", "group")
    if table.banner and len(groups) > 2:
        names = " and ".join(repr(one) for one in groups["group"].head(2))
        return f"merge the groups {names}, or leave {table.question} out of by_area under [disclosure]"
    options = (
        rows.filter(~pl.col("is_net"), pl.col("group") == ALL)
        .sort("count", "code")["label"]
        .unique(maintain_order=True)
    )
    merge = [f"merge the options {' and '.join(map(repr, options.head(2)))}"] if len(options) > 2 else []
    leave = [] if table.apart else [f"name {table.question} in leave_out under [disclosure]"]
    return ", or ".join([*merge, "wait for more responses", *leave])


def _follows(held: _Held) -> list[Problem]:
    return [
        Problem("a hidden count would follow from the printed ones", str(key), hint="publish fewer tables at once")
        for key in held.follows
    ]
