"""Which answers the change of a net came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.base import base_of
from survey.breakdowns.blocks import Block
from survey.breakdowns.compare import Pair, blocks_of
from survey.breakdowns.plan import Level, Table
from survey.breakdowns.rows import BALANCE, Row
from survey.breakdowns.sides import sums_at
from survey.frames import MADE_OF, conform, empty
from survey.questionnaire.kinds import MultiCode, Question, Scale, SingleCode
from survey.statistics.variance import Array, Sums

NO_ANSWER = "No answer"


def made_of(cells: pl.DataFrame, table: Table, by: str, pairs: Sequence[Pair]) -> pl.DataFrame:
    """What each option added to each net, and to the net balance, in the first place and in the second.

    Single-code: an option adds its share; those outside the net lost together what the net won. Multi-code: a
    respondent who picked several options of a net counts in it once, in equal parts for each of these; where picks
    are the base, each pick counts. The parts of the options inside add up to the net's figure, and their changes to
    its difference in `compare`; of a balance the negative options' parts are negative.

    Returns:
        A frame with the schema MADE_OF; empty for questions without nets. Arguments as of `compare`.
    """
    question = table.question
    if not isinstance(question, SingleCode | Scale | MultiCode):
        return empty(MADE_OF)
    pieces: list[dict[str, Any]] = []
    for block, measured in blocks_of(cells, table):
        nets = [row for row in measured.rows if row.code == BALANCE or len(row.members) > 1]
        for first, second in pairs:
            sides = [sums_at(block, place) for place in (first, second)]
            names = {"question_id": question.id, "by": by, "first": first.label, "second": second.label}
            pieces += [piece | names for net in nets for piece in _parts(question, net, block, sides)]
    if not pieces:
        return empty(MADE_OF)
    return conform(pl.DataFrame(pieces, schema=dict(MADE_OF)).with_columns(cs.float().fill_nan(None)), MADE_OF)


def _parts(question: Level, net: Row, block: Block, sides: Sequence[Sums]) -> list[dict[str, Any]]:
    options: dict[str | None, str] = {option.code: option.label for option in question.options}
    if base_of(question) not in ("answered", "picks"):
        options[None] = NO_ANSWER
    signs = _signs(net, options)
    base = _bases(question, block)
    found: list[dict[str, Any]] = []
    for code, label in options.items():
        inside = code in signs
        if isinstance(question, MultiCode) and not inside:
            continue  # respondents outside the net may have picked several options, or options inside too
        credit = _credits(question, code, signs, block) * signs.get(code, 1.0)
        first, second = (_percent(credit, base, sums) for sums in sides)
        found.append(
            {
                "item": net.item,
                "item_label": net.item_label,
                "net": net.code,
                "net_label": net.label,
                "code": code,
                "label": label,
                "inside": inside,
                "first_part": first,
                "second_part": second,
                "change": first - second,
            }
        )
    return sorted(found, key=lambda part: not part["inside"])


def _signs(net: Row, options: dict[str | None, str]) -> dict[str | None, float]:
    """By the code of each option inside, whether it adds to the figure or takes from it."""
    if net.members:
        return dict.fromkeys(net.members, 1.0)
    return {code: float(np.sign(score)) for code, score in net.scores.items() if code in options and score}


def _credits(question: Question, code: str | None, inside: dict[str | None, float], block: Block) -> Array:
    """How much of a respondent of each answer counts for an option: all, or one part of as many as were picked."""
    several = isinstance(question, MultiCode) and base_of(question) != "picks"
    found = []
    for answer in block.answers:
        held = [None] if answer is None else answer
        among = sum(each in inside for each in held) if several else 1
        found.append((code in held) / max(among, 1))
    return np.array(found, float)


def _bases(question: Question, block: Block) -> Array:
    picks = base_of(question) == "picks"
    return np.array([len(answer or []) if picks else 1 for answer in block.answers], float)


def _percent(credit: Array, base: Array, sums: Sums) -> float:
    whole = float(sums.w @ base)
    return 100 * float(sums.w @ credit) / whole if whole > 0 else float("nan")
