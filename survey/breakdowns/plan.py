"""What is to be counted: questions, banners and times, as tabs of one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from survey.errors import Problem, UsageError
from survey.frames import NESTED
from survey.questionnaire.kinds import Closed, MultiCode, Question, Scale, SingleCode
from survey.questionnaire.waves import Wave

Banner: TypeAlias = Question | tuple[Question, ...]
Level: TypeAlias = SingleCode | Scale | MultiCode


@dataclass(frozen=True, slots=True)
class Tab:
    """Questions for everyone and, one table each, by the groups of each banner.

    A banner is a question, or several nested in each other: every group of the first parted by the next. `weekly` and
    `waves` ask for the same figures of each week of fieldwork, and of each wave, beside those of the whole.
    """

    questions: Sequence[Question]
    banners: Sequence[Banner] = ()
    weekly: bool = False
    waves: Sequence[Wave] = ()


def levels(banner: Banner | None) -> tuple[Level, ...]:
    """The questions of a banner, outermost first; none without a banner.

    Raises:
        UsageError: one has no groups: it is neither single-code (or scale) without items nor multi-code.
    """
    questions = banner if isinstance(banner, tuple) else () if banner is None else (banner,)
    found: list[Level] = []
    for question in questions:
        if isinstance(question, MultiCode) or (isinstance(question, Closed) and not question.items):
            found.append(question)
            continue
        raise UsageError(
            Problem(
                "a banner needs groups to put respondents in",
                where=f"question {question.id}",
                expected="a single_code, scale or multi_code question without items",
                got=f"{question.kind} with items" if isinstance(question, Closed) else question.kind,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Table:
    """One question by one banner (no levels: everyone), for the times that any tab asks of it."""

    question: Question
    levels: tuple[Level, ...]
    weekly: bool
    waves: tuple[Wave, ...]

    @property
    def banner_id(self) -> str | None:
        """The ids of the levels, NESTED between them; nothing for everyone."""
        return NESTED.join(level.id for level in self.levels) or None


def tables(tabs: Sequence[Tab], everyone: bool = False) -> list[Table]:
    """The tables of a plan, each once, those of one question together.

    `everyone`: each question has a table without banner too, also where the tab has banners.

    Raises:
        UsageError: a banner has no groups.
    """
    found: dict[str, dict[str | None, Table]] = {}
    for tab in tabs:
        banners: list[Banner | None] = [None] if everyone or not tab.banners else []
        for question in tab.questions:
            own = found.setdefault(question.id, {})
            for banner in (*banners, *tab.banners):
                table = Table(question, levels(banner), tab.weekly, tuple(tab.waves))
                known = own.setdefault(table.banner_id, table)
                own[table.banner_id] = replace(
                    known, weekly=known.weekly or table.weekly, waves=known.waves or table.waves
                )
    return [table for own in found.values() for table in own.values()]
