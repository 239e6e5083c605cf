"""What `survey compare` prints: differences, what they are made of, and the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from survey.questionnaire.kinds import Question


def show(question: Question, frames: Mapping[str, pl.DataFrame], weighted: bool) -> None:
    """One table for each two sides compared, then what nets' changes are made of, then the trend."""
    keys = ["item", "first", "second"]
    differences = frames["differences"]
    if len(differences) and differences["by"].item(0) == "option":
        keys = ["item"]
    for part in differences.partition_by(keys, maintain_order=True):
        _show_differences(question, part, weighted)
    for part in frames["made_of"].partition_by("item", "first", "second", "net", maintain_order=True):
        _show_parts(question, part)
    for part in frames["trend"].partition_by("item", maintain_order=True):
        _show_trend(question, part)


def _show_differences(question: Question, part: pl.DataFrame, weighted: bool) -> None:
    from pipelines.show import table

    head = part.row(0, named=True)
    options = head["by"] == "option"
    sides = "one option less another" if options else f"{head['first']} less {head['second']}"
    alone = options or head["by"] == "published"  # of whom the published ones are stands in the rows
    bases = f"{head['first_base']:,}" + ("" if alone else f" and {head['second_base']:,}")
    kind = "_weighted" if weighted else "_figure"
    names = ("first", "second") if options else (head["first"], head["second"])
    rows = [
        (
            f"{row['first']} less {row['second']}" if options else _label(row),
            *(_figure(row[side + kind], row["unit"]) for side in ("first", "second")),
            *(_signed(row[name], row["unit"]) for name in ("difference", "ci_lower", "ci_upper")),
            _p(row["p"]),
            _p(row["p_corrected"]),
            "yes" if row["beyond_chance"] else "" if row["beyond_chance"] is not None else "not tested",
        )
        for row in part.iter_rows(named=True)
    ]
    title = f"{_title(question, part)}: {sides}; {'weighted ' * weighted}% of {bases} {head['base']}"
    heads = ("answer", *names, "difference", "95% from", "to", "p", "p corrected", "beyond chance")
    table(title, heads, rows)


def _label(row: Mapping[str, Any]) -> str:
    """What a row is called, and of a published figure of how many it is."""
    of = f" (published: of {row['second_base']:,})" if row["by"] == "published" and row["second_base"] else ""
    return f"{'net: ' * row['is_net']}{row['label']}{of}"


def _show_parts(question: Question, part: pl.DataFrame) -> None:
    from pipelines.show import table

    head = part.row(0, named=True)
    inside = part.filter(part["inside"])
    rows = [
        (
            "" if row["inside"] else "outside",
            row["label"],
            *(_figure(row[f"{side}_part"], "%") for side in ("first", "second")),
            _signed(row["change"], "%"),
        )
        for row in part.iter_rows(named=True)
    ]
    change = _signed(float(inside["change"].sum()), "%") if inside["change"].is_not_null().all() else "not known"
    title = f"{_title(question, part)}: what the difference of {head['net_label']} ({change}) is made of"
    table(title, ("", "answer", head["first"], head["second"], "difference"), rows)


def _show_trend(question: Question, part: pl.DataFrame) -> None:
    from pipelines.show import based, table

    head = part.row(0, named=True)
    rows = [
        (
            "net: " * row["is_net"] + row["label"],
            *(_signed(row[name], row["unit"], 2) for name in ("slope", "ci_lower", "ci_upper")),
            _p(row["p"]),
            _p(row["p_corrected"]),
            "yes" if row["beyond_chance"] else "",
            _p(row["p_line"]),
        )
        for row in part.iter_rows(named=True)
    ]
    title = f"{_title(question, part)}: trend over {head['weeks']} weeks, points a week; "
    heads = ("answer", "a week", "95% from", "to", "p", "p corrected", "beyond chance", "p of leaving the line")
    table(title + based(head["base_unweighted"], head["base"]), heads, rows)


def _title(question: Question, part: pl.DataFrame) -> str:
    item = part["item_label"].item(0)
    return question.title + (f" - {item}" if item else "")


def _figure(value: float | None, unit: str) -> str:
    from pipelines.show import percentage

    return "" if value is None else percentage(value) if unit else f"{value:,.3f}"


def _signed(value: float | None, unit: str, digits: int = 1) -> str:
    from decimal import ROUND_HALF_UP, Decimal

    if value is None:
        return ""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-(digits if unit else 3)), ROUND_HALF_UP)
    return f"{rounded:+}" if rounded else f"{abs(rounded)}"


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}" if value >= 0.0001 else "<0.0001"
