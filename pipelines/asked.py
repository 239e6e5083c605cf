"""Which tables an analyst asks for with the options of `survey breakdown`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.breakdowns.plan import Banner, Tab
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Question

BASES = ("answered", "asked", "all", "picks")
CORRECTIONS = ("holm", "bh", "bonferroni", "none")
LONGEST = 100  # letters of a file's name


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: ids of questions and banners, conditions as they were written, and how."""

    questions: Sequence[str] = ()
    by: Sequence[str] = ()
    where: Sequence[str] = ()
    nest: bool = False
    base: str = ""
    correction: str = "holm"
    weekly: bool = False
    waves: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """The tab asked for, with the consultation and the responses it is counted of; `name` is that of its file."""

    tab: Tab
    consultation: Consultation
    responses: pl.DataFrame
    name: str


def asked_for(desk: Desk, responses: pl.DataFrame, asked: Asked) -> Tables:
    """The tables that the options stand for.

    Raises:
        UsageError: an option asks for what there is not; the nearest there is is told.
    """
    from pipelines.coding import answerable
    from pipelines.where import conditions, in_words, narrowed
    from survey.breakdowns.plan import Tab

    _check(desk, asked)
    filters = [text.partition("=")[0].strip() for text in asked.where]
    named = [*asked.questions, *asked.by, *filters] if asked.questions else []
    with_codes, found = answerable(desk, responses, named)
    # The themes, which no questionnaire holds, are a question like any other from here on.
    extra = [question for question in found if question.id not in {each.id for each in desk.consultation.questions}]
    whole = desk.consultation.model_copy(update={"questions": (*desk.consultation.questions, *extra)})
    wanted = [whole.question(name) for name in asked.questions] if asked.questions else found
    banners: list[Banner] = [whole.question(name) for name in asked.by]
    only = conditions(asked.where, whole)
    told = in_words(only, whole)
    tab = Tab(
        questions=[_based(question, asked.base, told) for question in wanted],
        banners=[tuple(whole.question(name) for name in asked.by)] if asked.nest else banners,
        weekly=asked.weekly,
        waves=whole.waves if asked.waves else (),
    )
    return Tables(tab, whole, narrowed(with_codes, only, whole), _name(asked))


def _check(desk: Desk, asked: Asked) -> None:
    from survey.errors import Problem, UsageError, nearest

    problems = [
        Problem(f"unknown {option[2:]}", option, "one of " + ", ".join(known), repr(value), nearest(value, known))
        for option, value, known in (("--base", asked.base, BASES), ("--correction", asked.correction, CORRECTIONS))
        if value and value not in known
    ]
    if asked.nest and len(asked.by) < 2:
        problems.append(Problem("nothing to nest", "--nest", "--by at least twice, the outer question first"))
    if asked.waves and not desk.consultation.waves:
        problems.append(Problem("the definition has no waves", "--waves", "a [[wave]] table for each"))
    twice = [name for place, name in enumerate(asked.by) if name in asked.by[:place]]
    problems += [Problem("asked for twice", "--by", got=name) for name in twice]
    if problems:
        raise UsageError(*problems)


def _based(question: Question, base: str, only: str) -> Question:
    """The question on the base asked for, which says whom the table is of."""
    from survey.breakdowns.base import base_words

    if base:
        question = question.model_copy(update={"base": base, "base_where": None, "base_label": None})
    return question.model_copy(update={"base_label": f"{base_words(question)} ({only})"}) if only else question


def _name(asked: Asked) -> str:
    """A name for the tables' file: another selection has another, so that none is written over."""
    import hashlib

    parts = [
        "_and_".join(asked.questions) or "all_questions",
        *(["by", ("_in_" if asked.nest else "_and_").join(asked.by)] if asked.by else []),
        *(f"where_{''.join(each if each.isalnum() else '_' for each in text)}" for text in asked.where),
        *([f"base_{asked.base}"] if asked.base else []),
        *(name for name, wanted in (("weekly", asked.weekly), ("waves", asked.waves)) if wanted),
    ]
    name = "_".join(parts)
    if len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
