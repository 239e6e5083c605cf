"""Regular text files, read in one go by polars; that a file is one is proved first, cheaply and exactly.

In a regular file every quote opens or closes a cell or is doubled within one, every line ends in a line feed (after
a carriage return or not), and every record under the header has the same number of cells. All else is for
`delimited`, which gives the same table of a regular file, only slowly.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.ingest.cells import Block, Grid
from survey.ingest.decode import Decoded
from survey.ingest.delimited import Cut, read_records, swallows

_PIECE = 1 << 19
_QUOTE, _LINE_FEED, _RETURN = 34, 10, 13
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())  # what str.strip takes off


@dataclass(frozen=True, slots=True)
class Scan:
    """Where the records of a well-quoted text stand, blank lines at its end left out.

    Record i starts at byte `starts[i]`, on line `lines[i]` counted from 0; the last entry of each is the end.
    `quoting` counts the quotes that are none of a cell's text: those around cells, and one of each doubled pair.
    """

    data: bytes
    cut: Cut
    starts: NDArray[np.int64]
    lines: NDArray[np.int64]
    quoting: int

    def head(self, count: int) -> Grid:
        """The first records, as `read_records` gives them."""
        end = self.starts[min(count, len(self.starts) - 1)]
        return read_records(self.data[self.starts[0] : end].decode(), self.cut)


def scan(decoded: Decoded, cut: Cut) -> Scan | None:
    """The records of a text, or nothing where a quote or a line break stands where a regular file has none."""
    end = len(decoded.data)
    while end > decoded.start and decoded.data[end - 1] in (_LINE_FEED, _RETURN):
        end -= 1
    whole = np.frombuffer(decoded.data, np.uint8)[decoded.start : end]
    inside = quoting = returns = 0
    breaks: list[NDArray[np.int64]] = []
    ends: list[NDArray[np.bool_]] = []
    for place in range(0, len(whole), _PIECE):
        piece = whole[place : place + _PIECE]
        line_feeds = np.flatnonzero(piece == _LINE_FEED)
        quotes = np.flatnonzero(piece == _QUOTE)
        found = _quoting(whole, place + quotes, inside, ord(cut.delimiter))
        if found is None:
            return None
        breaks.append(place + line_feeds)
        ends.append((np.searchsorted(quotes, line_feeds) + inside) % 2 == 0)
        returns += int(np.count_nonzero(piece == _RETURN))
        quoting += found
        inside = (inside + len(quotes)) % 2
    line_feeds = np.concatenate(breaks)
    if inside or returns != np.count_nonzero(whole[line_feeds - 1][line_feeds > 0] == _RETURN):
        return None
    outside = np.flatnonzero(np.concatenate(ends))
    starts = np.concatenate([[0], line_feeds[outside] + 1, [len(whole)]]) + decoded.start
    lines = np.concatenate([[0], outside + 1, [len(line_feeds) + 1]])
    return Scan(decoded.data, cut, starts, lines, quoting)


def _quoting(whole: NDArray[np.uint8], quotes: NDArray[np.int64], inside: int, delimiter: int) -> int | None:
    """How many of the quotes are none of a cell's text; nothing where one stands where it has no business.

    Quotes open and close in turns. One that opens has a delimiter or a line feed before it, or a quote: then the two
    are a doubled one within a cell. One that closes has the like behind it.
    """
    before = whole[quotes[inside::2] - 1]
    opens = (before == delimiter) | (before == _LINE_FEED) | (before == _QUOTE) | (quotes[inside::2] == 0)
    closing = quotes[1 - inside :: 2]
    last = len(whole) - 1
    behind = whole[np.minimum(closing + 1, last)]
    closes = (behind == delimiter) | (behind == _LINE_FEED) | (behind == _RETURN) | (behind == _QUOTE)
    if not (opens.all() and (closes | (closing == last)).all()):
        return None
    return len(quotes) - int(np.count_nonzero((behind == _QUOTE) & (closing != last)))


def read_block(found: Scan, head: Grid) -> Block | None:
    """The records under `head`, which holds all before them, as columns; nothing where one has not all its cells.

    That every record has its cells is told from the number of bytes: the cells' texts, quotes, delimiters and line
    ends must make up the file, and polars refuses a surplus cell.
    """
    first, width = len(head.rows), found.cut.width
    count = len(found.starts) - 1 - first
    if count < 1 or head.damage or _any_swallows(found, first):
        return None
    try:
        texts = pl.read_csv(
            found.data,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
            separator=found.cut.delimiter,
            skip_lines=int(found.lines[first]),
            n_rows=count if found.starts[-1] + 2 < len(found.data) else None,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    letters = texts.select(pl.sum_horizontal(pl.all().str.len_bytes().cast(pl.Int64)).sum()).item()
    signs = count * (width - 1) + found.quoting - _quoting_in(head) + _line_ends(found, first)
    whole = found.starts[-1] - found.starts[first]
    return _without_blanks(found, first, texts) if texts.height == count and letters + signs == whole else None


def _quoting_in(head: Grid) -> int:
    return sum(row.raw.count('"') - sum(cell.count('"') for cell in row.cells) for row in head.rows)


def _line_ends(found: Scan, first: int) -> int:
    """The bytes of the line ends between the records."""
    before = np.frombuffer(found.data, np.uint8)[found.starts[first + 1 : -1] - 2]
    return len(before) + int(np.count_nonzero(before == _RETURN))


def _any_swallows(found: Scan, first: int) -> bool:
    """Whether `delimited` would take one of the records over several lines for damage."""
    several = np.flatnonzero(np.diff(found.lines[first:]) > 1) + first
    for start, end in zip(found.starts[several].tolist(), found.starts[several + 1].tolist(), strict=True):
        lines = list(io.StringIO(found.data[start:end].decode(), newline=""))
        if swallows(lines, next(csv.reader(lines, delimiter=found.cut.delimiter)), found.cut):
            return True
    return False


def _without_blanks(found: Scan, first: int, texts: pl.DataFrame) -> Block:
    """The rows that hold anything, with their places in the file."""
    places = {
        "line": pl.Series(found.lines[first:-1] + 1),
        "start": pl.Series(found.starts[first:-1]),
        "end": pl.Series(found.starts[first + 1 :]),
    }
    blank = texts.to_series(0).str.strip_chars(_BLANKS) == ""
    if blank.any():
        blank = texts.select(pl.all_horizontal(pl.all().str.strip_chars(_BLANKS) == "")).to_series()
        texts = texts.filter(~blank)
        places = {name: series.filter(~blank) for name, series in places.items()}
    return Block(texts, places["line"], places["start"], places["end"], found.data)
