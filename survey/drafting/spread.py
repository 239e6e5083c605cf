"""Questions spread over several columns: which of the kinds such columns are, and the words behind their Other."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from survey.drafting.columns import Column
from survey.drafting.grids import guess_grid
from survey.drafting.guess import Choice, Guess, many
from survey.drafting.headers import Run
from survey.drafting.ranks import guess_places_given, guess_places_named
from survey.drafting.ticks import guess_ticks, is_tick, was_picked
from survey.drafting.words import OTHER_PLACE, is_other_text, last_place, wording

OTHER_WORDS = " - Other (in words)"
_FINDERS = (guess_ticks, guess_places_given, guess_places_named, guess_grid)


def guess_run(run: Run) -> list[Guess] | None:
    """What the columns of a run are together, or None where they are not one question.

    The words behind `Other (please specify)` are a question of their own, beside the one they belong to.
    """
    others = tuple((column, part) for column, part in run.parts if is_other_text(part) and not is_tick(column, part))
    rest = Run(run.stem, run.way, tuple(pair for pair in run.parts if pair not in others))
    if not rest.filled:
        return None
    found = next((guess for find in _FINDERS if (guess := find(rest))), None)
    if found is None:
        return None
    words = [column for column, _ in others if column.filled]
    return [_with_words(found, words), *(other_text(column, run.stem) for column in words)]


def _with_words(found: Guess, words: list[Column]) -> Guess:
    """The question with an Other that is picked by its words, where some gave these and picked nothing else."""
    ticked = found.kind in ("multi_code", "single_code") and not found.items
    if not ticked or len(words) != 1 or any(last_place(each.label) == OTHER_PLACE for each in found.options):
        return found
    picked = pl.DataFrame([was_picked(column) for column in found.columns])
    given = words[0].texts.is_not_null()
    alone = int((given & ~picked.select(pl.any_horizontal(pl.all())).to_series()).sum())
    if not alone:
        return found
    other = Choice("Other", int(given.sum()), (), words[0].name, other=True)
    check = f"{many(alone, 'response')} gave words behind an Other and nothing else: they count as Other"
    return replace(found, options=(*found.options, other), checks=(*found.checks, check))


def other_text(column: Column, stem: str) -> Guess:
    """The words behind an option such as `Other (please specify)`, which no code frame is meant for."""
    text = f"{wording(stem)}{OTHER_WORDS}" if stem else column.header
    settings = {"coded": False}
    return Guess("free_text", (column,), text, "the words behind an Other", settings=settings, suffix="other")
