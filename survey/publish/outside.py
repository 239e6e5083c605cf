"""Those who are in none of a banner's groups: all respondents less those who are in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from survey.frames import ALL, NESTED, NOT_STATED
from survey.publish.bases import bound, of_everyone
from survey.publish.cells import Beside, Cells
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Question, Scale, SingleCode

Figure = Mapping[str, Any]


def banners_of(*figures: pl.DataFrame) -> frozenset[str]:
    """The questions by whose groups figures (frames.RESULTS) are told, with those who are in none."""
    found = {banner for each in figures for banner in each.filter(pl.col("group") == NOT_STATED)["banner_id"].unique()}
    return frozenset(level for banner in found for level in banner.split(NESTED))


def few_outside(figures: pl.DataFrame, consultation: Consultation, everyone: int = 0) -> frozenset[str]:
    """The questions of which fewer than the threshold are in no group: how many, is everyone less the base of their own
    tables, and in tables by them no base of those in none can be more.

    Args:
        everyone: how many respondents are told of beside the figures.
    """
    known = {question.id: question for question in consultation.questions}
    alone = pl.all_horizontal(pl.col("banner_id", "week", "wave").is_null())
    whole = figures.filter(pl.col("group") == ALL, alone)
    found = dict(whole.group_by("question_id").agg(pl.col("base_unweighted").max()).iter_rows())
    bases = {known[name]: base for name, base in found.items() if name in known}
    everyone = max([everyone, *(base for question, base in bases.items() if of_everyone(question))])
    few = range(1, consultation.disclosure.threshold)
    return frozenset(one.id for one, base in bases.items() if _of_groups(one) and everyone - base in few)


def _of_groups(banner: Question) -> bool:
    """Whether its base is those who are in any of its groups."""
    kind = isinstance(banner, SingleCode | Scale | MultiCode)
    return kind and banner.base == "answered" and banner.base_where is None


def tie_outside(
    cells: Cells,
    questions: Sequence[Question],
    rows: Sequence[Figure],
    places: tuple[Sequence[int], Sequence[int]],
    everyone: int,
) -> None:
    """Ties the bases of those in none of a banner's groups to all respondents less those who are in one: they are no
    more, and as many where the base is everyone. How many all respondents are, is told whatever is hidden.

    Args:
        places: each row's cell, and that of its base.
        everyone: how many respondents there are; 0: nobody says, unless the base of a question is all of them.
    """
    known = {question.id: question for question in questions}
    of_all = {name for name, question in known.items() if of_everyone(question)}
    whole = _Whole({}, {})
    outside = dict[tuple[str, int], bool]()  # a banner, the base of those in none of its groups; is it of everyone
    for row, own, base in zip(rows, *places, strict=True):
        if row["week"] is not None or row["wave"] is not None:
            continue
        if row["group"] == ALL and row["value"] is None and not row["is_net"] and not row["item"]:
            whole.counts[row["question_id"], row["code"]] = own
            whole.bases[row["question_id"]] = base
        elif row["group"] == NOT_STATED:
            key = row["banner_id"], base
            outside[key] = outside.get(key, False) or row["question_id"] in of_all
    all_ = [base for name, base in whole.bases.items() if name in of_all and cells.printed[base]]
    if not all_ and everyone:
        all_ = [cells.cell(("told", Beside("everyone")), everyone)]
    cells.told |= set(all_)
    if not all_:
        return
    for (banner, base), exact in outside.items():
        levels = banner.split(NESTED)
        found = [cell for level in levels if (cell := _in_none(cells, all_[0], known.get(level), whole)) is not None]
        if len(found) == len(levels):
            bound(cells, base, found, exact=exact and len(found) == 1, overlap=len(found) > 1)
        if exact and banner in whole.bases and cells.printed[whole.bases[banner]]:
            cells.dear.add(base)  # hiding it hides nothing while the banner's own table is told


@dataclass(frozen=True, slots=True)
class _Whole:
    """The cells of questions over all respondents: of their answers, and their bases."""

    counts: dict[tuple[str, str], int]
    bases: dict[str, int]


def _in_none(cells: Cells, everyone: int, banner: Question | None, whole: _Whole) -> int | None:
    """The cell of those who are in none of a question's groups; None where nothing that is printed ties it."""
    if not isinstance(banner, SingleCode | Scale | MultiCode) or banner.base_where is not None:
        return None
    if isinstance(banner, MultiCode):
        found = [whole.bases.get(banner.id)] if banner.base == "answered" else [None]
    else:
        found = [whole.counts.get((banner.id, option.code)) for option in banner.options]
    parts = [cell for cell in found if cell is not None]
    rest = cells.counts[everyone] - sum(cells.counts[part] for part in parts)
    if len(parts) < len(found) or rest < 0:
        return None
    key = ("left", Beside(("outside", banner.id)))
    if key not in cells.places:
        cells.sums.append((everyone, (*parts, cells.cell(key, rest, printed=False))))
    return cells.places[key]
