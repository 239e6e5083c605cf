"""A hash of all that decides how an export is read: if it changes, responses must be read again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from survey.questionnaire.definition import Consultation

# Wording, titles, nets, bases, scores and what excludes others are for reporting; changing them asks for nothing to be
# read again.
_REPORTING: dict[str, Any] = {
    **dict.fromkeys(("text", "short", "number", "note", "assumed", "nets", "base", "base_where", "base_label"), True),
    "options": {"__all__": {"score", "scored", "exclusive"}},
}


def reading_fingerprint(consultation: Consultation) -> str:
    """SHA-256, as hex, of the export's layout, fieldwork, routing, and each question's columns and options."""
    whole = consultation.model_dump(mode="json", exclude={"questions": {"__all__": _REPORTING}})
    parts = {name: whole[name] for name in ("export", "fieldwork", "screened_out", "questions")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
