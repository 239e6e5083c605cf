"""Two header rows, `Ident 1`, `Ident 2`, ... over the wordings, as one department sends consultations to i.AI.

Evidence: i-dot-ai/consult's fixture of five responses. There is no response id (`response_id = "auto"`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, name_row

_IDENT = re.compile(r"ident \d+")


def _recognise(head: Head) -> bool:
    return _header(head.rows[:1]) and len(head.rows) > 1


def _header(header: Sequence[Row]) -> bool:
    names = [cell.strip().casefold() for cell in header[0].cells if cell.strip()]
    return bool(names) and all(map(_IDENT.fullmatch, names))


PLATFORM = Platform(name="ident_rows", recognise=_recognise, header_rows=2, header=_header, names=name_row(1))
