"""Publications of several kinds of question by area, attacked by one who knows what ties them; see `random_tables`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from survey.errors import DisclosureError
from survey.frames import ALL
from survey.publish.gate import gate
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Number, Option, Ranking, SingleCode
from tests.publish.random_tables import Cell, Known, recovered
from tests.publish.test_gate import consultation, figures

SEED = 20240722
AREA = SingleCode(
    id="area",
    text="?",
    kind="single_code",
    options=tuple(Option(code=f"a{n}", label=f"Area {n}") for n in range(4)),
    column="c",
)
ORDER = Ranking(
    id="order",
    text="?",
    kind="ranking",
    options=tuple(Option(code=c, label=c.upper()) for c in "abc"),
    columns="{option}",
)
AGE = Number(id="age", text="?", kind="number", column="c")
PLACES = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A consultation and its answers."""

    of: Consultation
    one: SingleCode
    several: MultiCode
    answers: dict[str, Sequence[object]]


def drawn(random: np.random.Generator) -> Drawn:
    """An area, a question of one answer and one of several, a ranking of everything by everyone, and a number."""
    options = tuple(Option(code=c, label=c.upper()) for c in "abcde"[: random.integers(3, 6)])
    most = int(random.integers(1, len(options) + 1)) if random.random() < 0.5 else None
    one = SingleCode(id="one", text="?", kind="single_code", options=options, column="c")
    several = MultiCode(id="several", text="?", kind="multi_code", options=options, column="c", max_picks=most)
    if random.random() < 0.4:
        several = several.model_copy(update={"base": "picks"})
    many, labels = int(random.integers(150, 1200)), [option.label for option in options]
    orders = list(itertools.permutations(range(1, 4)))
    put = [orders[n] for n in random.choice(6, many, p=random.dirichlet(np.full(6, 0.5)))]
    rates = random.beta(0.8, 2.0, len(labels))
    ticked = (
        [label for label, on in zip(labels, row, strict=True) if on]
        for row in random.random((many, len(labels))) < rates
    )
    answers: dict[str, Sequence[object]] = {
        "area": _drawn(random, [option.label for option in AREA.options], many),
        "one": _drawn(random, labels, many),
        "several": [row[:most] or None for row in ticked],
        "age": [None if random.random() < 0.1 else float(n) for n in random.integers(16, 99, many)],
        **{f"order.{option.code}": [row[n] for row in put] for n, option in enumerate(ORDER.options)},
    }
    return Drawn(consultation(AREA, one, several, ORDER, AGE), one, several, answers)


def _drawn(random: np.random.Generator, labels: Sequence[str], many: int) -> list[str | None]:
    chosen = random.choice(len(labels), many, p=random.dirichlet(np.ones(len(labels))))
    return [None if random.random() < 0.04 else labels[n] for n in chosen]


def learned(there: Drawn) -> Known | None:
    """What a reader of the publication knows; None where it is refused."""
    true = pl.concat([figures(there.of, there.answers), figures(there.of, there.answers, AREA)])
    try:
        shown = gate(true, there.of).figures
    except DisclosureError:
        return None
    known = Known()
    keys = ["question_id", "item", "code", "group"]
    real = {row[:4]: row[4:] for row in true.select(*keys, "count", "base_unweighted").iter_rows()}
    for *key, count, base in shown.select(*keys, "count", "base_unweighted").iter_rows():
        question, item, code, group = key
        for name, printed, so in zip((code, "base"), (count, base), real[tuple(key)], strict=True):
            if question != AGE.id or name == "base":
                cell = (0, group, f"{question} {item or ''} {name}")
                (known.hidden if printed is None else known.printed)[cell] = so
    there_are = {*known.hidden, *known.printed}
    known.sums = [(total, parts) for total, parts in _sums(there, shown) if {total, *parts} <= there_are]
    known.at_most = [(one, parts) for one, parts in _at_most(there, shown) if {one, *parts} <= there_are]
    return known


def _cell(group: str, question: str, name: str, item: str = "") -> Cell:
    return 0, group, f"{question} {item} {name}"


def _groups(shown: pl.DataFrame, question: str) -> list[str]:
    return shown.filter(pl.col("question_id") == question)["group"].unique(maintain_order=True).to_list()


def _sums(there: Drawn, shown: pl.DataFrame) -> Iterator[tuple[Cell, list[Cell]]]:
    codes = {each.id: [option.code for option in each.options] for each in (AREA, there.one, there.several, ORDER)}
    for question in (*codes, AGE.id):
        groups, names = _groups(shown, question), codes.get(question, [])
        for item in PLACES if question == ORDER.id else ("",):
            for group in groups:
                if names and (question != there.several.id or there.several.base == "picks"):
                    yield _cell(group, question, "base", item), [_cell(group, question, name, item) for name in names]
            parts = [group for group in groups if group != ALL]
            for name in (*names, "base") if parts else ():
                yield _cell(ALL, question, name, item), [_cell(group, question, name, item) for group in parts]
    for group in _groups(shown, ORDER.id):
        for name in codes[ORDER.id]:
            yield _cell(group, ORDER.id, "base", "1"), [_cell(group, ORDER.id, name, place) for place in PLACES]


def _at_most(there: Drawn, shown: pl.DataFrame) -> Iterator[tuple[Cell, list[Cell]]]:
    several = there.several
    for group in _groups(shown, several.id) if several.base == "answered" else ():
        base, picks = _cell(group, several.id, "base"), [_cell(group, several.id, one.code) for one in several.options]
        yield from ((pick, [base]) for pick in picks)
        yield base, picks
    for question in (there.one.id, AGE.id):
        for area in AREA.options:
            yield _cell(area.label, question, "base"), [_cell(ALL, AREA.id, area.code)]


def test_no_hidden_count_follows_from_a_whole_publication() -> None:
    known = [learned(drawn(np.random.default_rng(SEED + number))) for number in range(8)]
    assert [found for each in known if each is not None for found in recovered(each)] == []
    assert sum(len(each.hidden) for each in known if each is not None) > 40
