"""Where texts show which code: phrases and patterns together, what is ruled out or denied left away."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from survey.questionnaire.code_frame import Code
from survey.themes.negation import denied
from survey.themes.patterns import Patterns, compile_patterns, matches
from survey.themes.phrases import RULES_OUT, SHOWS, SHOWS_DENIED, Phrases, compile_phrases, find
from survey.themes.plain import Plain, plain
from survey.themes.spans import apart, not_ruled_out

_BATCH = 2_000_000  # characters read at a time
_AT_ONCE = 2  # batches; their results come in order
_REACH = 100  # characters in which a negation is looked for

# One row a place: `row` of the text, `rank` of the code in the frame, characters from `start` up to `end`,
# and the phrase or /pattern/ that showed it.
PLACES = {"row": pl.Int64, "rank": pl.Int64, "start": pl.Int64, "end": pl.Int64, "rule": pl.String}


@dataclass(frozen=True, slots=True)
class Rules:
    """Codes with their phrases and patterns compiled. `names`: those of the rules, phrases first."""

    codes: tuple[Code, ...]
    phrases: Phrases
    patterns: Patterns

    @property
    def names(self) -> list[str]:
        return [*self.phrases.phrases, *(f"/{pattern}/" for _, pattern in self.patterns)]


def compile_rules(codes: Sequence[Code]) -> Rules:
    """The rules of all codes, ready for `places`."""
    return Rules(tuple(codes), compile_phrases(codes), compile_patterns(codes))


def places(texts: Sequence[str], rules: Rules) -> pl.DataFrame:
    """Where the texts show which code (PLACES), by row, rank, start.

    Matches of one code are leftmost and longest, none overlapping another; those of two codes may overlap.
    A match that shares a character with a phrase that rules its code out does not count and hides no later one.
    """
    batches = _batches(texts)
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        read = list(workers.map(lambda batch: plain(texts[slice(*batch)], rules.phrases.alphabet), batches))
        found = find(read, rules.phrases)
        parts = list(
            workers.map(lambda at: _places(texts, batches[at], read[at], found[at], rules), range(len(batches)))
        )
    return pl.concat(parts) if parts else pl.DataFrame(schema=PLACES)


def _batches(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of texts of a bearable length in all."""
    total = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    bounds = np.flatnonzero(np.diff(total // _BATCH)) + 1
    ends = [0, *bounds.tolist(), len(texts)]
    return [(first, last) for first, last in pairwise(ends) if first < last]


def _places(
    texts: Sequence[str], batch: tuple[int, int], read: Plain, phrases: pl.DataFrame, rules: Rules
) -> pl.DataFrame:
    """PLACES of one batch of the texts, with its phrases found."""
    texts = texts[slice(*batch)]
    found = pl.concat([_by_phrase(phrases, read, rules), _by_pattern(texts, read, rules)])
    standing = apart(not_ruled_out(found, pl.col("role") == RULES_OUT))
    row = read.rows(standing["start"].to_numpy())
    names = pl.Series(rules.names, dtype=pl.String)
    return (
        standing.with_columns(row=pl.Series(row, dtype=pl.Int64), begins=pl.Series(read.starts[row]))
        .select(
            pl.col("row") + batch[0],
            "rank",
            pl.col("start") - pl.col("begins"),
            pl.col("end") - pl.col("begins"),
            names.gather(standing["rule"]).alias("rule"),
        )
        .sort("row", "rank", "start")
    )


def _by_phrase(phrases: pl.DataFrame, read: Plain, rules: Rules) -> pl.DataFrame:
    """rank, role, rule, start, end of the phrases that count, in the texts as written, joined by one character."""
    found = _heeding(phrases, read, rules.codes)
    start = read.written(found["begin"].to_numpy())
    end = read.written(found["end"].to_numpy() - 1) + 1
    return found.select(
        "rank", "role", "rule", start=pl.Series(start, dtype=pl.Int64), end=pl.Series(end, dtype=pl.Int64)
    )


def _by_pattern(texts: Sequence[str], read: Plain, rules: Rules) -> pl.DataFrame:
    """The same of the patterns."""
    found = matches(pl.Series(texts, dtype=pl.String), rules.patterns)
    starts = pl.Series(read.starts[found["row"].to_numpy()], dtype=pl.Int64)
    return found.select(
        "rank",
        role=pl.lit(SHOWS, pl.Int64),
        rule=pl.col("rule") + len(rules.phrases.phrases),
        start=pl.col("start") + starts,
        end=pl.col("end") + starts,
    )


def _heeding(found: pl.DataFrame, read: Plain, codes: Sequence[Code]) -> pl.DataFrame:
    """Without the places that a negation, or the lack of one, keeps from counting."""
    heeds = [rank for rank, code in enumerate(codes) if code.negation == "rules_out"]
    asks = (pl.col("role") == SHOWS_DENIED) | ((pl.col("role") == SHOWS) & pl.col("rank").is_in(heeds))
    asked = found.filter(asks)
    if asked.is_empty():
        return found
    under = pl.Series([denied(_before(read.text, place)) for place in asked["begin"]])
    return pl.concat([found.filter(~asks), asked.filter((pl.col("role") == SHOWS_DENIED) == under)])


def _before(text: str, place: int) -> str:
    return text[max(0, place - _REACH) : place].rpartition("\n")[2]
