"""Published figures counted again from the responses as they stood then, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from pipelines.explain_source import Source
    from pipelines.places import Desk
    from survey.questionnaire.kinds import Question

_COUNTS = ("count", "base_unweighted")


def counted_again(desk: Desk, source: Source, question: Question) -> str:
    """Whether the same counts come out of the responses as they stood when they were published; no count is told."""
    from survey.errors import SurveyError
    from survey.publish.earlier import KEYS

    try:
        now = _recounted(desk, source, question)
    except SurveyError as error:
        return f"They could not be counted again: {error.problems[0].what}."
    published = source.record.figures.filter(kept_of(question)).select(KEYS)
    then, now = (each.join(published, on=KEYS, nulls_equal=True, how="semi") for each in (source.record.kept, now))
    both = then.select(*KEYS, *_COUNTS).join(now.select(*KEYS, *_COUNTS), on=[*KEYS, *_COUNTS], nulls_equal=True)
    if both.height == then.height == now.height:
        return "Counted again just now from the responses as they stood then, every count of this question is the same."
    return (
        f"CAUTION: counted again just now from the responses as they stood then, {then.height - both.height:,} of "
        f"{then.height:,} counts of this question are others: what decides them has changed since "
        "(of themes, the decisions of coders; else the toolkit), or the store was exchanged."
    )


def kept_of(question: Question) -> pl.Expr:
    """The figures of a question."""
    import polars as pl

    return pl.col("question_id") == question.id


def _recounted(desk: Desk, source: Source, question: Question) -> pl.DataFrame:
    from pipelines.publication import publication_figures
    from pipelines.responses import load_version
    from survey.ledger.flags import flags, leave_out

    responses = load_version(desk, taken_in(desk, source)[-1]).collect()
    if desk.without:
        responses = leave_out(responses, flags(responses, desk.consultation), desk.without)
    return publication_figures(desk, responses, [question.id]).filter(kept_of(question))


def taken_in(desk: Desk, source: Source) -> list[dt.datetime]:
    """When the exports were taken in that a publication is made of.

    Raises:
        UsageError: the store no longer knows them.
    """
    from pipelines.responses import accepted_by
    from survey.errors import Problem, UsageError

    number = len(source.record.facts["inputs"])
    times = accepted_by(desk)[:number]
    if len(times) < number or not times:
        raise UsageError(Problem("the store no longer holds the exports that this was made of", str(desk.private)))
    return times


def since(desk: Desk, source: Source) -> list[str]:
    """What has changed since the file was published, in words: exports, definition, packages, later publications."""
    from pipelines.record import facts, recorded, sha
    from survey.store import waves

    then, home = source.record.facts, source.record.source
    told = []
    history = waves(desk.private / "responses")["file"].to_list()[len(then["inputs"]) :]
    if history and not desk.as_of:
        told.append(f"{len(history)} more taken in: {', '.join(history)}")
    current = {path.name: sha(path.read_bytes()) for path in sorted(home.glob("*.toml"))}
    changed = sorted(
        name for name in {*current, *then["definition"]} if current.get(name) != then["definition"].get(name)
    )
    if not current:
        told.append(f"the definition is no longer in {home}")
    elif changed:
        told.append(f"the definition has changed: {', '.join(changed)}")
    packages = facts(desk)["packages"]
    others = sorted(name for name, version in packages.items() if then["packages"].get(name) != version)
    if others:
        told.append(f"other versions are installed of {', '.join(others)}")
    same = [each for each in recorded(desk.private) if each.series == source.record.series]
    if same[-1].id != source.record.id:
        told.append(f"figures were published anew ({same[-1].id}), and this file's are those of {source.record.id}")
    return told
