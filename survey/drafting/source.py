"""What a draft is made from: an export as named columns of text, and what the file itself says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from survey.questionnaire.definition import AUTO, Export


class Described(Protocol):
    """A variable as the file describes it (SPSS, Triple-S): kind is single, multiple, number, text or date."""

    @property
    def name(self) -> str:
        """The variable's own name."""
        ...

    @property
    def kind(self) -> str:
        """One of single, multiple, number, text, date."""
        ...

    @property
    def label(self) -> str:
        """Its wording."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Value and label of each option, in order."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """Values that are declared to be no answer."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the tool that wrote an export: its settings, and its columns beside the questions by name, those
    with personal details apart.
    """

    export: Export = field(default_factory=lambda: Export(response_id=AUTO))
    own: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """An export to draft from.

    `names`: the columns' names, header rows already made into one (`Question`, `Question - Option`,
    `Question [Row]`). `texts`: the cells as text, String columns named by their place, "0", "1", ...
    `platform` names the tool, where it is known; `file` is named in a comment. `labels`: the columns' wordings beside
    their names, of tools that write both, or none.
    """

    names: tuple[str, ...]
    texts: pl.DataFrame
    platform: str
    file: str
    described: tuple[Described, ...] = ()
    labels: tuple[str, ...] = ()
    known: Known = field(default_factory=Known)
