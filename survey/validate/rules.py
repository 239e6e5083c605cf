"""What a questionnaire expects of an export, as Great Expectations writes expectations, with words for the analyst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from survey.questionnaire.definition import Consultation, TimeColumn, variables
from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Question, Ranking, Scale, SingleCode
from survey.validate.words import column_names, counted, extent, long_date, named, percent, titled

MARK = "questionnaire"
EXISTS = "expect_column_to_exist"
_BETWEEN = "expect_column_values_to_be_between"
_IN_SET = "expect_column_values_to_be_in_set"
_NULL = "expect_column_values_to_be_null"
_NOT_NULL = "expect_column_values_to_not_be_null"
_UNIQUE = "expect_column_values_to_be_unique"

_FORMAT = "write the export's format into questionnaire.toml, or mend these cells in the export"
_SWAPPED = "where some dates do not fit the format, the others may have day and month swapped: check a few of them"
_OPTIONS = "add each text in questionnaire.toml as an alias of its option, or as an option, or under [export] replace"


def rules(consultation: Consultation) -> Iterator[dict[str, Any]]:
    """The expectations, in the questionnaire's order: response ids, times, dates, then question by question.

    Each is {type, kwargs, meta}; meta has `derived_from`, `question_id` (or the column's name where it is of no
    question), `what` it states, `todo` where it fails, and for multi-code `options`, the labels known.
    """
    yield from _response_id(consultation)
    for name, column in (("started", consultation.export.started), ("completed", consultation.export.completed)):
        if column is not None:
            yield from _time(name, column)
    yield from _fieldwork(consultation)
    for question in consultation.questions:
        yield from _columns(question)
        yield from _answers(question)
        yield from _routing(question)


def _rule(kind: str, question_id: str, what: str, todo: str, **kwargs: Any) -> dict[str, Any]:
    meta = {"derived_from": MARK, "question_id": question_id, "what": what, "todo": todo}
    return {"type": kind, "kwargs": kwargs, "meta": meta}


def _response_id(consultation: Consultation) -> Iterator[dict[str, Any]]:
    name = "response_id"
    column = consultation.export.response_id
    todo = f"[export] response_id in questionnaire.toml says {column!r}: put there what the export calls it"
    yield _rule(EXISTS, name, "Response id: the export has its column", todo, column=name)
    todo = "give these lines an id, or take them out of the export"
    yield _rule(_NOT_NULL, name, "Response id: every response has one", todo, column=name)
    todo = "keep one of the responses that share an id, or export again"
    yield _rule(_UNIQUE, name, "Response id: no two responses share one", todo, column=name)


def _time(name: str, time: TimeColumn) -> Iterator[dict[str, Any]]:
    column, title = f"{name}:unread", name.capitalize()
    todo = f"[export] {name} in questionnaire.toml says {time.column!r}: put there what the export calls it"
    yield _rule(EXISTS, name, f"{title}: the export has its column", todo, column=column)
    what = f"{title}: every time is in the format {time.format}"
    yield _rule(_NULL, name, what, f"{_FORMAT}; {_SWAPPED}", column=column)


def _fieldwork(consultation: Consultation) -> Iterator[dict[str, Any]]:
    fieldwork = consultation.fieldwork
    if fieldwork is None:
        return
    what = f"Date: within fieldwork, {long_date(fieldwork.opened)} to {long_date(fieldwork.closed)}"
    todo = f"correct [fieldwork] in questionnaire.toml, or find out when these responses were given; {_SWAPPED}"
    span = {"min_value": fieldwork.opened.isoformat(), "max_value": fieldwork.closed.isoformat()}
    yield _rule(_BETWEEN, "date", what, todo, column="date", **span)


def _columns(question: Question) -> Iterator[dict[str, Any]]:
    todo = f"put into questionnaire.toml what the export calls {column_names(question)}"
    for variable in variables(question):
        column = f"{variable.name}:picks" if isinstance(question, MultiCode) else variable.name
        yield _rule(EXISTS, question.id, f"{titled(question)}: the export has its columns", todo, column=column)


def _answers(question: Question) -> Iterator[dict[str, Any]]:
    match question:
        case SingleCode() | Scale():
            yield from _closed(question)
        case MultiCode():
            yield from _multi_code(question)
        case Ranking():
            yield from _ranking(question)
        case Number():
            yield from _number(question)
        case DateAnswer():
            what = f"{titled(question)}: every answer is a date in the format {question.format}"
            yield _rule(_NULL, question.id, what, f"{_FORMAT}; {_SWAPPED}", column=f"{question.id}:unread")
        case FreeText():
            return
        case _:
            assert_never(question)


def _closed(question: SingleCode | Scale) -> Iterator[dict[str, Any]]:
    labels = [option.label for option in question.options]
    for variable in variables(question):
        what = f"{named(variable)}: only options of the questionnaire"
        yield _rule(_IN_SET, question.id, what, _OPTIONS, column=variable.name, value_set=labels)


def _multi_code(question: MultiCode) -> Iterator[dict[str, Any]]:
    what = f"{titled(question)}: only options of the questionnaire"
    rule = _rule(_NULL, question.id, what, _OPTIONS, column=f"{question.id}:unread")
    rule["meta"]["options"] = [option.label for option in question.options]
    yield rule
    lone = [option.label for option in question.options if option.exclusive]
    if lone:
        what = f"{titled(question)}: nothing beside {' or '.join(map(repr, lone))}"
        todo = "the survey tool let others be given with it: decide which of them count, or take `exclusive` away"
        yield _rule(_IN_SET, question.id, what, todo, column=f"{question.id}:not_alone", value_set=[False])
    most = question.max_picks
    if most is None:
        return
    what = f"{titled(question)}: at most {counted(most, 'pick')}"
    todo = "the survey tool let more through: decide whether these answers count, or correct max_picks"
    yield _rule(_BETWEEN, question.id, what, todo, column=f"{question.id}:picks", min_value=1, max_value=most)


def _ranking(question: Ranking) -> Iterator[dict[str, Any]]:
    most = len(question.options)
    todo = f"mend these cells in the export: a place is a whole number from 1 to {most}"
    for variable in variables(question):
        what = f"{named(variable)}: a place from 1 to {most}"
        yield _rule(_BETWEEN, question.id, what, todo, column=variable.name, min_value=1, max_value=most)
        what = f"{named(variable)}: every place can be read"
        yield _rule(_NULL, question.id, what, todo, column=f"{variable.name}:unread")


def _number(question: Number) -> Iterator[dict[str, Any]]:
    todo = "mend these cells in the export, or give their texts a number under [export] replace"
    yield _rule(
        _NULL, question.id, f"{titled(question)}: every answer is a number", todo, column=f"{question.id}:unread"
    )
    ends = {"min_value": question.minimum, "max_value": question.maximum}
    ends = {key: value for key, value in ends.items() if value is not None}
    if ends:
        what = f"{titled(question)}: {extent(question)}"
        todo = "mend these cells in the export, or correct minimum and maximum in questionnaire.toml"
        yield _rule(_BETWEEN, question.id, what, todo, column=question.id, **ends)


def _routing(question: Question) -> Iterator[dict[str, Any]]:
    if question.asked is not None:
        what = f"{titled(question)}: answered only by those who were asked"
        todo = "correct `asked` in questionnaire.toml, or the routing of the survey tool; see who answered all the same"
        column = f"{question.id}:off_route"
        yield _rule(_IN_SET, question.id, what, todo, column=column, value_set=[False])
    share = question.required_share
    if share is not None:
        what = f"{titled(question)}: answered by {percent(share)} of those who were asked"
        todo = "see that the export is whole; if respondents could skip the question, lower required_share"
        column = f"{question.id}:answered"
        yield _rule(_IN_SET, question.id, what, todo, column=column, value_set=[True], mostly=share)
