"""The published figure behind each that stands, the numbers put into its formula, and whether the two are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from survey.frames import ALL
from survey.publish.standing.parts import NOTHING, WITHHELD, Cell, Part, plain

Row = Mapping[str, Any]
Names = frozenset[str]
_NET, _JOINT = "Net: ", "Joint: "
_NEAR = 0.05 + 1e-9  # percentage points: what one decimal leaves open
_COLUMNS = {
    "count": "count",
    "pct": "pct",
    "base": "base_unweighted",
    "value": "value",
    "lower": "ci_lower",
    "upper": "ci_upper",
}
_PERCENTAGE = re.compile(r"<?\d[\d,]*\.\d%")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that stands: what was published, how it came about, and whether it stands so.

    `row`: of frames.RESULTS; None where nothing that was published has these names.
    """

    cell: Cell
    row: Row | None
    published: str
    formula: str
    same: bool


class Published:
    """The published figures of one question, found by the names that tables and charts give them."""

    def __init__(self, rows: pl.DataFrame, area: str | None, weeks: Mapping[int, Sequence[str]]) -> None:
        """`rows`: frames.RESULTS of the question. `area`: whose group is taken for all. `weeks`: their names."""
        self.rows: dict[tuple[str, Names], Row] = {}
        self.bases: dict[Names, Row] = {}
        for row in rows.iter_rows(named=True):
            for places in _places(row, area, weeks):
                label = (_NET if row["is_net"] else "") + row["label"]
                self.rows.setdefault((plain(label), frozenset(places)), row)
                self.bases.setdefault(frozenset(places), row)

    def find(self, cell: Cell) -> Row | None:
        """The row of a figure; of a base that stands alone, a row of the same base."""
        places = frozenset(each for each in cell.places if each)
        if not cell.answer:
            return self.bases.get(places) if cell.kind == "base" else None
        if cell.answer.startswith(_JOINT):
            first = cell.answer.removeprefix(_JOINT)
            there = ((label, row) for (label, at), row in self.rows.items() if at == places)
            return next((row for label, row in there if first.startswith(label)), None)
        found = self.rows.get((cell.answer, places)) or self.find_net(cell)
        if found is None and len(places) == 1:  # a ranking's bars are its options, their parts its places
            found = self.rows.get((next(iter(places)), frozenset({cell.answer})))
        if found is None and cell.kind == "base":  # of all the places of a ranked option
            of = [row for (label, _), row in self.rows.items() if label == cell.answer and row["group"] == ALL]
            found = of[0] if len({row["base_unweighted"] for row in of}) == 1 else None
        return found

    def find_net(self, cell: Cell) -> Row | None:
        """The net that is called as a figure is."""
        return self.rows.get((_NET + cell.answer, frozenset(each for each in cell.places if each)))


def _places(row: Row, area: str | None, weeks: Mapping[int, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """What may stand beside a row's label: its item, its group, its week."""
    item = (plain(row["item_label"]),) if row["item_label"] else ()
    groups: list[tuple[str, ...]] = [(plain(row["group"]),)]
    groups += [()] if (row["banner_id"] is None or row["group"] == ALL) and area is None else []
    groups += [(), (ALL,)] if row["banner_id"] is not None and row["group"] == area else []
    whens = [(each,) for each in weeks.get(row["week"], ())] if row["week"] else [()]
    for group in groups:
        for when in whens:
            yield (*item, *group, *when)


def tell(part: Part, published: Published) -> list[Told]:
    """Each figure of the part that one published row holds, in its order; what several make is passed over."""
    found = []
    for cell in part.cells:
        if cell.kind in _COLUMNS:
            told, net = _told(cell, published.find(cell)), _told(cell, published.find_net(cell))
            found.append(net if net.same and net.row and not told.same else told)  # a net may be called as an option is
    return found


def _told(cell: Cell, row: Row | None) -> Told:
    if row is None:
        return Told(cell, None, "", "", cell.text == WITHHELD or cell.text in NOTHING)
    value = row[_COLUMNS[cell.kind]]
    nobody = value is None and row["base_unweighted"] == 0
    published = NOTHING[0] if nobody else shown(cell.kind, value)
    return Told(cell, row, published, formula(cell.kind, row), _same(cell, value, row))


def shown(kind: str, value: float | None) -> str:
    """A figure as it is printed; `[c]` for one that is withheld."""
    if value is None:
        return WITHHELD
    if kind in ("pct", "lower", "upper"):
        return "<0.1%" if 0 < value < _NEAR else f"{value:.1f}%"
    return f"{value:,.1f}".removesuffix(".0") if kind == "value" else f"{value:,}"


def formula(kind: str, row: Row) -> str:
    """The figure with its numbers put in: "2,971 of 7,880 = 37.7%"; of a withheld one what may be told."""
    base = row["base_unweighted"]
    if kind == "base":
        return f"{base:,} in the base" if base is not None else "the base is withheld"
    if row["value"] is not None:
        return f"{row['label'].lower()} of the numbers of {base:,} respondents: {shown('value', row['value'])}"
    if row["count"] is None:
        return "withheld" if base is not None else "withheld, and so is its base"
    if row["pct"] is None:
        return f"{row['count']:,}; nobody is in the base" if base == 0 else f"{row['count']:,} of a withheld base"
    if kind in ("lower", "upper") and row["ci_lower"] is not None:
        interval = f"{shown('pct', row['ci_lower'])} to {shown('pct', row['ci_upper'])}"
        return f"{row['count']:,} of {base:,}: 95% interval {interval}"
    return f"{row['count']:,} of {base:,} = {shown('pct', row['pct'])}"


def _same(cell: Cell, value: float | None, row: Row) -> bool:
    if value is None:
        return cell.text == WITHHELD or (cell.text in NOTHING and row["base_unweighted"] == 0)
    stands = number(cell.text)
    if stands is None:
        return False
    if cell.kind in ("count", "base"):
        return stands == value
    return abs(stands - value) <= _NEAR or (cell.text.startswith("<") and 0 < value < stands)


def number(text: str) -> float | None:
    """A figure as a number, whatever stands around it; None where it is none."""
    try:
        return float(text.replace("−", "-").strip("<+% ").replace(",", "").split(" ")[0])
    except ValueError:
        return None


def in_words(text: str, rows: Iterable[Row]) -> list[tuple[str, list[str]]]:
    """Each percentage that a text holds, and which of the rows print it: their labels with their formulas."""
    printed: dict[str, list[str]] = {}
    for row in rows:
        if row["pct"] is not None:
            where = f" in {row['group']}" if row["group"] != ALL else ""
            when = f" in week {row['week']}" if row["week"] else ""
            said = f"{'net ' if row['is_net'] else ''}“{row['label']}”{where}{when}, {formula('pct', row)}"
            printed.setdefault(shown("pct", row["pct"]), []).append(said)
    found = dict.fromkeys(match[0] for match in _PERCENTAGE.finditer(text))
    return [(each, list(dict.fromkeys(printed.get(each, [])))) for each in found]
