"""Questions spread over several columns: which of the kinds such columns are, and the words behind their Other."""

from __future__ import annotations

from survey.drafting.columns import Column
from survey.drafting.grids import guess_grid
from survey.drafting.guess import Guess
from survey.drafting.headers import Run
from survey.drafting.ranks import guess_places_given, guess_places_named
from survey.drafting.ticks import guess_ticks, is_tick
from survey.drafting.words import is_other_text, wording

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
    return [found, *(other_text(column, run.stem) for column, _ in others if column.filled)]


def other_text(column: Column, stem: str) -> Guess:
    """The words behind an option such as `Other (please specify)`, which no code frame is meant for."""
    text = f"{wording(stem)}{OTHER_WORDS}" if stem else column.header
    settings = {"coded": False}
    return Guess("free_text", (column,), text, "the words behind an Other", settings=settings, suffix="other")
