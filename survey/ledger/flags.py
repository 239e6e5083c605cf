"""Every flag of every response, and responses without those flagged."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.errors import Problem, UsageError, nearest
from survey.frames import conform, worded
from survey.ledger.alike import near_duplicates
from survey.ledger.behaviour import impossible_speed, straight_lining, trials_and_previews
from survey.ledger.campaigns import GAP, find_campaigns
from survey.ledger.exact import exact_duplicates
from survey.ledger.frames import CAMPAIGN, EXACT, FLAG_NAMES, FLAGS, NEAR
from survey.ledger.profiles import in_order
from survey.ledger.settings import DEFAULTS, LedgerSettings
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText


def flags(responses: pl.DataFrame, consultation: Consultation, settings: LedgerSettings = DEFAULTS) -> pl.DataFrame:
    """What is to be known of responses before they are counted: one row a flag (schema FLAGS), in order of coming.

    exact_duplicate, near_duplicate, campaign, straight_lining, impossible_speed, test_response: the definitions stand
    in exact.py, alike.py, campaigns.py and behaviour.py, the thresholds in settings.py. Of duplicates every one is
    flagged, the first too. A flag says what was found, never that a response counts less: nothing is dropped.
    """
    exact = exact_duplicates(responses, consultation, settings)
    campaign = _campaign_flags(responses, consultation, settings)
    duplicates = pl.concat([exact, near_duplicates(responses, exact, consultation, settings)])
    found = pl.concat(
        [
            _with_campaign(duplicates, campaign),
            campaign,
            straight_lining(responses, consultation, settings),
            impossible_speed(responses, settings),
            trials_and_previews(responses, consultation),
        ]
    )
    places = in_order(responses).select("response_id", place=pl.int_range(pl.len()))
    kind = pl.col("flag").replace_strict(list(FLAG_NAMES), range(len(FLAG_NAMES)), return_dtype=pl.Int64)
    return conform(found.join(places, on="response_id").sort("place", kind, "group", "reason").drop("place"), FLAGS)


def leave_out(responses: pl.DataFrame, flagged: pl.DataFrame, which: Sequence[str]) -> pl.DataFrame:
    """The responses without those that carry any of the flags named; their order is kept.

    Of a group of duplicates, exact or near, the first to come stays (of those given).

    Raises:
        UsageError: a flag is not one of FLAG_NAMES; all are named.
    """
    check_flags(which)
    order = in_order(responses).select("response_id")
    here = order.join(flagged.filter(pl.col("flag").is_in(list(which))), on="response_id", maintain_order="left")
    duplicate = pl.col("flag").is_in([EXACT, NEAR])
    leaving = here.filter(~duplicate | ~pl.struct("flag", "group").is_first_distinct())
    return responses.join(leaving.select("response_id").unique(), on="response_id", how="anti", maintain_order="left")


def check_flags(names: Sequence[str]) -> None:
    """Nothing, if all are names of flags.

    Raises:
        UsageError: a flag is not one of FLAG_NAMES; all are named.
    """
    wrong = [
        Problem(f"no such flag: {name!r}", expected="one of " + ", ".join(FLAG_NAMES), hint=nearest(name, FLAG_NAMES))
        for name in names
        if name not in FLAG_NAMES
    ]
    if wrong:
        raise UsageError(*wrong)


def _campaign_flags(responses: pl.DataFrame, consultation: Consultation, settings: LedgerSettings) -> pl.DataFrame:
    questions = [question for question in consultation.questions if isinstance(question, FreeText)]
    found = find_campaigns(responses, questions, settings)
    sizes = found.texts.select("group", "responses")
    each = (
        found.additions.group_by(
            "group", "response_id", "question_id", "shared_words", "all_words", maintain_order=True
        )
        .agg(pl.col("added").drop_nulls())
        .join(sizes, on="group", maintain_order="left")
    )
    reason = worded(
        "{} of the {} words of {} are a text that {} responses share",
        "shared_words",
        "all_words",
        "question_id",
        "responses",
    )
    evidence = pl.col("added").list.join(GAP)
    return each.select(
        "response_id", pl.lit(CAMPAIGN).alias("flag"), reason.alias("reason"), "group", evidence.alias("evidence")
    )


def _with_campaign(duplicates: pl.DataFrame, campaign: pl.DataFrame) -> pl.DataFrame:
    """Duplicates that carry a campaign's text, with words of caution: another person may have sent it."""
    groups = campaign.group_by("response_id").agg(pl.col("group").sort().str.join(", ").alias("campaign"))
    caution = worded("{}; it carries the text of {}, so it may be another person's", "reason", "campaign")
    return (
        duplicates.join(groups, on="response_id", how="left", maintain_order="left")
        .with_columns(reason=pl.coalesce(caution, "reason"))
        .drop("campaign")
    )
