"""The frames that weighting gives, and the names in them."""

from __future__ import annotations

import polars as pl

from survey.frames import Schema

COMPARED, OUTSIDE, UNCOUNTED, NOT_STATED = "compared", "outside", "uncounted", "not_stated"
ELSEWHERE = "Outside, by another question"
UNWEIGHTED, RAKED, WITHIN_BOUNDS = "unweighted", "raked", "within bounds"

# Who answered, one row a group of a margin. Percentages from 0 to 100, unrounded, of `base_unweighted`: those who
# answered with a compared group and are not outside by another margin. Rows that are not compared have a count only.
REPRESENT: Schema = {
    "question_id": pl.String,
    "code": pl.String,  # of an option or a net; null: not answered, or outside by another question
    "label": pl.String,
    "standing": pl.String,  # compared, outside (not of this population), uncounted (it has no figure), not_stated
    "count": pl.Int64,
    "base_unweighted": pl.Int64,
    "pct": pl.Float64,
    "population": pl.Int64,  # people; null where the source gives shares
    "population_pct": pl.Float64,
    "difference": pl.Float64,  # pct - population_pct, in percentage points
    "short_by": pl.Int64,  # responses more, of this group alone, that bring pct to population_pct; 0 if not short
    "small_base": pl.Boolean,
    "geography": pl.String,
    "source": pl.String,
    "population_date": pl.Date,
}

# Every group of the margins that weights are raked to: shares of those weighted who are in a group of the margin.
MARGINS: Schema = {
    "question_id": pl.String,
    "code": pl.String,  # null: those weighted by the other margins only, who keep their share
    "label": pl.String,
    "count": pl.Int64,
    "base_unweighted": pl.Int64,
    "pct": pl.Float64,
    "weighted_pct": pl.Float64,
    "population_pct": pl.Float64,
    "difference": pl.Float64,  # weighted_pct - population_pct, in percentage points
}

# What weights do to those weighted, one row a step: unweighted, raked, and within bounds where there are any.
EFFECT: Schema = {
    "step": pl.String,
    "base_unweighted": pl.Int64,
    "minimum": pl.Float64,
    "maximum": pl.Float64,
    "design_effect": pl.Float64,  # Kish's: base * (sum of squared weights) / (sum of weights)^2
    "base_effective": pl.Float64,  # base / design effect
    "off": pl.Float64,  # the largest difference from a margin's share, in percentage points
}

# The largest weights, one row a combination of groups.
LARGEST: Schema = {"groups": pl.String, "count": pl.Int64, "weight": pl.Float64}
