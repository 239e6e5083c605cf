"""What was published before: the counts it ties to those of now, and whom one could tell apart by holding both side by
side.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from survey.errors import Problem
from survey.frames import ALL
from survey.publish.bases import of_verbatims
from survey.publish.cells import Cells
from survey.publish.linked import gather, own_key
from survey.publish.suppress import Flags, Linked, exposed
from survey.questionnaire.definition import Consultation

KEYS = ("question_id", "item", "code", "is_net", "banner_id", "group", "week", "wave")
TIMED = (pl.col("week").is_not_null() | pl.col("wave").is_not_null()).alias("timed")
TABLE = ("question_id", "banner_id", "timed")  # a question alone, by a banner, or by time


def carried(kept: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """What is to be kept of a publication (`Gated.kept`): with the tables that an earlier one held and this one does
    not, which can still be compared with what comes.
    """
    old, new = before.with_columns(TIMED), kept.with_columns(TIMED)
    gone = old.join(new, on=TABLE, how="anti", nulls_equal=True, maintain_order="left")
    return pl.concat([kept, gone.filter((pl.col("group") != ALL) | pl.col("timed")).drop("timed")])


def published_of(figures: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Of figures those that are among the published ones, whatever is hidden of them."""
    found = figures.join(shown.select(KEYS), on=KEYS, how="semi", nulls_equal=True, maintain_order="left")
    return found.drop("suppressed")


def add_before(cells: Cells, before: pl.DataFrame, consultation: Consultation, told: bool = False) -> list[int]:
    """Adds the cells published before, each tied to what it is now. Gives the places of those hidden then, and of those
    that have to stay so because they have hardly changed. Answers are taken to be added, never to be taken back; codes
    of verbatims are not tied, since coding anew moves them either way.

    Args:
        told: what follows from that publication alone is taken to be known: it cannot be taken back.
    """
    own_answers = _own_answers(consultation)
    then, own, base = gather(before, consultation)
    start = len(cells.counts)
    for key, place in then.places.items():
        cells.cell(Then(key), then.counts[place], then.printed[place])
    cells.sums += [(total + start, tuple(part + start for part in parts)) for total, parts in then.sums]
    gone = {*_where(own, before["suppressed"]), *_where(base, before["base_hidden"])}
    if told:
        alone = then.linked(consultation.disclosure.threshold)
        alone = replace(alone, needs=np.zeros_like(alone.needs))
        gone -= set(exposed(alone, at(sorted(gone), len(alone.counts))))
    both = {place: now for key, place in then.places.items() if (now := cells.places.get(key)) is not None}
    tied = {
        key: place
        for key, place in then.places.items()
        if place in both and (not isinstance(key, tuple) or key[0] == "base" or key[1] in own_answers)
    }
    # Of a day before it. Codes do not tell: coded anew, there may be fewer of them and more respondents.
    fewer = sum(cells.counts[both[place]] - then.counts[place] for place in tied.values()) < 0
    for key, place in tied.items():
        more, less = (start + place, both[place]) if fewer else (both[place], start + place)
        cells.tie(more, [less], _Since(key), more=True)
    few = consultation.disclosure.threshold
    stay = [now for place, now in both.items() if place in gone and abs(cells.counts[now] - then.counts[place]) < few]
    return [*(start + place for place in sorted(gone)), *(now for now in stay if cells.printed[now])]


def _own_answers(consultation: Consultation) -> set[str]:
    """The questions whose answers are added, and never move from one to another as codes of verbatims do."""
    return {question.id for question in consultation.questions if not of_verbatims(question)}


def add_older(cells: Cells, older: Sequence[pl.DataFrame], past: Sequence[int], consultation: Consultation) -> None:
    """Adds what publications before the last one printed of counts that the last one hid or did not have: a count of
    now is no smaller, or where they are of later days no larger.

    Args:
        past: what `add_before` gave of the last one.
    """
    answers = _own_answers(consultation)
    hidden, least, most = set(past), dict[Hashable, int](), dict[Hashable, int]()
    for frame in older:
        rows = frame.filter(~pl.col("suppressed"), pl.col("value").is_null()).rows(named=True)
        found = [(row, key) for row in rows if (key := own_key(row)) in cells.places]
        then = {key: row["count"] for row, key in found}
        grown = (cells.counts[cells.places[key]] - row["count"] for row, key in found if row["question_id"] in answers)
        fewer = sum(grown) < 0
        for key, count in then.items():
            if fewer:
                most[key] = min(count, most.get(key, count))
            else:
                least[key] = max(count, least.get(key, count))
    for bound, which in ((least, "least"), (most, "most")):
        for key, count in bound.items():
            last = cells.places.get(Then(key))
            if last is None or last in hidden:
                now, then_ = cells.places[key], cells.cell(Then((which, key)), count)
                total, part = (now, then_) if which == "least" else (then_, now)
                cells.tie(total, [part], _Since((which, key)), more=True)


@dataclass(frozen=True, slots=True)
class Then:
    """The key of a cell as it was published before."""

    key: Hashable


@dataclass(frozen=True, slots=True)
class _Since:
    """The name of what came since."""

    key: Hashable


def _where(places: list[int], flags: pl.Series) -> list[int]:
    return [place for place, flag in zip(places, flags, strict=True) if flag]


def at(places: list[int], length: int) -> Flags:
    """True at these places of so many."""
    found = np.zeros(length, dtype=bool)
    found[places] = True
    return found


def fixed(linked: Linked, cells: Cells, guarded: Iterable[int], threshold: int) -> Linked:
    """What was published cannot be hidden any more, and how many came since is no secret of its own; but what is
    guarded must not follow, however large.
    """
    wanted = linked.needs.copy()
    wanted[list(guarded)] = max(threshold - 2, 1)
    for key, place in cells.places.items():
        if isinstance(key, Then) or (isinstance(key, tuple) and isinstance(key[1], _Since)):
            wanted[place] = -1
    return replace(linked, needs=wanted)


def _growth(figures: pl.DataFrame, before: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The rows that were published before and whose base grew by fewer than the threshold since: `row`, `then`."""
    then = before.filter(~pl.col("base_hidden")).select(*KEYS, then="base_unweighted")
    both = figures.with_row_index("row").join(then, on=KEYS, nulls_equal=True, how="inner", maintain_order="left")
    few = (pl.col("base_unweighted") - pl.col("then")).abs()
    return both.filter(few > 0, few < threshold)


def grown_by_few(figures: pl.DataFrame, before: pl.DataFrame, threshold: int) -> list[Problem]:
    """The questions answered by a few more than when they were published: how those few answered would follow."""
    grown = _growth(figures, before, threshold).filter(pl.col("group") == ALL, ~TIMED)
    once = grown.unique("question_id", keep="first", maintain_order=True)
    return [_few(row, threshold) for row in once.iter_rows(named=True)]


def _few(row: Mapping[str, Any], threshold: int) -> Problem:
    return Problem(
        "how a few people answered would follow from what was published before",
        row["question_id"],
        f"as many respondents as then, or at least {threshold} more",
        f"{row['then']:,} then, {row['base_unweighted']:,} now",
        f"publish when more have answered, or name {row['question_id']} in leave_out under [disclosure]",
    )


def guarded(
    figures: pl.DataFrame, before: pl.DataFrame, threshold: int, cells: Cells, places: Sequence[Sequence[int]]
) -> set[int]:
    """The cells of the groups and weeks that grew by fewer than the threshold since they were published: of `places`,
    each row's cell and that of its base.
    """
    rows = _growth(figures, before, threshold)["row"].to_list()
    return {of[row] for row in rows for of in places if cells.printed[of[row]] and cells.counts[of[row]]}
