"""Snap: UTF-16, tabs between cells, variable names in row 1 and their labels in row 2.

Known from code that reads the web export (GEDSB) and the maker's specification, not from an export. The specification
names three answers that are none: No Reply, Not Asked, Error; an Error is told as an answer that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.delimited import shape_of
from survey.ingest.platforms.shape import Head, Platform, name_row

_VARIABLE = re.compile(r"[A-Za-z_][\w.]*")


def _recognise(head: Head) -> bool:
    if not head.encoding.startswith("utf-16") or head.delimiter != "\t" or not _header(head.rows[:2]):
        return False
    names, labels, *rows = map(head.texts, range(len(head.rows)))
    return all(
        _is_label(label, [row[place] for row in rows if place < len(row)])
        for place, (name, label) in enumerate(zip(names, labels, strict=False))
        if name
    )


def _is_label(text: str, beneath: Sequence[str]) -> bool:
    """A label has words, and is none of the answers under it, nor of the shape of one that has figures.

    Excel saves its "Unicode text" in UTF-16 with tabs, too: what stands under the header of that is a response.
    """
    if not any(map(str.isalpha, text)) or text in beneath:
        return False
    return not any(map(str.isdecimal, text)) or shape_of(text) not in map(shape_of, beneath)


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
