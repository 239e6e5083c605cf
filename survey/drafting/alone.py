"""Options that go with no other, such as "None of these": by what they say, where all who gave one gave it alone."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from survey.drafting.guess import Choice, Guess
from survey.drafting.ticks import was_picked
from survey.questionnaire.matching import key
from survey.questionnaire.scores import beyond

_NONE = re.compile(r"(none|nothing|neither|nobody|no one)( (of|at all|apply|applies)\b.*)?")
_SPEAKER = re.compile(r"i(.?m| am|.?d)? ")
_LONGEST = 7  # words: a longer text says more than that


def with_exclusive(guess: Guess) -> Guess:
    """The guess with `exclusive` options marked, where it has several answers; one that says so and was given with
    others all the same is left to a person.
    """
    if guess.kind != "multi_code" or len(guess.options) < 2:
        return guess
    said = {option.label for option in guess.options if option.count and _says_so(option.label)}
    given = {option.label: _alone(guess, option) for option in guess.options if option.label in said}
    checks = tuple(
        f"does {option.label!r} exclude all others (exclusive)? {option.count - given[option.label]:,} of "
        f"{option.count:,} gave it with others"
        for option in guess.options
        if option.label in said and given[option.label] < option.count
    )
    options = tuple(replace(each, exclusive=given.get(each.label) == each.count) for each in guess.options)
    return replace(guess, options=options, checks=(*guess.checks, *checks))


def _says_so(label: str) -> bool:
    text = _SPEAKER.sub("", key(label), count=1) if _SPEAKER.match(key(label)) else key(label)
    plain = text.strip(" .!")
    return len(plain.split()) <= _LONGEST and (beyond(plain) or _NONE.fullmatch(plain) is not None)


def _alone(guess: Guess, option: Choice) -> int:
    """How many gave the option and no other."""
    if option.column is None:
        delimiter = str(guess.settings.get("delimiter", "")).strip()
        names = {key(text) for text in (option.label, *option.aliases)}
        return sum(count for text, count in guess.columns[0].values if key(text.strip(f"{delimiter} ")) in names)
    picked = {column.name: was_picked(column) for column in guess.columns}
    if option.column not in picked:
        return 0
    number = pl.DataFrame(list(picked.values())).sum_horizontal()
    return int((picked[option.column] & (number == 1)).sum())
