"""`survey suite`: the consultation's expectations, derived from its questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, ConsultationName, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.validate.suite import Suite


def suite(
    consultation: ConsultationName,
    check: Annotated[bool, typer.Option("--check", help="Only say whether it is up to date: 0 yes, 1 no.")] = False,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Example: survey suite police_crime_plan_2024

    Derives the expectations from the questionnaire again. Expectations written by hand stay as they are.
    """
    from pipelines.files import write
    from pipelines.places import open_desk
    from pipelines.show import say
    from survey.validate.json_suite import to_json
    from survey.validate.suite import derive

    desk = open_desk(consultation, outputs)
    kept = stored_suite(desk)
    if check:
        stale = kept is None or to_json(derive(desk.consultation, kept)) != to_json(kept)
        print(f"{'stale' if stale else 'up to date'}: {desk.suite}")
        raise typer.Exit(code=1 if stale else 0)
    made = derive(desk.consultation, kept)
    write(desk.suite, to_json(made))
    print(f"{len(made.expectations)} expectations: {desk.suite}")
    for each in kept.expectations if kept else ():
        if each not in made.expectations:
            say(f"no longer in it: {each.meta.get('what', each.type)}")


def stored_suite(desk: Desk) -> Suite | None:
    """The suite on disk, or None where there is none.

    Raises:
        DefinitionError: it holds mistakes.
    """
    from survey.validate.json_suite import from_json

    return from_json(desk.suite.read_bytes(), str(desk.suite)) if desk.suite.is_file() else None


def current_suite(desk: Desk) -> Suite:
    """The suite to validate with. One that is stale or missing is derived for this run, and the analyst is told."""
    from pipelines.show import say
    from survey.validate.json_suite import to_json
    from survey.validate.suite import derive, is_stale

    kept = stored_suite(desk)
    made = derive(desk.consultation, kept)
    if kept is None:
        say(f"note: there is no suite {desk.suite} yet; derived for this run. To keep it: survey suite {desk.called}")
    elif to_json(made) != to_json(kept):
        why = "the questionnaire has changed since" if is_stale(kept, desk.consultation) else "it was edited"
        say(f"note: the suite {desk.suite} is stale: {why}. Its derived part was made anew for this run.")
        say(f"    To write that down: survey suite {desk.called} (expectations of your own are kept, as long as their")
        say("    meta does not say derived_from)")
    return made
