"""What a generator has to invent beside the published figures, as frozen values: the table [assumed]."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from survey.questionnaire.kinds import Code, Frozen, Identifier, Text

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Weight: TypeAlias = Annotated[float, Field(ge=0)]

PLACE = "place"


class Topic(Frozen):
    """Sentences on one subject. `weight`: how often it is drawn; `option`: of the priorities, makes it likelier.

    `mood`: only from respondents of that mood. `alone`: never put together with another topic.
    """

    clauses: tuple[Text, ...] = Field(min_length=1)
    weight: Weight = 0
    option: Code | None = None
    mood: Literal["warm", "cold"] | None = None
    alone: bool = False


class Comments(Frozen):
    """What comments are made of. Words in braces are drawn from `slots`; {place} is the respondent's area.

    `places` says, by the area's code, what stands for it in a sentence where that is not its label, and `anywhere`
    what stands for an area that was not answered.
    """

    topics: dict[str, Topic]
    slots: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    openers: tuple[Text, ...] = Field(min_length=1)
    closers: tuple[Text, ...] = Field(min_length=1)
    places: dict[Code, Text] = Field(default_factory=dict)
    anywhere: Text

    @model_validator(mode="after")
    def _known_slots(self) -> Comments:
        texts = [*self.openers, *self.closers, *(clause for topic in self.topics.values() for clause in topic.clauses)]
        unknown = {name for text in texts for name in slots_of(text)} - {PLACE, *self.slots}
        if unknown:
            raise ValueError(f"no such slot: {', '.join(sorted(unknown))}")
        return self


class Assumed(Frozen):
    """Every value that was not published.

    `partial`, `blank`: shares of the respondents who stop before the end, and of further responses without an answer.
    `weeks`: weights of the weeks; `hours`: weights of the 24 hours of the day in which responses are started.
    `answered`: of those asked, the share who answer (not named: all). `shares`: by question and option, proportions
    of options without a figure of their own; of multi-code questions, percentages of the question's base.
    `led_by`: what is first in the weeks in which the published first is not. `warmest_first`: the options of a
    question in order of the respondents' mood. `mood`: by area, in standard deviations. `picked_more`: by area.
    """

    partial: Share = 0
    blank: Share = 0
    weeks: tuple[Weight, ...]
    hours: tuple[Weight, ...] = Field(min_length=24, max_length=24)
    answered: dict[Identifier, Share] = Field(default_factory=dict)
    shares: dict[Identifier, dict[Code, Weight]] = Field(default_factory=dict)
    led_by: dict[int, Code] = Field(default_factory=dict)
    warmest_first: dict[Identifier, tuple[Code, ...]] = Field(default_factory=dict)
    mood: dict[Code, float] = Field(default_factory=dict)
    picked_more: dict[Code, tuple[Code, ...]] = Field(default_factory=dict)
    comments: Comments


def slots_of(text: str) -> list[str]:
    """The words in braces of a sentence."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
