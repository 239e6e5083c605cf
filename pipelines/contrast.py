"""What `survey compare` is asked to compare: weeks, waves, groups or options, read from its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey.breakdowns.against import Published
    from survey.breakdowns.compare import Pair
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Question
    from survey.questionnaire.waves import Wave

_FIGURE = re.compile(r"(?P<name>[^=]*[^=\s])\s*=\s*(?P<pct>\d+(\.\d+)?)\s*%?(\s*of\s+(?P<base>[1-9]\d{0,8}))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d|\s*=))")  # of 1,200; but not before a code of three digits
_NEXT = re.compile(r"(?<=[\d%])\s*,")  # labels have commas too


@dataclass(frozen=True, slots=True)
class Contrast:
    """The sides to compare, and by what respondents have to be counted for it. `options` are pairs of codes;
    `published` are somebody else's figures by code; `same` is
    the question that tells who is who in the two `waves`, the later one first; `name` is for the name of a file.
    """

    by: str = ""
    pairs: Sequence[Pair] = ()
    banner: Question | None = None
    weekly: bool = False
    waves: Sequence[Wave] = ()
    options: Sequence[tuple[str, str]] = ()
    published: Mapping[str, Published] = field(default_factory=dict)
    same: str = ""
    name: str = ""


def contrast(consultation: Consultation, question: Question, asked: Mapping[str, str]) -> Contrast:
    """The contrast that the arguments `weeks`, `waves` (of the `same`), `by` and `groups`, `options`, or `against` ask
    for; the trend without any.

    Raises:
        UsageError: two of them at once, a name that does not exist, or too few of them.
    """
    from survey.errors import Problem, UsageError

    given = [name for name in ("weeks", "waves", "by", "options", "against") if asked[name]]
    needed = {"groups": "by", "same": "waves"}
    if len(given) > 1 or any(asked[name] and given != [of] for name, of in needed.items()):
        wrong = [*given, *(name for name in needed if asked[name])]
        expected = "--weeks, --waves (with --same), --options, --against, or --by (with --groups)"
        raise UsageError(Problem("one comparison at a time", got=", ".join(f"--{n}" for n in wrong), expected=expected))
    if asked["waves"]:
        return _waves(consultation, asked["waves"], asked["same"])
    if asked["by"]:
        return _groups(consultation, question, asked["by"], asked["groups"])
    if asked["options"]:
        return _options(question, asked["options"])
    if asked["against"]:
        return _published(question, asked["against"])
    return _weeks(consultation, asked["weeks"])


def _weeks(consultation: Consultation, text: str) -> Contrast:
    from survey.breakdowns.sides import Place
    from survey.errors import Problem, UsageError

    fieldwork = consultation.fieldwork
    if fieldwork is None:
        hint = "or name waves, groups or options"
        raise UsageError(Problem("there are no weeks", consultation.id, "a definition with [fieldwork]", hint=hint))
    if not text:
        return Contrast(weekly=True)
    known = [str(week) for week in range(1, fieldwork.weeks + 1)]
    weeks = sorted(int(name) for name in _names(text, known, "--weeks", at_least=2))
    places = [Place(f"week {week}", (week, None)) for week in weeks]
    return Contrast(
        "week", [(places[-1], earlier) for earlier in places[:-1]], weekly=True, name=_name(map(str, weeks))
    )


def _waves(consultation: Consultation, text: str, same: str) -> Contrast:
    from survey.breakdowns.sides import Place
    from survey.errors import Problem, UsageError

    if not consultation.waves:
        expected = "a definition with [[wave]] tables"
        raise UsageError(Problem("there are no waves", consultation.id, expected))
    names = _names(text, [wave.id for wave in consultation.waves], "--waves", at_least=2)
    waves = sorted((wave for wave in consultation.waves if wave.id in names), key=lambda wave: wave.opened)
    if same:
        return _same(consultation, waves, same)
    places = [Place(wave.label, (None, wave.id)) for wave in waves]
    return Contrast(
        "wave",
        [(places[-1], earlier) for earlier in places[:-1]],
        waves=consultation.waves,
        name=_name(w.id for w in waves),
    )


def _same(consultation: Consultation, waves: Sequence[Wave], same: str) -> Contrast:
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import FreeText, Number

    if len(waves) != 2:
        raise UsageError(Problem("respondents are followed from one wave to another", "--waves", "two waves"))
    question = consultation.question(same)
    if not isinstance(question, FreeText | Number):
        expected = "a free_text or number question: the code by which each respondent is known"
        raise UsageError(Problem("this does not tell who is who", "--same", expected, f"{same}, {question.kind}"))
    earlier, later = waves
    return Contrast("wave", waves=(later, earlier), same=same, name=_name((later.id, earlier.id, "same", same)))


def _groups(consultation: Consultation, question: Question, banner_id: str, text: str) -> Contrast:
    from survey.breakdowns.plan import levels
    from survey.breakdowns.sides import Place
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import MultiCode

    banner = consultation.question(banner_id)
    (level,) = levels(banner)
    if level.id == question.id:
        raise UsageError(Problem("a question cannot be compared by itself", question.id, hint="see --options"))
    codes = [option.code for option in level.options]
    labels = {option.label: option.code for option in level.options}
    names = [labels.get(name, name) for name in _split(text)]
    chosen = _names(",".join(names), codes, "--groups") if names else codes
    place = {option.code: Place(option.label, group=at) for at, option in enumerate(level.options, start=1)}
    if names and len(chosen) > 1:
        if isinstance(level, MultiCode):
            hint = "compare one group with all others: --groups " + chosen[0]
            expected = "groups without respondents in common"
            raise UsageError(Problem("respondents can be in both groups", level.id, expected, "multi_code", hint))
        return Contrast(
            banner_id, [(place[chosen[0]], place[other]) for other in chosen[1:]], banner, name=_name(chosen)
        )
    others = {code: Place("all others", group=place[code].group, rest=True) for code in chosen}
    return Contrast(
        banner_id, [(place[code], others[code]) for code in chosen], banner, name=_name(chosen if names else ())
    )


def _options(question: Question, text: str) -> Contrast:
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import MultiCode, Scale, SingleCode

    if not isinstance(question, SingleCode | Scale | MultiCode):
        expected = "a single_code, scale or multi_code question"
        raise UsageError(Problem("this question has no options to compare", question.id, expected, question.kind))
    known = [option.code for option in question.options] + [net.code for net in question.nets]
    first, *others = _names(text, known, "--options", at_least=2)
    return Contrast("option", options=[(first, other) for other in others], name=_name((first, *others)))


def _published(question: Question, text: str) -> Contrast:
    from survey.breakdowns.against import Published
    from survey.errors import Problem, UsageError
    from survey.questionnaire.kinds import MultiCode, Scale, SingleCode

    if not isinstance(question, SingleCode | Scale | MultiCode):
        expected = "a single_code, scale or multi_code question"
        raise UsageError(Problem("this question has no percentages to compare", question.id, expected, question.kind))
    known = [(option.code, option.label) for option in question.options]
    known += [(net.code, net.label) for net in question.nets]
    codes = {label: code for code, label in known} | {code: code for code, _ in known}
    found: dict[str, Published] = {}
    for part in filter(None, map(str.strip, _NEXT.split(_THOUSANDS.sub("", text).strip(" ,")))):
        read = _FIGURE.fullmatch(part)
        pct = float(read["pct"]) if read else -1.0
        if read is None or not (0 <= pct <= 100 if read["base"] else 0 < pct < 100):
            expected = (
                "CODE=PERCENT (above 0, below 100) or CODE=PERCENT of BASE, with commas: yes=8.5, no=91.5 of 1200"
            )
            raise UsageError(Problem("this is not a published figure", "--against", expected, part))
        code = codes.get(read["name"], read["name"])
        if code in found:
            raise UsageError(Problem("two published figures of one answer", "--against", "one each", part))
        found[code] = Published(pct, int(read["base"]) if read["base"] else None)
    _known(list(found), [code for code, _ in known], "--against")
    return Contrast("published", published=found, name=_name(found))


def _name(parts: Iterable[str]) -> str:
    return "_".join(parts)


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _names(text: str, known: Sequence[str], where: str, at_least: int = 1) -> list[str]:
    """The names that stand in the text, separated by commas, each once, all known."""
    return _known(list(dict.fromkeys(_split(text))), known, where, at_least)


def _known(names: list[str], known: Sequence[str], where: str, at_least: int = 1) -> list[str]:
    """The names, if there are enough of them and all are known."""
    from survey.errors import Problem, UsageError, nearest

    expected = "one of " + ", ".join(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(*(Problem("unknown name", where, expected, name, nearest(name, known)) for name in unknown))
    if len(names) < at_least:
        raise UsageError(Problem("too few to compare", where, f"{at_least} or more, {expected}", ", ".join(names)))
    return names
