"""A scale by the groups of a banner: bad answers to the left, good ones to the right, sorted by the net balance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from survey.charts.colours import fills
from survey.charts.crosstab import with_bases
from survey.charts.diverging_drawing import ASIDE, LEFT, RIGHT, draw_diverging
from survey.charts.findings import answered, spread, told
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of, comparable, options, rows_of
from survey.charts.words import SUPPRESSED, listed, points
from survey.frames import ALL, NOT_STATED, SMALL_BASE
from survey.questionnaire.kinds import Question, Scale
from survey.questionnaire.scores import beyond

GROUP = "group"
_SIDED = ("positive", "negative")


def sides(question: Scale) -> dict[str, str]:
    """On which side of nought each option stands, by its code.

    Where nets have polarity, their options stand left (negative) and right (positive); else the two halves of the scale
    do, by its polarity. What is in neither (the middle, and answers beyond the scale) stands aside.
    """
    given = {
        code: RIGHT if net.polarity == "positive" else LEFT
        for net in question.nets
        for code in net.codes
        if net.polarity in _SIDED
    }
    if not given:
        inside = [option.code for option in question.options if not beyond(option.label)]
        half = len(inside) // 2
        first, last = (RIGHT, LEFT) if question.polarity == "positive_first" else (LEFT, RIGHT)
        given = dict.fromkeys(inside[:half], first) | dict.fromkeys(inside[len(inside) - half :], last)
    return {option.code: given.get(option.code, ASIDE) for option in question.options}


def diverging_picture(question: Scale, banner: Question, results: pl.DataFrame, context: Context) -> Picture:
    """The picture of a scale by the groups of a banner: all respondents first, then the groups by their net balance
    (good less bad answers, in percentage points), the best first, those not stated last.

    Those who did not answer the banner's question are left out, and the notes say so, if they are fewer than
    SMALL_BASE.

    Args:
        question: a scale without items.
        banner: whose options are the groups.
        results: rows of RESULTS; those of other questions and banners are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold nothing of this question by this banner.
    """
    rows = rows_of(question, results, banner.id)
    few = (pl.col(GROUP) == NOT_STATED) & pl.col("small_base").fill_null(value=True)
    drawn = rows.filter(~few)
    frame = diverging_frame(question, drawn)
    overall = drawn.filter(pl.col(GROUP) == ALL)
    base = base_of(drawn if overall.is_empty() else overall)
    measure = f"Percentage of {base.words}"
    name = banner.short or f"answers to “{banner.text}”"
    labels = frame["label"].unique(maintain_order=True).to_list()
    remarks = (f"Groups: answers to “{banner.text}”", _balance_words(question), *_cautions(rows, drawn))
    draft = Draft(
        frame=frame,
        draw=partial(draw_diverging, with_bases(frame, GROUP), fills(question, labels), measure),
        headline=_headline(frame, comparable(drawn, GROUP)[GROUP].unique().to_list()),
        measure=f"{measure}, by {name}",
        description=f"Diverging bars, one row a group, sorted by net balance. {measure}. {_told(frame)}.",
        remarks=remarks,
    )
    return assemble(f"{question.id}_by_{banner.id}", draft, question, base, context)


def diverging_frame(question: Scale, rows: pl.DataFrame) -> pl.DataFrame:
    """Groups by net balance, within each the options in order. Columns: `group`, `label`, `side`, `count`,
    `base_unweighted`, `pct`, `balance` (of the group, by its nets or else its options; null where both are withheld).
    """
    side = pl.col("code").replace_strict(sides(question), return_dtype=pl.String)
    places = {option.code: place for place, option in enumerate(question.options)}
    stands = (
        pl.when(pl.col(GROUP) == ALL).then(0).when(pl.col(GROUP) == NOT_STATED).then(2).otherwise(1).alias("stands")
    )
    placed = (
        options(rows)
        .with_columns(
            stands,
            side=side,
            place=pl.col("code").replace_strict(places, return_dtype=pl.Int32),
            group_place=pl.col(GROUP).rle_id(),
        )
        .join(_balances(question, rows), on=GROUP, how="left", maintain_order="left")
    )
    order = ["stands", "balance", "group_place", "place"]
    by_balance = placed.sort(order, descending=[False, True, False, False], nulls_last=True)
    return by_balance.select(GROUP, "label", "side", *NUMBERS, "balance")


def balanced(question: Scale) -> list[dict[str, str]]:
    """The side of each code whose percentages make a net balance: of the nets, where there is one of each side, and of
    the options. What is not published by option may be by net.
    """
    options = {code: side for code, side in sides(question).items() if side != ASIDE}
    nets = {
        each.code: RIGHT if each.polarity == "positive" else LEFT for each in question.nets if each.polarity in _SIDED
    }
    return [nets, options] if sorted(nets.values()) == [LEFT, RIGHT] else [options]


def _balances(question: Scale, rows: pl.DataFrame) -> pl.DataFrame:
    """Of each group the good less the bad answers, in percentage points."""
    *nets, by_option = balanced(question)
    found = [*(_less(rows.filter("is_net"), each) for each in nets), _less(options(rows), by_option)]
    together = pl.concat(found).drop_nulls("balance")
    return together.unique(GROUP, keep="first", maintain_order=True)


def _less(rows: pl.DataFrame, side_of: dict[str, str]) -> pl.DataFrame:
    """Right less left; null where one of them is not known."""
    sign = pl.col("code").replace_strict({code: 1 if side == RIGHT else -1 for code, side in side_of.items()})
    own = rows.filter(pl.col("code").is_in(list(side_of)))
    known = pl.col("pct").is_not_null().all()
    return own.group_by(GROUP, maintain_order=True).agg(balance=pl.when(known).then((sign * pl.col("pct")).sum()))


def _balance_words(question: Scale) -> str:
    labels: dict[str, list[str]] = {LEFT: [], RIGHT: []}
    found = sides(question)
    for option in question.options:
        labels.setdefault(found[option.code], []).append(option.label)
    return f"Net balance: {listed(labels[RIGHT])}, less {listed(labels[LEFT])}, in percentage points"


def _cautions(every: pl.DataFrame, drawn: pl.DataFrame) -> list[str]:
    left = max(every.join(drawn, on=GROUP, how="anti")["base_unweighted"].drop_nulls().to_list(), default=0)
    small = drawn.filter("small_base")[GROUP].unique(maintain_order=True).to_list()
    return [
        *([f"Not drawn: {NOT_STATED}, base {left} (small base)"] if left else []),
        *([f"Small base (under {SMALL_BASE}), read with care: {listed(small)}"] if small else []),
    ]


def _headline(frame: pl.DataFrame, compared: Sequence[str]) -> str:
    known = frame.unique(GROUP, keep="first", maintain_order=True).drop_nulls("balance")
    figures = [(name, value, points(value)) for name, value in known.select(GROUP, "balance").iter_rows()]
    asked = frame.unique(GROUP, keep="first").filter(pl.col(GROUP).is_in(compared))
    finding = spread("Net balance", [each for each in figures if each[0] in compared], answered(asked))
    return "; overall ".join([finding, *(text for name, _, text in figures if name == ALL)])


def _told(frame: pl.DataFrame) -> str:
    parts = []
    for part in frame.partition_by(GROUP, maintain_order=True):
        balance = part["balance"][0]
        net = SUPPRESSED if balance is None else points(balance)
        parts.append(f"{part[GROUP][0]}: {told(part)}, net balance {net}")
    return "; ".join(parts)
