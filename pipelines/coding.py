"""Coded verbatims put beside the other answers, as one more multi-code question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.coding_rules import by_rules, coded_questions

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.questionnaire.kinds import Question
    from survey.themes.code import Coding


def code(desk: Desk, responses: pl.DataFrame) -> tuple[CodeFrame, Coding]:
    """The consultation's code frame, and its free text coded: by people where they decided; else by the frame's rules,
    and beside them by the model that the analyst applied.

    Raises:
        UsageError: the consultation has no code frame, or no free text to code.
        DefinitionError: the code frame holds mistakes.
    """
    import polars as pl

    from pipelines.show import say
    from pipelines.theme_learn import model_codes
    from pipelines.theme_review import load_decisions
    from survey.themes.code import Coding, account_of, answers_of
    from survey.themes.decisions import on_other_words, overridden, standing
    from survey.themes.migrate import migrated
    from survey.themes.model_codes import with_model

    frame, coding, put = by_rules(desk, responses)
    questions = coded_questions(desk)
    decisions, again = migrated(load_decisions(desk), coding.coded, frame)
    if len(again):
        say(
            f"{len(again):,} decisions of people were on codes that are no more, or were split: they have to look again"
        )
    answers, decisions = answers_of(put, questions), pl.concat([again, decisions])  # of one day the whole ones are last
    decided, model = standing(decisions, answers), model_codes(desk, answers, frame)
    changed = len(on_other_words(decisions, answers))
    if changed:
        say(f"{changed:,} answers have other words than when people decided on them: by rules until they look again")
    if decided.is_empty() and model.is_empty():
        return frame, coding
    coded = overridden(with_model(coding.coded, model, frame), decided, frame)
    return frame, Coding(coded, account_of(coded, [question.id for question in questions], frame))


def answerable(desk: Desk, responses: pl.DataFrame, wanted: Sequence[str] = ()) -> tuple[pl.DataFrame, list[Question]]:
    """The responses, with the codes beside them where they are wanted, and the questions of these ids, each once.

    Without ids these are all questions, the themes last. Responses that have their codes beside them keep these.
    """
    from survey.questionnaire.frame_file import load_code_frame
    from survey.themes.question import THEMES, themes_question, with_themes

    ids = list(dict.fromkeys(wanted)) or [question.id for question in desk.consultation.questions]
    known = {name: desk.consultation.question(name) for name in ids if name != THEMES}
    if THEMES in ids or (not wanted and coded_questions(desk)):
        if THEMES in responses.columns:
            frame = load_code_frame(desk.folder)
        else:
            frame, coding = code(desk, responses)
            responses = with_themes(responses, coding, frame)
        known[THEMES] = themes_question(frame)
    return responses, [known[name] for name in (ids if wanted else known)]


def coded_by(desk: Desk, responses: pl.DataFrame, figures: pl.DataFrame) -> str:
    """Who coded what people wrote, in shares of respondents: rules, a model, people. Empty where nothing of it is
    published.

    Args:
        responses: with their codes, as `answerable` gives them.
        figures: what is published (frames.RESULTS).
    """
    from survey.questionnaire.frame_file import load_code_frame
    from survey.themes.question import CODED_BY, THEMES

    if CODED_BY not in responses.columns or not figures.filter(question_id=THEMES)["base_unweighted"].sum():
        return ""
    known = responses[CODED_BY].drop_nulls()
    frame = f"version {load_code_frame(desk.folder).version} of the code frame"
    shares: dict[str, float] = dict(known.value_counts(normalize=True, name="share").iter_rows())
    if set(shares) == {"rule"}:
        return f"What people wrote was coded by the rules of {frame}"
    from pipelines.theme_learn import quality_in_words

    quality = quality_in_words(desk)
    how = {
        "rule": "by rules alone",
        "model": "with codes that a model added" + f" ({quality})" * bool(quality),
        "person": "by a person, who has the last word",
    }
    told = [f"{_whole(shares[who])} {words}" for who, words in how.items() if who in shares]
    return f"What people wrote was coded by {frame}; of respondents {', '.join(told)}"


def _whole(share: float) -> str:
    """A share in whole per cent: what the base is must not follow from it."""
    if share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"
