"""Rankings over several columns: a column an option with its place, or a column a place with its option."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from survey.drafting.columns import Column, total
from survey.drafting.guess import HIGH, MEDIUM, Choice, Guess, choices, many
from survey.drafting.headers import Run
from survey.drafting.scales import find_scale
from survey.drafting.ticks import option_label
from survey.drafting.words import wording
from survey.questionnaire.matching import key

_RANK = re.compile(r"\b(rank(ing)?|order|prefer(ence|red)?|prioriti[sz]e|most to least)\b", re.IGNORECASE)
_PLACE = re.compile(r"\d+")
_MOST_OPTIONS = 15
_APART = 0.9


def guess_places_given(run: Run) -> Guess | None:
    """The ranking whose options the columns are, each cell holding a place from 1; None where places repeat."""
    columns = [column for column, _ in run.filled]
    places = frozenset(str(place) for place in range(1, len(run.parts) + 1))
    given = frozenset[str]().union(*(column.keys for column in columns))
    if len(columns) < 2 or not given <= places or "1" not in given or _apart(columns) < _APART:
        return None
    options = tuple(Choice(option_label(column, part), column.filled, (), column.name) for column, part in run.parts)
    if len({key(option.label) for option in options}) < len(options):
        return None
    sure = _RANK.search(run.stem) is not None
    checks = () if sure else ("places in an order, or numbers that happen to differ?",)
    reason = f"{many(len(options), 'column')} of places from 1, none twice in a response"
    return Guess("ranking", run.columns, wording(run.stem), reason, HIGH if sure else MEDIUM, options, checks=checks)


def guess_places_named(run: Run) -> Guess | None:
    """The ranking whose places the columns are (`Rank 1`, `Rank 2`, ...), each cell holding the option put there."""
    columns = [column for column, _ in run.filled]
    together = total(columns)
    pattern = _place_pattern(run)
    asked = _RANK.search(run.stem) or _RANK.search(run.parts[0][1]) or len(run.parts) == len(together) > 2
    if pattern is None or not asked or not len(run.parts) <= len(together) <= _MOST_OPTIONS:
        return None
    if find_scale(together, "") is not None or _apart(columns) < _APART:
        return None
    reason = f"{many(len(run.parts), 'column')}, one a place, holding the option put there"
    options = choices(tuple(sorted(together)))
    return Guess("ranking", run.columns, wording(run.stem), reason, MEDIUM, options, settings={"columns": pattern})


def _place_pattern(run: Run) -> str | None:
    """The columns' names with `{place}` for the number, where the parts count from 1 and differ in nothing else."""
    names = [column.name for column, _ in run.parts]
    numbers = [_PLACE.findall(part) for _, part in run.parts]
    if len(names) < 2 or numbers != [[str(place)] for place in range(1, len(names) + 1)] or "{" in names[0]:
        return None
    start = names[0].rindex("1")
    pattern = f"{names[0][:start]}{{place}}{names[0][start + 1 :]}"
    fits = all(pattern.replace("{place}", str(place)) == name for place, name in enumerate(names, start=1))
    return pattern if fits else None


def _apart(columns: Sequence[Column]) -> float:
    """The share of rows, among those with two answers or more, in which no answer stands twice."""
    lists = pl.DataFrame([column.texts.alias(str(column.place)) for column in columns]).select(
        pl.concat_list(pl.all()).list.drop_nulls().alias("all")
    )
    several = lists.filter(pl.col("all").list.len() > 1)["all"]
    apart = several.list.n_unique() == several.list.len()
    return int(apart.sum()) / len(several) if len(several) else 0.0
