"""Random tables published in two weeks running, and an attacker who knows what a reader knows and solves for the rest.

Shares no code with the gate: unknown counts are variables of linear programmes of the tests' own making, the sums and
inequalities are those that any reader knows, and what is recovered is held against the true counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from scipy.optimize import linprog

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.errors import DisclosureError
from survey.frames import ALL, responses_schema
from survey.publish.earlier import carried
from survey.publish.gate import Gated, gate
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Net, Option, SingleCode

THRESHOLD = 10
BASE = "base"
_NEAR = 1e-6
BESIDE = ("pct", "weighted_count", "weighted_pct", "value", "weighted_value", "se", "ci_lower", "ci_upper", "letters")
Cell = tuple[int, str, str]  # week, group, code


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one random table: whether a week was refused, how many cells were hidden and attacked, what went wrong."""

    refused: int
    hidden: int
    wrong: tuple[str, ...]


@dataclass(slots=True)
class Known:
    """What a reader knows: counts that are printed, sums (a total, its parts), and pairs of which one is no larger."""

    printed: dict[Cell, int] = field(default_factory=dict)
    hidden: dict[Cell, int] = field(default_factory=dict)
    sums: list[tuple[Cell, list[Cell]]] = field(default_factory=list)
    at_most: list[tuple[Cell, list[Cell]]] = field(
        default_factory=list
    )  # a count, and those it is no larger than all of


def try_one(seed: int) -> Outcome:
    """Publishes a random table, adds respondents, publishes it again, and attacks the first, then both together."""
    random = np.random.default_rng(seed)
    of, area, asked = _consultation(random)
    first = _answers(random, of, int(random.integers(120, 1500)))
    more = _answers(random, of, 0 if random.random() < 0.1 else int(random.integers(1, 400)))
    few = random.random() < 0.3  # who came since were a few in each group, else many or none
    second = pl.concat([first, more if few else _many(more)])
    known, refused, hidden, wrong, before = Known(), 0, 0, list[str](), list[pl.DataFrame]()
    for week, responses in enumerate((first, second), start=1):
        true = results(count(responses.lazy(), of, [asked], area), [asked], area)
        try:
            gated = gate(true, of, before)
        except DisclosureError:
            refused += 1
            continue
        before = [carried(gated.kept, before[0]) if before else gated.kept]
        if gated.left_out:  # the only table there is
            refused += 1
            continue
        wrong += _small(gated)
        _learn(known, week, gated, true, asked)
        wrong += recovered(known)
        hidden = len(known.hidden)
    return Outcome(refused, hidden, tuple(f"seed {seed}: {each}" for each in wrong))


def _consultation(random: np.random.Generator) -> tuple[Consultation, SingleCode, SingleCode | MultiCode]:
    """An area question of 2 to 7 options, and another of one or several answers out of 2 to 7, with a net or none."""
    areas = tuple(Option(code=f"g{n}", label=f"Area {n}") for n in range(random.integers(2, 8)))
    options = tuple(Option(code=f"c{n}", label=f"Answer {n}") for n in range(random.integers(2, 8)))
    members = tuple(each.code for each in options[: random.integers(2, len(options) + 1)])
    nets = (Net(code="net", label="Net", codes=members),) if random.random() < 0.6 else ()
    area = SingleCode(id="area", text="Area?", kind="single_code", options=areas, column="c")
    asked: SingleCode | MultiCode
    if random.random() < 0.6:
        asked = SingleCode(id="q", text="Q?", kind="single_code", options=options, nets=nets, column="c")
    else:
        asked = MultiCode(id="q", text="Q?", kind="multi_code", options=options, nets=nets, column="c")
    return (
        Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=(area, asked)),
        area,
        asked,
    )


def _answers(random: np.random.Generator, of: Consultation, respondents: int) -> pl.DataFrame:
    """Answers of which some are rare; a few respondents state no area, or give no answer."""
    schema = responses_schema(of)
    area, asked = of.questions
    columns: dict[str, list[object]] = {
        "response_id": [f"r{n}" for n in range(respondents)],
        "status": ["complete"] * respondents,
        "area": _picked(random, area, respondents, 0.03),
    }
    if isinstance(asked, MultiCode):
        rates = random.beta(0.8, 3.0, len(asked.options))
        labels = [option.label for option in asked.options]
        ticked = random.random((respondents, len(labels))) < rates
        columns["q"] = [[label for label, on in zip(labels, row, strict=True) if on] or None for row in ticked]
    else:
        columns["q"] = _picked(random, asked, respondents, 0.05)
    return pl.DataFrame({name: columns.get(name, [None] * respondents) for name in schema}, schema=schema)


def _picked(random: np.random.Generator, question: object, respondents: int, silent: float) -> list[object]:
    assert isinstance(question, SingleCode)
    labels = [option.label for option in question.options]
    shares = random.dirichlet(np.full(len(labels), random.choice([0.5, 1.5, 6.0])))
    silence = silent if random.random() < 0.5 else 0.0
    return [
        None if random.random() < silence else labels[place]
        for place in random.choice(len(labels), respondents, p=shares)
    ]


def _many(more: pl.DataFrame) -> pl.DataFrame:
    """Of newcomers those of areas from which, and in which to the question, at least as many came as the threshold."""
    told = more.filter(pl.col("q").is_not_null(), pl.col("area").is_not_null())
    return told.filter(pl.len().over("area") >= THRESHOLD)


def _small(gated: Gated) -> list[str]:
    """Counts below the threshold that are printed, and figures that stand beside a count that is hidden."""
    shown = gated.figures
    small = shown.filter(
        pl.col("count").is_between(1, THRESHOLD - 1) | pl.col("base_unweighted").is_between(1, THRESHOLD - 1)
    )
    beside = shown.filter(pl.col("count").is_null(), pl.any_horizontal(pl.col(name).is_not_null() for name in BESIDE))
    return [f"{small.height} small counts are printed"] * bool(small.height) + [
        f"{beside.height} hidden counts have figures beside them"
    ] * bool(beside.height)


def _learn(known: Known, week: int, gated: Gated, true: pl.DataFrame, asked: SingleCode | MultiCode) -> None:
    """What the published table of a week says, and what ties it to itself and to the week before."""
    groups = true["group"].unique(maintain_order=True).to_list()
    codes = [option.code for option in asked.options]
    nets = {net.code: list(net.codes) for net in asked.nets}
    for printed, real in zip(gated.figures.iter_rows(named=True), true.iter_rows(named=True), strict=True):
        _note(known, (week, real["group"], real["code"]), printed["count"], real["count"])
        _note(known, (week, real["group"], BASE), printed["base_unweighted"], real["base_unweighted"])
    for group in groups:
        cells = [(week, group, code) for code in codes]
        base = (week, group, BASE)
        if isinstance(asked, SingleCode):
            known.sums.append((base, cells))
            known.sums += [
                ((week, group, net), [(week, group, code) for code in inside]) for net, inside in nets.items()
            ]
            continue
        known.at_most += [(cell, [base]) for cell in (*cells, *((week, group, net) for net in nets))]
        known.at_most.append((base, cells))  # who answered picked something
        for net, inside in nets.items():
            members = [(week, group, code) for code in inside]
            known.at_most += [((week, group, net), members), *((member, [(week, group, net)]) for member in members)]
    parts = [group for group in groups if group != ALL]
    known.sums += [((week, ALL, code), [(week, group, code) for group in parts]) for code in (*codes, *nets, BASE)]
    earlier = {cell for cell in (*known.printed, *known.hidden) if cell[0] == week - 1}
    known.at_most += [(cell, [(week, *cell[1:])]) for cell in sorted(earlier)]  # answers are added, none is taken back


def _note(known: Known, cell: Cell, printed: int | None, real: int) -> None:
    if printed is None:
        known.hidden[cell] = real
    else:
        assert printed == real
        known.printed[cell] = printed


def recovered(known: Known) -> list[str]:
    """Hidden counts that can only be what they are."""
    cells = sorted(known.hidden)
    place = {cell: number for number, cell in enumerate(cells)}
    same = [_line(known, place, [total], parts) for total, parts in known.sums]
    less = [_line(known, place, [one], others) for one, others in known.at_most]
    equal, below = _system(same, len(cells)), _system(less, len(cells))
    found = []
    for cell in cells:
        lowest, highest = (_end(equal, below, place[cell], sign, len(cells)) for sign in (1.0, -1.0))
        if np.ceil(lowest - _NEAR) >= np.floor(highest + _NEAR):
            found.append(f"{cell} of {known.hidden[cell]} is recovered")
    return found


def _line(
    known: Known, place: dict[Cell, int], left: Iterable[Cell], right: Iterable[Cell]
) -> tuple[dict[int, float], float]:
    """The coefficients of unknown cells in left less right, and what the printed ones leave for them."""
    line, rest = dict[int, float](), 0.0
    for sign, side in ((1.0, left), (-1.0, right)):
        for cell in side:
            if cell in place:
                line[place[cell]] = line.get(place[cell], 0.0) + sign
            else:
                rest -= sign * known.printed.get(cell, 0)
    return line, rest


def _system(lines: Sequence[tuple[dict[int, float], float]], size: int) -> tuple[np.ndarray, np.ndarray]:
    kept = [(line, rest) for line, rest in lines if line]
    rows = np.zeros((len(kept), size))
    for row, (line, _) in zip(rows, kept, strict=True):
        row[list(line)] = list(line.values())
    return rows, np.array([rest for _, rest in kept])


def _end(
    equal: tuple[np.ndarray, np.ndarray], below: tuple[np.ndarray, np.ndarray], cell: int, sign: float, size: int
) -> float:
    """The least (1) or the greatest (-1) a hidden count can be: at least 1, and as all else allows."""
    goal = np.zeros(size)
    goal[cell] = sign
    done = linprog(
        goal,
        A_eq=equal[0] if len(equal[0]) else None,
        b_eq=equal[1] if len(equal[0]) else None,
        A_ub=below[0] if len(below[0]) else None,
        b_ub=below[1] if len(below[0]) else None,
        bounds=(1.0, None),
    )
    if done.status == 3:
        return -sign * np.inf
    assert done.status == 0, done.message
    return sign * float(done.fun)
