"""Coded verbatims put beside the other answers, as one more multi-code question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.questionnaire.kinds import FreeText, Question
    from survey.themes.code import Coding


def coded_questions(desk: Desk) -> list[FreeText]:
    """The free-text questions that the code frame is applied to; none where the consultation has no code frame."""
    from survey.questionnaire.frame_file import FILE
    from survey.questionnaire.kinds import FreeText

    if not (desk.folder / FILE).is_file():
        return []
    return [each for each in desk.consultation.questions if isinstance(each, FreeText) and each.coded]


def code(desk: Desk, responses: pl.DataFrame) -> tuple[CodeFrame, Coding]:
    """The consultation's code frame, and its free text coded by it: the answers of those who were asked.

    Raises:
        UsageError: the consultation has no code frame, or no free text to code.
        DefinitionError: the code frame holds mistakes.
    """
    import polars as pl

    from survey.errors import Problem, UsageError
    from survey.questionnaire.frame_file import FILE, load_code_frame
    from survey.routing import asked
    from survey.themes.code import code_answers

    questions = coded_questions(desk)
    if not questions:
        hint = f"write {desk.folder / FILE}, and keep coded = true on a free_text question"
        raise UsageError(Problem("no free text is coded in this consultation", desk.consultation.id, hint=hint))
    frame = load_code_frame(desk.folder)
    put = [pl.when(asked(each, desk.consultation)).then(each.id).alias(each.id) for each in questions]
    return frame, code_answers(responses.with_columns(put), questions, frame)


def answerable(desk: Desk, responses: pl.DataFrame, question_id: str = "") -> tuple[pl.DataFrame, list[Question]]:
    """The responses, with the codes beside them where they are wanted, and the questions to break down.

    Without a question id these are all of them, the themes last.
    """
    from survey.themes.question import THEMES, themes_question, with_themes

    if question_id and question_id != THEMES:
        return responses, [desk.consultation.question(question_id)]
    if not question_id and not coded_questions(desk):
        return responses, list(desk.consultation.questions)
    frame, coding = code(desk, responses)
    chosen = [] if question_id else list(desk.consultation.questions)
    return with_themes(responses, coding, frame), [*chosen, themes_question(frame)]
