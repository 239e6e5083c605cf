"""What the analyst sees: results on stdout, messages on stderr, progress only at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

PIPE_WIDTH = 160
MIN_WIDTH = 13
NARROW = 120


def say(message: str) -> None:
    """A message to the analyst, on stderr."""
    print(printable(message), file=sys.stderr)


def many(count: int, what: str) -> str:
    """`1 row`, `1,200 rows`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def based(count: int, base: str) -> str:
    """`1,058 respondents who answered`, `all 1,058 respondents`."""
    return f"all {count:,} {base[4:]}" if base.startswith("all ") else f"{count:,} {base}"


def printable(text: str) -> str:
    """The text without control characters, which could drive a terminal; line breaks stay, other blanks are spaces."""
    plain = (" " if each.isspace() and each not in "\n\t" else each for each in text)
    return "".join(each for each in plain if each in "\n\t" or each.isprintable())


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], width: int = PIPE_WIDTH) -> None:
    """A table on stdout; numbers to the right, texts to the left, nothing cut; `width` is that of a pipe."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    shown = Table(box=SIMPLE, pad_edge=False)
    for heading, values in zip(headings, columns, strict=True):
        numeric = all(isinstance(value, int | float) or value is None or _figure(value) for value in values)
        narrow = min(MIN_WIDTH, max(map(len, [heading, *map(_text, values)])))
        shown.add_column(
            Text(printable(heading)), justify="right" if numeric else "left", overflow="fold", min_width=narrow
        )
    for row in rows:
        shown.add_row(*(Text(printable(_text(value))) for value in row))
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else width)
    console.print(Text(printable(title), style="bold"), soft_wrap=True)
    # Wider than the window where it must be: a wrapped line is easier to read than one letter a line.
    console.width = max(console.width, console.measure(shown).minimum)
    console.print(shown, crop=False)


def caption(text: str) -> None:
    """What the words of the table above mean, on stdout, in lines no longer than it may be."""
    from textwrap import fill

    print(fill(printable(text), NARROW), end="\n\n")


def _figure(value: object) -> bool:
    return isinstance(value, str) and value.strip("<+-0123456789.,%") == ""


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def percentage(value: float | None) -> str:
    """To one decimal, halves away from zero as people round; empty where there is none."""
    from decimal import ROUND_HALF_UP, Decimal

    return "" if value is None else str(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as plain values; dates in ISO 8601."""
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def as_json(value: object) -> None:
    """A value as JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[..., None]]:
    """A progress bar on stderr, silent where that is not a terminal; what it gives moves it on by a named step, or by
    several."""
    if not sys.stderr.isatty():
        yield lambda _step, _by=1: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)

        def step(name: str, by: int = 1) -> None:
            bar.update(task, advance=by, description=name)

        yield step
