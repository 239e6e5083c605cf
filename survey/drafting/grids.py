"""Grids: neighbouring columns, one a row of the grid, with the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from survey.drafting.columns import Column, total
from survey.drafting.guess import HIGH, MEDIUM, Choice, Guess, choices, many
from survey.drafting.headers import Run
from survey.drafting.order import amount, order_options
from survey.drafting.scales import find_scale, kind_of
from survey.drafting.words import once, wording
from survey.questionnaire.matching import key

_MOST_OPTIONS = 15
_OWN = 0.4  # of all the answers, those that a row has on average at least
_SHARED = 0.6  # of the answers at least stand in two rows


def guess_grid(run: Run) -> Guess | None:
    """The grid whose rows the columns are: a scale where the answers are one, else single-code; or None."""
    columns = [column for column, _ in run.filled]
    together = total(columns)
    if len(columns) < 2 or len(together) > _MOST_OPTIONS or not _alike(columns, len(together)):
        return None
    items = tuple(Choice(_label(column, part), column.filled, (), column.name) for column, part in run.parts)
    if len({key(item.label) for item in items}) < len(items):
        return None
    text = wording(run.stem)
    reason = f"{many(len(items), 'column')} with the same {many(len(together), 'answer')}"
    scale = find_scale(together, run.stem)
    if scale is not None:
        kind, settings = kind_of(scale)
        why, sure = f"{reason}, {scale.reason}", MEDIUM if scale.checks else HIGH
        return Guess(kind, run.columns, text, why, sure, choices(scale.ordered), items, settings, scale.checks)
    if all(amount(answer) is not None for answer, _ in together):
        return None
    ordered, by = order_options(together)
    return Guess("single_code", run.columns, text, f"{reason}; {by}", MEDIUM, choices(ordered), items)


def _label(column: Column, part: str) -> str:
    return wording(once(part)) or column.name


def _alike(columns: Sequence[Column], together: int) -> bool:
    """Each column holds a good part of the answers that all hold together, and few stand in one column only."""
    rows = Counter(each for column in columns for each in column.keys)
    own = sum(column.distinct for column in columns) / (len(columns) * together)
    return own >= _OWN and sum(count > 1 for count in rows.values()) >= _SHARED * together
