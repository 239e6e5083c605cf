"""Suggested codes that an analyst accepted, written into the text of a code frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from survey.errors import Problem, UnreadableError, nearest
from survey.questionnaire.frame_file import build_code_frame, code_frame_toml

_NO_NAME = re.compile(r"[^a-z0-9_.-]+")
_CLOSE = re.compile(r"(?m)^(?!#)(.+)\n(?=\[\[\w+\]\]$)")  # a table right under the one before
UNPLACED, UNPLACED_LABEL = "unplaced", "Not yet in a net"


def accepted(text: str, rows: Sequence[Mapping[str, str]], where: str, name: str) -> tuple[str, list[str]]:
    """The text of a `code_frame.toml` with the accepted codes, of the next version, and those codes.

    A code of the frame gets the phrases that it has not; a new one is added with them, in the net that the row names,
    or in the net UNPLACED. All else in the file stays as it is written, remarks too. An empty text becomes a first
    frame, whose nets are those that the rows name.

    Args:
        rows: of the sheet: `phrases`, separated by ;, `accept`, and `net` and `label` where they are given.
        where: the file of the frame; `name`: of the sheet.

    Raises:
        UnreadableError: no row is marked, or one names no phrases or an unknown net.
        DefinitionError: the frame would hold mistakes with it.
    """
    import tomlkit

    if not text.strip():
        return _first(rows, where, name)
    document = tomlkit.parse(text)
    data: Any = document
    frame = build_code_frame(document.unwrap(), where)
    labels = {code.label.casefold(): code.code for code in frame.codes}
    rows = [{**row, "accept": labels.get(row["accept"].strip().casefold(), row["accept"])} for row in rows]
    chosen = _chosen(rows, {each: net.code for net in frame.nets for each in (net.label.casefold(), net.code)}, name)
    known = {code.code for code in frame.codes}
    new: list[str] = []
    for code, phrases, net, label in chosen:
        if code in known or code in new:
            _more_phrases(next(each for each in data["code"] if each["code"] == code), phrases)
            continue
        table = tomlkit.table()
        told = {"code": code, "label": label, "net": net, "definition": f"Answers that speak of: {', '.join(phrases)}."}
        table.update(told)
        table["phrases"] = phrases
        data["code"].append(table)
        new.append(code)
        if net == UNPLACED and UNPLACED not in {each["code"] for each in data["net"]}:
            place = tomlkit.table()
            place.update({"code": UNPLACED, "label": UNPLACED_LABEL})
            data["net"].append(place)
    data["code_frame"]["version"] = frame.version + 1
    if new:
        _tell_added(data, frame.version + 1, new)
    build_code_frame(document.unwrap(), where)
    return _CLOSE.sub(r"\1\n\n", tomlkit.dumps(document)), list(dict.fromkeys(code for code, *_ in chosen))


def _first(rows: Sequence[Mapping[str, str]], where: str, name: str) -> tuple[str, list[str]]:
    named = [(row.get("net") or "").strip() for row in rows if (row.get("accept") or "").strip()]
    written = {_code(net): net for net in reversed(named) if net}
    codes: dict[str, dict[str, Any]] = {}
    for code, phrases, net, label in _chosen(rows, {net.casefold(): _code(net) for net in named if net}, name):
        told = f"Answers that speak of: {', '.join(phrases)}."
        table = codes.setdefault(code, {"code": code, "label": label, "net": net, "definition": told, "phrases": []})
        _more_phrases(table, phrases)
    nets = {code["net"]: _label(code["net"], written.get(code["net"], "")) for code in codes.values()}
    data = {
        "code_frame": {
            "version": 1,
            "note": "Drafted from topics of the answers: read its definitions and nets.",
        },
        "net": [{"code": net, "label": label} for net, label in nets.items()],
        "code": list(codes.values()),
    }
    return code_frame_toml(build_code_frame(data, where)), list(codes)


def _code(name: str) -> str:
    return _NO_NAME.sub("_", name.casefold()).strip("_")


def _label(code: str, written: str) -> str:
    if code == UNPLACED:
        return UNPLACED_LABEL
    return written if written != code else code.replace("_", " ").capitalize()


def _chosen(
    rows: Sequence[Mapping[str, str]], nets: Mapping[str, str], name: str
) -> list[tuple[str, list[str], str, str]]:
    """Of each accepted code its phrases, net and label. `nets`: the codes of nets by what they may be called."""
    found: dict[str, tuple[str, list[str], str, str]] = {}  # several topics may be one code
    problems = []
    for place, row in enumerate(rows, start=2):
        line = row.get("line", place)
        cells = {key: (row.get(key) or "").strip() for key in ("accept", "phrases", "net", "label")}
        if not cells["accept"]:
            continue
        phrases = [part.strip() for part in cells["phrases"].split(";") if part.strip()]
        if not phrases:
            problems.append(Problem("a code is accepted without phrases", f"{name}, row {line}"))
        net = nets.get(cells["net"].casefold(), cells["net"]) or UNPLACED
        known = [*dict.fromkeys(nets.values())]
        if net not in (*known, UNPLACED):
            hint = nearest(net, known)
            problems.append(Problem("no such net", f"{name}, row {line}", f"one of {', '.join(known)}", net, hint))
        code = _code(cells["accept"])
        if code in (*known, UNPLACED):
            what = "a code and a net have the same name"
            hint = "give the code a name of its own, which may have the same label"
            problems.append(Problem(what, f"{name}, row {line}", got=repr(code), hint=hint))
        _, had, net, label = found.get(code, (code, [], net, cells["label"] or _label(code, cells["accept"])))
        found[code] = (code, list(dict.fromkeys([*had, *phrases])), net, label)
    if problems or not found:
        none = Problem("no row is accepted", name, expected="the name of a code in the column accept")
        raise UnreadableError(*(problems or [none]))
    return list(found.values())


def _more_phrases(table: Any, phrases: list[str]) -> None:
    if "phrases" not in table:
        table["phrases"] = []
    had = {str(each).casefold() for each in table["phrases"]}
    for phrase in phrases:
        if phrase.casefold() not in had:
            table["phrases"].append(phrase)


def _tell_added(data: Any, version: int, new: list[str]) -> None:
    import tomlkit

    table = tomlkit.table()
    table["to"] = version
    table["add"] = new
    if "migration" not in data:
        data["migration"] = tomlkit.aot()
    data["migration"].append(table)
