"""The frames the ledger gives, and the names in them."""

from __future__ import annotations

import polars as pl

from survey.frames import STATUSES, Schema

EXACT, NEAR, CAMPAIGN = "exact_duplicate", "near_duplicate", "campaign"
STRAIGHT, SPEED, TEST = "straight_lining", "impossible_speed", "test_response"
FLAG_NAMES = (EXACT, NEAR, CAMPAIGN, STRAIGHT, SPEED, TEST)
SET_ASIDE_STATUS = "set_aside"
IN_AREA, OUTSIDE, AREA_NOT_STATED = "in_area", "outside", "not_stated"

# One row a flag; a response may have several. Verbatims may name people: keep it private.
FLAGS: Schema = {
    "response_id": pl.String,
    "flag": pl.String,  # one of FLAG_NAMES
    "reason": pl.String,  # plain words with the evidence
    "group": pl.String,  # of duplicates or a campaign, named after its first response; null for the others
    "evidence": pl.String,  # campaign: what the respondent added; null for the others
}

# One row a campaign text.
CAMPAIGNS: Schema = {
    "group": pl.String,
    "question_id": pl.String,
    "template": pl.String,  # the shared words as one response has them; " … " where responses differ between
    "words": pl.Int64,  # of the template
    "responses": pl.Int64,
    "unchanged": pl.Int64,  # responses that added nothing
    "first": pl.Date,
    "last": pl.Date,
    "examples": pl.String,  # ids of the first responses
}

# One row an addition to a campaign text; a response that added nothing has one row with no place.
ADDITIONS: Schema = {
    "group": pl.String,
    "response_id": pl.String,
    "question_id": pl.String,
    "shared_words": pl.Int64,  # words of the verbatim that are the campaign's
    "all_words": pl.Int64,
    "start": pl.Int64,  # offsets in characters: verbatim[start:end] == added
    "end": pl.Int64,
    "added": pl.String,
}

# One row a submission, kept or set aside.
LEDGER: Schema = {
    "line": pl.Int64,
    "response_id": pl.String,  # null: set aside
    "status": pl.Enum([*STATUSES, SET_ASIDE_STATUS]),
    "week": pl.Int32,
    "counted": pl.Boolean,  # in the base of all responses
    "why": pl.String,
    "flags": pl.String,  # joined by "; ", null without
    "reasons": pl.String,  # joined by "; ", null without
    "duplicate_of": pl.String,  # the first response of its group of exact duplicates; null for that one itself
    "same_words_as": pl.String,  # the first response with the same verbatims (itself, if first); null without any
    "area": pl.String,  # in_area, outside, not_stated; null: set aside, or the definition names no area question
    "channel": pl.String,  # null: set aside, or not known
}

# One row a count.
ACCOUNT: Schema = {
    "measure": pl.String,
    "count": pl.Int64,  # null: cannot be known, `how` says why
    "how": pl.String,
}
