"""The search for texts nearly alike: candidates by MinHash, each confirmed by an exact count.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", ch. 3. Similarity is the Jaccard index of the sets of neighbouring word pairs.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

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
AT_A_TIME = 2_000  # pairs compared before what they join is known: of one group, few are compared in vain
ESTIMATED = 50_000  # pairs estimated before that
REACH = 3  # of a crowded band each text is compared with the first and with the next few: enough to join a group
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WHOLE, _BITS = np.uint64(64), np.uint64(40)  # of the hash of a word pair, the bits kept beside the number of its text

Places = NDArray[np.int64]
Number = TypeVar("Number", np.int64, np.uint64)


def similar(texts: pl.Series, settings: LedgerSettings = DEFAULTS) -> pl.DataFrame:
    """Pairs of texts nearly alike: `first` < `second` (Int64, places among the texts) and `similarity`.

    Only texts of at least `near_words` words take part. Every pair given has at least `near_similarity`. Of a group
    in which all resemble all, only as many pairs are given as hold it together: `Groups` makes the groups of them.
    The result depends on the order of the texts: sort them where it must not.
    """
    found = words(texts)
    counts = np.bincount(found["doc"].to_numpy(), minlength=len(texts))
    long = np.flatnonzero(counts >= settings.near_words)
    shingle = shingles(found, 2)
    pairs = _Pairs(shingle["doc"].to_numpy(), shingle["shingle"].to_numpy(), len(texts))
    taking_part = pairs.only(long)
    sketch = taking_part.sketch()
    likely = np.flatnonzero(_shares_a_band(sketch))
    candidates = taking_part.only(likely)
    sketch = sketch if candidates is taking_part else candidates.sketch()
    compared = _compare(candidates, _digests(sketch), settings.near_similarity)
    place = pl.Series(long[likely], dtype=pl.Int64)
    return compared.with_columns(place.gather(compared[name]).alias(name) for name in ("first", "second"))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The word pairs of so many texts: of each the text's place, in order, and the pair's hash."""

    doc: NDArray[Any]
    shingle: NDArray[np.uint64]
    size: int

    def only(self, docs: Places) -> _Pairs:
        """Those of some texts, which are numbered anew from 0."""
        if len(docs) == self.size:
            return self
        number = np.full(self.size, -1, dtype=np.int64)
        number[docs] = np.arange(len(docs))
        renumbered = number[self.doc]
        there = renumbered >= 0
        return _Pairs(renumbered[there], self.shingle[there], len(docs))

    def sketch(self) -> rensa.RMinHashDigestMatrix:
        """The MinHash of each text."""
        ends = np.cumsum(np.bincount(self.doc, minlength=self.size))
        offsets = np.concatenate([[0], ends]).astype(np.uint64)
        return rensa.RMinHash.digest_matrix_from_flat_token_hashes(self.shingle, offsets, BANDS * ROWS, SEED)


def _shares_a_band(sketch: rensa.RMinHashDigestMatrix) -> NDArray[np.bool_]:
    """True of each text that has a band in common with another: most have none and are done with."""
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    return np.array(index.query_duplicate_flags_matrix_one_shot(sketch), dtype=np.bool_)


def _compare(pairs: _Pairs, digests: NDArray[np.uint32], least: float) -> pl.DataFrame:
    """Confirmed pairs; texts that are in one group already are not compared again."""
    sets, groups, names = _sets(pairs), Groups(pairs.size), np.arange(pairs.size)
    found: list[tuple[Places, Places, NDArray[np.float64]]] = [(names[:0], names[:0], np.zeros(0))]
    short = digests.astype(np.uint8)  # enough to estimate by: one hash in 256 is equal by accident
    for some in _candidates(digests):
        likely = some[:, names[some[0]] != names[some[1]]]
        likely = likely[:, _may_reach(least, short, likely[0], likely[1])]
        for start in range(0, likely.shape[1], AT_A_TIME):
            part = likely[:, start : start + AT_A_TIME]
            first, second = part[:, names[part[0]] != names[part[1]]]
            first, second, similarity = _confirm(first, second, sets)
            alike = similarity >= least
            if alike.any():
                found.append((first[alike], second[alike], similarity[alike]))
                groups.join(zip(first[alike].tolist(), second[alike].tolist(), strict=True))
                names = groups.all()
    columns = (np.concatenate(each) for each in zip(*found, strict=True))
    return (
        pl.DataFrame(dict(zip(("first", "second", "similarity"), columns, strict=True)))
        .unique()
        .sort("first", "second")
    )


def _digests(sketch: rensa.RMinHashDigestMatrix) -> NDArray[np.uint32]:
    rows = b"".join([array("I", row).tobytes() for row in sketch.to_rows()])  # straight to numpy takes twice as long
    return np.frombuffer(rows, np.uint32).reshape(-1, BANDS * ROWS)


def _candidates(digests: NDArray[np.uint32]) -> Iterator[Places]:
    """Pairs of texts that share a band, two rows, some at a time: with the first of a band, then with the next few."""
    size = len(digests)
    bands = digests.reshape(size, BANDS, ROWS).astype(np.uint64)
    hashes = (bands[:, :, 0] * _MIX + bands[:, :, 1]) * _MIX + bands[:, :, 2]
    keys = (hashes * _MIX + np.fromiter(range(BANDS), dtype=np.uint64)).T.ravel()  # no key is one of two bands
    bits = np.uint64(len(keys).bit_length())  # a key's last bits give way to its place: to sort numbers is fast
    ordered = np.sort((keys >> bits << bits) | np.arange(len(keys)).astype(np.uint64))
    docs = (ordered & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64) % max(size, 1)
    part = max(ESTIMATED, size // 4)  # to tell the groups anew takes time by the number of texts
    for reach in (_to_the_first, _to_the_next):
        numbers = _distinct(reach(ordered >> bits, docs, size))
        for start in range(0, len(numbers), part):
            yield np.stack(np.divmod(numbers[start : start + part], size))


def _may_reach(least: float, digests: NDArray[np.uint8], first: Places, second: Places) -> NDArray[np.bool_]:
    """True of pairs whose estimated similarity does not lie too far below: the exact count costs much more."""
    equal: Places = np.count_nonzero(digests[first] == digests[second], axis=1)
    enough: NDArray[np.bool_] = equal >= (least - DOUBT) * digests.shape[1]
    return enough


def _to_the_first(keys: NDArray[np.uint64], docs: Places, size: int) -> Places:
    """Pairs of each text with the first of its key, each as one number; `keys` stand in order, with their `docs`."""
    head = first_places(keys)
    later = head < np.arange(len(keys))
    return docs[head[later]] * size + docs[later]


def _to_the_next(keys: NDArray[np.uint64], docs: Places, size: int) -> Places:
    steps = [(step, keys[step:] == keys[:-step]) for step in range(1, REACH + 1)]
    return np.concatenate([docs[:-step][same] * size + docs[step:][same] for step, same in steps])


@dataclass(frozen=True, slots=True)
class _Sets:
    """The sets of word pairs of texts: a number each, in order, and where each text's set `ends`."""

    numbers: NDArray[np.uint64]
    ends: Places


def _sets(pairs: _Pairs) -> _Sets:
    numbers = _distinct((pairs.doc.astype(np.uint64) << _BITS) | (pairs.shingle >> (_WHOLE - _BITS)))
    return _Sets(numbers, np.cumsum(np.bincount((numbers >> _BITS).astype(np.int64), minlength=pairs.size)))


def _confirm(first: Places, second: Places, sets: _Sets) -> tuple[Places, Places, NDArray[np.float64]]:
    """The pairs of texts with their exact similarity, counted on their sets of word pairs."""
    sizes = np.diff(sets.ends, prepend=0)
    order = np.argsort(second, kind="stable")  # what is looked up stands together
    first, second = first[order], second[order]
    of_first = sizes[first]
    row = np.repeat(np.arange(len(first)), of_first)
    within = np.arange(len(row)) - np.repeat(np.cumsum(of_first) - of_first, of_first)
    held = sets.numbers[(sets.ends - sizes)[first][row] + within] & ((np.uint64(1) << _BITS) - np.uint64(1))
    wanted = (second[row].astype(np.uint64) << _BITS) | held
    there = np.searchsorted(sets.numbers, wanted).clip(max=max(len(sets.numbers) - 1, 0))
    shared = np.bincount(row[sets.numbers[there] == wanted], minlength=len(first))
    return first, second, shared / np.maximum(of_first + sizes[second] - shared, 1)


def _distinct(numbers: NDArray[Number]) -> NDArray[Number]:
    """The numbers in order, each once: several times as fast as numpy's own way."""
    ordered = np.sort(numbers)
    distinct: NDArray[Number] = ordered[first_places(ordered) == np.arange(len(ordered))]
    return distinct
