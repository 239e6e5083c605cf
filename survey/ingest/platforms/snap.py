"""Snap: UTF-16, tabs between cells, variable names in row 1 and their labels in row 2.

Known from code that reads the web export (GEDSB) and the maker's specification, not from an export. The specification
names three answers that are none: No Reply, Not Asked, Error; an Error is told as an answer that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, name_row

_VARIABLE = re.compile(r"[A-Za-z_][\w.]*")


def _recognise(head: Head) -> bool:
    return head.encoding.startswith("utf-16") and head.delimiter == "\t" and _header(head.rows[:2])


def _header(header: Sequence[Row]) -> bool:
    """Names without blanks, over labels of which most have some."""
    names, labels = ([cell.strip() for cell in row.cells if cell.strip()] for row in (header[0], header[-1]))
    worded = [label for label in labels if not _VARIABLE.fullmatch(label)]
    return bool(names) and all(map(_VARIABLE.fullmatch, names)) and 2 * len(worded) > len(labels)


PLATFORM = Platform(
    name="snap",
    recognise=_recognise,
    header_rows=2,
    header=_header,
    labels=name_row(1),
    not_asked=("Not Asked",),
    unanswered=("No Reply",),
)
