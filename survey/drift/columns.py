"""Columns that are new, missing, renamed or reordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from survey.drift.alike import content_alikeness, in_order, neighbour_alikeness, pair_best, text_alikeness
from survey.drift.expected import META, Expected, expected_columns, fits, option_text
from survey.drift.finding import Finding, Level, quoted
from survey.drift.values import Column, Profile
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import OptionColumns, Ranking
from survey.questionnaire.matching import key

SURE = 0.5  # of name 0.4, content 0.45 and neighbours 0.15, for a column to be taken for the renamed one
SURE_BY_NAME = 0.75  # of the name alone, where there is no export before
_TOLD, _LETTERS = 5, 60  # names told in one line, and letters of each


@dataclass(frozen=True, slots=True)
class _Lost:
    """An expected column that is not there, with what it was in the export before."""

    expected: Expected
    name: str
    before: Column | None


def column_findings(now: Profile, before: Profile | None, consultation: Consultation) -> Iterator[Finding]:
    """Renamed and missing columns of the questionnaire, then columns that nothing claims, then their order.

    A missing column and one that nothing claims are taken for one, renamed, by the likeness of their names, of what
    stands in them, and of the columns beside them (see `SURE`); the surest pairs are made first.
    """
    known = {key(column.name) for column in before.columns} if before else set()
    lost = _lost(now, before, consultation)
    fresh = [column for column in now.columns if column.unclaimed and key(column.name) not in known]
    scores = {(each.name, column.name): _score(each, column, now, before) for each in lost for column in fresh}
    pairs = pair_best(scores, SURE if before else SURE_BY_NAME)
    for each in lost:
        if each.name in pairs:
            new, score = pairs[each.name]
            yield _renamed(each, new, score, consultation, now)
        else:
            yield _missing(each, now)
    taken = {new for new, _ in pairs.values()}
    yield from _new([column.name for column in fresh if column.name not in taken], before is not None, now)
    if before:
        yield from _unclaimed_gone(now, before)
        yield from _respelt(now, before)
        yield from _reordered(now, before)


def _lost(now: Profile, before: Profile | None, consultation: Consultation) -> list[_Lost]:
    there = {(column.holds, column.part) for column in now.columns if column.holds}
    old = {(column.holds, column.part): column for column in before.columns if column.holds} if before else {}
    names = [key(column.name) for column in now.columns]
    lost: list[_Lost] = []
    for expected in expected_columns(consultation):
        where = (expected.holds, expected.part)
        # A column may be of two questions: an Other that is picked by its words, and the free text that keeps these.
        shared = any(fits(key(pattern), name) for pattern in expected.patterns for name in names)
        if where not in there and not shared:
            column = old.get(where)
            lost.append(_Lost(expected, column.name if column else expected.patterns[0], column))
    named = {each.expected.holds for each in lost}
    # What the tool's own columns say is taken where they are: only the export before tells that they were.
    lost += [
        _Lost(Expected(holds, "", "", (column.name,), writable=False), column.name, column)
        for (holds, part), column in old.items()
        if holds in META and (holds, part) not in there and holds not in named
    ]
    return lost


def _score(lost: _Lost, column: Column, now: Profile, before: Profile | None) -> float:
    name = text_alikeness(lost.name, column.name)
    texts = [option_text(lost.expected.pattern, each) for each in (lost.name, column.name)]
    if all(texts):
        name = min(name, text_alikeness(*texts))
    if before is None:
        return name
    if lost.before is None:  # the questionnaire names it only since: the name alone tells
        return name * SURE / SURE_BY_NAME
    then, names = ([key(each.name) for each in profile.columns] for profile in (before, now))
    beside = neighbour_alikeness(then, names, key(lost.name), key(column.name))
    return 0.4 * name + 0.45 * content_alikeness(lost.before, column) + 0.15 * beside


def _renamed(lost: _Lost, new: str, score: float, consultation: Consultation, now: Profile) -> Finding:
    expected = lost.expected
    evidence = f"{score:.0%} alike in name, content and neighbours" if lost.before else f"names {score:.0%} alike"
    kind, code, text, fix = _acceptance(expected, new, consultation)
    return Finding(
        "red",
        "renamed_column",
        expected.question_id or None,
        f"{now.file}, column {new!r}",
        f"the column {lost.name!r} is missing; {new!r} looks like it, renamed",
        evidence,
        fix,
        kind,  # type: ignore[arg-type]
        code,
        text,
    )


def _acceptance(
    expected: Expected, new: str, consultation: Consultation
) -> tuple[str | None, str | None, str | None, str]:
    """What to write so that the new name is read: kind, code, text (all None: a person must), and the words for it."""
    if not expected.writable:
        whose = f"question {expected.question_id}: columns" if expected.question_id else f"[export], {expected.holds}"
        return None, None, None, f"{whose}: name the column {quoted(new)} there"
    if not expected.question_id:
        fix = f"[export], {expected.holds}: write the column as {quoted(new)}"
        return "column", expected.holds, new, fix + "; exports with the old name are then no longer read"
    question = consultation.question(expected.question_id)
    where = f"question {question.id}"
    text = option_text(expected.pattern, new)
    if isinstance(question, OptionColumns | Ranking) and "{option}" in expected.pattern and expected.part and text:
        return "alias", expected.part, text, f"{where}, option {expected.part}: aliases = [{quoted(text)}]"
    old = "; exports with the old name are then no longer read"
    if expected.part:
        return "column", expected.part, new, f"{where}, {expected.part}: column = {quoted(new)}{old}"
    return "column", None, new, f"{where}: column = {quoted(new)}{old}"


def _missing(lost: _Lost, now: Profile) -> Finding:
    expected = lost.expected
    whose = f"question {expected.question_id}" if expected.question_id else "[export]"
    part = expected.part if expected.question_id else expected.holds
    where = f"{whose}, {part}" if part else whose
    out = f"{part} out of {whose}" if part else f"out {whose}"
    return Finding(
        "red",
        "missing_column",
        expected.question_id or None,
        now.file,
        f"the column {lost.name!r} is missing, and no other looks like it",
        f"{where}; {lost.before.filled:,} filled cells before" if lost.before else where,
        f"export again with this column; if the survey has it no more, take {out} in questionnaire.toml",
    )


def _new(names: Sequence[str], known_before: bool, now: Profile) -> Iterator[Finding]:
    if names and not known_before:
        yield _new_column("green", f"columns that the questionnaire does not mention: {_told(names)}", names[0], now)
        return
    for name in names:
        yield _new_column("amber", f"a column that the questionnaire does not mention: {name!r}", name, now)


def _new_column(level: Level, what: str, name: str, now: Profile) -> Finding:
    return Finding(
        level,
        "new_column",
        None,
        f"{now.file}, column {name!r}" if level == "amber" else now.file,
        what,
        "not in the export before" if level == "amber" else "there is no export before to compare with",
        f"a new question: add a [[question]] with column = {quoted(name)}; of no interest: add {quoted(name)} to "
        "ignored under [export]; names or addresses: to personal",
    )


def _told(names: Sequence[str]) -> str:
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return ", ".join(repr(shorten(name, _LETTERS, placeholder=" …")) for name in names[:_TOLD]) + more


def _unclaimed_gone(now: Profile, before: Profile) -> Iterator[Finding]:
    there = {key(column.name) for column in now.columns}
    for column in before.columns:
        if not column.holds and key(column.name) not in there:
            what = f"the column {column.name!r}, which no question names, is gone"
            yield Finding(
                "green", "missing_column", None, now.file, what, "it was in the export before", "nothing to do"
            )


def _respelt(now: Profile, before: Profile) -> Iterator[Finding]:
    old = {key(column.name): column.name for column in before.columns}
    for column in now.columns:
        was = old.get(key(column.name), column.name)
        if was != column.name:
            what = f"{was!r} is now spelt {column.name!r}, and read all the same"
            evidence = "they differ in case, spaces, quotes or dashes only"
            yield Finding("green", "renamed_column", None, now.file, what, evidence, "nothing to do")


def _reordered(now: Profile, before: Profile) -> Iterator[Finding]:
    names = {key(column.name): column.name for column in now.columns}
    stayed = in_order([key(column.name) for column in before.columns], list(names))
    known = {key(column.name) for column in before.columns}
    moved = [name for each, name in names.items() if each in known and each not in stayed]
    if moved:
        yield Finding(
            "amber",
            "reordered_columns",
            None,
            now.file,
            f"columns stand in another order than before: {_told(moved)}",
            f"{len(moved)} of {len(names)} moved; columns are found by name, so figures do not change",
            "ask whether the questions were put in another order, which can change answers; if so, note the day",
        )
