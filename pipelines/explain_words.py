"""How figures came about, in plain prose that may be pasted into a paper: published figures only, nothing withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

if TYPE_CHECKING:
    from pipelines.explain_figures import Behind
    from pipelines.explain_source import Source
    from pipelines.places import Desk
    from survey.publish.standing.match import Told
    from survey.publish.standing.parts import Part
    from survey.questionnaire.kinds import Condition, Question

SHORT = 12  # letters of a hash: `--json` has all
_NAMED = 3
_MOST = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A part of a file, the publication it is of, and what is behind it."""

    source: Source
    desk: Desk
    part: Part
    behind: Behind


def standing(case: Case) -> str:
    """Whether the file and its figures are as they were published."""
    source, told = case.source, case.behind.told
    if source.edited:
        yes = (
            f"CAUTION: this file is not as any was published. It has the name of {source.name}, which was last made in "
            f"publication {source.record.id}, and has been edited since, or is older than the record."
        )
    else:
        yes = f"The file is as it was published, in publication {source.record.id}."
    if not told:
        return f"{yes} No figure of the survey stands in a table or chart here."
    wrong = [each for each in told if not each.same]
    if not wrong:
        return f"{yes} All {len(told):,} figures drawn here are the published ones."
    first = "; ".join(_wrong(each) for each in wrong[:_MOST])
    return f"{yes} CAUTION: {len(wrong):,} of {len(told):,} figures do not stand as published: {first}."


def _wrong(told: Told) -> str:
    what = name(told)
    if told.row is None:
        return f"{what} stands as {told.cell.text}, and nothing published has this name"
    return f"{what} stands as {told.cell.text}, published was {told.published}"


def name(told: Told) -> str:
    """What a figure is called: "Safe, Dudley"; of counts and bases that too."""
    kinds = {"count": "number", "base": "base", "population": "population", "points": "difference", "test": "test"}
    return ", ".join(each for each in (told.cell.answer, *told.cell.places, kinds.get(told.cell.kind, "")) if each)


def headline(case: Case) -> Iterator[str]:
    """Each percentage of the title, and what it is."""
    from survey.publish.standing.match import in_words

    behind = case.behind
    rows = [row for row in behind.rows.iter_rows(named=True) if not behind.area or row["group"] == behind.area.label]
    against = {each.published: each for each in behind.told} if behind.margin else {}
    for figure, meant in in_words(case.part.title, rows):
        if figure in against:
            yield f"{figure} in the title is “{against[figure].cell.places[0]}”, {against[figure].formula}."
        elif meant:
            yield f"{figure} in the title is {' or '.join(meant[:_NAMED])}."
        else:
            yield f"CAUTION: {figure} in the title is no published figure of this question."


def rows(case: Case) -> str:
    """Which responses: exports with their hashes and days, what was set aside and left out, as of when."""
    facts, desk = case.source.record.facts, case.desk
    files = [_file(case, *each) for each in zip(facts["inputs"], _days(case), strict=True)]
    if len(files) > _NAMED:
        files = [files[0], f"{len(files) - 2:,} more", files[-1]]
    stood = f"at the end of {desk.stood.removeprefix('As of ')}" if desk.as_of else "when this was published"
    told = [
        f"The responses were read from {', '.join(files)}.",
        f"{facts['responses']:,} responses are counted, as they stood {stood}.",
        f"Left out: responses flagged as {' or '.join(each.replace('_', ' ') for each in desk.without)}."
        if desk.without
        else "Responses flagged as duplicates or campaigns are counted: none was left out.",
        "Previews and tests by the survey tool's mark are counted." if desk.previews else "",
        "SYNTHETIC DATA: none of them is real." if facts["synthetic"] else "",
    ]
    return " ".join(each for each in told if each)


def _file(case: Case, export: Mapping[str, Any], day: str) -> str:
    """An export with its hash, its day, and its account."""
    from pipelines.accounts import untold

    aside = (
        f"{few(case, export['set_aside'])} that could not be read set aside"
        if export["set_aside"]
        else "none set aside"
    )
    hashed = f"SHA-256 {export['sha256'][:SHORT]}…"
    kept = "rows" if export["sha256"] in untold(case.desk.private) else f"{few(case, export['kept'])} rows"
    return f"{export['file']} ({hashed}{day}: {kept} kept, {aside})"


def _days(case: Case) -> list[str]:
    from pipelines.explain_since import taken_in
    from survey.errors import SurveyError

    try:
        return [f", taken in on {time:%-d %B %Y}" for time in taken_in(case.desk, case.source)]
    except SurveyError:
        return [""] * len(case.source.record.facts["inputs"])


def few(case: Case, count: int) -> str:
    """A count that did not pass the gate: fewer than the threshold, or as many, rounded where the rules round."""
    rules = case.desk.consultation.disclosure
    if count < rules.threshold:
        return f"fewer than {rules.threshold}"
    return f"{round(count / rules.rounding) * rules.rounding:,}" if rules.rounding else f"{count:,}"


def asked(case: Case, question: Question) -> str:
    """The wording, its kind, and who was asked."""
    number = f", question {question.number}" if question.number else ""
    everyone = "Everyone was asked."
    who = everyone if question.asked is None else f"Asked were those {condition(case.desk, question.asked)}."
    routed = _routed(case.desk, question)
    assumed = f"Assumed in the definition: {question.assumed}" if question.assumed else ""
    return " ".join(
        each
        for each in (
            f"“{question.text}” ({question.id}{number}; {_kind(question)}).",
            who,
            routed,
            assumed,
            question.note,
        )
        if each
    )


def _routed(desk: Desk, question: Question) -> str:
    """That the question on which it depends was itself asked of some only."""
    if question.asked is None:
        return ""
    above = desk.consultation.question(question.asked.question)
    return f"{above.title} was itself asked only of those {condition(desk, above.asked)}." if above.asked else ""


def condition(desk: Desk, of: Condition) -> str:
    """ "who answered North or South to “Where do you live?”"."""
    from survey.charts.words import listed

    question = desk.consultation.question(of.question)
    labels = {option.code: option.label for option in getattr(question, "options", ())}
    codes = [labels.get(code, code) for code in of.any_of or of.all_of]
    said = listed(codes) if of.all_of else " or ".join(codes)
    return f"who answered {said} to “{question.text}”"


def _kind(question: Question) -> str:
    from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Ranking, Scale, SingleCode

    match question:
        case SingleCode() | Scale():
            return "one answer out of a list" + (" for each item" if question.items else "")
        case MultiCode():
            return "several answers out of a list"
        case Ranking():
            return "options put in order"
        case FreeText():
            return "in words of one's own"
        case Number():
            return "a number" + (f", in {question.unit}" if question.unit else "")
        case DateAnswer():
            return "a date"
        case _:
            assert_never(question)
