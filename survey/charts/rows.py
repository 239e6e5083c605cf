"""The rows of RESULTS that one picture is made of, and the base they stand on."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from survey.errors import Problem, UsageError
from survey.frames import ALL, NOT_STATED, SMALL_BASE
from survey.questionnaire.kinds import Closed, Question

NUMBERS = ("count", "base_unweighted", "pct")


@dataclass(frozen=True, slots=True)
class Base:
    """Those a percentage stands on: who they are, and how many they are ("base 8,000")."""

    words: str
    size: str


def rows_of(question: Question, results: pl.DataFrame, banner_id: str | None = None) -> pl.DataFrame:
    """The rows of that question and banner (None: without banner) over the whole of fieldwork, items in order.

    Raises:
        UsageError: there are none.
    """
    same_banner = pl.col("banner_id").is_null() if banner_id is None else pl.col("banner_id") == banner_id
    rows = results.filter(
        pl.col("question_id") == question.id, same_banner, pl.col("week").is_null(), pl.col("wave").is_null()
    )
    if rows.is_empty():
        banner = f" by {banner_id}" if banner_id else ""
        raise UsageError(
            Problem(
                f"nothing to draw for question {question.id!r}{banner}",
                where="results",
                expected="at least one row of that question and banner, week empty",
                hint="make its breakdown first",
            )
        )
    items = [item.code for item in question.items] if isinstance(question, Closed) else []
    return rows.sort(pl.col("item").replace_strict(items, range(len(items)), default=None), maintain_order=True)


def base_of(rows: pl.DataFrame) -> Base:
    """The base of the rows: one number, or the range if grid rows or weeks have different bases."""
    sizes = rows["base_unweighted"].drop_nulls()
    words = _inside_sentence(str(rows["base"].drop_nulls().first() or "respondents"))
    if sizes.is_empty():
        return Base(words, "base withheld")
    smallest, largest = int(sizes.min()), int(sizes.max())  # type: ignore[arg-type]
    size = f"base {smallest:,}" if smallest == largest else f"base {smallest:,} to {largest:,}"
    small = "" if smallest >= SMALL_BASE else " (small base)" if largest < SMALL_BASE else " (small base in part)"
    return Base(words, size + small)


def _inside_sentence(words: str) -> str:
    """A definition may word its base as the start of a sentence."""
    return words[0].lower() + words[1:] if words.split()[0] in {"All", "Respondents"} else words


def options(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of single codes."""
    return rows.filter(~pl.col("is_net"))


def nets(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of nets."""
    return rows.filter(pl.col("is_net"))


def comparable(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """The rows of groups that may be compared: named ones whose base is not small; every row if there is none."""
    named = rows.filter(~pl.col("small_base"), ~pl.col(by).is_in([ALL, NOT_STATED]))
    return rows if named.is_empty() else named
