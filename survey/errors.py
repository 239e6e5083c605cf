"""One tree of errors. Each carries every problem found: what, where, expected, got, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words for the person who has to mend it."""

    what: str
    where: str = ""
    expected: str = ""
    got: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f" [{self.where}]" if self.where else ""
        contrast = "; ".join(
            f"{word} {text}" for word, text in (("expected", self.expected), ("got", self.got)) if text
        )
        lines = [f"{self.what}{place}", contrast, self.hint]
        return "\n    ".join(line for line in lines if line)


class SurveyError(Exception):
    """The root: something the user can mend. `problems` holds all of them."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class UsageError(SurveyError):
    """What was asked for does not exist: an unknown consultation, question, option."""


class DefinitionError(SurveyError):
    """A consultation's own files (TOML) hold mistakes."""


class UnreadableError(SurveyError):
    """An input is missing, empty, damaged, or of another survey."""


class FailedChecksError(SurveyError):
    """The input can be read but must not be used as it is."""


class DisclosureError(SurveyError):
    """What was to be published would tell how a few people answered."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, compared without case, as a hint; empty if none is like it."""
    names = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return f"did you mean {names[found[0]]!r}?" if found else ""
