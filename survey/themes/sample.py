"""Which answers a second coder reads: some of every code, the rare ones most, chosen by chance that can be repeated."""

from __future__ import annotations

import hashlib
import math

import polars as pl

SHARE, LEAST, EACH = 0.1, 200, 10

# The answers chosen. `stratum`: the rarest code that the frame gave; `chance`: of an answer of it to be chosen.
SAMPLE = {
    "response_id": pl.String,
    "question_id": pl.String,
    "text": pl.String,
    "stratum": pl.String,
    "chance": pl.Float64,
}


def draw(answers: pl.DataFrame, coded: pl.DataFrame, share: float = SHARE, least: int = LEAST) -> pl.DataFrame:
    """A stratified part of the answers: `share` of them and at least `least`, of each stratum EACH if it has as many.

    Chosen by the hash of id and text, so that the same answers give the same sheet in whatever order they come.

    Args:
        answers: `response_id`, `question_id`, `text`.
        coded: frames.CODED of these answers.

    Returns:
        SAMPLE, in the order of the hash: the sheet says nothing of the codes.
    """
    keys = ["response_id", "question_id"]
    told = answers.join(strata_of(coded), on=keys, how="left").with_columns(pl.col("stratum").fill_null(""))
    wanted = min(max(math.ceil(share * len(told)), least), len(told))
    hashes = [_hash(*row) for row in told.select(*keys, "text").iter_rows()]
    ranked = told.with_columns(pl.Series("hash", hashes, dtype=pl.String)).sort("hash")
    strata = ranked.group_by("stratum").len("size").sort("stratum")
    rate = wanted / max(len(told), 1)
    takes = {stratum: min(size, max(math.ceil(rate * size), EACH)) for stratum, size in strata.iter_rows()}
    chances = {stratum: takes[stratum] / size for stratum, size in strata.iter_rows()}
    place = pl.int_range(pl.len()).over("stratum")
    chosen = ranked.filter(place < pl.col("stratum").replace_strict(takes, return_dtype=pl.Int64))
    return chosen.select(
        *keys, "text", "stratum", chance=pl.col("stratum").replace_strict(chances, return_dtype=pl.Float64)
    )


def strata_of(coded: pl.DataFrame) -> pl.DataFrame:
    """Of each answer (`response_id`, `question_id`) its `stratum`: the rarest of its codes."""
    keys = ["response_id", "question_id"]
    codes = coded.unique([*keys, "code"]).with_columns(pl.len().over("code").alias("size"))
    first = codes.sort("size", "code").group_by(keys, maintain_order=True).first()
    return first.select(*keys, stratum="code")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
