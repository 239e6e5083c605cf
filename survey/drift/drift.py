"""The one entry: an export against the questionnaire and those before it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.drift.batches import batches
from survey.drift.columns import column_findings
from survey.drift.finding import Finding, findings_frame
from survey.drift.formats import format_findings
from survey.drift.options import option_findings
from survey.drift.shares import share_findings
from survey.drift.values import Profile
from survey.drift.volume import volume_findings
from survey.questionnaire.definition import Consultation

_TEXTS = ("new_option", "reworded_option", "codes_for_labels")
_COLUMNS = ("renamed_column", "missing_column")


def drift(now: Profile, before: Sequence[Profile], consultation: Consultation) -> pl.DataFrame:
    """What changed, as DRIFT (see survey.drift.finding), the worst first; no rows if nothing did.

    `before`: profiles of earlier exports in any order; columns, options and formats are held against the last of them,
    volume and shares against all. An export seen before (by its SHA-256) is left out of `before`. With none, `now` is
    held against the questionnaire alone.
    """
    earlier = sorted((each for each in before if each.sha256 != now.sha256), key=lambda each: each.taken)
    last = earlier[-1] if earlier else None
    findings: list[Finding] = list(column_findings(now, last, consultation))
    findings += option_findings(now, last, consultation)
    findings += format_findings(now, last, consultation)
    explained = {each.question_id for each in findings if each.question_id and each.kind in (*_TEXTS, *_COLUMNS)}
    *then, batch = batches([*earlier, now])
    findings += share_findings(batch, then, consultation, explained, now.file)
    if not any(each.kind == "date_format_changed" and each.question_id is None for each in findings):
        findings += volume_findings(now, batch, then, consultation)
    return findings_frame(findings)
