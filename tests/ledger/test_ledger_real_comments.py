"""On real comments nobody planted anything in: how much is flagged that should not be."""

from __future__ import annotations

import polars as pl

from survey.ledger.flags import flags
from survey.ledger.frames import CAMPAIGN, NEAR, TEST
from tests.exports import shared
from tests.ledger.small import CONSULTATION, respond


def test_few_of_8000_different_patient_comments_are_flagged() -> None:
    path = shared("data/text/nhs_feedback_single_code.csv")
    comments = pl.read_csv(path, infer_schema=False)["feedback"].drop_nulls().unique().sort()
    found = flags(respond(*({"comments": text, "started": None} for text in comments)), CONSULTATION)
    near = found.filter(pl.col("flag") == NEAR)
    assert len(comments) > 8_000
    # Read one by one: of 31 groups, 25 are one comment noted twice with small changes; 6 are stock phrases.
    assert near["group"].n_unique() <= 35
    assert len(near) <= 0.01 * len(comments)
    assert found.filter(pl.col("flag").is_in([CAMPAIGN, TEST])).is_empty()
