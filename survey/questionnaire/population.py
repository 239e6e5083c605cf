"""Whom a consultation is about: the margins of `population.toml`, and how answers are weighted to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.kinds import BaseQuestion, Closed, Code, Frozen, Identifier, Text
from survey.questionnaire.toml import build, read_toml, unknown_keys

FILE = "population.toml"
_ROUNDING = 1.0  # printed percentages need not add up to 100 exactly
Count = Annotated[int, Field(gt=0, le=10**10, strict=True)]  # people: more there are not
Percent = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class PopulationMargin(Frozen):
    """One margin of the population: how many people there are in each group of a question.

    `counts` (people) or `shares` (percent), by the codes of the question's options or nets. Options that have no
    figure stand in `outside` (not of this population: never compared, never weighted) or in `uncounted` (of this
    population, which is not counted by them, such as "Prefer not to say": treated as no answer to the question).
    `geography`, `source` and `date` say whose figures they are.
    """

    question: Identifier
    geography: Text
    source: Text
    date: dt.date = Field(strict=True)
    counts: dict[Code, Count] = Field(default_factory=dict)
    shares: dict[Code, Percent] = Field(default_factory=dict)
    outside: tuple[Code, ...] = ()
    uncounted: tuple[Code, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _one_table(self) -> PopulationMargin:
        if bool(self.counts) == bool(self.shares):
            raise ValueError("a margin takes either counts (people) or shares (percent), by code")
        if len(self.groups) == 1:
            raise ValueError("a margin needs two groups or more")
        total = sum(self.shares.values())
        if self.shares and abs(total - 100) > _ROUNDING:
            raise ValueError(f"shares are in percent and add up to 100, not to {total:g}")
        return self

    @property
    def groups(self) -> tuple[str, ...]:
        """The codes of options or nets that have a figure."""
        return tuple(self.counts or self.shares)

    def share(self, code: str) -> Fraction:
        """A group's share of the groups together, 0 to 1, exactly as the figures stand."""
        figures = {name: Fraction(str(figure)) for name, figure in (self.counts or self.shares).items()}
        return figures[code] / sum(figures.values())


class Weighting(Frozen):
    """How answers are weighted: to which margins (none named: all), and within which bounds, the mean being 1."""

    margins: tuple[Identifier, ...] = ()
    minimum: float | None = Field(default=None, gt=0, lt=1)
    maximum: float | None = Field(default=None, gt=1, allow_inf_nan=False)


def members(question: BaseQuestion, code: str) -> tuple[str, ...]:
    """The option codes that an option's code (itself) or a net's (its options) stands for; none if it is unknown."""
    if not isinstance(question, Closed):
        return ()
    if any(option.code == code for option in question.options):
        return (code,)
    return next((net.codes for net in question.nets if net.code == code), ())


def read_population(
    settings: Mapping[str, Any], known_ids: Sequence[str], folder: Path
) -> tuple[tuple[PopulationMargin, ...], list[Problem]]:
    """The margins of the folder's `population.toml`, none without one; and every mistake in it and in [weighting]."""
    path = folder / FILE
    try:
        data = read_toml(path) if path.exists() else {"margin": []}
    except DefinitionError as error:
        return (), list(error.problems)
    tables, problems = data.get("margin"), unknown_keys(data, ("margin",), str(path))
    if not isinstance(tables, list) or (path.exists() and not tables):
        return (), [*problems, Problem("no margins", str(path), "one [[margin]] table for each question")]
    questions = {question.id: question for question in settings["questions"]}
    margins: list[PopulationMargin] = []
    named: list[str] = []
    for place, table in enumerate(tables, start=1):
        name = str(table.get("question", "")) if isinstance(table, dict) else ""
        where = f"{path}, margin {place}" + (f" ({name})" if name else "")
        margin, found = build(PopulationMargin, table, where)
        problems += found if margin is None else _check(margin, questions, known_ids, where)
        problems += [Problem("a second margin of the same question", where)] if name in named else []
        margins += [margin] if margin else []
        named.append(name)
    return tuple(margins), problems + _check_weighting(settings["weighting"], named, folder)


def _check(
    margin: PopulationMargin, questions: Mapping[str, BaseQuestion], known_ids: Sequence[str], where: str
) -> list[Problem]:
    if margin.question in known_ids and margin.question not in questions:
        return []  # the mistake is told already
    question = questions.get(margin.question)
    if question is None:
        hint = nearest(margin.question, known_ids)
        return [Problem("no such question", f"{where}, question", got=repr(margin.question), hint=hint)]
    if not isinstance(question, Closed) or question.items:
        expected = "a single_code or scale question without items"
        return [Problem("not that kind of question", f"{where}, question", expected, repr(margin.question))]
    return _check_codes(margin, question, where)


def _check_codes(margin: PopulationMargin, question: Closed, where: str) -> list[Problem]:
    """Every option stands in one group, or outside, or uncounted: once."""
    options = [option.code for option in question.options]
    known = [*options, *(net.code for net in question.nets)]
    stands: dict[str, list[str]] = {code: [] for code in options}
    problems: list[Problem] = []
    keys = {"counts": tuple(margin.counts), "shares": tuple(margin.shares)}
    for key, codes in {**keys, "outside": margin.outside, "uncounted": margin.uncounted}.items():
        for code in codes:
            if code not in known:
                expected = "an option or net: " + ", ".join(known)
                problems.append(Problem("no such code", f"{where}, {key}", expected, repr(code), nearest(code, known)))
            for member in members(question, code):
                stands[member].append(f"{key} {code}")
    for option, places in stands.items():
        if len(places) > 1:
            problems.append(Problem("an option is counted twice", where, "in one group", " and ".join(places)))
        elif not places:
            hint = "give it a figure, or put it in outside (not of this population) or in uncounted (it has no figure)"
            problems.append(Problem("an option has no figure", where, got=repr(option), hint=hint))
    return problems


def _check_weighting(weighting: Weighting | None, named: Sequence[str], folder: Path) -> list[Problem]:
    if weighting is None:
        return []
    where = f"{folder / 'questionnaire.toml'}, [weighting]"
    if not named:
        return [Problem("no population to weight to", where, f"a file {FILE} beside it, with a [[margin]] table")]
    expected = "a question with a margin in population.toml: " + ", ".join(named)
    problems = [
        Problem("no such margin", f"{where}, margins", expected, repr(name), nearest(name, named))
        for name in weighting.margins
        if name not in named
    ]
    if len(set(weighting.margins)) < len(weighting.margins):
        problems.append(Problem("a margin stands twice", f"{where}, margins", got=", ".join(weighting.margins)))
    return problems
