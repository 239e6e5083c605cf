"""Names and polars schemas of what passes between the stages, and the check that a frame has them.

Answers in RESPONSES: single-code and scale an Enum of the option labels in order; multi-code a List of that Enum
(null: no answer); ranking one Int32 an option, named `question.option`; grid items `question.item`;
free text String; number Float64; date Date.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import polars as pl

from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Question, Ranking, Scale, SingleCode

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

STATUSES = ("complete", "partial", "screened_out", "blank")

# One row a respondent; the answers' columns follow (see `responses_schema`).
RESPONSES: Schema = {
    "response_id": pl.String,
    "line": pl.Int64,  # of the export, the header's first line being 1
    "started": pl.Datetime("us"),
    "completed": pl.Datetime("us"),
    "date": pl.Date,  # the one that puts the response into a week
    "week": pl.Int32,  # null: undated, or outside fieldwork
    "status": pl.Enum(STATUSES),
    "synthetic": pl.Boolean,  # made by a generator, by its response id
}

# Rows of an export that could not be read.
SET_ASIDE: Schema = {"line": pl.Int64, "column": pl.String, "reason": pl.String, "raw": pl.String}

# Answers of kept rows that could not be read: the row is kept, the answer is missing.
UNREAD: Schema = {
    "line": pl.Int64,
    "response_id": pl.String,
    "question_id": pl.String,
    "column": pl.String,
    "reason": pl.String,
    "raw": pl.String,
}

# What validation sees: every row of the export that has its cells, also those later set aside. Beside these columns:
# - single-code, scale: `name` String, the option's label where the text is known, else the text as it stands;
# - multi-code: `name:picks` Int64 (null: no answer), `name:unread` String (the texts that no option has);
# - ranking, number, date: `name` (Int64, Float64, Date) and `name:unread` String;
# - free text: `name` String;
# - `started:unread`, `completed:unread` String, where the export has such a column;
# - `question:off_route` Boolean: answered though not asked (only questions with `asked`);
# - `question:answered` Boolean: answered, null where not asked (only questions with `required_share`).
# `name` is a variable's (`question`, or `question.item`), null where unanswered. A question whose columns are not
# in the export has none of its own here.
AS_READ: Schema = {
    "line": pl.Int64,
    "response_id": pl.String,
    "started": pl.Datetime("us"),
    "completed": pl.Datetime("us"),
    "date": pl.Date,
}

# Counts, one row for each combination of answers, group and week. All else is computed from these.
CELLS: Schema = {
    "question_id": pl.String,
    "item": pl.String,  # code of the grid's item or the ranked place; null without
    "codes": pl.List(pl.String),  # the combination answered; null: in the base, no answer
    "value": pl.Float64,  # numbers only
    "banner_id": pl.String,  # null: no banner
    "group": pl.String,  # code of the banner's option; null: the banner's question not answered
    "week": pl.Int32,
    "n": pl.Int64,
}

# One figure a row. `pct` from 0 to 100, unrounded, of `base_unweighted` respondents, who are named by `base`.
RESULTS: Schema = {
    "question_id": pl.String,
    "item": pl.String,
    "item_label": pl.String,
    "code": pl.String,
    "label": pl.String,
    "is_net": pl.Boolean,
    "banner_id": pl.String,  # null: all respondents, no banner asked for
    "group": pl.String,  # label of the banner's group; ALL for the all-groups row, NOT_STATED for the rest
    "week": pl.Int32,  # null: the whole of fieldwork
    "count": pl.Int64,
    "base_unweighted": pl.Int64,
    "base": pl.String,
    "pct": pl.Float64,
    "value": pl.Float64,  # of statistics (mean, median): then count is the base and pct null
    "small_base": pl.Boolean,
}

# The ranking: options (no nets) overall (week null) and for each week, one row an option and week.
RANKING: Schema = {
    "question_id": pl.String,
    "code": pl.String,
    "label": pl.String,
    "week": pl.Int32,
    "week_from": pl.Date,
    "week_to": pl.Date,
    "count": pl.Int64,
    "base_unweighted": pl.Int64,
    "base": pl.String,
    "pct": pl.Float64,
    "rank": pl.Int32,  # 1 the most picked; equal counts share the better rank
    "rank_change": pl.Int32,  # places gained (+) since the week before; null in week 1 and overall
    "weeks_first": pl.Int32,  # weeks in which the option had rank 1
    "small_base": pl.Boolean,
}

# Codes given to verbatims, one row a code and the words that gave it.
CODED: Schema = {
    "response_id": pl.String,
    "question_id": pl.String,
    "code": pl.String,
    "net": pl.String,
    "by": pl.String,  # rule, model, person
    "start": pl.Int64,  # offsets in characters: text[start:end] == words
    "end": pl.Int64,
    "words": pl.String,
}

ALL = "All"
NOT_STATED = "Not stated"
SMALL_BASE = 100


def answer_dtype(question: Question) -> pl.DataType | type[pl.DataType]:
    """The type of a question's columns among the responses."""
    match question:
        case SingleCode() | Scale():
            return pl.Enum([option.label for option in question.options])
        case MultiCode():
            return pl.List(pl.Enum([option.label for option in question.options]))
        case Ranking():
            return pl.Int32
        case FreeText():
            return pl.String
        case Number():
            return pl.Float64
        case DateAnswer():
            return pl.Date
        case _:
            assert_never(question)


def responses_schema(consultation: Consultation) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of the responses of a consultation: RESPONSES, then each question's in questionnaire order."""
    answers = {v.name: answer_dtype(q) for q in consultation.questions for v in variables(q)}
    return {**RESPONSES, **answers}


def empty(schema: Schema) -> pl.DataFrame:
    """A frame of that schema without rows."""
    return pl.DataFrame(schema=dict(schema))


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with its columns in the schema's order.

    Raises:
        TypeError: a column is missing, foreign, or of another type: a bug of ours, named.
    """
    wanted = pl.Schema(schema)
    wrong = [
        f"{name}: {frame.schema.get(name)}, not {dtype}"
        for name, dtype in wanted.items()
        if frame.schema.get(name) != dtype
    ]
    wrong += [f"{name}: not in the schema" for name in frame.columns if name not in wanted]
    if wrong:
        raise TypeError("frame does not conform: " + "; ".join(wrong))
    return frame.select(wanted.names())
