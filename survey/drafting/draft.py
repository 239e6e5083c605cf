"""A questionnaire drafted from an export: which columns are questions, of which kind, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from survey.drafting.account import EMPTY, account
from survey.drafting.alone import with_exclusive
from survey.drafting.areas import area_question, priorities_question
from survey.drafting.columns import Column, find_escapes, read_columns
from survey.drafting.described import guess_described
from survey.drafting.guess import Guess
from survey.drafting.headers import part_of, runs
from survey.drafting.ids import identifier, question_ids
from survey.drafting.personal import personal_reason
from survey.drafting.roles import TOOLS_OWN, find_roles
from survey.drafting.single import guess_column
from survey.drafting.source import Source
from survey.drafting.spread import OTHER_WORDS, guess_run
from survey.drafting.write import Found, write_questionnaire
from survey.errors import Problem, UnreadableError, UsageError
from survey.questionnaire.matching import key

MEMBER = "part of a multiple response above, in the order of the answers"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")  # as the loader takes it


@dataclass(frozen=True, slots=True)
class Draft:
    """`toml`: the text of questionnaire.toml; `guesses`: what each column of the export was taken for
    (account.GUESSES); `personal`: the columns left out as personal.
    """

    toml: str
    guesses: pl.DataFrame
    personal: tuple[str, ...]


def draft(source: Source, consultation_id: str) -> Draft:
    """The questionnaire that an export suggests, to be looked over by a person.

    Raises:
        UsageError: `consultation_id` cannot be a consultation's name; one that can is suggested.
        UnreadableError: no column looks like a question.
    """
    if not _NAME.fullmatch(consultation_id):
        raise UsageError(
            Problem(
                "not a name a consultation can have",
                expected="lower-case letters, digits and underscores, a letter first, at most 60",
                got=repr(consultation_id),
                hint=f"try {identifier(consultation_id)!r}",
            )
        )
    found = _find(source, consultation_id)
    if not found.questions:
        what = "no column looks like a question: every one is empty, personal or the tool's own"
        raise UnreadableError(Problem(what, where=source.file, hint="export the answers, not the summary"))
    personal = tuple(column.name for column, _ in found.personal)
    return Draft(write_questionnaire(found), account(source.names, found), personal)


def _find(source: Source, consultation_id: str) -> Found:
    escapes = find_escapes(source)
    columns = [each for each in read_columns(source, escapes) if each.place in _nameable(source.names)]
    listed = {name for each in source.described if each.values for name in each.columns}
    suspects = [each for each in columns if source.names[each.place] not in listed]
    own = {" ".join(name.split()) for name in source.known.personal}
    personal = [
        (each, reason)
        for each in suspects
        if (reason := personal_reason(each, part_of(each.header)) or (TOOLS_OWN if each.name in own else None))
    ]
    hidden = frozenset(each.place for each, _ in personal)
    roles = find_roles([each for each in columns if each.place not in hidden], source)
    members = _members(source)
    rest = [each for each in columns if each.place not in hidden | roles.places | members]
    guesses = sorted(map(with_exclusive, _questions(rest, source)), key=lambda guess: guess.place)
    asked = {each.place for guess in guesses for each in guess.columns}
    empty = [(each, EMPTY) for each in rest if each.place not in asked]
    ignored = [(each, roles.ignored[each.place]) for each in columns if each.place in roles.ignored]
    ignored += [(each, MEMBER) for each in columns if each.place in members]
    named = _named(guesses)
    area, priorities = area_question(guesses), priorities_question(guesses)
    return Found(
        consultation_id=consultation_id,
        file=source.file,
        platform=source.platform,
        names=source.names,
        rows=len(source.texts),
        escapes=escapes,
        roles=roles,
        personal=personal,
        ignored=sorted([*ignored, *empty], key=lambda pair: pair[0].place),
        questions=named,
        area=next((name for name, guess in named if guess is area), None),
        priorities=next((name for name, guess in named if guess is priorities), None),
    )


def _members(source: Source) -> frozenset[int]:
    """The places of the columns of a file that describes itself that it does not describe: members of its sets."""
    known = {name for each in source.described for name in each.columns}
    return frozenset(place for place, name in enumerate(source.names) if known and name not in known)


def _nameable(names: Sequence[str]) -> frozenset[int]:
    """The places of the columns that a definition can name: by a name, and one that no column before them has."""
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        first.setdefault(key(name), place)
    return frozenset(place for name, place in first.items() if name)


def _questions(columns: Sequence[Column], source: Source) -> Iterator[Guess]:
    """The questions that the columns are: by what the file says of them, then by their headers and cells."""
    by_name = {each.name: each for each in columns}
    left = list(columns)
    for described in source.described:
        known = guess_described(described, by_name)
        if known is not None:
            yield known
            left = [each for each in left if each not in known.columns]
    while left:
        guesses = next((found for run in runs(left) if (found := guess_run(run))), None)
        if guesses is None:
            guesses = guess_column(left[0]) if left[0].filled else []
        yield from guesses
        taken = {each.place for guess in guesses for each in guess.columns} or {left[0].place}
        left = [each for each in left if each.place not in taken]


def _named(guesses: Sequence[Guess]) -> list[tuple[str, Guess]]:
    """Each guess with its id. What keeps the words behind a question's Other comes next to it, and names it."""
    ids = question_ids([(guess.text.removesuffix(OTHER_WORDS), guess.suffix) for guess in guesses])
    named: list[tuple[str, Guess]] = []
    for name, guess in zip(ids, guesses, strict=True):
        if guess.keeps_other:
            guess = replace(guess, settings={**guess.settings, "other_of": named[-1][0]})
        named.append((name, guess))
    return named
