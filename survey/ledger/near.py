"""The search for texts nearly alike: candidates by MinHash, a sieve that loses none, an exact count of the rest.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", ch. 3. Similarity is the Jaccard index of the sets of neighbouring word pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.ledger.groups import Groups
from survey.ledger.settings import DEFAULTS, LedgerSettings
from survey.ledger.words import first_places, runs, words

# A pair of similarity s shares a band with the chance 1 - (1 - s ** ROWS) ** BANDS: 0.986 at 0.5, 0.9996 at 0.6.
BANDS, ROWS, SEED = 32, 3, 1
AT_A_TIME = 2_000  # pairs compared before what they join is known: of one group, few are compared in vain
SIEVED = 50_000  # pairs sieved before that
REACH = 3  # of a crowded band each text is compared with the first and with the next few: enough to join a group
BLOCK = 1 << 16  # word pairs hashed together: what a processor keeps at hand
MARKS = 256  # a text's word pairs as so many marks: enough to tell by that most candidates have too few in common
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
    doc = found["doc"].to_numpy()
    long = np.flatnonzero(np.bincount(doc, minlength=len(texts)) >= settings.near_words)
    begins, shingle = runs(doc, found["word"].to_numpy(), 2)
    pairs = _Pairs(doc[begins], shingle, len(texts)).only(long)
    first, second, similarity = _compare(pairs, settings.near_similarity)
    order = np.lexsort((second, first))
    return pl.DataFrame({"first": long[first[order]], "second": long[second[order]], "similarity": similarity[order]})


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


def _compare(pairs: _Pairs, least: float) -> tuple[Places, Places, NDArray[np.float64]]:
    """Confirmed pairs; texts that are in one group already are not compared again."""
    groups, names = Groups(pairs.size), np.arange(pairs.size)
    found: list[tuple[Places, Places, NDArray[np.float64]]] = [(names[:0], names[:0], np.zeros(0))]
    sets = _sets(pairs)
    sieve = _Sieve.of(sets)
    for some in _candidates(pairs):
        likely = some[:, names[some[0]] != names[some[1]]]
        likely = likely[:, sieve.may_reach(least, likely[0], likely[1])]
        for start in range(0, likely.shape[1], AT_A_TIME):
            part = likely[:, start : start + AT_A_TIME]
            first, second = part[:, names[part[0]] != names[part[1]]]
            first, second, similarity = _confirm(first, second, sets)
            alike = similarity >= least
            if alike.any():
                found.append((first[alike], second[alike], similarity[alike]))
                groups.join(zip(first[alike].tolist(), second[alike].tolist(), strict=True))
                names = groups.all()
    first, second, similarity = (np.concatenate(each) for each in zip(*found, strict=True))
    return first, second, similarity


def _min_hashes(pairs: _Pairs) -> tuple[NDArray[np.uint32], Places]:
    """The MinHash of each text, a column each, and the texts in the order of the columns.

    It is the least and the greatest hash of the text's word pairs, which are hashed anew again and again.
    """
    factors = np.random.default_rng(SEED).integers(0, 1 << 31, BANDS * ROWS // 2, dtype=np.uint32) * 2 + np.uint32(1)
    tokens = (pairs.shingle >> np.uint64(32)).astype(np.uint32)
    counts = np.bincount(pairs.doc, minlength=pairs.size)
    begins = np.cumsum(counts) - counts
    order = np.argsort(counts, kind="stable")  # texts of like length together: few places of a block stay empty
    lengths = counts[order]
    full, twice_as_long = (np.diff(each) > 0 for each in (np.cumsum(lengths) // BLOCK, np.frexp(lengths)[1]))
    hashes = np.empty((BANDS * ROWS, pairs.size), dtype=np.uint32)
    for start, end in pairwise([0, *(np.flatnonzero(full | twice_as_long) + 1).tolist(), pairs.size]):
        some = lengths[start:end]
        within = np.minimum(np.arange(some.max(initial=1))[:, None], some - 1)  # the last pair fills what is empty
        block = tokens[begins[order[start:end]] + within]
        hashed = np.empty_like(block)
        for least, greatest, factor in zip(hashes[::2, start:end], hashes[1::2, start:end], factors, strict=True):
            np.multiply(block, factor, out=hashed)
            np.minimum.reduce(hashed, axis=0, out=least)
            np.maximum.reduce(hashed, axis=0, out=greatest)
    return hashes, order


def _candidates(pairs: _Pairs) -> Iterator[Places]:
    """Pairs of texts that share a band, two rows, some at a time: with the first of a band, then with the next few."""
    size = pairs.size
    bands, order = _min_hashes(pairs)
    last = (np.uint64(1) << np.uint64(size.bit_length())) - np.uint64(1)  # a key's last bits give way to its text:
    text = order.astype(np.uint64)  # to sort numbers is fast
    with_first, with_next = list[Places](), list[Places]()
    for band in bands.reshape(BANDS, ROWS, size):
        hashes = (band[0] * _MIX + band[1]) * _MIX + band[2]
        ordered = np.sort((hashes * _MIX & ~last) | text)
        docs = (ordered & last).astype(np.int64)
        later = np.flatnonzero((ordered[1:] ^ ordered[:-1]) <= last) + 1  # those whose key stands before them too
        head = later[first_places(later - np.arange(len(later)))] - 1
        with_first.append(docs[head] * size + docs[later])
        for step in range(1, REACH + 1):
            near = later[later - step >= head]
            with_next.append(docs[near - step] * size + docs[near])
    part = max(SIEVED, size // 4)  # to tell the groups anew takes time by the number of texts
    for found in (with_first, with_next):
        numbers = _distinct(np.concatenate(found))
        for start in range(0, len(numbers), part):
            yield np.stack(np.divmod(numbers[start : start + part], size))


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Of each text how many word pairs it has and which marks they make: a mark that only one makes is a pair more."""

    counts: Places
    marks: NDArray[np.uint64]

    @classmethod
    def of(cls, sets: _Sets) -> _Sieve:
        """The marks of sets, a column each."""
        size = len(sets.ends)
        marks = np.zeros(size * MARKS, dtype=np.bool_)
        marks[(sets.numbers >> _BITS) * np.uint64(MARKS) | sets.numbers & np.uint64(MARKS - 1)] = True
        rows = np.packbits(marks).view(np.uint64).reshape(size, MARKS // 64)
        return cls(np.diff(sets.ends, prepend=0), np.ascontiguousarray(rows.T))

    def may_reach(self, least: float, first: Places, second: Places) -> NDArray[np.bool_]:
        """True of pairs that may be so similar, by the most that they can have in common."""
        left, right = self.counts[first], self.counts[second]
        sizes = left + right
        for marks in self.marks:
            one, other = marks[first], marks[second]
            left -= np.bitwise_count(one & ~other)
            right -= np.bitwise_count(other & ~one)
        most = np.minimum(left, right)
        enough: NDArray[np.bool_] = most >= least * (sizes - most)
        return enough


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
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    distinct: NDArray[Number] = ordered[new]
    return distinct
