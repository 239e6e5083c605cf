"""The search for long texts that many responses share: by runs of words, whatever stands around them.

Method: runs of words as long as a shared text must be, and held word for word by several responses, are cut into runs
of five words; these are linked where one follows the other in most responses, and what is linked is one text. Unlike a
comparison of whole texts it finds a template however much people add to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from survey.ledger.groups import Groups
from survey.ledger.settings import LedgerSettings
from survey.ledger.words import shingles, words

SIZE = 5  # words a run: long enough that few phrases of the language recur, short enough to stand between two edits
SAME_PEOPLE = 0.5  # two texts that this share of their responses have in common are parts of one


@dataclass(frozen=True, slots=True)
class SharedText:
    """One text that many share. `covered`: for each text that has it, which of its words are shared (places from 0)."""

    covered: dict[int, list[int]]
    fullest: int  # the text that has most of it


def shared_texts(texts: pl.Series, holders: pl.Series, settings: LedgerSettings) -> list[SharedText]:
    """Texts of at least `campaign_words` words that at least `campaign_responses` responses share.

    `texts` are distinct, `holders` says how many responses hold each. The result depends on the order of the texts:
    sort them where it must not.
    """
    weights = pl.DataFrame({"doc": pl.int_range(len(texts), dtype=pl.UInt32, eager=True), "weight": holders})
    found = words(texts)
    runs = shingles(found, SIZE).join(weights, on="doc", maintain_order="left")
    long = shingles(found, settings.campaign_words).join(weights, on="doc", maintain_order="left")
    linked = _linked(runs, long, settings)
    if linked.is_empty():
        return []
    parts = linked.with_columns(pl.col("part").replace(_merged(_covered(runs, linked, settings))))
    whole = pl.concat([parts, _held_by_most(runs, _covered(runs, parts, settings))]).unique()
    return list(_as_texts(_covered(runs, whole, settings), settings))


def _linked(runs: pl.DataFrame, long: pl.DataFrame, settings: LedgerSettings) -> pl.DataFrame:
    """`shingle` and `part`: the runs of five words that belong to a shared text, and which."""
    least = settings.campaign_responses // 2 + 1  # some will have changed a word of it: most must have it as it is
    shared = _with_holders(long.filter(pl.col("weight").sum().over("shingle") >= least), "shingle")
    steps = pl.DataFrame({"step": range(settings.campaign_words - SIZE + 1)}, schema={"step": pl.UInt32})
    starts = shared.filter(pl.col("holders") >= least).join(steps, how="cross")
    inside = starts.select("doc", pl.col("place") + pl.col("step")).unique()
    known = runs.join(runs.join(inside, on=["doc", "place"], how="semi"), on="shingle", how="semi")
    within = _with_holders(known, "shingle").join(inside, on=["doc", "place"]).sort("doc", "place")
    follows = (pl.col("doc") == pl.col("doc").shift()) & (pl.col("place") == pl.col("place").shift() + 1)
    pairs = within.with_columns(pl.col("shingle", "holders").shift().name.suffix("_before")).filter(follows)
    both = _with_holders(pairs.rename({"holders": "holders_after"}), "shingle_before", "shingle")
    most = 2 * pl.col("holders") >= pl.max_horizontal("holders_before", "holders_after")
    links = both.filter(most).unique(["shingle_before", "shingle"])
    names = pl.concat([links["shingle_before"], links["shingle"]]).unique().sort()
    groups = Groups(len(names))
    groups.join(zip(_places(names, links["shingle_before"]), _places(names, links["shingle"]), strict=True))
    return pl.DataFrame({"shingle": names, "part": groups.all()})


def _with_holders(runs: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The runs with the number of responses that hold what these columns name; who holds it twice counts once."""
    once = runs.unique(["doc", *names]).group_by(names).agg(pl.col("weight").sum().alias("holders"))
    return runs.join(once, on=names)


def _places(names: pl.Series, wanted: pl.Series) -> list[int]:
    found: list[int] = np.searchsorted(names.to_numpy(), wanted.to_numpy()).tolist()
    return found


def _covered(runs: pl.DataFrame, linked: pl.DataFrame, settings: LedgerSettings) -> pl.DataFrame:
    """Texts that have enough words of a part: `part`, `doc`, `weight`, `words` (places of those words), `runs`."""
    each_word = pl.concat_list(pl.col("place") + step for step in range(SIZE))
    return (
        runs.join(linked, on="shingle")
        .group_by("part", "doc", "weight")
        .agg(each_word.explode().unique().sort().alias("words"), pl.col("shingle").n_unique().alias("runs"))
        .filter(pl.col("words").list.len() >= settings.campaign_words)
        .sort("part", "doc")
    )


def _held_by_most(runs: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Runs that stand apart, a closing line after a gap for the name, and that most who have the part have too."""
    members = covered.select("part", "doc", pl.col("weight").sum().over("part").alias("everyone"))
    held = runs.unique(["doc", "shingle"]).join(members, on="doc").group_by("part", "shingle", "everyone")
    return held.agg(pl.col("weight").sum()).filter(2 * pl.col("weight") > pl.col("everyone")).select("shingle", "part")


def _merged(covered: pl.DataFrame) -> dict[int, int]:
    """Parts that mostly the same responses hold, taken together: people change the middle of a template too."""
    holding = covered.select("part", "doc", "weight")
    sizes = dict(holding.group_by("part").agg(pl.col("weight").sum()).iter_rows())
    both = holding.join(holding, on="doc").filter(pl.col("part") < pl.col("part_right"))
    shared = both.group_by("part", "part_right").agg(pl.col("weight").sum()).sort("part", "part_right")
    groups = Groups(max(sizes, default=-1) + 1)
    groups.join(
        (one, other)
        for one, other, weight in shared.iter_rows()
        if weight >= SAME_PEOPLE * max(sizes[one], sizes[other])
    )
    return {part: groups.of(part) for part in sizes}


def _as_texts(whole: pl.DataFrame, settings: LedgerSettings) -> Iterator[SharedText]:
    for (_part,), held in whole.group_by("part", maintain_order=True):
        if held["weight"].sum() >= settings.campaign_responses:
            fullest = held.sort(pl.col("runs"), pl.col("words").list.len(), "doc", descending=[True, False, False])
            yield SharedText(dict(held.select("doc", "words").iter_rows()), fullest["doc"][0])
