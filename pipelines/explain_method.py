"""By which formula, base, weight, rounding and tests published figures came about, and what was withheld, in prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.explain_words import SHORT, Case, condition, few

if TYPE_CHECKING:
    from survey.publish.standing.match import Told
    from survey.questionnaire.kinds import Question

_DOCS = "docs/statistics.md"
_BASES = {
    "answered": "those who were asked and answered",
    "asked": "those who were asked, whether or not they answered",
    "all": "all whose response is not blank",
    "picks": "all answers that were picked, not respondents",
}


def narrowed(case: Case, question: Question) -> str:
    """Of whom the figures are: an area, groups, weeks."""
    told, behind = [], case.behind
    area = case.desk.consultation.area
    here = [each.row for each in behind.told if each.row]
    title = f"“{case.desk.consultation.question(area).title}”" if area else ""
    if behind.area:
        told.append(f"Figures are of those who answered {behind.area.label} to {title}.")
    elif any(row.get("banner_id") for row in here):
        told.append(f"Each group is of those who gave that answer to {title}; All has also those who gave none.")
    if any(row.get("week") for row in here):
        fieldwork = case.desk.consultation.fieldwork
        by = f", by the time a response was {fieldwork.dated_by}" if fieldwork else ""
        told.append(f"Each week is of the responses of its days{by}; responses without a date are in none.")
    if behind.margin:
        told.append("Only those count who answered with one of the groups of the population.")
    if question.base_where:
        told.append(f"Only those count {condition(case.desk, question.base_where)}.")
    return " ".join(told) or "None: all who are in the base."


def base(case: Case, question: Question) -> str:
    """On whom percentages stand, how many they are, and who is missing because an answer was not understood."""
    from pipelines.cautions import unread_answers
    from survey.breakdowns.base import base_of
    from survey.frames import SMALL_BASE

    if case.behind.margin:
        return "Those who answered with one of these groups, as each formula has it; the weighted base is the same."
    here = [each.row for each in case.behind.told if each.row and each.row.get("base")]
    words = here[0]["base"] if here else ""
    unread = unread_answers(case.desk)
    lost = unread.filter(unread["question_id"] == question.id).height
    told = [
        f"{words[:1].upper()}{words[1:]} ({_BASES[base_of(question)]}): {_size(here)}, unweighted; "
        "the weighted base is the same.",
        f"{few(case, lost).capitalize()} answers were not understood when they were read, and are not in it."
        * bool(lost),
        f"Bases under {SMALL_BASE} are small: one answer moves a percentage by a point or more."
        * any((row["base_unweighted"] or SMALL_BASE) < SMALL_BASE for row in here),
    ]
    return " ".join(each for each in told if each)


def _size(rows: Sequence[Mapping[str, Any]]) -> str:
    sizes = sorted({row["base_unweighted"] for row in rows if row["base_unweighted"] is not None})
    if not sizes:
        return "withheld"
    return f"{sizes[0]:,}" if len(sizes) == 1 else f"from {sizes[0]:,} to {sizes[-1]:,}, each group's own"


def formula(case: Case, question: Question) -> str:
    """How a figure follows from counts."""
    from survey.questionnaire.kinds import MultiCode, Number

    if case.behind.margin:
        margin = case.behind.margin
        return (
            "A group's percentage is its number of respondents divided by that of all these groups together; the "
            f"population's is its count in {margin.source} ({margin.geography}) divided by that of all of them."
        )
    if isinstance(question, Number):
        return (
            "Mean and median of the numbers given; the least and the greatest are one person's and are never published."
        )
    told = ["A percentage is the number of respondents in the base who gave the answer, divided by the base."]
    if isinstance(question, MultiCode):
        told.append("Who gave several answers is counted under each, so that percentages may add up to over 100%.")
    nets = {each.row["code"]: each.row["label"] for each in case.behind.told if each.row and each.row.get("is_net")}
    labels = {option.code: option.label for option in getattr(question, "options", ())}
    for net in getattr(question, "nets", ()):
        if net.code in nets:
            told.append(
                f"The net “{net.label}” is of those who gave any of {', '.join(labels[code] for code in net.codes)}."
            )
    return " ".join(told)


def withheld(case: Case) -> str:
    """How many of the figures are withheld, and for what reasons one is. Which reason holds of which figure is not
    told: that a count was hidden for the sake of another says that it is not itself small.
    """
    from pipelines.record import recorded

    rules = case.desk.consultation.disclosure
    gone = [each for each in case.behind.told if each.published == "[c]"]
    most = rules.threshold - 1
    if not gone:
        return f"None of these figures. No count from 1 to {most} is published, nor what gives one away."
    others = any(each.id != case.source.record.id for each in recorded(case.desk.private))
    return (
        f"{len(gone):,} of these figures, marked [c]. One is withheld if its count is from 1 to {most} (primary), or "
        "if such a count would follow from it and from the sums that answers, groups and weeks add up to (secondary)"
        + (", or from it and what was published at another time (earlier publication)" if others else "")
        + ". Percentages go with their counts, and with their base. Which reason holds of which figure is not told, "
        "because that would narrow it down."
    )


def rounding(case: Case) -> str:
    """How figures are rounded."""
    rules = case.desk.consultation.disclosure
    first = f"Counts and bases are rounded to {rules.rounding} and percentages are of the rounded ones. " * bool(
        rules.rounding
    )
    return f"{first}Percentages are worked out in full and rounded once, to one decimal, when they are printed."


def chance(case: Case, question: Question) -> str:
    """Which intervals and tests were used, and where they are described."""
    from survey.questionnaire.kinds import MultiCode, SingleCode

    kinds = {cell.kind for cell in case.part.cells}
    weekly = any(each.row and each.row.get("week") for each in case.behind.told)
    told = []
    if "test" in kinds:
        told.append(
            "Weeks are compared by the two-sided z test of two shares (pooled), corrected by Holm over all options."
        )
    if case.source.name.endswith((".csv", ".parquet")):
        told.append(
            "ci_lower and ci_upper are Wilson's 95% intervals, se the standard error, as if of a random sample."
        )
    elif weekly and "test" not in kinds:
        return "None: ranks and firsts of a week go by its numbers alone; `survey rank` tells which chance could make."
    elif (
        case.source.name.endswith((".pptx", ".html"))
        and not case.behind.margin
        and isinstance(question, SingleCode | MultiCode)
    ):
        told.append("Which answer leads is said only where Wilson's 95% intervals of the first two do not overlap.")
    if not told:
        return "None."
    meant = (
        ""
        if case.desk.consultation.random_sample
        else " They tell chance among those who answered, not of the population."
    )
    return " ".join(told) + meant + f" See {_DOCS}."


def made_with(case: Case) -> str:
    """Versions: definition, code frame, suite, packages."""
    facts = case.source.record.facts
    files = ", ".join(f"{name} {digest[:SHORT]}…" for name, digest in facts["definition"].items())
    frame = f"code frame version {facts['code_frame']}; " if facts["code_frame"] is not None else ""
    suite = f"suite {facts['suite'][:SHORT]}…" if facts["suite"] else "no suite of expectations"
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    return f"Definition, by SHA-256: {files}; {frame}{suite}. Packages: {packages}."


def lines(told: tuple[Told, ...]) -> Iterator[str]:
    """One line a figure; a count, its percentage and its base are told once."""
    seen = set()
    for each in told:
        names = ", ".join(part for part in (each.cell.answer, *each.cell.places) if part).rstrip(" :")
        said = f"{names or 'All'}: {each.formula}"
        if each.formula and said not in seen and not (each.cell.kind == "base" and each.cell.answer):
            seen.add(said)
            yield said
