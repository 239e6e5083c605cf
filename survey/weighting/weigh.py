"""Weights of respondents, raked to the population's margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.errors import FailedChecksError, Problem, UsageError
from survey.frames import NOT_STATED
from survey.questionnaire.definition import Consultation
from survey.questionnaire.population import Weighting
from survey.statistics.raking import Floats, Margin, Raked, empty_pairs, rake
from survey.weighting.effect import before_and_after, effect, largest
from survey.weighting.groups import Groups, groups_of, places
from survey.weighting.tally import tally

WEIGHT = "weight"


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The weights of all responses in their order (Float64, named `weight`), and what they do.

    `margins`, `effect` and `largest` have the schemas MARGINS, EFFECT and LARGEST. `converged`: every margin is met,
    within the bounds if there are any; `rounds` of raking. `weighted` responses have a mean weight of 1; `outside`
    (not of this population) and `unstated` (no answer to any margin) have the weight 1 each, and no part in it.
    `empty`: pairs of groups that nobody weighted is in at once.
    """

    weights: pl.Series
    margins: pl.DataFrame
    effect: pl.DataFrame
    largest: pl.DataFrame
    empty: tuple[tuple[str, str], ...]
    rounds: int
    converged: bool
    weighted: int
    outside: int
    unstated: int


def weigh(responses: pl.DataFrame, consultation: Consultation) -> Weighing:
    """Weights raked to the margins of [weighting] (none named: to all), within its bounds.

    Who did not answer a margin's question, or has no figure in it, keeps the share of the weights that such responses
    have, and is weighted by the other margins.

    Raises:
        UsageError: the consultation has no population.
        FailedChecksError: a group that has a figure has no respondents: every such group is named.
    """
    settings = consultation.weighting or Weighting()
    chosen = _chosen(consultation, settings)
    counted = tally(responses, chosen, consultation)
    placed = np.column_stack([places(g)[options] for g, options in zip(chosen, counted.options, strict=True)])
    cells, cell_of = np.unique(placed, axis=0, return_inverse=True)
    everyone = np.bincount(cell_of, weights=counted.n)
    outside = (cells == [groups.apart for groups in chosen]).any(axis=1)
    inside = ~outside & (cells < [groups.unstated for groups in chosen]).any(axis=1)
    n = everyone[inside]
    margins = [_margin(groups, n, cells[inside, number]) for number, groups in enumerate(chosen)]
    raked, kept = _rake(n, margins, settings)
    weights = np.ones(len(cells))
    weights[inside] = kept.weights
    return Weighing(
        weights=pl.Series(WEIGHT, weights[cell_of][counted.each]),
        margins=before_and_after(chosen, margins, n, kept.weights),
        effect=effect(chosen, margins, n, [raked, kept] if _bounds(settings) else [raked]),
        largest=largest(margins, n, kept.weights),
        empty=_empty(chosen, margins),
        rounds=kept.rounds,
        converged=kept.converged,
        weighted=int(n.sum()),
        outside=int(everyone[outside].sum()),
        unstated=int(everyone[~outside & ~inside].sum()),
    )


def _chosen(consultation: Consultation, settings: Weighting) -> list[Groups]:
    by_id = {margin.question: margin for margin in consultation.population}
    if not by_id:
        hint = "write population.toml beside questionnaire.toml: docs/definition.md says how"
        raise UsageError(Problem("no population to weight to", consultation.id, hint=hint))
    return [groups_of(by_id[name], consultation) for name in settings.margins or by_id]


def _margin(groups: Groups, n: Floats, where: NDArray[np.intp]) -> Margin:
    """The margin for raking: population shares of those in a group, and last those in none, who keep their share.

    Raises:
        FailedChecksError: nobody is in a group.
    """
    unstated = float(n[where == groups.unstated].sum())
    stated = float(n.sum()) - unstated
    if not stated:
        raise FailedChecksError(Problem("nobody has answered a question to weight by", groups.question.id))
    targets = [float(group.share) * stated for group in groups.groups]
    labels = (*(group.label for group in groups.groups), NOT_STATED)
    return Margin(groups.question.title, labels, np.array([*targets, unstated]), where)


def _bounds(settings: Weighting) -> tuple[float, float] | None:
    if settings.minimum is None and settings.maximum is None:
        return None
    return settings.minimum or 0.0, settings.maximum or float("inf")


def _rake(n: Floats, margins: Sequence[Margin], settings: Weighting) -> tuple[Raked, Raked]:
    """Without bounds and within them."""
    bounds = _bounds(settings)
    try:
        free = rake(n, margins)
    except FailedChecksError as error:
        hint = (
            "put its option into one group with another (a net of both in population.toml), or leave that margin out "
            "of [weighting] margins"
        )
        raise FailedChecksError(*(replace(problem, hint=hint) for problem in error.problems)) from None
    return free, rake(n, margins, bounds=bounds) if bounds else free


def _empty(chosen: Sequence[Groups], margins: Sequence[Margin]) -> tuple[tuple[str, str], ...]:
    def name(group: tuple[int, int]) -> str:
        return f"{margins[group[0]].name}: {margins[group[0]].labels[group[1]]}"

    pairs = empty_pairs(margins)
    stated = [pair for pair in pairs if all(where < chosen[margin].unstated for margin, where in pair)]
    return tuple((name(one), name(other)) for one, other in stated)
