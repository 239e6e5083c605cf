"""The code frame of a consultation: nets, codes and the phrases that show them, from `code_frame.toml`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.kinds import Code as CodeName
from survey.questionnaire.kinds import Frozen, Text
from survey.questionnaire.toml import build, read_toml, unknown_keys

FILE = "code_frame.toml"

# Codes every frame has beside its own, in this order after them; `code_frame.toml` may not define them.
OTHER, NOTHING_TO_ADD, NO_COMMENT = "other", "nothing_to_add", "no_comment"
RESERVED_LABELS = {OTHER: "Other (no code fits)", NOTHING_TO_ADD: "Nothing to add", NO_COMMENT: "No comment"}
NOTHING_SAID = "nothing_said"  # the net of the last two
NOTHING_SAID_LABEL = "Nothing said"

_RESERVED = (*RESERVED_LABELS, NOTHING_SAID)
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032\u00b4`]")
_BETWEEN_WORDS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as the matcher takes them: composed letters, straight apostrophes, hyphens as spaces.

    A word keeps its trailing `*`, which stands for the word's inflections: `park*` is park, parks, parked, parking.
    """
    straight = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", phrase))
    return tuple(word for word in _BETWEEN_WORDS.split(straight) if word)


def _phrase(phrase: str) -> str:
    words = phrase_words(phrase)
    if not words:
        raise ValueError("a phrase needs at least one word")
    if any("*" in word[:-1] or word == "*" for word in words):
        raise ValueError("* stands only at the end of a word")
    return phrase


Phrase = Annotated[str, AfterValidator(_phrase)]


class Net(Frozen):
    """What codes roll up to."""

    code: CodeName
    label: Text


class Code(Frozen):
    """A thing people say. `phrases` show it; `not_phrases` rule out the showing words that they overlap."""

    code: CodeName
    label: Text
    net: CodeName
    definition: Text
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    not_phrases: tuple[Phrase, ...] = ()


class CodeFrame(Frozen):
    """Nets and codes in the order of the file; `version` counts its revisions and is told beside every result."""

    version: Annotated[int, Field(ge=1)]
    note: str = ""
    nets: tuple[Net, ...]
    codes: tuple[Code, ...]

    @property
    def labels(self) -> dict[str, str]:
        """Code to label, the reserved codes last."""
        return {code.code: code.label for code in self.codes} | RESERVED_LABELS


class _Head(Frozen):
    """The [code_frame] table."""

    version: Annotated[int, Field(ge=1)]
    note: str = ""


Table = TypeVar("Table", _Head, Net, Code)


def load_code_frame(folder: Path) -> CodeFrame:
    """The code frame of a consultation's folder.

    Raises:
        DefinitionError: with every mistake: file, key, expected, got, the nearest valid name.
    """
    path = folder / FILE
    data = read_toml(path)
    problems = unknown_keys(data, ("code_frame", "net", "code"), str(path))
    head, found = build(_Head, data.get("code_frame", {}), f"{path}, [code_frame]")
    problems += found
    nets, found = _tables(Net, data.get("net"), "net", path)
    problems += found
    codes, found = _tables(Code, data.get("code"), "code", path)
    problems += found + _check(data, nets, codes, path)
    if problems or head is None:
        raise DefinitionError(*problems)
    return CodeFrame(version=head.version, note=head.note, nets=nets, codes=codes)


def _tables(model: type[Table], tables: Any, name: str, path: Path) -> tuple[tuple[Table, ...], list[Problem]]:
    if not isinstance(tables, list) or not tables:
        return (), [Problem(f"no {name}s", str(path), expected=f"one [[{name}]] table for each {name}")]
    built: list[Table] = []
    problems: list[Problem] = []
    for place, table in enumerate(tables, start=1):
        code = table.get("code", "") if isinstance(table, dict) else ""
        value, found = build(model, table, f"{path}, {name} {place}" + (f" ({code})" if code else ""))
        built += [value] if value else []
        problems += found
    return tuple(built), problems


def _check(data: dict[str, Any], nets: tuple[Net, ...], codes: tuple[Code, ...], path: Path) -> list[Problem]:
    """What no single table can see. Names are those of all tables, so that one mistake is not told twice."""
    net_names, code_names = _names(data.get("net"), "code"), _names(data.get("code"), "code")
    where = str(path)
    problems = _repeated([*net_names, *code_names], "code", where)
    problems += _repeated((net.label for net in nets), "label of a net", where)
    problems += _repeated([*(code.label for code in codes), *RESERVED_LABELS.values()], "label of a code", where)
    problems += [
        Problem("this code is reserved: every code frame has it", where, got=repr(name), hint="leave it out")
        for name in dict.fromkeys([*net_names, *code_names])
        if name in _RESERVED
    ]
    used = set(_names(data.get("code"), "net"))
    if used <= set(net_names):  # else a misspelt net would be told twice
        problems += [Problem("net has no codes", f"{path}, net {net.code}") for net in nets if net.code not in used]
    for code in codes:
        problems += _check_code(code, net_names, f"{path}, code {code.code}")
    return problems


def _check_code(code: Code, nets: list[str], where: str) -> list[Problem]:
    problems = []
    if code.net not in nets:
        expected = "one of " + ", ".join(nets)
        problems.append(Problem("no such net", f"{where}, net", expected, repr(code.net), nearest(code.net, nets)))
    shown = {_plain(phrase) for phrase in code.phrases}
    return problems + [
        Problem("a phrase both shows this code and rules it out", f"{where}, not_phrases", got=repr(phrase))
        for phrase in code.not_phrases
        if _plain(phrase) in shown
    ]


def _plain(phrase: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in phrase_words(phrase))


def _names(tables: Any, key: str) -> list[str]:
    if not isinstance(tables, list):
        return []
    return [str(table[key]) for table in tables if isinstance(table, dict) and key in table]


def _repeated(names: Iterable[str], what: str, where: str) -> list[Problem]:
    return [
        Problem(f"{what} stands {count} times", where, expected="once", got=repr(name))
        for name, count in Counter(names).items()
        if count > 1
    ]
