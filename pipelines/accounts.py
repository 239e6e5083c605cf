"""How many responses and rows a publication tells, so that the few who answered nothing do not follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FEW = "a few"


def told_of(desk: Desk, responses: pl.DataFrame) -> tuple[int, str]:
    """How many responses are told, and how many answered nothing, in words; empty if none did.

    Where those are too few to be told, responses are told without them: less a base of all who answered something,
    which tables print, they would follow.
    """
    rules = desk.consultation.disclosure
    step, blank = max(rules.rounding, 1), responses.filter(responses["status"] == "blank").height
    few = 0 < blank < rules.threshold
    counted = len(responses) - blank if few else len(responses)
    nothing = FEW if few else f"{round(blank / step) * step:,}" if blank else ""
    return round(counted / step) * step, nothing


def untold(private: Path) -> set[str]:
    """The exports, by their SHA-256, whose rows must not be told: any publication was made of them when they held a few
    responses that answered nothing.
    """
    from pipelines.record import recorded

    few = [each.facts for each in recorded(private) if each.facts.get("nothing") == FEW]
    return {one["sha256"] for facts in few for one in facts["inputs"]}


def rounded(facts: Mapping[str, Any], step: int, quiet: Collection[str]) -> dict[str, Any]:
    """The facts with the accounts of exports rounded as counts are: what is published of them must not be exact. Of the
    `quiet` ones, by their SHA-256, rows are not told at all.
    """
    inputs = []
    for each in facts["inputs"]:
        whole = {name: round(each[name] / step) * step for name in ("rows_in", "kept", "set_aside")}
        gone = dict.fromkeys(("rows_in", "kept"), None) if each["sha256"] in quiet else {}
        inputs.append({**each, **whole, **gone})
    return {**facts, "inputs": inputs}
