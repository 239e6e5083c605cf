"""The disclosure gate: what of a set of figures may be published, and what was left out, and why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from survey.errors import DisclosureError, Problem
from survey.frames import ALL, NOT_STATED, RESULTS, conform
from survey.publish.linked import Cells, gather
from survey.publish.suppress import Flags, Linked, exposed, suppress
from survey.questionnaire.definition import Consultation

FIGURES = ("count", "pct", "weighted_count", "weighted_pct", "value", "weighted_value", "se", "ci_lower", "ci_upper")
BASES = ("base_unweighted", "base_weighted", "base_effective")
KEYS = ("question_id", "item", "code", "is_net", "banner_id", "group", "week", "wave")
_OF_ONE_PERSON = ("minimum", "maximum")
_MOST_HIDDEN = 0.5


@dataclass(frozen=True, slots=True)
class Gated:
    """What passed the gate.

    `figures`: frames.RESULTS, what may not be known null and `suppressed` true. `kept`: the figures as they are, with
    `suppressed` and `base_hidden`: for the next publication to be held against, never for publishing.
    """

    figures: pl.DataFrame
    kept: pl.DataFrame
    hidden: int


def gate(figures: pl.DataFrame, consultation: Consultation, before: pl.DataFrame | None = None) -> Gated:
    """Figures with every count from 1 to one below the threshold hidden, and those from which one would follow: by the
    sums within and between their tables, or by what was published before.

    A statistic of a group in which anything is hidden is hidden too, and so are the least and greatest number, which
    are one person's. Where the consultation's rules round, counts and bases are rounded and percentages are of these.

    Args:
        figures: frames.RESULTS, all that is to be published in one go.
        before: `kept` of what was published last.

    Raises:
        DisclosureError: more than half of a table would be hidden, a group grew by fewer than the threshold since it
            was last published, or something would follow whatever is hidden. It says what to merge.
    """
    rules = consultation.disclosure
    cells, own, base = gather(figures, consultation)
    past = _add_before(cells, before, consultation) if before is not None else []
    linked = _fixed(cells.linked(rules.threshold), cells)
    hidden = suppress(linked, _at(past, len(linked.counts)))
    flagged = _flagged(figures, hidden[own], hidden[base])
    held = _grown_by_few(figures, before, rules.threshold) if before is not None else []
    problems = held or [*_too_much(flagged), *_follows(linked, cells, hidden)]
    if problems:
        raise DisclosureError(*problems)
    return Gated(_shown(flagged, rules.rounding), flagged, int(flagged["suppressed"].sum()))


def _flagged(figures: pl.DataFrame, own: Flags, base: Flags) -> pl.DataFrame:
    """The figures with what is hidden of them: themselves, and their base. With a base goes every percentage of it."""
    flags = figures.with_columns(
        pl.Series("suppressed", own & (figures["count"].to_numpy() > 0)), pl.Series("base_hidden", base)
    )
    block = ["question_id", "item", "banner_id", "group", "week", "wave"]
    any_hidden = (pl.col("suppressed") | pl.col("base_hidden")).any().over(block)
    statistic = pl.col("value").is_not_null()
    of_one = pl.col("code").is_in(_OF_ONE_PERSON)
    return flags.with_columns(
        pl.when(statistic).then(any_hidden | of_one).otherwise(pl.col("suppressed")).alias("suppressed")
    )


def _shown(flagged: pl.DataFrame, rounding: int) -> pl.DataFrame:
    gone, no_base = pl.col("suppressed"), pl.col("base_hidden")
    rates = [name for name in FIGURES if name not in ("count", "weighted_count")]
    shown = flagged.with_columns(
        *(pl.when(~gone).then(name).alias(name) for name in ("count", "weighted_count")),
        *(pl.when(~gone & ~no_base).then(name).alias(name) for name in (*rates, "letters")),
        *(pl.when(~no_base).then(name).alias(name) for name in BASES),
        (gone | no_base).alias("suppressed"),
    )
    if rounding > 1:
        whole = [pl.col(name).alias(name) for name in ("count", "base_unweighted")]
        shown = shown.with_columns(((one / rounding).round() * rounding).cast(pl.Int64) for one in whole)
        pct = pl.when(pl.col("pct").is_not_null() & (pl.col("base_unweighted") > 0)).then(
            100 * pl.col("count") / pl.col("base_unweighted")
        )
        exact = ("weighted_count", "weighted_pct", "base_weighted", "base_effective", "se", "ci_lower", "ci_upper")
        shown = shown.with_columns(pct.alias("pct"), *(pl.lit(None, pl.Float64).alias(name) for name in exact))
    return conform(shown.drop("base_hidden"), RESULTS)


def _too_much(flagged: pl.DataFrame) -> list[Problem]:
    """Tables of which more than half would be hidden, with what to do: one a question, and by area rather than alone,
    since what a table by area hides of the question alone comes back once it is left out.
    """
    gone = (pl.col("suppressed") | pl.col("base_hidden")).mean()
    tables = ("question_id", "item", "banner_id")
    counted = flagged.filter(pl.col("value").is_null(), pl.col("count") > 0)
    shares = counted.group_by(tables, maintain_order=True).agg(gone.alias("gone")).filter(pl.col("gone") > _MOST_HIDDEN)
    worst = shares.sort(pl.col("banner_id").is_null(), -pl.col("gone"), maintain_order=True)
    problems = []
    for question, item, banner, share in worst.unique("question_id", keep="first", maintain_order=True).iter_rows():
        same = (pl.col(name).eq_missing(value) for name, value in zip(tables, (question, item, banner), strict=True))
        where = question + (f" by {banner}" if banner else "")
        what = "more than half of this table would have to be hidden"
        hint = _merge(question, counted.filter(*same), banner)
        problems.append(Problem(what, where, got=f"{share:.0%} of its counts", hint=hint))
    return problems


def _merge(question: str, table: pl.DataFrame, banner: str | None) -> str:
    """Which groups, or else options, to put together, the smallest two; or what to leave out."""
    groups = table.filter(~pl.col("group").is_in([ALL, NOT_STATED])).unique("group").sort("base_unweighted", "group")
    if banner and len(groups) > 2:
        names = " and ".join(repr(one) for one in groups["group"].head(2))
        return f"merge the groups {names}, or leave {question} out of by_area under [disclosure]"
    options = table.filter(~pl.col("is_net"), pl.col("group") == ALL).sort("count", "code")["label"].head(2)
    names = " and ".join(repr(one) for one in options)
    return f"merge the options {names}, wait for more responses, or name {question} in leave_out under [disclosure]"


def _add_before(cells: Cells, before: pl.DataFrame, consultation: Consultation) -> list[int]:
    """Adds the cells published before, each tied to what it is now. Gives the places of those hidden then, and of those
    that have to stay so because they have hardly changed. Answers are taken to be added, never to be taken back; codes
    of verbatims are not tied, since coding anew moves them either way.
    """
    own_answers = {question.id for question in consultation.questions}
    then, own, base = gather(before, consultation)
    start = len(cells.counts)
    for key, place in then.places.items():
        cells.cell(_Then(key), then.counts[place], then.printed[place])
    cells.sums += [(total + start, tuple(part + start for part in parts)) for total, parts in then.sums]
    gone = {*_where(own, before["suppressed"]), *_where(base, before["base_hidden"])}
    stay = []
    for key, place in then.places.items():
        now = cells.places.get(key)
        if now is not None:
            if not isinstance(key, tuple) or key[0] == "base" or key[1] in own_answers:
                cells.tie(now, [start + place], _Since(key))
            if place in gone and abs(cells.counts[now] - then.counts[place]) < consultation.disclosure.threshold:
                stay.append(now)
    return [*(start + place for place in sorted(gone)), *(now for now in stay if cells.printed[now])]


@dataclass(frozen=True, slots=True)
class _Then:
    """The key of a cell as it was published before."""

    key: Hashable


@dataclass(frozen=True, slots=True)
class _Since:
    """The name of what came since."""

    key: Hashable


def _where(places: list[int], flags: pl.Series) -> list[int]:
    return [place for place, flag in zip(places, flags, strict=True) if flag]


def _at(places: list[int], length: int) -> Flags:
    found = np.zeros(length, dtype=bool)
    found[places] = True
    return found


def _fixed(linked: Linked, cells: Cells) -> Linked:
    """What was published cannot be hidden any more, and how many came since is no secret of its own."""
    wanted = linked.needs.copy()
    for key, place in cells.places.items():
        if isinstance(key, _Then) or (isinstance(key, tuple) and isinstance(key[1], _Since)):
            wanted[place] = -1
    return Linked(linked.counts, linked.printed, linked.sums, wanted)


def _grown_by_few(figures: pl.DataFrame, before: pl.DataFrame, threshold: int) -> list[Problem]:
    """The groups that grew by fewer than the threshold, printed then and now: how those few answered would follow."""
    same = figures.select(*KEYS, now="base_unweighted").join(before, on=KEYS, nulls_equal=True, how="inner")
    few = (pl.col("now") - pl.col("base_unweighted")).abs()
    grown = same.filter(few > 0, few < threshold, ~pl.col("base_hidden"))
    once = grown.unique(["question_id", "banner_id", "group", "week", "wave"], keep="first", maintain_order=True)
    return [_few(row, threshold) for row in once.iter_rows(named=True)]


def _few(row: Mapping[str, Any], threshold: int) -> Problem:
    group = "" if row["group"] == ALL else f", {row['group']}"
    return Problem(
        "how a few people answered would follow from what was published before",
        f"{row['question_id']}{group}",
        f"as many respondents as then, or at least {threshold} more",
        f"{row['base_unweighted']:,} then, {row['now']:,} now",
        "publish when more have answered, or leave the question out of by_area under [disclosure]",
    )


def _follows(linked: Linked, cells: Cells, hidden: Flags) -> list[Problem]:
    names = {place: key for key, place in cells.places.items()}
    found = [names[cell] for cell in exposed(linked, hidden)]
    return [
        Problem("a hidden count would follow from the printed ones", str(key), hint="publish fewer tables at once")
        for key in found
    ]
