"""Questions with a column for each option, ticked or not: multi-code, or single-code where nobody ticked two."""

from __future__ import annotations

import re

import polars as pl

from survey.drafting.columns import Column
from survey.drafting.guess import HIGH, MEDIUM, Choice, Guess, many
from survey.drafting.headers import Run
from survey.drafting.words import once, wording
from survey.questionnaire.kinds import MultiCode
from survey.questionnaire.matching import key

_SELECT = re.compile(
    r"\b(all that apply|(select|tick|choose|pick|name)( your)? (all|any|up to|top)|check all|which of|your top)\b"
    r"|\w\(e?s\)"
)
_DEFAULTS = {name: list(MultiCode.model_fields[name].default) for name in ("picked", "not_picked")}
_PICKED = frozenset(map(key, _DEFAULTS["picked"]))
_NOT_PICKED = frozenset(map(key, _DEFAULTS["not_picked"]))
_ALSO = {
    "picked": frozenset({"x", "1.0", "selected", "ticked", "quoted", "✓", "✔", "on"}),
    "not_picked": frozenset({"0.0", "not selected", "not ticked", "not quoted", "unselected", "off"}),
}
_UNPICKED = _NOT_PICKED | _ALSO["not_picked"]
_MARKS = _PICKED | _ALSO["picked"] | _UNPICKED
_ENOUGH = 30


def guess_ticks(run: Run) -> Guess | None:
    """The question whose options the columns are, or None."""
    if not all(is_tick(column, part) for column, part in run.filled):
        return None
    named = all(column.keys <= _names(part) or _is_constant(column, part) for column, part in run.filled)
    if len(run.filled) == 1 and not run.filled[0][0].keys <= _names(run.filled[0][1]):
        return None
    options = tuple(_option(column, part) for column, part in run.parts)
    if len({key(text) for option in options for text in (option.label, *option.aliases)}) < len(options):
        return None
    kind, checks = _kind(run, named)
    reason = f"{many(len(options), 'column')}, one an option, holding {'its name' if named else 'a mark'} or nothing"
    confidence = MEDIUM if checks else HIGH
    text, settings = wording(run.stem), _marks(run)
    if kind == "multi_code" and len(options) == 1:  # of those who answered all would have picked it
        settings["base"] = "all"
        checks = (*checks, "one option: % of all responses; if not everyone was asked write asked, and base asked")
    return Guess(kind, run.columns, text, reason, confidence, options, settings=settings, checks=checks)


def is_tick(column: Column, part: str) -> bool:
    """The cells hold nothing but the option's label or a mark."""
    return bool(column.filled) and (column.keys <= _MARKS | _names(part) or _is_constant(column, part))


def option_label(column: Column, part: str) -> str:
    """The option that a column stands for, without the number that the tool puts before it."""
    if _is_constant(column, part):
        return column.values[0][0]
    return wording(once(part) if key(once(part)) in column.keys else part) or part or column.name


def picks(column: Column) -> int:
    """How many cells of an option's column say that it was chosen."""
    return sum(count for text, count in column.values if key(text) not in _UNPICKED)


def was_picked(column: Column) -> pl.Series:
    """Of each row, whether its cell says that the option was chosen."""
    said = ~column.texts.str.to_lowercase().is_in(sorted(_UNPICKED))
    return said.fill_null(value=False).alias(str(column.place))


def _kind(run: Run, named: bool) -> tuple[str, tuple[str, ...]]:
    """The kind, and what is unsure of it."""
    if _SELECT.search(run.stem.casefold()):
        return "multi_code", ()
    if _never_two(run):
        return "single_code", ("one answer or several? Nobody gave two",)
    if not named and any("no" in column.keys for column, _ in run.filled):
        return "multi_code", ("several answers to one question, or a grid of Yes and No?",)
    return "multi_code", ()


def _never_two(run: Run) -> bool:
    """Three options or more that enough respondents chose from, each of them one."""
    picked = [was_picked(column) for column, _ in run.filled]
    given = pl.DataFrame(picked).sum_horizontal()
    return len(picked) > 2 and int((given > 0).sum()) >= _ENOUGH and int((given > 1).sum()) == 0


def _names(part: str) -> frozenset[str]:
    """The texts by which an option's own column may name it."""
    return frozenset({key(part), key(once(part))})


def _is_constant(column: Column, part: str) -> bool:
    """One text and no other, in a column whose header names no option but a number."""
    return column.distinct == 1 and part.isdigit() and not column.keys & (_PICKED | _NOT_PICKED)


def _option(column: Column, part: str) -> Choice:
    label = option_label(column, part)
    others = tuple(text for text, _ in column.values if key(text) not in _MARKS | {key(label)})
    return Choice(label, picks(column), others, column.name)


def _marks(run: Run) -> dict[str, object]:
    """`picked` and `not_picked`, where the cells hold marks that are none unless named."""
    texts = {key(text): text for column, _ in run.filled for text, _ in column.values}
    found = {name: sorted(text for each, text in texts.items() if each in more) for name, more in _ALSO.items()}
    return {name: [*_DEFAULTS[name], *more] for name, more in found.items() if more}
