"""Which answers a second coder reads: some of every code, the rare ones most, chosen by chance that can be repeated.

Respondents are drawn, each with all of their answers: what is published is how many respondents have a code.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import polars as pl

SHARE, LEAST, EACH = 0.1, 200, 10

# The answers chosen. `stratum`: the rarest code the frame gave who wrote them; `chance`: of one of it to be chosen.
SAMPLE = {
    "response_id": pl.String,
    "question_id": pl.String,
    "text": pl.String,
    "stratum": pl.String,
    "chance": pl.Float64,
}
# Every respondent who was there when a sheet was drawn: from which sheet on, and on which they came first (null: none).
DRAWN = {"response_id": pl.String, "since": pl.Int64, "drawn": pl.Int64}
_APART = 5  # respondents read of each part of a stratum, for its parts to stand by themselves
_MORE = 1.05
_ID = "response_id"


def draw(answers: pl.DataFrame, coded: pl.DataFrame, share: float = SHARE, least: int = LEAST) -> pl.DataFrame:
    """A stratified part of the answers: `share` of them and at least `least`; EACH respondents of each stratum, if it
    has as many.

    Chosen by the hash of id and texts, so that the same answers give the same sheet in whatever order they come.

    Args:
        answers: `response_id`, `question_id`, `text`.
        coded: frames.CODED of these answers.

    Returns:
        SAMPLE, in the order of the hash: the sheet says nothing of the codes.
    """
    told = answers.join(strata_of(coded), on=_ID, how="left").with_columns(pl.col("stratum").fill_null(""))
    ordered = told.sort(_ID, "question_id").group_by(_ID, maintain_order=True)
    people = ordered.agg(pl.col("stratum").first(), pl.len().alias("written"), words=pl.struct("question_id", "text"))
    hashes = [_hash(who, *(part for each in words for part in each.values())) for who, words in _words(people)]
    ranked = people.with_columns(pl.Series("hash", hashes, dtype=pl.String)).sort("hash")
    sizes = dict(ranked.group_by("stratum").len().iter_rows())
    place, stratum = pl.int_range(pl.len()).over("stratum"), pl.col("stratum")
    wanted = min(max(math.ceil(share * len(told)), least), len(told))
    rate, chosen, takes = wanted / max(len(told), 1), ranked.clear(), sizes
    while chosen["written"].sum() < wanted:  # who is drawn may have written less than others
        takes = {name: min(size, max(math.ceil(rate * size), EACH)) for name, size in sizes.items()}
        chosen = ranked.filter(place < stratum.replace_strict(takes, return_dtype=pl.Int64))
        rate *= _MORE
    chances = {name: takes[name] / size for name, size in sizes.items()}
    told = chosen.select(_ID, chance=stratum.replace_strict(chances, return_dtype=pl.Float64)).join(
        told.sort("question_id"), on=_ID, how="left", maintain_order="left_right"
    )
    return told.select(*SAMPLE)


def _words(people: pl.DataFrame) -> Iterator[tuple[str, list[dict[str, str]]]]:
    return people.select(_ID, "words").iter_rows()


def strata_of(coded: pl.DataFrame) -> pl.DataFrame:
    """Of each respondent (`response_id`) the `stratum`: the rarest of the codes of all their answers."""
    codes = coded.unique([_ID, "code"]).with_columns(pl.len().over("code").alias("size"))
    return codes.sort("size", "code").group_by(_ID, maintain_order=True).first().select(_ID, stratum="code")


def drawn_again(before: pl.DataFrame, answers: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """DRAWN after one more sheet with the answers `chosen` of all `answers`; the same sheet again changes nothing."""
    number = max(int(before[name].max() or 0) for name in ("since", "drawn")) + 1  # type: ignore[arg-type]
    came = answers.select(_ID).unique(maintain_order=True).join(before, on=_ID, how="anti", maintain_order="left")
    new = came.with_columns(since=pl.lit(number, pl.Int64), drawn=pl.lit(None, pl.Int64))
    now = chosen.select(_ID).unique().with_columns(now=pl.lit(number, pl.Int64))
    joined = pl.concat([before, new]).join(now, on=_ID, how="left", maintain_order="left")
    return joined.select(_ID, "since", drawn=pl.coalesce("drawn", "now"))


def by_sheets(strata: Mapping[str, str], since: Mapping[str, int], read: Collection[str]) -> dict[str, str]:
    """Each respondent's stratum, parted by from which sheet on they could be drawn: of few respondents more are drawn
    than of many later. A stratum of which too few were read of a part is left whole.

    Args:
        since: of the respondents who could be drawn; later ones go with the last of them.
        read: those drawn whose answers somebody read.
    """
    last = max(since.values(), default=1)
    parts = {who: (stratum, since.get(who, last)) for who, stratum in strata.items()}
    known = Counter(parts[who] for who in read if who in parts)
    whole = {stratum for stratum, part in {*parts.values()} if known[stratum, part] < _APART}
    return {who: stratum if stratum in whole else f"{stratum} {part}" for who, (stratum, part) in parts.items()}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
