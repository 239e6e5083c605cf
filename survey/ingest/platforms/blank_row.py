"""One header row with a blank row under it, as one department sends consultations to i.AI.

Evidence: i-dot-ai/consult's fixture of five responses. There is no response id (`response_id = "auto"`).
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform


def _recognise(head: Head) -> bool:
    return len(head.rows) > 2 and _header(head.rows[:2]) and not head.rows[2].is_empty


def _header(header: Sequence[Row]) -> bool:
    return header[-1].is_empty


PLATFORM = Platform(name="blank_row", recognise=_recognise, header_rows=2, header=_header)
