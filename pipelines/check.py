"""`survey check`: the preflight of what people edited, or of figures that somebody else published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, Outputs

if TYPE_CHECKING:
    from survey.publish.preflight.finding import Finding


def check(
    target: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A deck, a workbook, a list of figures (TOML, CSV), or a consultation."),
    ],
    consultation: Annotated[
        str, typer.Option("--consultation", metavar="NAME", help="Whose figures they are, if the name does not say.")
    ] = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey check outputs/police_crime_plan_2024/publish/police_crime_plan_2024_deck.pptx

    Looks a deck or workbook over before it goes out: figures against what was published, and against their bases and
    words; missing bases and text alternatives; hidden things, raw data, personal details. Of a list of figures: what
    cannot be so. Changes nothing. Ends 0 if nothing is odd, 1 if something is.
    """
    from pipelines.show import as_json, say

    findings, looked = _looked(target, consultation, outputs)
    if json:
        as_json([record(finding) for finding in findings])
    else:
        show(target, findings)
    say(f"looked at: {looked}")
    raise typer.Exit(code=1 if findings else 0)


def record(finding: Finding) -> dict[str, str]:
    """A finding as a record."""
    problem = finding.problem
    words = {"what": problem.what, "where": problem.where, "expected": problem.expected, "got": problem.got}
    return {"severity": finding.severity, "check": finding.check, **words, "hint": problem.hint}


def show(target: str, findings: Sequence[Finding]) -> None:
    """The findings, what is wrong first."""
    from pipelines.show import many, printable

    heads = {"wrong": "Wrong", "look": "To look at"}
    for severity, head in heads.items():
        listed = [finding for finding in findings if finding.severity == severity]
        if listed:
            print(f"{head}: {many(len(listed), 'finding')}")
            for finding in listed:
                print(f"  {printable(str(finding.problem)).replace(chr(10), chr(10) + '  ')}")
            print()
    if not findings:
        print(f"nothing odd in {printable(target)}")


def _looked(target: str, consultation: str, outputs: Path) -> tuple[tuple[Finding, ...], str]:
    """What was found, and what was looked at."""
    from pipelines.files import read_input

    path = Path(target)
    if not path.is_file() and _is_consultation(target):
        return _of_consultation(target, outputs)
    return _of_file(read_input(path), path, consultation, outputs)


def _is_consultation(target: str) -> bool:
    from pipelines.places import find_folder
    from survey.errors import UsageError

    try:
        find_folder(target)
    except UsageError:
        return False
    return True


def _of_consultation(target: str, outputs: Path) -> tuple[tuple[Finding, ...], str]:
    from pipelines.check_lists import published_blocks
    from pipelines.places import open_desk
    from survey.publish.preflight.lists import check_list

    blocks = published_blocks(open_desk(target, outputs))
    return check_list(blocks), _listed(blocks)


def _of_file(data: bytes, path: Path, consultation: str, outputs: Path) -> tuple[tuple[Finding, ...], str]:
    from pipelines.check_files import check_deck_file, check_workbook_file
    from survey.errors import Problem, UnreadableError
    from survey.publish.preflight.listed import read_figures
    from survey.publish.preflight.lists import check_list
    from survey.publish.preflight.package import kind_of

    match kind_of(data, str(path)):
        case "deck":
            return check_deck_file(data, path, consultation, outputs)
        case "workbook":
            return check_workbook_file(data, path, consultation, outputs)
    if path.suffix.lower() not in (".toml", ".csv"):
        expected = "a deck (.pptx), a workbook (.xlsx), a list of figures (.toml, .csv)"
        raise UnreadableError(Problem("not a file that can be checked", str(path), expected))
    blocks = read_figures(data, str(path))
    return check_list(blocks), _listed(blocks)


def _listed(blocks: Sequence[object]) -> str:
    from pipelines.show import many

    return f"the figures of {many(len(blocks), 'question')}, as they were published; no responses"
