"""Regular text files, read in one go by polars; that a file is one is proved first, cheaply and exactly.

In a regular file every quote opens or closes a cell or is doubled within one, every line ends in a line feed (after
a carriage return or not), and every record under the header has the same number of cells. All else is for
`delimited`, which gives the same table of a regular file, only slowly.
"""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.ingest.cells import Block, Grid
from survey.ingest.decode import Decoded
from survey.ingest.delimited import Cut, read_records, swallows

_PIECE = 1 << 20
_QUOTE, _LINE_FEED, _RETURN, _ASCII = 34, 10, 13, 127
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())  # what str.strip takes off


@dataclass(frozen=True, slots=True)
class Scan:
    """Where the records of a well-quoted text stand, blank lines at its end left out.

    Record i starts at byte `starts[i]`, on line `lines[i]` counted from 0; the last entry of each is the end. Before
    it stand `quoting[i]` quotes that are none of a cell's text: those around cells, and one of each doubled pair.
    """

    data: bytes
    cut: Cut
    starts: NDArray[np.int64]
    lines: NDArray[np.int64]
    quoting: NDArray[np.int64]

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
    pieces = range(0, len(whole), _PIECE)
    inside = quoted = returns = 0
    breaks: list[NDArray[np.int64]] = []
    before: list[NDArray[np.int64]] = []
    ends: list[NDArray[np.bool_]] = []
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        signs = pool.map(lambda place: _signs(whole[place : place + _PIECE]), pieces)
        for place, (line_feeds, quotes, count) in zip(pieces, signs, strict=True):
            line_feeds += place
            quotes += place
            quoting = _quoting(whole, quotes, inside, ord(cut.delimiter))
            if quoting is None:
                return None
            breaks.append(line_feeds)
            before.append(quoted + np.searchsorted(quoting, line_feeds))
            ends.append((np.searchsorted(quotes, line_feeds) + inside) % 2 == 0)
            returns += count
            quoted += len(quoting)
            inside = (inside + len(quotes)) % 2
    line_feeds = np.concatenate(breaks)
    if inside or returns != np.count_nonzero(whole[line_feeds - 1][line_feeds > 0] == _RETURN):
        return None
    outside = np.flatnonzero(np.concatenate(ends))
    starts = np.concatenate([[0], line_feeds[outside] + 1, [len(whole)]]) + decoded.start
    lines = np.concatenate([[0], outside + 1, [len(line_feeds) + 1]])
    return Scan(decoded.data, cut, starts, lines, np.concatenate([[0], np.concatenate(before)[outside], [quoted]]))


def _signs(piece: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """The places of line feeds and quotes, and how many carriage returns there are."""
    return (
        np.flatnonzero(piece == _LINE_FEED),
        np.flatnonzero(piece == _QUOTE),
        int(np.count_nonzero(piece == _RETURN)),
    )


def _quoting(
    whole: NDArray[np.uint8], quotes: NDArray[np.int64], inside: int, delimiter: int
) -> NDArray[np.int64] | None:
    """Those of the quotes that are none of a cell's text; nothing where one stands where it has no business.

    Quotes open and close in turns. One that opens has a delimiter or a line feed before it, or a quote: then the two
    are a doubled one within a cell. One that closes has the like behind it.
    """
    opening, closing = quotes[inside::2], quotes[1 - inside :: 2]
    before = whole[opening - 1]
    opens = (before == delimiter) | (before == _LINE_FEED) | (before == _QUOTE) | (opening == 0)
    last = len(whole) - 1
    behind = whole[np.minimum(closing + 1, last)]
    closes = (behind == delimiter) | (behind == _LINE_FEED) | (behind == _RETURN) | (behind == _QUOTE)
    if not (opens.all() and (closes | (closing == last)).all()):
        return None
    own = np.ones(len(quotes), np.bool_)
    own[1 - inside :: 2] = (behind != _QUOTE) | (closing == last)
    return quotes[own]


def read_block(found: Scan, head: Grid) -> Block | None:
    """The records under `head`, which holds all before them, as columns; nothing where one has not all its cells.

    That a record has its cells is told from its bytes: the cells' texts, quotes, delimiters and line end must make it
    up. (polars fills up a short record, and does not see every surplus cell.)
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
    if texts.height != count:
        return None
    letters = texts.select(pl.sum_horizontal(pl.all().str.len_bytes().cast(pl.Int64))).to_series().to_numpy()
    sizes = np.diff(found.starts[first:])
    whole = (letters + np.diff(found.quoting[first:]) + _line_ends(found, first) + (width - 1) == sizes).all()
    return _without_blanks(found, first, texts) if whole else None


def _line_ends(found: Scan, first: int) -> NDArray[np.int64]:
    """The bytes of each record's line end; the last has none."""
    before = np.frombuffer(found.data, np.uint8)[found.starts[first + 1 : -1] - 2]
    return np.append((before == _RETURN).astype(np.int64) + 1, 0)


def _any_swallows(found: Scan, first: int) -> bool:
    """Whether `delimited` would take one of the records over several lines for damage."""
    several = np.flatnonzero(np.diff(found.lines[first:]) > 1) + first
    delimiter, many = found.cut.delimiter.encode(), found.cut.width - 1
    for start, end in zip(found.starts[several].tolist(), found.starts[several + 1].tolist(), strict=True):
        record = found.data[start:end]
        if not any(line.count(delimiter) >= many for line in record.splitlines()[1:]):
            continue  # what `swallows` looks for first, told in a tenth of the time
        lines = list(io.StringIO(record.decode(), newline=""))
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
    begins = np.frombuffer(found.data, np.uint8)[found.starts[first:-1]]
    no_letter = (begins <= _QUOTE) | (begins == ord(found.cut.delimiter)) | (begins > _ASCII)
    if no_letter.any() and (texts.to_series(0).str.strip_chars(_BLANKS) == "").any():
        blank = texts.select(pl.all_horizontal(pl.all().str.strip_chars(_BLANKS) == "")).to_series()
        texts = texts.filter(~blank)
        places = {name: series.filter(~blank) for name, series in places.items()}
    return Block(texts, places["line"], places["start"], places["end"], found.data)
