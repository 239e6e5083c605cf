"""Counting: the one step that sees respondents. What comes after computes from its cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns.answers import CODES, Answer, answers, codes
from survey.breakdowns.base import counted, in_base
from survey.errors import Problem, UsageError
from survey.frames import CELLS, conform, empty
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Number, Question

KEYS = ["item", "banner_id", "group", "week", "wave", "codes", "value"]
SUMS = ["n", "w", "w2"]
WEIGHT = "weight"


def count(
    responses: pl.LazyFrame,
    consultation: Consultation,
    questions: Sequence[Question],
    banner: Question | None = None,
    weekly: bool = False,
) -> pl.DataFrame:
    """The respondents of each combination of answers, banner group and week, from one reading of them.

    A multi-code answer is counted by its combination of codes, a ranking place by the options put there (`item`
    is the place), a date by its month (code `2024-07`), free text as `answered` or not; a number keeps its `value`
    and has no codes.

    The base is the question's own: "answered" are those who answered (in a grid, that item; in a ranking, those
    who put an option at that place); "asked" and "all" hold nobody whose response is blank; `base_where` narrows
    it. Free text stands on those asked, or on all; a number always on those who gave one. An answer given by
    someone who was not asked is no answer here: it is outside the bases "answered" and "asked", and validation
    tells it. Codes (of a number: the value) are null for those in the base without an answer; an empty list is an
    answer without any code.

    With a banner the frame holds everyone's cells (`banner_id` null), then those of its groups, where a respondent
    of several groups is in each; `group` holds null for those in none. Without `weekly`, and for undated responses,
    `week` is null. A column `weight` of the responses is summed into `w`, its squares into `w2`.

    Returns:
        A frame with the schema CELLS, sorted within each question. It has as many rows as there are combinations
        found, however many respondents.

    Raises:
        UsageError: the banner has no groups: it is neither single-code (or scale) without items nor multi-code.
    """
    groups = _groups(banner) if banner else None
    parts = [part for question in questions for part in answers(question)]
    by = {"week": pl.col("week")} if weekly else {}
    if groups:
        by["group"] = _kept(groups, consultation)
    columns = [key.alias(name) for name, key in by.items()]
    for number, part in enumerate(parts):
        columns += [_kept(part, consultation).alias(f"raw {number}"), in_base(part, consultation).alias(f"in {number}")]
    names = responses.collect_schema().names()
    columns.append((pl.col(WEIGHT) if WEIGHT in names else pl.lit(1.0)).alias(WEIGHT))
    narrow = responses.select(columns)  # shared by all tallies: polars reads it once
    tallies = pl.collect_all([_tally(narrow, number, list(by)) for number in range(len(parts))])
    cells = [_cells(tally, part, groups) for tally, part in zip(tallies, parts, strict=True)]
    return pl.concat([empty(CELLS), *cells])


def _groups(banner: Question) -> Answer:
    if isinstance(banner, MultiCode) or (isinstance(banner, Closed) and not banner.items):
        return answers(banner)[0]
    raise UsageError(
        Problem(
            "a banner needs groups to put respondents in",
            where=f"question {banner.id}",
            expected="a single_code, scale or multi_code question without items",
            got=f"{banner.kind} with items" if isinstance(banner, Closed) else banner.kind,
        )
    )


def _kept(answer: Answer, consultation: Consultation) -> pl.Expr:
    """What was answered by those who were asked."""
    everyone = answer.question.asked is None
    return answer.raw if everyone else pl.when(counted(answer, consultation)).then(answer.raw)


def _tally(narrow: pl.LazyFrame, number: int, by: list[str]) -> pl.LazyFrame:
    """Respondents in the base of an answer by that answer, week and group, all as in the responses."""
    inside = narrow.filter(f"in {number}").rename({f"raw {number}": "raw"})
    weight = pl.col(WEIGHT)
    return inside.group_by("raw", *by).agg(
        pl.len().cast(pl.Int64).alias("n"), weight.sum().alias("w"), (weight * weight).sum().alias("w2")
    )


def _cells(tally: pl.DataFrame, part: Answer, groups: Answer | None) -> pl.DataFrame:
    numeric = isinstance(part.question, Number)
    named = tally.select(
        pl.lit(part.item, dtype=pl.String).alias("item"),
        codes(part, "raw").alias("codes"),
        (pl.col("raw") if numeric else pl.lit(None)).cast(pl.Float64).alias("value"),
        (codes(groups, "group") if groups else pl.lit(None, dtype=CODES)).alias("group"),
        (pl.col("week") if "week" in tally.columns else pl.lit(None, dtype=pl.Int32)).alias("week"),
        _id("wave", None),
        *SUMS,
    )
    # Everyone's cells cannot be added up from the groups of a multi-code banner: they are cells of their own.
    frames = [named.with_columns(pl.lit(None, dtype=CODES).alias("group"), _id("banner_id", None))]
    if groups:
        apart = named.explode("group", empty_as_null=True).with_columns(pl.concat_list("group"))
        frames.append(apart.with_columns(_id("banner_id", groups.question.id)))
    cells = pl.concat([frame.select(*KEYS, *SUMS) for frame in frames]).group_by(KEYS).agg(pl.col(SUMS).sum())
    return conform(cells.sort(KEYS).with_columns(_id("question_id", part.question.id)), CELLS)


def _id(column: str, value: str | None) -> pl.Expr:
    return pl.lit(value, dtype=pl.String).alias(column)
