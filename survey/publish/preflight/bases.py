"""Bases that are not printed, and what the figures themselves tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from survey.publish.preflight.arithmetic import total
from survey.publish.preflight.figures import Block
from survey.publish.preflight.finding import Finding, look

_HUNDRED = Decimal(100)


def check_bases(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Percentages without a base: each question of several answers by itself, since it may be of people or of picks;
    all others in one finding.
    """
    bare = [block for block in blocks if _bare(block)]
    for block in bare:
        if block.kind == "multiple":
            yield _several(block)
    others = list(dict.fromkeys(block.where.split(", “")[0] for block in bare if block.kind != "multiple"))
    if others:
        hint = "print on how many people each stands: a percentage without its base cannot be checked"
        yield look("no_base", "percentages without a base", ", ".join(others), "Base: who, and how many", "none", hint)


def _bare(block: Block) -> bool:
    printed = any(figure.pct is not None for figure in block.figures)
    return printed and not block.base and not block.stated and not any(figure.base for figure in block.figures)


def _several(block: Block) -> Finding:
    printed = [figure for figure in block.figures if figure.pct is not None]
    added, slack = total(printed)
    least = min(figure.pct for figure in printed if figure.pct is not None)
    rest = max(block.options - len(block.figures), 0)
    most = added + slack + rest * least
    got = f"none; {len(printed)} figures add up to {added}%"
    if block.options and most < _HUNDRED:
        more = f", and {rest} more of at most {least}% make at most {added + rest * least}%" if rest else ""
        got += f"{more}: below 100%, so not of people who each chose at least one"
    return look(
        "no_base",
        "several answers could be given, and the base is not printed",
        block.where,
        "Base: all respondents, those asked, those who answered, or all selections; and how many",
        got,
        "say which: the same answers give another percentage on each",
    )
