"""`--where "question=code,code"`: which respondents a table is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from survey.errors import Problem
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Closed, Condition, MultiCode

OPTION = "--where"


def conditions(texts: Sequence[str], consultation: Consultation) -> list[Condition]:
    """What each text asks for: any of the codes (or labels) behind the `=`.

    Raises:
        UsageError: with every mistake: no such question or code, the nearest told; a question without codes.
    """
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import Closed, Condition, MultiCode

    found: list[Condition] = []
    problems: list[Problem] = []
    for text in texts:
        name, equals, codes = (part.strip() for part in text.partition("="))
        if not (name and equals and codes):
            problems.append(Problem("not a condition", OPTION, "question=code, or question=code,code", repr(text)))
            continue
        question = consultation.question(name)
        if not isinstance(question, Closed | MultiCode) or (isinstance(question, Closed) and question.items):
            expected = "a question with options, without items"
            problems.append(Problem("no condition can stand on this question", f"{OPTION} {text}", expected, name))
            continue
        known, wrong = _codes(codes, question, text)
        problems += wrong
        found += [] if wrong else [Condition(question=name, any_of=known)]
    if problems:
        raise UsageError(*problems)
    return found


def _codes(text: str, question: Closed | MultiCode, where: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The codes in a text. A label may hold a comma: the whole text is tried first."""
    from survey.errors import Problem, nearest
    from survey.questionnaire.matching import key

    code_of = {key(each): option.code for option in question.options for each in (option.label, option.code)}
    if key(text) in code_of:
        return (code_of[key(text)],), []
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    names = [option.code for option in question.options]
    wrong: list[Problem] = [
        Problem(
            f"question {question.id} has no such code",
            f"{OPTION} {where}",
            "one of " + ", ".join(names),
            repr(piece),
            nearest(piece, [*names, *(option.label for option in question.options)]),
        )
        for piece in pieces
        if key(piece) not in code_of
    ]
    return tuple(dict.fromkeys(code_of[key(piece)] for piece in pieces if key(piece) in code_of)), wrong


def narrowed(responses: pl.DataFrame, asked_for: Sequence[Condition], consultation: Consultation) -> pl.DataFrame:
    """The responses of whom every condition holds."""
    from survey.routing import holds

    return responses.filter(*(holds(condition, consultation) for condition in asked_for)) if asked_for else responses


def in_words(asked_for: Sequence[Condition], consultation: Consultation) -> str:
    """The conditions as people say them: "Area: Dudley or Walsall; Sex: Female"."""
    from survey.questionnaire.kinds import Closed, MultiCode

    told: list[str] = []
    for condition in asked_for:
        question = consultation.question(condition.question)
        assert isinstance(question, Closed | MultiCode)  # noqa: S101 - `conditions` has seen to it
        labels = {option.code: option.label for option in question.options}
        told.append(f"{question.title}: {' or '.join(labels[code] for code in condition.any_of)}")
    return "; ".join(told)
