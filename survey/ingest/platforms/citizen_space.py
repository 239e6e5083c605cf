"""Citizen Space: a workbook with one header row, `Question - Component`, and the analysts' own columns among them.

Known from the maker's help pages and from published responses, whose ids look like `ANON-ABCD-1234-5`, not from an
export. Submitted responses only, as far as is known. Analysts' notes and tags are columns of the export that includes
analyst fields: they are no answers, and are left out wherever their heading says so.
"""

from __future__ import annotations

import re

from survey.ingest.platforms.shape import Head, Platform

_ID = re.compile(r"[A-Z]{3,5}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{1,2}")


def _recognise(head: Head) -> bool:
    if "response id" not in head.headings():
        return False
    return any(_ID.fullmatch(cell) for place in range(1, len(head.rows)) for cell in head.texts(place))


PLATFORM = Platform(
    name="citizen_space",
    recognise=_recognise,
    submitted_only=True,
    personal=("*What is your name*", "*What is your email address*"),
    own=("*Analyst*", "*Tags*"),
)
