"""Names and polars schemas of what passes between the stages, and the check that a frame has them.

Answers in RESPONSES: single-code and scale an Enum of the option labels in order; multi-code a List of that Enum
(null: no answer); ranking one Int32 an option, named `question.option`; grid items `question.item`;
free text String; number Float64; date Date.

Longer than a module should be: a line a column, all in the one place where stages meet.
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
    "preview": pl.String,  # the tool's own word for a test or a preview; null: a response
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
# - `question:not_alone` Boolean: an option that excludes the others given with another (only where one is `exclusive`);
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

WITH = " "  # between the codes of a combination
NESTED = "*"  # between the levels of a nested banner's id, and their codes
_MET = pl.Categorical(pl.Categories("codes", "cells"))  # texts of codes as they are met, told apart by a number

# Counts, one row for each combination of answers, group and time; who weighs nothing is in rows apart (`w` is 0). All
# else is computed from these.
CELLS: Schema = {
    "question_id": pl.String,
    "item": pl.String,  # code of the grid's item or the ranked place; null without
    "codes": _MET,  # the combination answered, codes with WITH between; null: in the base, no answer
    "value": pl.Float64,  # numbers only
    "banner_id": pl.String,  # null: no banner; levels of a nested one joined by NESTED: `age*sex`
    "group": _MET,  # the code of each level's option, NESTED between; nothing where not stated; null: no banner
    "week": pl.Int32,
    "wave": pl.String,  # its id
    "n": pl.Int64,
    "w": pl.Float64,  # sum of their weights; n without weights
    "w2": pl.Float64,  # sum of their squared weights; n without weights
}

# One figure a row. Percentages from 0 to 100, unrounded; `base` says in words who the bases are. Without weights the
# weighted figures are the unweighted ones. `se` and the interval are those of `weighted_pct` (with weights, on the
# effective base), of statistics those of `weighted_value`.
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
    "wave": pl.String,  # label
    "count": pl.Int64,
    "pct": pl.Float64,
    "weighted_count": pl.Float64,
    "weighted_pct": pl.Float64,
    "base": pl.String,
    "base_unweighted": pl.Int64,
    "base_weighted": pl.Float64,
    "base_effective": pl.Float64,  # (sum of weights)^2 / sum of squared weights
    "value": pl.Float64,  # of statistics (mean, median): then count is the base and pct null
    "weighted_value": pl.Float64,
    "se": pl.Float64,  # standard error, in percentage points or the unit of the value
    "ci_lower": pl.Float64,  # 95% interval, as if respondents were a random sample
    "ci_upper": pl.Float64,
    "letters": pl.String,  # groups, by their letters in order, that this one is higher than; null: not tested
    "rest": pl.String,  # + or -: higher or lower than all other groups together; null: not tested
    "small_base": pl.Boolean,
    "suppressed": pl.Boolean,
}

# The ranking: options (no nets) overall (week null) and for each week, one row an option and week; where `cumulative`,
# from the first day to the end of that week.
RANKING: Schema = {
    "question_id": pl.String,
    "code": pl.String,
    "label": pl.String,
    "week": pl.Int32,
    "week_from": pl.Date,
    "week_to": pl.Date,
    "cumulative": pl.Boolean,
    "count": pl.Int64,
    "pct": pl.Float64,
    "weighted_count": pl.Float64,
    "weighted_pct": pl.Float64,
    "pct_of_picks": pl.Float64,  # of all picks of the options, unweighted
    "base": pl.String,
    "base_unweighted": pl.Int64,
    "base_weighted": pl.Float64,
    "base_effective": pl.Float64,
    "ci_lower": pl.Float64,
    "ci_upper": pl.Float64,
    "rank": pl.Int32,  # 1 the most picked, by weight if there are weights; equal counts share the better rank
    "rank_lower": pl.Int32,  # best and worst rank it could hold by chance: the 95% set of this option alone
    "rank_upper": pl.Int32,
    "rank_lower_all": pl.Int32,  # of the sets that hold for all options at once
    "rank_upper_all": pl.Int32,
    "standing": pl.String,  # the same in words: 1st, joint 2nd to 4th
    "rank_change": pl.Int32,  # places gained (+) since the week before; null in week 1 and overall
    "change_pct": pl.Float64,  # percentage points (of the weighted figure) since the week before
    "change_p": pl.Float64,  # chance of a change as large, were there none; null: not tested
    "change_p_all": pl.Float64,  # corrected by Holm for all options of the week
    "weeks_first": pl.Int32,  # weeks in which the option had rank 1
    "weeks_surely_first": pl.Int32,  # of them, those in which no other could be first by chance
    "small_base": pl.Boolean,
    "suppressed": pl.Boolean,
}

# Each week's ranking as it was first published, and as it is now.
PUBLISHED: Schema = {
    "question_id": pl.String,
    "code": pl.String,
    "label": pl.String,
    "week": pl.Int32,
    "week_from": pl.Date,
    "week_to": pl.Date,
    "published_at": pl.Datetime("us", "UTC"),  # null: no export was accepted since the week ended
    "count_published": pl.Int64,
    "base_published": pl.Int64,
    "pct_published": pl.Float64,
    "rank_published": pl.Int32,
    "count": pl.Int64,
    "base_unweighted": pl.Int64,
    "pct": pl.Float64,
    "rank": pl.Int32,
    "differs": pl.Boolean,  # in its rank
}

# Two figures side by side. The difference is the first less the second, where there are weights of the weighted ones.
# Shares are in percent and net balances in percentage points (`unit` "%"), means in the unit of the question ("").
COMPARED: Schema = {
    "question_id": pl.String,
    "item": pl.String,
    "item_label": pl.String,
    "code": pl.String,
    "label": pl.String,
    "is_net": pl.Boolean,
    "by": pl.String,  # week, wave, option, or the banner's id
    "first": pl.String,  # whose figures: of which week, wave, group or option
    "second": pl.String,
    "unit": pl.String,
    "base": pl.String,
    "first_figure": pl.Float64,
    "first_weighted": pl.Float64,
    "first_base": pl.Int64,
    "first_base_effective": pl.Float64,
    "second_figure": pl.Float64,
    "second_weighted": pl.Float64,
    "second_base": pl.Int64,
    "second_base_effective": pl.Float64,
    "difference": pl.Float64,
    "ci_lower": pl.Float64,  # 95%, as if respondents were a random sample
    "ci_upper": pl.Float64,
    "test": pl.String,
    "statistic": pl.Float64,  # null too where neither side has an error
    "p": pl.Float64,  # null: not tested
    "p_corrected": pl.Float64,  # for all that stands in the frame
    "correction": pl.String,
    "beyond_chance": pl.Boolean,  # by the corrected p
    "small_base": pl.Boolean,
    "suppressed": pl.Boolean,
}

# Which answers the difference of a net, or of a net balance, came from: those inside add up to it; of single-code
# answers those outside add up to the same with the other sign.
MADE_OF: Schema = {
    "question_id": pl.String,
    "item": pl.String,
    "item_label": pl.String,
    "net": pl.String,  # code of the net or of the balance
    "net_label": pl.String,
    "by": pl.String,
    "first": pl.String,
    "second": pl.String,
    "code": pl.String,  # null: no answer
    "label": pl.String,
    "inside": pl.Boolean,
    "first_part": pl.Float64,  # percentage points of the figure of the net
    "second_part": pl.Float64,
    "change": pl.Float64,
}

# A straight line through the weeks: the slope is in percentage points (or the unit of the question) a week.
TRENDS: Schema = {
    "question_id": pl.String,
    "item": pl.String,
    "item_label": pl.String,
    "code": pl.String,
    "label": pl.String,
    "is_net": pl.Boolean,
    "unit": pl.String,
    "base": pl.String,
    "base_unweighted": pl.Int64,
    "weeks": pl.Int32,  # that have a base
    "slope": pl.Float64,
    "ci_lower": pl.Float64,
    "ci_upper": pl.Float64,
    "test": pl.String,
    "statistic": pl.Float64,
    "p": pl.Float64,
    "p_corrected": pl.Float64,
    "correction": pl.String,
    "beyond_chance": pl.Boolean,
    "p_line": pl.Float64,  # small: the weeks leave the line beyond chance
}

# Codes given to verbatims, one row a code and the words that gave it; by question, response id, code, words.
CODED: Schema = {
    "response_id": pl.String,
    "question_id": pl.String,
    "code": pl.String,
    "net": pl.String,
    "by": pl.String,  # rule, model, person
    "start": pl.Int64,  # offsets in characters: text[start:end] == words
    "end": pl.Int64,
    "words": pl.String,
    "rule": pl.String,  # the phrase or /pattern/ that showed it
    "frame_version": pl.Int64,
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
    wanted, found = pl.Schema(schema), frame.schema
    wrong = [f"{name}: {found.get(name)}, not {dtype}" for name, dtype in wanted.items() if found.get(name) != dtype]
    wrong += [f"{name}: not in the schema" for name in frame.columns if name not in wanted]
    if wrong:
        raise TypeError("frame does not conform: " + "; ".join(wrong))
    return frame if frame.columns == wanted.names() else pl.DataFrame([frame[name] for name in wanted])


def worded(template: str, *parts: str | pl.Expr) -> pl.Expr:
    """The template with a part in place of each `{}`, a column's name or an expression; null where one of them is.

    `pl.format` would be the same, but polars 2.1 panics in it over texts of which the first chunk is empty.
    """
    between = template.split("{}")
    pieces: list[pl.Expr] = [pl.lit(between[0])]
    for part, text in zip(parts, between[1:], strict=True):
        pieces += [pl.col(part) if isinstance(part, str) else part, pl.lit(text)]
    return pl.concat_str(pieces)
