"""`survey explain`: how the figures of a published slide, sheet or table came about, in prose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.options import OUTPUTS, AsJson, Outputs

if TYPE_CHECKING:
    from pipelines.explain_words import Case
    from survey.publish.standing.parts import Part

_WIDTH = 100


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A published deck, workbook, page, CSV or Parquet.")],
    what: Annotated[
        str, typer.Argument(metavar="SLIDE_OR_TABLE", help="Its number, name or title; without it they are listed.")
    ] = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey explain outputs/demo/police_crime_plan_2024/publish/SYNTHETIC_police_crime_plan_2024_deck.pptx 6

    Says which responses, question, base, formula, rounding and versions the figures come from, what is withheld and
    why, and whether they still stand as they were published. It tells published figures only.
    """
    from pipelines.explain_figures import behind
    from pipelines.explain_source import choose, desk_of, find_source, read_parts
    from pipelines.explain_words import Case
    from pipelines.files import read_input
    from pipelines.show import as_json

    data = read_input(file)
    source = find_source(file, data, outputs)
    parts = read_parts(source, data)
    if not what:
        _list(source.name, parts, json)
        return
    desk, part = desk_of(source), choose(parts, what, source.name)
    case = Case(source, desk, part, behind(desk, part, source.record.figures, source.name))
    told = dict(_paragraphs(case))
    if json:
        as_json([*_records(case), {"explained": told, "made_of": _made_of(case)}])
    else:
        _print(case, told)


def _list(name: str, parts: list[Part], json: bool) -> None:
    """What can be explained."""
    from pipelines.show import as_json, table

    if json:
        as_json(
            [
                {"place": each.place, "name": each.name, "title": each.title, "figures": len(each.cells)}
                for each in parts
            ]
        )
        return
    rows = [(each.place, each.title, len(each.cells)) for each in parts]
    table(f"What stands in {name}", ("slide, sheet or table", "title", "figures"), rows)


def _paragraphs(case: Case) -> Iterator[tuple[str, str]]:
    """Each aspect, and what there is to say of it."""
    from pipelines import explain_method as method
    from pipelines import explain_words as words
    from pipelines.explain_since import counted_again, since
    from survey.themes.question import THEMES

    question = case.behind.question
    yield "As published", words.standing(case)
    yield "Rows", words.rows(case)
    if question is None:
        yield "Words", "What is said here comes from deck.toml, from the definition, or counts the responses above."
    else:
        yield "Question", words.asked(case, question)
        yield "Filter", method.narrowed(case, question)
        yield "Base", method.base(case, question)
        if question.id == THEMES and (coding := case.source.record.facts.get("coding")):
            yield "Coded", f"{coding}."
        yield "Weight", "None: every response counts once."
        yield "Formula", method.formula(case, question)
        yield "Figures", "\n".join([*method.lines(case.behind.told), *words.headline(case)])
        yield "Rounding", method.rounding(case)
        yield "Withheld", method.withheld(case)
        yield "Intervals and tests", method.chance(case, question)
    yield "Made with", method.made_with(case)
    again = counted_again(case.desk, case.source, question) if question else ""
    later = since(case.desk, case.source)
    changed = f"Since then: {'; '.join(later)}." if later else "Nothing it was made of has changed since."
    yield "Since", f"{again} {changed}".strip()


def _print(case: Case, told: dict[str, str]) -> None:
    from textwrap import fill

    from pipelines.show import printable

    print(f"{case.source.name}, {case.part.place}: {printable(case.part.title)}\n")
    for head, text in told.items():
        first, *others = [fill(line, _WIDTH, subsequent_indent="  ") for line in printable(text).split("\n")]
        if others:
            print("\n".join([f"{head}.", *(f"  {line}" for line in (first, *others))]), end="\n\n")
        else:
            print(fill(f"{head}. {printable(text)}", _WIDTH), end="\n\n")


def _made_of(case: Case) -> dict[str, Any]:
    """What the publication was made of; of exports no account, whose counts did not pass the gate."""
    facts = case.source.record.facts
    return {**facts, "inputs": [{name: each[name] for name in ("file", "sha256")} for each in facts["inputs"]]}


def _records(case: Case) -> list[dict[str, Any]]:
    """A record a figure."""
    names = ("count", "base_unweighted", "pct", "value", "ci_lower", "ci_upper")
    return [
        {
            "place": case.part.place,
            "answer": each.cell.answer,
            "places": list(each.cell.places),
            "kind": each.cell.kind,
            "stands": each.cell.text,
            "published": each.published or None,
            "formula": each.formula or None,
            "same": each.same,
            **{name: (each.row or {}).get(name) for name in names},
        }
        for each in case.behind.told
    ]
