"""Headlines: the finding in plain words, from the numbers that are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.charts.words import capital, listed, percent
from survey.questionnaire.kinds import Closed, FreeText, MultiCode, Net, Question

_NAMED = 3  # more joint leaders than this are counted, not named


def most_chosen(rows: pl.DataFrame, base: str, most: str = "most chosen") -> str:
    """Which option leads, hedged if several print the same percentage or if figures are withheld.

    Args:
        rows: one row an option, with `label`, `count` and `pct`.
        base: on whom the percentages stand, in words.
        most: what the leading option is, in words.
    """
    known = rows.drop_nulls(["count", "pct"]).filter(pl.col("pct").is_not_nan()).sort("pct", descending=True)
    if known.is_empty():
        return "No figures to show"
    top = _printed(known)[0]
    if known["count"][0] == 0:
        return "Nobody chose any of the options"
    leaders = [label for label, text in zip(known["label"], _printed(known), strict=True) if text == top]
    what = f"{most} of the figures shown" if known.height < rows.height else most
    if len(leaders) == 1:
        return capital(f"{what}: {leaders[0]}, {top} of {base}")
    names = listed(leaders) if len(leaders) <= _NAMED else f"{len(leaders)} options"
    return f"Joint {what}: {names}, each {top} of {base}"


def told(rows: pl.DataFrame) -> str:
    """ "Safe or very safe 34.1%, Neutral 37.1%": label and percentage of each row."""
    return ", ".join(
        f"{label} {percent(pct, count)}" for label, count, pct in rows.select("label", "count", "pct").iter_rows()
    )


def spread(what: str, figures: Sequence[tuple[str, float, str]], of: int = 0) -> str:
    """From which to which group a figure runs: "Yes: from 31.0% (Dudley) to 44.2% (Solihull)".

    Args:
        what: whose figure it is, in words.
        figures: of each group its name, its figure, and the figure as printed.
        of: how many groups were asked; where the figures of some are withheld, it says so.
    """
    if not figures:
        return f"{what}: no figures to show"
    if len(figures) < of:
        what = f"{what} ({len(figures)} of {of} groups shown)"
    ranked = sorted(figures, key=lambda figure: figure[1])
    lowest, highest = ranked[0][2], ranked[-1][2]
    if lowest == highest:
        return f"{what}: {lowest}" + (" in every one" if len(figures) > 1 else "")
    low, high = (listed([name for name, _, text in ranked if text == end]) for end in (lowest, highest))
    return f"{what}: from {lowest} ({low}) to {highest} ({high})"


def percentages(rows: pl.DataFrame, by: str) -> list[tuple[str, float, str]]:
    """What `spread` takes, from rows with `count` and `pct`; rows without a figure are left out."""
    known = rows.drop_nulls(["count", "pct"]).filter(pl.col("pct").is_not_nan())
    return [(name, pct, percent(pct, count)) for name, count, pct in known.select(by, "count", "pct").iter_rows()]


def answered(groups: pl.DataFrame) -> int:
    """How many of the groups have anyone who answered, or have their base withheld; one row a group."""
    return groups.filter(pl.col("base_unweighted").fill_null(1) > 0).height


def leaders(rows: pl.DataFrame, by: str, noun: str) -> str:
    """The option that leads in most groups: "Most chosen in 5 of 7 groups: Preventing knife crime".

    Args:
        rows: one row an option and group, with `label`, `count` and `pct`.
        by: the column that names the group.
        noun: what a group is called, in the singular.
    """
    known = rows.filter(pl.col("count") > 0)
    if known.is_empty():
        return "No figures to show"
    firsts = known.filter(pl.col("pct") == pl.col("pct").max().over(by))
    wins = firsts.group_by("label", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    best = wins.filter(pl.col("len") == wins["len"][0])["label"].to_list()
    names = listed(best) if len(best) <= _NAMED else f"{len(best)} options"
    count, of = wins["len"][0], rows[by].n_unique()
    where = f"the {noun}" if of == 1 else f"{count} of {of} {noun}s" + (" each" if len(best) > 1 else "")
    return f"Most chosen in {where}: {names}"


def focus_code(question: Question, rows: pl.DataFrame) -> str:
    """The code to tell rows or groups apart by: the positive net, or the first net, or the largest option.

    Of free text, that it was answered.
    """
    if isinstance(question, FreeText):
        return "answered"
    if isinstance(question, Closed | MultiCode):
        found = _net(question.nets, set(rows["code"]))
        if found is not None:
            return found
    sizes = rows.group_by("code", maintain_order=True).agg(pl.col("pct").mean().fill_null(0.0))
    return str(sizes.sort("pct", descending=True, maintain_order=True)["code"][0])


def _net(nets: Sequence[Net], codes: set[str]) -> str | None:
    present = [net for net in nets if net.code in codes]
    positive = [net for net in present if net.polarity == "positive"]
    return next((net.code for net in positive + present), None)


def _printed(rows: pl.DataFrame) -> list[str]:
    return [percent(pct, count) for count, pct in rows.select("count", "pct").iter_rows()]
