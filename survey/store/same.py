"""Responses whose id was made of what stands in them: which are stored already, as they were before a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from survey.frames import RESPONSES
from survey.store.columns import stored_schema
from survey.store.snapshot import scan, snapshot

_HOLDS = 0.98  # of the responses stored from an export's span of time must have one of their moment in it
_MOST = 20  # responses of one moment, on either side, that are held against each other one by one
_LONG = 40  # letters: words of their own, which nobody else writes by chance
_KNOWN = ":known"


def stored_before(folder: Path, responses: pl.DataFrame) -> dict[str, str]:
    """By the id that a response has now, the one under which it is stored; those that kept theirs are left out.

    A made id changes with the answers, with a renamed question, with an unfinished response that was taken up again:
    without this each would be counted twice. A response that an export lacks is one that it has under a new id where
    both began at the same moment (or, without times of beginning, were completed then) and half or more of what was
    answered before is answered so still; where a day is all that is known, all of it, since many answer on one day.
    Tools that date an edit anew (Google Forms) leave no such moment: there it is one with the same words of its own.
    That is looked for only in an export that holds what is stored of its span of time (98% by their moments): in
    another, a lacking response is likely to be simply of another part.

    Args:
        folder: the store's.
        responses: frames.responses_schema, of which the ids were made.

    Raises:
        UnreadableError: the store is damaged.
    """
    found = snapshot(folder)
    if found is None:
        return {}
    incoming = responses.cast(dict(stored_schema(responses.schema)))  # type: ignore[arg-type]
    answers = [name for name in incoming.columns if name not in RESPONSES and name in found.schema]
    columns = ["response_id", pl.coalesce("started", "completed").alias("moment"), *answers]
    now = incoming.select(columns).drop_nulls("moment")
    span = pl.col("moment").is_between(now["moment"].min(), now["moment"].max())
    before = scan(found).select(columns).filter(span).sort("response_id").collect()
    fresh = now.join(before, on="response_id", how="anti").sort("response_id")
    lost = before.join(now, on="response_id", how="anti").sort("response_id")
    if fresh.is_empty() or lost.is_empty() or not _holds(now, before):
        return {}
    same = _alike(fresh, lost, answers)
    same |= _changed(*_left(fresh, lost, same), answers)
    words = [name for name in answers if responses.schema[name] == pl.String]
    own = [(name, _own_words(now, name), _own_words(before, name)) for name in words]
    return same | _dated_anew(*_left(fresh, lost, same), answers, own)


def _left(fresh: pl.DataFrame, lost: pl.DataFrame, same: dict[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    known = pl.col("response_id").is_in(list(same)), pl.col("response_id").is_in(list(same.values()))
    return fresh.filter(~known[0]), lost.filter(~known[1])


def _own_words(rows: pl.DataFrame, name: str) -> pl.Series:
    """The long texts that one respondent alone has written."""
    texts = rows.filter(pl.col(name).str.len_chars() >= _LONG)[name]
    return texts.filter(texts.is_unique())


def _holds(now: pl.DataFrame, before: pl.DataFrame) -> bool:
    both = before.group_by("moment").len().join(now.group_by("moment").len(), on="moment", suffix="_now")
    return int(both.select(pl.min_horizontal("len", "len_now").sum()).item()) >= _HOLDS * before.height


def _alike(fresh: pl.DataFrame, lost: pl.DataFrame, answers: list[str]) -> dict[str, str]:
    """Of one moment, and alike in every answer: a question was renamed, or a column that nobody reads has changed."""
    texts = [_text(fresh, name).fill_null("") for name in answers]
    whole = pl.concat_str([pl.col("moment").cast(pl.String), *texts], separator="\x1f").alias("whole")
    keyed = [
        each.select("response_id", whole).with_columns(place=pl.int_range(pl.len()).over("whole"))
        for each in (fresh, lost)
    ]
    pairs = keyed[0].join(keyed[1], on=["whole", "place"], suffix=_KNOWN)
    return dict(pairs.select("response_id", "response_id" + _KNOWN).iter_rows())


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    is_list = isinstance(frame.schema[name], pl.List)
    return pl.col(name).list.join("\x1e") if is_list else pl.col(name).cast(pl.String)


def _changed(fresh: pl.DataFrame, lost: pl.DataFrame, answers: list[str]) -> dict[str, str]:
    """Of one moment, and half alike."""
    # A day alone is no moment: whoever answered then and is gone would be taken for somebody else of that day.
    moment = pl.col("moment").dt.time() != dt.time()
    few = [each.filter(moment, pl.len().over("moment") <= _MOST) for each in (fresh, lost)]
    return _most_alike(few[0].join(few[1], on="moment", suffix=_KNOWN), answers)


def _dated_anew(
    fresh: pl.DataFrame, lost: pl.DataFrame, answers: list[str], own: Sequence[tuple[str, pl.Series, pl.Series]]
) -> dict[str, str]:
    """Later than it was, with words that nobody else has written, and half alike."""
    pairs = [
        now.join(then, left_on=name, right_on=name, suffix=_KNOWN, coalesce=False)
        for name, words, before in own
        if len(now := fresh.filter(pl.col(name).is_in(words.implode())))
        and len(then := lost.filter(pl.col(name).is_in(before.implode())))
    ]
    if not pairs:
        return {}
    later = pl.col("moment") >= pl.col("moment" + _KNOWN)
    return _most_alike(pl.concat(pairs).filter(later).unique(["response_id", "response_id" + _KNOWN]), answers)


def _most_alike(pairs: pl.DataFrame, answers: list[str]) -> dict[str, str]:
    """Of pairs that are half alike: the most alike first, each but once."""
    given = [pl.col(name + _KNOWN).is_not_null() for name in answers]
    agreed = [pl.col(name + _KNOWN).eq_missing(pl.col(name)) & said for name, said in zip(answers, given, strict=True)]
    told = pairs.select(
        "response_id", "response_id" + _KNOWN, given=pl.sum_horizontal(given), agreed=pl.sum_horizontal(agreed)
    )
    alike = told.filter(2 * pl.col("agreed") >= pl.col("given"))
    same: dict[str, str] = {}
    taken: set[str] = set()
    for now, then, _, _ in alike.sort("agreed", descending=True, maintain_order=True).iter_rows():
        if now not in same and then not in taken:
            same[now] = then
            taken.add(then)
    return same
