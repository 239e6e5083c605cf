"""Types, date formats and patterns of response ids that changed."""

from __future__ import annotations

from collections.abc import Iterator

from survey.drift.finding import Finding, quoted
from survey.drift.shapes import format_shape, same_shape, shape_format
from survey.drift.values import Column, Profile
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import DateAnswer, FreeText, Number

_MANY = 0.01  # of the responses: more of them than before with a date that is not read, or lies outside fieldwork


def format_findings(now: Profile, before: Profile | None, consultation: Consultation) -> Iterator[Finding]:
    """What the columns that are no closed questions hold, against the questionnaire and the export before."""
    old = {column.holds: column for column in before.columns if column.holds} if before else {}
    told = False
    for column in now.columns:
        if not column.holds or column.kind == "blank":
            continue
        found = list(_column(column, old.get(column.holds), consultation, now.file))
        told = told or any(each.kind == "date_format_changed" for each in found)
        yield from found
    if not told:
        yield from _astray(now, before, consultation)


def _column(column: Column, old: Column | None, consultation: Consultation, file: str) -> Iterator[Finding]:
    where = f"{file}, column {column.name!r}"
    layout = _layout(column, consultation)
    if layout:
        yield from _date(column, old, layout, where)
    elif column.holds == "response_id":
        yield from _ids(column, old, where)
    elif column.holds == "finished":
        yield from _finished(column, old, where)
    elif column.question_id:
        question = consultation.question(column.question_id)
        if isinstance(question, Number) and column.kind != "number":
            yield _type(column, "number", "red", where)
        elif isinstance(question, FreeText) and old and old.kind == "text" != column.kind:
            yield _type(column, "text", "amber", where)


def _layout(column: Column, consultation: Consultation) -> str:
    """The format that the definition states for a column of dates; "" for all others."""
    if column.holds in ("started", "completed"):
        stated = getattr(consultation.export, column.holds)
        return stated.format if stated else ""
    question = consultation.question(column.question_id) if column.question_id else None
    return question.format if isinstance(question, DateAnswer) else ""


def _date(column: Column, old: Column | None, layout: str, where: str) -> Iterator[Finding]:
    if column.kind != "date":
        if old and old.kind == "date":
            yield _type(column, "date", "red", where)
        return
    stated = format_shape(layout)
    changed = old is not None and old.kind == "date" and old.shape and not same_shape(old.shape, column.shape)
    if not column.shape or (same_shape(stated, column.shape) and not changed):
        return
    new = shape_format(column.shape)
    key = f"[export], {column.holds}" if not column.question_id else f"question {column.question_id}"
    fix = f"{key}: format = {quoted(new)}" if new else f"{key}: state the format the dates are in now"
    yield Finding(
        "red",
        "date_format_changed",
        column.question_id or None,
        where,
        f"dates have the form {column.shape}, not {old.shape if changed and old else stated}: "
        "they would be missing, or of another day",
        f"the definition states {layout}; {column.filled:,} dates"
        + ("; a first or second part above 12 tells the day from the month" if "dd" in column.shape else ""),
        f"{fix}; or export with dates as before",
    )


def _ids(column: Column, old: Column | None, where: str) -> Iterator[Finding]:
    if old is None or not old.shape or "(any)" in (old.shape, column.shape):
        return
    new = set(column.shape.split(" | ")) - set(old.shape.split(" | "))
    if new:
        yield Finding(
            "amber",
            "id_pattern_changed",
            None,
            where,
            f"response ids have the form {column.shape}, before {old.shape}",
            f"new: {', '.join(sorted(new))}",
            "ask whether the survey was copied or its ids renumbered: responses you had would be counted again, as new "
            "ones; if so, export with the ids of before",
        )


def _finished(column: Column, old: Column | None, where: str) -> Iterator[Finding]:
    """No cell says any more that its response was finished: the tool's word for it changed."""
    marked = sum(count for _, count in column.known)
    before = sum(count for _, count in old.known) if old else 0
    if marked == 0 and (old is None or before > 0):
        yield Finding(
            "red",
            "finished_mark_changed",
            None,
            where,
            "no response is marked as finished: all would count as partial",
            f"{column.filled:,} filled cells, none with a text of values; {before:,} before",
            "[export], finished: add the tool's text for a finished response to values",
        )


def _type(column: Column, was: str, level: str, where: str) -> Finding:
    return Finding(
        "red" if level == "red" else "amber",
        "type_changed",
        column.question_id or None,
        where,
        f"the column {column.name!r} should hold {was}s, and holds {column.kind}s",
        f"{column.filled:,} filled cells, nine in ten of which tell the type",
        "look whether columns were swapped or the question was changed; then set its kind in questionnaire.toml",
    )


def _astray(now: Profile, before: Profile | None, consultation: Consultation) -> Iterator[Finding]:
    """Dates that are not read or lie outside fieldwork: a format that cannot be told by its form shows so."""
    if consultation.fieldwork is None or not now.days:
        return
    share, count = _share_astray(now, consultation)
    earlier = _share_astray(before, consultation)[0] if before else 0.0
    if share > earlier + _MANY and count >= 3:
        stated = getattr(consultation.export, consultation.fieldwork.dated_by)
        yield Finding(
            "red" if share > 0.05 else "amber",
            "date_format_changed",
            None,
            now.file,
            "dates are not read, or lie outside fieldwork: these responses would be in no week",
            f"{count:,} of {now.rows:,} responses ({share:.1%}), before {earlier:.1%}",
            f"compare dates of the export with the format {stated.format if stated else ''} and with [fieldwork]",
        )


def _share_astray(profile: Profile, consultation: Consultation) -> tuple[float, int]:
    fieldwork = consultation.fieldwork
    assert fieldwork is not None  # noqa: S101 - asked for only with fieldwork
    blank = next((column.blank for column in profile.columns if column.holds == fieldwork.dated_by), 0)
    outside = sum(count for day, count in profile.days if not fieldwork.opened <= day <= fieldwork.closed)
    count = outside + max(profile.undated - blank, 0)
    return count / max(profile.rows, 1), count
