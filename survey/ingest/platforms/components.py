"""One header row in which every heading is `Question - Component`, as one department sends consultations to i.AI.

Evidence: i-dot-ai/consult's fixture of five responses, which looks like Citizen Space without its ids
(`response_id = "auto"`).
"""

from __future__ import annotations

from survey.ingest.platforms.shape import Head, Platform


def _recognise(head: Head) -> bool:
    return bool(head.texts(0)) and all(" - " in heading for heading in head.texts(0))


PLATFORM = Platform(name="components", recognise=_recognise)
