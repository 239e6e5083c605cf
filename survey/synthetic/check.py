"""What `published.toml` cannot know alone: whether its questions, codes and weeks are those of the questionnaire."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from survey.errors import Problem, nearest
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import BaseQuestion, Closed, MultiCode
from survey.synthetic.published import Published


def check(published: Published, consultation: Consultation, path: Path) -> list[Problem]:
    """Every mistake between the figures and the questionnaire."""
    return [
        *_check_codes(published, consultation, path),
        *_check_shares(published, consultation, path),
        *_check_weeks(published, consultation, path),
        *_unknown(
            [published.mentions.topic], published.assumed.comments.topics, f"{path}, [mentions] topic", "such topic"
        ),
    ]


def _check_codes(published: Published, consultation: Consultation, path: Path) -> list[Problem]:
    """The codes of each key, looked up among the options (and, for percentages, nets) of its question."""
    assumed = published.assumed
    first, area, priorities = published.weeks_first, consultation.area or "", consultation.priorities or ""
    topics = assumed.comments.topics.items()
    used: list[tuple[str, str, Collection[str]]] = [
        *((f"[percentages.{name}]", name, codes) for name, codes in published.percentages.items()),
        *((f"[counts.{name}]", name, codes) for name, codes in published.counts.items()),
        *(("[[majorities]]", claim.question, [claim.option]) for claim in published.majorities),
        *(("[[called]]", claim.question, [claim.option]) for claim in published.called),
        ("[weeks_first]", first.question, [first.option]),
        ("[mentions]", published.mentions.question, []),
        *(("[assumed.answered]", name, []) for name in assumed.answered),
        *((f"[assumed.shares.{name}]", name, codes) for name, codes in assumed.shares.items()),
        ("[assumed.led_by]", first.question, assumed.led_by.values()),
        *(("[assumed.warmest_first]", name, codes) for name, codes in assumed.warmest_first.items()),
        ("[assumed.mood]", area, assumed.mood),
        ("[assumed.picked_more]", area, assumed.picked_more),
        *(("[assumed.picked_more]", priorities, codes) for codes in assumed.picked_more.values()),
        ("[assumed.comments.places]", area, assumed.comments.places),
        *((f"[assumed.comments.topics.{name}]", priorities, [topic.option]) for name, topic in topics if topic.option),
    ]
    return [
        problem
        for key, question, codes in used
        if question or codes  # without [consultation] area or priorities nothing may depend on them
        for problem in _check_key(
            consultation, question, codes, f"{path}, {key}", key.startswith(("[percent", "[[called"))
        )
    ]


def _check_key(
    consultation: Consultation, name: str, codes: Collection[str], where: str, with_nets: bool
) -> list[Problem]:
    questions = {question.id: question for question in consultation.questions}
    if name not in questions:
        return _unknown([name], questions, where, "such question")
    question = questions[name]
    known = [option.code for option in question.options] if isinstance(question, Closed | MultiCode) else []
    if with_nets and isinstance(question, Closed | MultiCode):
        known += [net.code for net in question.nets]
    return _unknown(codes, known, where, f"such code of {name}")


def _check_shares(published: Published, consultation: Consultation, path: Path) -> list[Problem]:
    problems = []
    for question in consultation.questions:
        if isinstance(question, Closed | MultiCode):
            known = {*_figures(question, published), *published.assumed.shares.get(question.id, {})}
            problems += [
                Problem(f"no share for the option {option.code!r}", f"{path}, [assumed.shares.{question.id}]")
                for option in question.options
                if option.code not in known
            ]
    return problems


def _figures(question: BaseQuestion, published: Published) -> set[str]:
    """The codes of a question that have a published figure."""
    return {*published.percentages.get(question.id, {}), *published.counts.get(question.id, {})}


def _check_weeks(published: Published, consultation: Consultation, path: Path) -> list[Problem]:
    first, assumed = published.weeks_first, published.assumed
    weeks = consultation.fieldwork.weeks if consultation.fieldwork else 0
    others = [week for week in assumed.led_by if 1 <= week <= weeks]
    expected = (
        (len(assumed.weeks), weeks, "[assumed] weeks"),
        (first.of, weeks, "[weeks_first] of"),
        (len(others), first.of - first.weeks, "[assumed.led_by], weeks of fieldwork"),
    )
    return [
        Problem("not the weeks of the consultation", f"{path}, {key}", str(wanted), str(got))
        for got, wanted, key in expected
        if got != wanted
    ]


def _unknown(names: Iterable[str], known: Iterable[str], where: str, what: str) -> list[Problem]:
    known = list(known)
    return [
        Problem(f"no {what}", where, "one of " + ", ".join(known), repr(name), nearest(name, known))
        for name in names
        if name not in known
    ]
