"""Themes whose published shares are not those that people's reading of drawn respondents leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

_SHOWN = 3


def say_what_is_off(desk: Desk, responses: pl.DataFrame) -> None:
    """Cautions, on stderr, where shares of themes that are to be published lie outside the interval that a reading of
    drawn respondents gives (`themes agree`), by two points or more. Says nothing where no drawn sheet was read.

    Args:
        responses: with their codes (`coding.answerable`).
    """
    from pipelines.show import say
    from survey.themes.published import spoken_against
    from survey.themes.question import THEMES

    if THEMES not in responses.columns or (found := _put_right(desk, responses)) is None:
        return
    wrong = spoken_against(found)
    if wrong.is_empty():
        return
    say(f"CAUTION: of {len(wrong)} of {len(found)} themes other shares are to be published than those that follow from")
    say("the answers that people read:")
    for row in wrong.head(_SHOWN).iter_rows(named=True):
        span = f"{row['right_lower']:.1f} to {row['right_upper']:.1f}"
        say(f"“{row['label']}” {row['published_pct']:.1f}%, by what was read {row['right_pct']:.1f}% ({span})")
    say(f"survey themes agree {desk.called} shows all; better phrases in the code frame, or more decisions, mend it")


def _put_right(desk: Desk, responses: pl.DataFrame) -> pl.DataFrame | None:
    from pipelines.coding_rules import by_rules, coded_questions
    from pipelines.theme_agree import read_by_chance, sheets_read, strata_and_read
    from pipelines.theme_review import load_decisions, load_drawn
    from survey.themes.code import answers_of
    from survey.themes.decisions import standing
    from survey.themes.migrate import migrated
    from survey.themes.published import published_error

    drawn, decided = load_drawn(desk), load_decisions(desk)
    if drawn.is_empty() or decided.is_empty():
        return None
    frame, coding, put = by_rules(desk, responses)
    answers = answers_of(put, coded_questions(desk))
    decisions = standing(migrated(decided, coding.coded, frame)[0], answers)
    drawn = drawn.join(answers, on="response_id", how="semi")
    if not sheets_read(drawn, decisions, answers):
        return None
    read = read_by_chance(desk, drawn, decisions, answers, lambda _told: None)
    return published_error(responses, *strata_and_read(coding, drawn, read), frame)
