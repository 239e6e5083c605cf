"""The groups of a margin: which answers are in each, and its share of the population."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed
from survey.questionnaire.population import PopulationMargin, members


@dataclass(frozen=True, slots=True)
class Group:
    """A group with a figure: an option, or a net of several (`members`: the options' labels)."""

    code: str
    label: str
    members: tuple[str, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Groups:
    """A margin with its question and its groups in order. `outside` and `uncounted` are labels of options."""

    margin: PopulationMargin
    question: Closed
    groups: tuple[Group, ...]
    outside: tuple[str, ...]
    uncounted: tuple[str, ...]

    @property
    def unstated(self) -> int:
        """The place of those who are in no group, though they may be of this population."""
        return len(self.groups)

    @property
    def apart(self) -> int:
        """The place of those who are not of this population."""
        return len(self.groups) + 1


def groups_of(margin: PopulationMargin, consultation: Consultation) -> Groups:
    """The groups of a margin, as its question names them."""
    question = consultation.question(margin.question)
    assert isinstance(question, Closed)  # noqa: S101 - the loader has checked it
    label_of = {net.code: net.label for net in question.nets}
    label_of |= {option.code: option.label for option in question.options}

    def labels(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(label_of[member] for code in codes for member in members(question, code))

    groups = tuple(Group(code, label_of[code], labels((code,)), margin.share(code)) for code in margin.groups)
    return Groups(margin, question, groups, labels(margin.outside), labels(margin.uncounted))


def places(groups: Groups) -> NDArray[np.intp]:
    """By the number of an option in the questionnaire's order, the place of its group, or `unstated`, or `apart`.

    The last entry is for those who did not answer.
    """
    place_of = {label: number for number, group in enumerate(groups.groups) for label in group.members}
    place_of |= dict.fromkeys(groups.outside, groups.apart) | dict.fromkeys(groups.uncounted, groups.unstated)
    found = [place_of[option.label] for option in groups.question.options]
    return np.array([*found, groups.unstated], dtype=np.intp)
