"""What is to be counted: questions, banners and times, as tabs of one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def banner_id(banner: Banner | None) -> str | None:
    """The banner's id in cells and results: its question's, or those of its levels with NESTED between them."""
    return NESTED.join(level.id for level in levels(banner)) or None
