"""Columns that are new, missing, renamed or reordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.drift.alike import content_alikeness, in_order, neighbour_alikeness, pair_best, text_alikeness
from survey.drift.expected import Expected, expected_columns, option_text
from survey.drift.finding import Finding, quoted
from survey.drift.values import Column, Profile
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Ranking
from survey.questionnaire.matching import key

SURE = 0.5  # of name 0.4, content 0.45 and neighbours 0.15, for a column to be taken for the renamed one
SURE_BY_NAME = 0.75  # of the name alone, where there is no export before
_TOLD = 5


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
    lost: list[_Lost] = []
    for expected in expected_columns(consultation):
        where = (expected.holds, expected.part)
        if where not in there:
            column = old.get(where)
            lost.append(_Lost(expected, column.name if column else expected.patterns[0], column))
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


def _acceptance(expected: Expected, new: str, consultation: Consultation) -> tuple[str, str | None, str, str]:
    """What to write so that the new name is read: kind, code, text, and the words for it."""
    if not expected.question_id:
        fix = f"[export], {expected.holds}: write the column as {quoted(new)}"
        return "column", expected.holds, new, fix + "; exports with the old name are then no longer read"
    question = consultation.question(expected.question_id)
    where = f"question {question.id}"
    text = option_text(expected.pattern, new)
    if isinstance(question, MultiCode | Ranking) and expected.part and text:
        return "alias", expected.part, text, f"{where}, option {expected.part}: aliases = [{quoted(text)}]"
    old = "; exports with the old name are then no longer read"
    if expected.part:
        return "column", expected.part, new, f"{where}, {expected.part}: column = {quoted(new)}{old}"
    return "column", None, new, f"{where}: column = {quoted(new)}{old}"


def _missing(lost: _Lost, now: Profile) -> Finding:
    whose = f"question {lost.expected.question_id}" if lost.expected.question_id else f"[export] {lost.expected.holds}"
    return Finding(
        "red",
        "missing_column",
        lost.expected.question_id or None,
        now.file,
        f"the column {lost.name!r} is missing, and no other looks like it",
        f"{whose}; {lost.before.filled:,} filled cells before" if lost.before else whose,
        f"export again with this column; if the survey has it no more, take it out of {whose} in questionnaire.toml",
    )


def _new(names: Sequence[str], known_before: bool, now: Profile) -> Iterator[Finding]:
    for name in names:
        yield Finding(
            "amber" if known_before else "green",
            "new_column",
            None,
            f"{now.file}, column {name!r}",
            f"a column that the questionnaire does not mention: {name!r}",
            "not in the export before" if known_before else "there is no export before to compare with",
            f"a new question: add a [[question]] with column = {quoted(name)}; of no interest: add {quoted(name)} to "
            "ignored under [export]; names or addresses: to personal",
        )


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
        told = ", ".join(repr(name) for name in moved[:_TOLD])
        more = f" and {len(moved) - _TOLD} more" if len(moved) > _TOLD else ""
        yield Finding(
            "amber",
            "reordered_columns",
            None,
            now.file,
            f"columns stand in another order than before: {told}{more}",
            f"{len(moved)} of {len(names)} moved; columns are found by name, so figures do not change",
            "ask whether the questions were put in another order, which can change answers; if so, note the day",
        )
