"""A draft as the text of a questionnaire.toml: guesses with reasons, options with counts, CHECK where to look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.drafting.columns import Column, Escapes
from survey.drafting.guess import Choice, Guess, many
from survey.drafting.ids import option_codes
from survey.drafting.patterns import Pattern, find_pattern
from survey.drafting.roles import Roles, Time
from survey.drafting.toml_text import toml_comment, toml_list, toml_pair
from survey.drafting.words import number_of
from survey.questionnaire.kinds import slug

OWNER = "(owner)"  # until a person writes whose consultation it is
_LONGEST_FIELDWORK = dt.timedelta(days=3660)  # what a definition takes; longer is an old date among new ones


@dataclass(frozen=True, slots=True)
class Found:
    """All that a draft says. `names`: all of the export's columns; `questions`: ids with their guesses, in the export's
    order; `personal`, `ignored`: columns with the reason why.
    """

    consultation_id: str
    file: str
    platform: str
    names: Sequence[str]
    rows: int
    escapes: Escapes
    roles: Roles
    personal: Sequence[tuple[Column, str]]
    ignored: Sequence[tuple[Column, str]]
    questions: Sequence[tuple[str, Guess]]
    area: str | None
    priorities: str | None


def write_questionnaire(found: Found) -> str:
    """The text of questionnaire.toml."""
    parts = [_opening(found), _consultation(found), _fieldwork(found), _export(found)]
    parts += [_question(name, guess, found.names) for name, guess in found.questions]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _opening(found: Found) -> list[str]:
    columns = sum(len(guess.columns) for _, guess in found.questions)
    sizes = f"{many(found.rows, 'row')}, {many(len(found.questions), 'question')} in {many(columns, 'column')}"
    return [
        toml_comment(f"Drafted from {found.file} ({found.platform}): {sizes}."),
        "# Above each question stands why it was taken for what it is, beside each option how many chose it.",
        "# CHECK marks what a person must look at. For every question:",
        "# - an export tells the options that somebody chose: add those that were offered and that nobody chose;",
        "# - it does not tell who was asked (asked), nets, or how many could be chosen (max_picks): write them here.",
    ]


def _consultation(found: Found) -> list[str]:
    name = found.consultation_id.replace("_", " ").capitalize()
    lines = ["[consultation]", f"{toml_pair('name', name)}  # CHECK: its public name"]
    lines.append(f"{toml_pair('owner', OWNER)}  # CHECK: whose consultation it is")
    if found.area:
        lines.append(f"{toml_pair('area', found.area)}  # CHECK: the question that says where respondents live")
    if found.priorities:
        lines.append(f"{toml_pair('priorities', found.priorities)}  # CHECK: the question to rank each week")
    return lines


def _fieldwork(found: Found) -> list[str]:
    time = _dated_by(found.roles)
    if time is None:
        return ["# CHECK: no column of real times was found; with one, [fieldwork] puts responses into weeks."]
    opened, closed = time.span
    return [
        "# CHECK: the days of the first and the last response; write the days that were published.",
        "[fieldwork]",
        toml_pair("opened", opened),
        toml_pair("closed", closed),
        toml_pair("dated_by", "started" if time is found.roles.started else "completed"),
    ]


def _dated_by(roles: Roles) -> Time | None:
    times = (time for time in (roles.started, roles.completed) if time is not None and len(time.days))
    return next((time for time in times if time.span[1] - time.span[0] <= _LONGEST_FIELDWORK), None)


def _export(found: Found) -> list[str]:
    roles = found.roles
    lines = ["[export]"]
    if roles.response_id is None:
        lines += [
            "# No column is a response id: ids are made from each row's time and content.",
            'response_id = "auto"',
        ]
    else:
        lines += [toml_comment(f"CHECK, response_id: {roles.id_check}")] if roles.id_check else []
        lines.append(toml_pair("response_id", roles.response_id.name))
    for name, time in (("started", roles.started), ("completed", roles.completed)):
        lines += _time(name, time) if time is not None else []
    if roles.finished is not None:
        column, values = roles.finished
        lines.append(toml_pair("finished", {"column": column.name, "values": values}))
    if found.escapes.blanks:
        lines.append(toml_pair("blanks", ["", *found.escapes.blanks]))
    for name in ("not_asked", "unanswered"):
        lines += [toml_pair(name, texts)] if (texts := getattr(found.escapes, name)) else []
    if found.escapes.replace:
        lines.append(toml_pair("replace", dict(found.escapes.replace)))
    for name, columns in (("personal", found.personal), ("ignored", found.ignored)):
        if columns:
            lines += toml_list(name, [(column.name, reason) for column, reason in columns])
    return lines


def _time(name: str, time: Time) -> list[str]:
    check = [toml_comment(f"CHECK, {name}: {time.check}")] if time.check else []
    table: dict[str, object] = {"column": time.column.name, "format": time.format.format}
    table |= {"undated": time.undated} if time.undated else {}
    return [*check, toml_pair(name, table)]


def _question(name: str, guess: Guess, names: Sequence[str]) -> list[str]:
    """The [[question]] table of a guess, with its comments."""
    lines = [toml_comment(f"{guess.kind}, {guess.confidence} confidence: {guess.reason}")]
    lines += [toml_comment(f"CHECK: {check}") for check in guess.checks]
    lines += ["[[question]]", toml_pair("id", name), toml_pair("kind", guess.kind)]
    number = number_of(guess.columns[0].header) if not guess.suffix else None
    lines += [toml_pair("number", number)] if number is not None else []
    lines.append(toml_pair("text", guess.text))
    lines += [toml_pair(setting, value) for setting, value in guess.settings.items()]
    return lines + _columns_and_lists(guess, names)


def _columns_and_lists(guess: Guess, names: Sequence[str]) -> list[str]:
    """The column, or a pattern that gives the column of every option or row that has none of its own; the lists."""
    spread = guess.items or guess.options
    mark = "{item}" if guess.items else "{option}"
    pattern = find_pattern(spread, mark, names)
    lines: list[str] = []
    if guess.keeps_other or "columns" in guess.settings:
        pass
    elif not any(choice.column for choice in spread):
        lines.append(toml_pair("column", guess.columns[0].name))
    elif pattern is not None:
        lines.append(toml_pair("column" if guess.items else "columns", pattern.text))
    for part, listed in (("items", guess.items), ("options", guess.options)):
        lines += toml_list(part, _listed(listed, pattern)) if listed else []
    return lines


def _listed(listed: Sequence[Choice], pattern: Pattern | None) -> list[tuple[object, str]]:
    codes = option_codes([choice.label for choice in listed])
    fits = pattern.fits if pattern else frozenset()
    pairs = zip(listed, codes, strict=True)
    return [(_choice(choice, code, choice.label in fits), _count(choice)) for choice, code in pairs]


def _count(choice: Choice) -> str:
    return f"{choice.count:,}" + (", each without another" if choice.exclusive else "")


def _choice(choice: Choice, code: str, fits: bool) -> str | Mapping[str, object]:
    """A bare label, or a table where more is to be said than the label does."""
    table: dict[str, object] = {} if code == slug(choice.label) else {"code": code}
    table["label"] = choice.label
    table |= {"aliases": choice.aliases} if choice.aliases else {}
    table |= {"column": choice.column} if choice.column and not fits else {}
    table |= {"other": True} if choice.other else {}
    table |= {"exclusive": True} if choice.exclusive else {}
    return table if len(table) > 1 else choice.label
