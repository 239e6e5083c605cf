"""Coded variables as columns of text: what the readers of SPSS and Triple-S build their tables of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from survey.ingest.cells import Described
from survey.questionnaire.matching import key


@dataclass(frozen=True, slots=True)
class Part:
    """A variable as columns: `cells` has a list for each of the columns `described` names, a text a record."""

    described: Described
    cells: tuple[list[str], ...]
    notes: tuple[str, ...] = ()


def option_columns(
    described: Described, picks: Sequence[Collection[str]], unread: Mapping[int, str] | None = None
) -> Part:
    """A multiple response as a column an option, named `variable - label`: the label where picked, else empty.

    `described` comes without columns; `picks` are the codes of each record. A code that has no label becomes an
    option of its own name; without any option there is one column, the variable's. What could not be read (`unread`,
    by place of the record) stands in the first column as it is in the file, so that whoever reads it meets it.
    """
    known = {code for code, _ in described.values}
    bare = sorted({code for codes in picks for code in codes} - known, key=lambda code: (len(code), code))
    options = [*described.values, *((code, code) for code in bare)]
    cells = tuple([label if code in codes else "" for codes in picks] for code, label in options) or (
        [""] * len(picks),
    )
    for place, text in (unread or {}).items():
        cells[0][place] = text
    names = tuple(f"{described.name} - {label}" for _, label in options) or (described.name,)
    notes = tuple(f"{described.name}: code {code} has no label" for code in bare)
    return Part(replace(described, columns=names, values=tuple(options)), cells, notes)


def assemble(parts: Sequence[Part]) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """The parts' columns side by side: unique names, and the cells of each record."""
    names = _unique([name for part in parts for name in part.described.columns])
    return names, zip(*(cells for part in parts for cells in part.cells), strict=True)


def dictionary_of(parts: Sequence[Part], names: Sequence[str]) -> tuple[Described, ...]:
    """What the file says of its variables, in order, their columns under the `names` that `assemble` gave."""
    described: list[Described] = []
    start = 0
    for part in parts:
        end = start + len(part.described.columns)
        described.append(replace(part.described, columns=tuple(names[start:end])))
        start = end
    return tuple(described)


def shared_labels(described: Described) -> tuple[str, ...]:
    """A note for each label that several codes have, for the cells do not tell those codes apart."""
    codes: dict[str, list[str]] = {}
    for code, label in described.values:
        codes.setdefault(key(label), []).append(code)
    return tuple(
        f"{described.name}: codes {', '.join(several)} have one label, {label!r}"
        for label, several in codes.items()
        if len(several) > 1
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names, ` (2)`, ` (3)` behind those that stood before."""
    seen: Counter[str] = Counter()
    unique: list[str] = []
    for name in names:
        seen[key(name)] += 1
        unique.append(name if seen[key(name)] == 1 else f"{name} ({seen[key(name)]})")
    return tuple(unique)
