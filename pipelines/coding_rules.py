"""What the code frame's rules make of the free text of a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import FreeText
    from survey.themes.code import Coding


def coded_questions(desk: Desk) -> list[FreeText]:
    """The free-text questions that the code frame is applied to; none where the consultation has no code frame."""
    from survey.questionnaire.frame_file import FILE

    return texts_to_code(desk) if (desk.folder / FILE).is_file() else []


def texts_to_code(desk: Desk) -> list[FreeText]:
    """The free-text questions that a code frame would be applied to."""
    from survey.questionnaire.kinds import FreeText

    return [each for each in desk.consultation.questions if isinstance(each, FreeText) and each.coded]


def with_themes(desk: Desk) -> Consultation:
    """The consultation with its themes as one more question, if a code frame is applied: their nets are known by it."""
    from survey.questionnaire.frame_file import load_code_frame
    from survey.themes.question import themes_question

    whole = desk.consultation
    if not coded_questions(desk):
        return whole
    return whole.model_copy(update={"questions": (*whole.questions, themes_question(load_code_frame(desk.folder)))})


def asked_only(desk: Desk, responses: pl.DataFrame, questions: Sequence[FreeText]) -> pl.DataFrame:
    """The responses with only the answers to these questions of those who were asked."""
    import polars as pl

    from survey.routing import asked

    return responses.with_columns(
        pl.when(asked(each, desk.consultation)).then(each.id).alias(each.id) for each in questions
    )


def by_rules(desk: Desk, responses: pl.DataFrame) -> tuple[CodeFrame, Coding, pl.DataFrame]:
    """The code frame, what its rules give, and the responses with only the answers of those who were asked."""
    from survey.errors import Problem, UsageError
    from survey.questionnaire.frame_file import FILE, load_code_frame
    from survey.themes.code import code_answers

    questions = coded_questions(desk)
    if not questions:
        hint = "no question is free_text with coded = true"
        if texts_to_code(desk):
            hint = f"survey themes suggest {desk.called} drafts {desk.folder / FILE}; docs/definition.md tells its keys"
        raise UsageError(Problem("no free text is coded in this consultation", desk.consultation.id, hint=hint))
    frame = load_code_frame(desk.folder)
    put = asked_only(desk, responses, questions)
    return frame, code_answers(put, questions, frame), put
