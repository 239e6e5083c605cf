"""`survey themes frame`: the code frame shown and checked against its examples, taken out and brought back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.options import AsJson, ConsultationName

if TYPE_CHECKING:
    from survey.questionnaire.code_frame import CodeFrame

KINDS = (".qdc", ".xlsx")


def frame(
    consultation: ConsultationName,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write it as .qdc or .xlsx.")] = None,
    source: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take it from .qdc or .xlsx, one version on.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Example: survey themes frame police_crime_plan_2024 --export frame.qdc

    Shows the codes and which of their examples the rules miss (exit code 1 if any). QualCoder, NVivo and others read
    and write .qdc.
    """
    from pipelines.places import find_folder
    from survey.questionnaire.frame_file import load_code_frame

    folder = find_folder(consultation)
    if source is not None:
        bring_in(folder, source)
    current = load_code_frame(folder)
    if export is not None:
        take_out(current, export)
    raise typer.Exit(code=show(current, json))


def take_out(current: CodeFrame, path: Path) -> None:
    """Writes the frame as a codebook or a workbook, by the name of the file."""
    from pipelines.files import write
    from pipelines.show import say
    from survey.questionnaire.frame_qdc import code_frame_qdc
    from survey.questionnaire.frame_sheet import code_frame_xlsx

    _check_kind(path, "--export")
    data = code_frame_qdc(current) if path.suffix.lower() == ".qdc" else code_frame_xlsx(current)
    say(f"the code frame, version {current.version}: {write(path, data)}")


def bring_in(folder: Path, path: Path) -> None:
    """Puts the frame of a codebook or workbook in the place of the consultation's, whose file is kept beside it.

    Raises:
        UnreadableError: the file is no codebook or workbook.
        DefinitionError: the frame in it, or the consultation's own, holds mistakes.
    """
    from pipelines.files import read_input, write
    from pipelines.show import say
    from survey.questionnaire.frame_file import FILE, build_code_frame, code_frame_toml, load_code_frame
    from survey.questionnaire.frame_qdc import read_qdc
    from survey.questionnaire.frame_sheet import read_xlsx

    _check_kind(path, "--import")
    tables = (read_qdc if path.suffix.lower() == ".qdc" else read_xlsx)(read_input(path), path.name)
    former = load_code_frame(folder) if (folder / FILE).is_file() else None
    if former is not None and path.suffix.lower() == ".qdc":
        tables["code"] = _in_order(tables["code"], former)
    new = build_code_frame(_one_version_on(tables, former), str(path))
    if former is not None and new.model_copy(update={"version": former.version}) == former:
        say(f"{path} holds the code frame as it is: nothing changed")
        return
    if former is not None:
        kept = write(folder / f"code_frame.v{former.version}.toml", (folder / FILE).read_bytes())
        say(f"the former code frame: {kept}")
        _tell(former, new)
    say(f"the code frame, version {new.version}: {write(folder / FILE, code_frame_toml(new).encode())}")


def _check_kind(path: Path, option: str) -> None:
    from survey.errors import Problem, UsageError

    if path.suffix.lower() not in KINDS:
        raise UsageError(Problem("not a kind of file for a code frame", option, " or ".join(KINDS), repr(path.name)))


def _one_version_on(tables: dict[str, Any], former: CodeFrame | None) -> dict[str, Any]:
    """The tables as a frame that follows the former one: what files of the kind cannot hold is taken from that."""
    if former is None:
        return {"code_frame": {"version": 1}} | tables
    known = {code.code: code.model_dump(exclude_defaults=True) for code in former.codes}
    rules = ("phrases", "patterns", "denied_phrases", "not_phrases", "negation", "examples")
    codes = []
    for table in tables["code"]:
        before = known.get(table.get("code", ""), {})
        kept = {} if set(rules) & set(table) else {key: before[key] for key in rules if key in before}
        codes.append(table | kept)
    version = former.version + 1
    migrations = tables.get("migration") or [each.model_dump(exclude_defaults=True) for each in former.migrations]
    names = [table["code"] for table in codes if "code" in table]
    new, gone = [name for name in names if name not in known], [name for name in known if name not in names]
    if (new or gone) and version not in [each["to"] for each in migrations]:
        migrations = [*migrations, {"to": version, "add": new, "retire": gone}]
    note = tables.get("code_frame", {}).get("note", former.note)
    found = {"code_frame": {"version": version, "note": note}, "net": tables["net"], "code": codes}
    return found | ({"migration": migrations} if migrations else {})


def _in_order(codes: list[dict[str, Any]], former: CodeFrame) -> list[dict[str, Any]]:
    """The codes of a codebook, which holds them net by net, in the order of the former frame where nobody moved one."""
    by_net = [code.code for net in former.nets for code in former.codes if code.net == net.code]
    known = {table["code"]: table for table in codes if table["code"] in by_net}
    if list(known) != [name for name in by_net if name in known]:
        return codes
    before = iter([known[code.code] for code in former.codes if code.code in known])
    return [next(before) if table["code"] in known else table for table in codes]


def _tell(former: CodeFrame, new: CodeFrame) -> None:
    from pipelines.show import say

    before, after = [code.code for code in former.codes], [code.code for code in new.codes]
    added, gone = [code for code in after if code not in before], [code for code in before if code not in after]
    if added:
        say(f"new codes: {', '.join(added)}")
    if gone:
        say(f"codes that are gone: {', '.join(gone)}")
        say(f"where one was renamed, merged or split, say so in [[migration]] to = {new.version} instead of retire")


def show(current: CodeFrame, json: bool) -> int:
    """The codes with their nets, how many rules and examples each has, and the examples that its rules miss."""
    from pipelines.show import as_json, say, table
    from survey.themes.examples import missed_examples

    missed = missed_examples(current)
    labels = {net.code: net.label for net in current.nets}
    rows = [
        {
            "net": labels[code.net],
            "code": code.code,
            "label": code.label,
            "phrases": len(code.phrases) + len(code.denied_phrases),
            "patterns": len(code.patterns),
            "ruling_out": len(code.not_phrases),
            "examples": len(code.examples),
            "missed": [example for name, example in missed if name == code.code],
        }
        for code in current.codes
    ]
    if json:
        as_json(rows)
    else:
        told = [(*list(row.values())[:-1], len(row["missed"])) for row in rows]  # type: ignore[arg-type]
        headings = ("net", "code", "label", "phrases", "patterns", "ruling out", "examples", "missed")
        table(f"Code frame, version {current.version}", headings, told)
    for name, example in missed:
        say(f"the rules of {name} miss its example: {example}")
    by_people = [code.code for code in current.codes if not code.by_rule]
    if by_people:
        say(f"without phrases or patterns, given by no rule, only by people or a model: {', '.join(by_people)}")
    return 1 if missed else 0
