"""The search for texts nearly alike: candidates by MinHash, each confirmed by an exact count.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", ch. 3. Similarity is the Jaccard index of the sets of neighbouring word pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import polars as pl
import rensa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from survey.ledger.groups import Groups
from survey.ledger.settings import DEFAULTS, LedgerSettings
from survey.ledger.words import first_places, shingles, words

# A pair of similarity s shares a band with the chance 1 - (1 - s ** ROWS) ** BANDS: 0.986 at 0.5, 0.9996 at 0.6.
BANDS, ROWS, SEED = 32, 3, 1
DOUBT = 0.15  # three standard errors of a similarity of 0.5 estimated from BANDS * ROWS hashes
AT_A_TIME = 200_000  # pairs: what bounds the memory of a comparison
REACH = 3  # of a crowded band each text is compared with the first and with the next few: enough to join a group
_MIX = np.uint64(0x9E3779B97F4A7C15)

Places = NDArray[np.int64]


def similar(texts: pl.Series, settings: LedgerSettings = DEFAULTS) -> pl.DataFrame:
    """Pairs of texts nearly alike: `first` < `second` (Int64, places among the texts) and `similarity`.

    Only texts of at least `near_words` words take part. Every pair given has at least `near_similarity`. Of a group
    in which all resemble all, only as many pairs are given as hold it together: `Groups` makes the groups of them.
    The result depends on the order of the texts: sort them where it must not.
    """
    found = words(texts)
    counts = np.bincount(found["doc"].to_numpy(), minlength=len(texts))
    long = np.flatnonzero(counts >= settings.near_words)
    pairs = shingles(found, 2).select("doc", "shingle")
    taking_part = _only(pairs, long)
    likely = long[_shares_a_band(taking_part, len(long))]
    candidates = _only(pairs, likely)
    compared = _compare(candidates, len(likely), settings.near_similarity)
    place = pl.Series(likely, dtype=pl.Int64)
    return compared.with_columns(place.gather(compared[name]).alias(name) for name in ("first", "second"))


def _only(pairs: pl.DataFrame, docs: Places) -> pl.DataFrame:
    """The word pairs of some texts, which are numbered anew from 0."""
    size = int(docs[-1]) + 1 if len(docs) else 0
    number = np.full(max(size, int(pairs["doc"].max() or 0) + 1), -1, dtype=np.int64)  # type: ignore[arg-type]
    number[docs] = np.arange(len(docs))
    renumbered = number[pairs["doc"].to_numpy()]
    return pairs.select(pl.Series("doc", renumbered), "shingle").filter(pl.Series(renumbered >= 0))


def _sketch(pairs: pl.DataFrame, size: int) -> rensa.RMinHashDigestMatrix:
    ends = np.cumsum(np.bincount(pairs["doc"].to_numpy(), minlength=size))
    offsets = np.concatenate([[0], ends]).astype(np.uint64)
    return rensa.RMinHash.digest_matrix_from_flat_token_hashes(pairs["shingle"].to_numpy(), offsets, BANDS * ROWS, SEED)


def _shares_a_band(pairs: pl.DataFrame, size: int) -> NDArray[np.bool_]:
    """True of each text that has a band in common with another: most have none and are done with."""
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    return np.array(index.query_duplicate_flags_matrix_one_shot(_sketch(pairs, size)), dtype=np.bool_)


def _compare(pairs: pl.DataFrame, size: int, least: float) -> pl.DataFrame:
    """Confirmed pairs; texts that are in one group already are not compared again."""
    rows = chain.from_iterable(_sketch(pairs, size).to_rows())
    digests = np.fromiter(rows, dtype=np.uint32, count=size * BANDS * ROWS).reshape(size, BANDS * ROWS)
    groups = Groups(size)
    found = [_none()]
    for first, second in _candidates(digests):
        names = np.array(groups.all(), dtype=np.int64)
        likely = (names[first] != names[second]) & _may_reach(least, digests, first, second)
        confirmed = _confirm(first[likely], second[likely], pairs).filter(pl.col("similarity") >= least)
        groups.join(confirmed.select("first", "second").iter_rows())
        found.append(confirmed)
    return pl.concat(found).sort("first", "second")


def _candidates(digests: NDArray[np.uint32]) -> Iterator[tuple[Places, Places]]:
    """Pairs of texts that share a band, some at a time: first those with the first of a band, then the next few."""
    size = len(digests)
    bands = digests.reshape(size, BANDS, ROWS).astype(np.uint64)
    keys = (bands[:, :, 0] * _MIX + bands[:, :, 1]) * _MIX + bands[:, :, 2]
    orders = [np.argsort(keys[:, band], kind="stable") for band in range(BANDS)]
    to_the_first = np.unique(np.concatenate([_to_the_first(keys[o, band], o) for band, o in enumerate(orders)]))
    to_the_next = np.unique(np.concatenate([_to_the_next(keys[o, band], o) for band, o in enumerate(orders)]))
    numbers = np.concatenate([to_the_first, np.setdiff1d(to_the_next, to_the_first, assume_unique=True)])
    for start in range(0, len(numbers), AT_A_TIME):
        yield np.divmod(numbers[start : start + AT_A_TIME], size)


def _may_reach(least: float, digests: NDArray[np.uint32], first: Places, second: Places) -> NDArray[np.bool_]:
    """True of pairs whose estimated similarity does not lie too far below: the exact count costs much more."""
    equal: Places = np.count_nonzero(digests[first] == digests[second], axis=1)
    enough: NDArray[np.bool_] = equal >= (least - DOUBT) * digests.shape[1]
    return enough


def _to_the_first(keys: NDArray[np.uint64], order: Places) -> Places:
    """Pairs of each text with the first of its key, each as one number; `keys` stand in order."""
    head = first_places(keys)
    later = head < np.arange(len(keys))
    return order[head[later]] * len(order) + order[later]


def _to_the_next(keys: NDArray[np.uint64], order: Places) -> Places:
    steps = [(step, keys[step:] == keys[:-step]) for step in range(1, REACH + 1)]
    return np.concatenate([order[:-step][same] * len(order) + order[step:][same] for step, same in steps])


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"first": pl.Int64, "second": pl.Int64, "similarity": pl.Float64})


def _confirm(first: Places, second: Places, pairs: pl.DataFrame) -> pl.DataFrame:
    """The exact similarity of each pair of texts, counted on their sets of word pairs."""
    asked = pl.DataFrame({"first": first, "second": second})
    sets = pairs.filter(pl.col("doc").is_in(pl.concat([asked["first"], asked["second"]]).implode())).unique()
    sizes = np.bincount(sets["doc"].to_numpy())
    shared = (
        asked.join(sets, left_on="first", right_on="doc")
        .join(sets, left_on=["second", "shingle"], right_on=["doc", "shingle"], how="semi")
        .group_by("first", "second")
        .agg(pl.len().cast(pl.Int64).alias("shared"))
    )
    both = pl.Series(sizes[shared["first"].to_numpy()] + sizes[shared["second"].to_numpy()], dtype=pl.Int64)
    return shared.select("first", "second", similarity=pl.col("shared") / (both - pl.col("shared")))
