"""Quotes for a theme: whose words may stand for it, and what of them may be read by everyone."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from survey.themes.personal import Detail, find_details, replaced

# Quotes, in the order chosen. `group` is null where so few said it there that it would tell who.
QUOTES = {
    "code": pl.String,
    "response_id": pl.String,
    "question_id": pl.String,
    "quote": pl.String,  # personal details replaced
    "group": pl.String,
    "stance": pl.String,
}
# One row a replacement, for the private log.
REPLACED = {
    "response_id": pl.String,
    "question_id": pl.String,
    "kind": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "words": pl.String,
}
_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 6, 60  # words of a quote


def choose(
    candidates: pl.DataFrame, code: str, number: int, threshold: int, said: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Quotes that show a code, by turns from each group and stance, and the log of what was replaced in them.

    Of the same answers the same quotes are chosen, in whatever order they come. A quote has 6 to 60 words, and at most
    a third of it replaced. What several people sent alike is nobody's own words, and is passed over.

    Args:
        candidates: answers with the code: `response_id`, `question_id`, `text`, `group` (null: not stated), `stance`;
            without those flagged as a campaign's or quoted before.
        threshold: a group in which fewer respondents said it is not named; where it would be the only one without a
            name, the next smallest is not either.
        said: the texts of all answers, those quoted before among them; left out: of the candidates.

    Returns:
        QUOTES and REPLACED.
    """
    alike = Counter(map(_words, said or candidates["text"]))
    named = _named(candidates["group"], threshold)
    waiting: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(candidates.iter_rows(named=True), key=_chance):
        own = alike[_words(row["text"])] == 1
        if own and _SHORTEST <= len(row["text"].split()) <= _LONGEST:
            waiting.setdefault((row["group"] or "", row["stance"]), []).append(row)
    chosen: list[tuple[Any, ...]] = []
    places: list[tuple[str, str]] = []  # of those chosen, whether the group is named or not
    log: list[tuple[Any, ...]] = []
    while len(chosen) < number and waiting:
        place = _turn(waiting, places)
        row = waiting[place].pop(0)
        if not waiting[place]:
            del waiting[place]
        details = find_details(row["text"])
        if _readable(row["text"], details):
            group = row["group"] if row["group"] in named else None
            ids = (row["response_id"], row["question_id"])
            places.append(place)
            chosen.append((code, *ids, replaced(row["text"], details).strip(), group, row["stance"]))
            log += [(*ids, each.kind, each.start, each.end, each.words) for each in details]
    return (
        pl.DataFrame(chosen, schema=QUOTES, orient="row"),
        pl.DataFrame(log, schema=REPLACED, orient="row"),
    )


def _named(groups: pl.Series, threshold: int) -> frozenset[str]:
    """The groups that may stand beside a quote: no quote without one tells by that which group it is from."""
    sizes = sorted((number, group) for group, number in Counter(groups.drop_nulls()).items())
    small = sum(number < threshold for number, _ in sizes)
    unnamed = sum(number for number, _ in sizes[:small]) + groups.null_count()
    alone = small == 1 and unnamed - sizes[0][0] < threshold
    return frozenset(group for _, group in sizes[small + alone :])


def _words(text: str) -> str:
    """What makes two texts the same: their words, whatever stands between them."""
    return " ".join(_WORD.findall(text.casefold()))


def _turn(waiting: Mapping[tuple[str, str], Any], chosen: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The group and stance whose turn it is: that with the fewest quotes so far, then by name."""
    groups, stances = Counter(group for group, _ in chosen), Counter(stance for _, stance in chosen)
    return min(waiting, key=lambda place: (groups[place[0]] + stances[place[1]], place))


def _chance(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{row['response_id']}\0{row['question_id']}\0{row['text']}".encode()).hexdigest()


def _readable(text: str, details: tuple[Detail, ...]) -> bool:
    return 3 * sum(each.end - each.start for each in details) <= len(text)
