"""Responses whose id was made of what stands in them: which are stored already, as they were before a change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from survey.frames import RESPONSES
from survey.store.columns import stored_schema
from survey.store.snapshot import scan, snapshot

_HOLDS = 0.98  # of the responses stored from an export's span of time must have one of their moment in it
_MOST = 20  # responses of one moment, on either side, that are held against each other one by one
_KNOWN = ":known"


def stored_before(folder: Path, responses: pl.DataFrame) -> dict[str, str]:
    """By the id that a response has now, the one under which it is stored; those that kept theirs are left out.

    A made id changes with the answers, with a renamed question, with an unfinished response that was taken up again:
    without this each would be counted twice. A response that an export lacks is one that it has under a new id where
    both began at the same moment (or, without times of beginning, were completed then) and half or more of what was
    answered before is answered so still; where a day is all that is known, all of it, since many answer on one day.
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
    left = [
        fresh.filter(~pl.col("response_id").is_in(list(same))),
        lost.filter(~pl.col("response_id").is_in(list(same.values()))),
    ]
    return same | _changed(left[0], left[1], answers)


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
    """Of one moment, and half alike: those most alike first, each but once."""
    # A day alone is no moment: whoever answered then and is gone would be taken for somebody else of that day.
    moment = pl.col("moment").dt.time() != dt.time()
    few = [each.filter(moment, pl.len().over("moment") <= _MOST) for each in (fresh, lost)]
    pairs = few[0].join(few[1], on="moment", suffix=_KNOWN)
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
