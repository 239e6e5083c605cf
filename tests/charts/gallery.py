"""Questions, their RESULTS and RANKING rows, and every picture of them: usual, tiny and hostile data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from survey.charts.banner import banner_picture
from survey.charts.bump import bump_picture
from survey.charts.picture import Context, Picture
from survey.charts.question import question_picture
from survey.frames import ALL, NOT_STATED, RANKING, RESULTS
from survey.questionnaire.kinds import (
    DateAnswer,
    FreeText,
    Item,
    MultiCode,
    Net,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleCode,
)

CONTEXT = Context("the tests", "West Midlands", "14 July to 18 October 2024", synthetic=True)
REAL = Context("the tests", "", "", synthetic=False)
Row = dict[str, Any]

AREAS = ("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton", "Outside the region")
SIZES = (3016, 700, 720, 730, 62, 650, 900, 684)  # Solihull has a small base
GROUPS = {ALL: 7462, **dict(zip(AREAS, SIZES, strict=True)), NOT_STATED: 41}
PRIORITIES = {
    "Rural crime": 0,
    "None of these": 200,
    "Preventing knife crime": 4337,
    "Investigating crimes and bringing offenders to justice": 3671,
    "Prompt response to 999/101 calls and getting to incidents quickly": 3666,
    "Preventing violence against women, girls, and vulnerable people": 3438,
    "Supporting victims and witnesses": 2319,
    "Other": 3,
}
_GOES_ON = "A label that goes on and on until it is about ninety characters long, which is number"
HOSTILE = (
    *(f"{_GOES_ON} {place}" for place in range(10)),
    "Pneumonoultramicroscopicsilicovolcanoconiosis_and_supercalifragilisticexpialidocious_without_a_gap",
    "<script>alert('x')</script> & \"quotes\" {braces} 'datum.label' ]]>",
)


def options(labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code=f"o{place}", label=label) for place, label in enumerate(labels))


def multi(name: str, labels: Sequence[str]) -> MultiCode:
    return MultiCode(id=name, kind="multi_code", text="What matters most?", options=options(labels))


def scale(labels: Sequence[str], polarity: Any = "positive_first", nets: tuple[Net, ...] = ()) -> Scale:
    return Scale(id="scale", kind="scale", text="How?", polarity=polarity, options=options(labels), nets=nets)


def single(labels: Sequence[str], name: str = "single") -> SingleCode:
    return SingleCode(id=name, kind="single_code", text="Which?", options=options(labels))


AREA = SingleCode(id="area", kind="single_code", text="Where do you live?", short="area", options=options(AREAS))
AGREE = single(["Yes", "No", "Don't know"], "agree")
SAFE = scale(
    ["Very safe", "Safe", "Neutral", "Unsafe", "Very unsafe", "Don't know"],
    nets=(
        Net(code="unsafe", label="Unsafe or very unsafe", codes=("o3", "o4"), polarity="negative"),
        Net(code="safe", label="Safe or very safe", codes=("o0", "o1"), polarity="positive"),
    ),
)
PRIORITY = multi("priority", [*PRIORITIES])
GRID = Scale(
    id="grid",
    kind="scale",
    text="How far do you agree?",
    polarity="negative_first",
    options=options(["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]),
    items=(Item(code="clear", label="The plan is clear"), Item(code="long", label=HOSTILE[0])),
)
ORDER = Ranking(id="order", kind="ranking", text="In which order?", options=options(["Patrols", "Cameras", HOSTILE[1]]))
HOURS = Number(id="hours", kind="number", text="How many hours?", column="hours", unit="hours")
MOVED = DateAnswer(id="moved", kind="date", text="When did you move?", column="moved", format="%Y-%m-%d")
WORDS = FreeText(id="words", kind="free_text", text="Anything else?", column="words")


def row(question: Question, code: str, label: str, count: int | None, base: int, **more: Any) -> Row:
    """A row of RESULTS; the percentage follows from count and base."""
    pct = None if count is None or base == 0 or "value" in more else 100 * count / base
    fixed = {"is_net": False, "count": count, "base_unweighted": base, "base": "respondents who answered", "pct": pct}
    return {"question_id": question.id, "code": code, "label": label, "small_base": base < 100} | fixed | more


def coded(question: Any, counts: Sequence[int | None], base: int, **more: Any) -> list[Row]:
    """Rows of the options, then of the nets."""
    by_code = dict(zip((option.code for option in question.options), counts, strict=True))
    rows = [row(question, option.code, option.label, by_code[option.code], base, **more) for option in question.options]
    sums = [(net, sum(by_code[code] or 0 for code in net.codes)) for net in getattr(question, "nets", ())]
    return rows + [row(question, net.code, net.label, count, base, is_net=True, **more) for net, count in sums]


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(RESULTS), orient="row")


def shares(base: int, weights: Sequence[float], place: int = 0) -> list[int]:
    """Counts that add up to the base, a little different for each place."""
    turned = [weight * (1 + 0.1 * ((index + place) % 3)) for index, weight in enumerate(weights)]
    counts = [int(base * weight / sum(turned)) for weight in turned]
    return [base - sum(counts[1:]), *counts[1:]]


def by_area(make: Callable[[int, int, dict[str, Any]], list[Row]]) -> pl.DataFrame:
    """RESULTS with the banner AREA: `make` gives the rows of one group, from its base, place and columns."""
    return frame(
        [
            each
            for place, (group, base) in enumerate(GROUPS.items())
            for each in make(base, place, {"banner_id": AREA.id, "group": group})
        ]
    )


def places(base: int, **more: Any) -> list[Row]:
    """Each option once in each place, more often in the place of its own number."""
    labels = ("1st", "2nd", "3rd")
    return [
        each
        for place, label in enumerate(labels)
        for each in coded(
            ORDER,
            shares(base, [3.0 if option == place else 1.0 for option in range(3)]),
            base,
            item=str(place + 1),
            item_label=label,
            **more,
        )
    ]


def grid(base: int, place: int = 0, **more: Any) -> list[Row]:
    return [
        each
        for index, item in reversed([*enumerate(GRID.items)])  # out of order: the pictures put them right
        for each in coded(
            GRID,
            shares(base - index, [10, 20, 25, 30, 15], place + index),
            base - index,
            item=item.code,
            item_label=item.label,
            **more,
        )
    ]


def statistics(base: int, mean: float, **more: Any) -> list[Row]:
    values = {"Mean": mean, "Median": mean * 0.9, "Minimum": -2.5, "Maximum": 1234.56}
    return [row(HOURS, label.lower(), label, base, base, value=value, **more) for label, value in values.items()]


def months(base: int, place: int = 0, **more: Any) -> list[Row]:
    names = {"2023-12": "December 2023", "2024-01": "January 2024", "2024-03": "March 2024"}  # none in February
    counts = shares(base, [1, 2, 3], place)
    return [row(MOVED, code, names[code], count, base, **more) for code, count in zip(names, counts, strict=True)]


def answered(base: int, place: int = 0, **more: Any) -> list[Row]:
    yes, no = shares(base, [1, 2], place)
    return [
        row(WORDS, "answered", "Answered", yes, base, **more),
        row(WORDS, "not_answered", "Not answered", no, base) | more,
    ]


def ranking(question: MultiCode, weeks: Sequence[Sequence[int]], base: int = 400) -> pl.DataFrame:
    """RANKING from the counts of each week; fieldwork ends on a Tuesday. A week without counts has base 0."""
    opened = dt.date(2024, 7, 14)
    rows = []
    for place, counts in enumerate(weeks):
        first = opened + dt.timedelta(weeks=place)
        last = first + dt.timedelta(days=2 if place == len(weeks) - 1 else 6)
        size = base if any(counts) else 0
        for option, count in zip(question.options, counts or [0] * len(question.options), strict=True):
            rows.append(
                {
                    "question_id": question.id,
                    "code": option.code,
                    "label": option.label,
                    "week": place + 1,
                    "week_from": first,
                    "week_to": last,
                    "count": count,
                    "base_unweighted": size,
                    "base": "respondents who answered",
                    "pct": 100 * count / size if size else None,
                    "rank": 1 + sum(other > count for other in counts) if size else None,
                    "small_base": size < 100,
                }
            )
    return pl.DataFrame(rows, schema=dict(RANKING), orient="row")


def _shuffled(weeks: int, count: int) -> list[list[int]]:
    return [[(7 * option + 5 * week * (option % 3)) % 40 for option in range(count)] for week in range(weeks)]


def makers(context: Context = CONTEXT) -> dict[str, Callable[[], Picture]]:
    """The drawing of every kind of picture by name."""
    hostile, long_scale, thin = multi("hostile", HOSTILE), scale(HOSTILE, "negative_first"), single(["Only", "Other"])
    wide_banner = single(HOSTILE, "wide")
    wide = frame(
        [
            each
            for place, group in enumerate([ALL, *HOSTILE])
            for each in coded(SAFE, shares(500, [12, 22, 37, 19, 8, 2], place), 500, banner_id="wide", group=group)
        ]
    )
    drawn: dict[str, tuple[Question, list[Row]]] = {
        "single": (AREA, coded(AREA, SIZES, sum(SIZES))),
        "yes_no": (AGREE, coded(AGREE, [5448, 888, 1664], 8000)),
        "multi": (PRIORITY, coded(PRIORITY, [*PRIORITIES.values()], 8000)),
        "scale": (SAFE, coded(SAFE, [960, 1760, 2960, 1552, 688, 80], 8000)),
        "scale_wide": (SAFE, coded(SAFE, [160, 160, 170, 160, 180, 170], 1000)),
        "grid": (GRID, grid(4000)),
        "ranking": (ORDER, places(500)),
        "number": (HOURS, statistics(3000, 5.25)),
        "date": (MOVED, months(700)),
        "free_text": (WORDS, answered(8000)),
        "hostile_multi": (hostile, coded(hostile, [0, 0, 0, 5, 1, 9, 9, 2, 0, 0, 3, 4], 12)),
        "hostile_scale": (long_scale, coded(long_scale, shares(8000, range(1, 13)), 8000)),
        "one": (thin, coded(thin, [1, 0], 1)[:1]),
        "nobody": (SAFE, coded(SAFE, [0] * 6, 0)),
        "withheld": (PRIORITY, coded(PRIORITY, [None, None, *[*PRIORITIES.values()][2:]], 8000)),
    }
    made: dict[str, Callable[[], Picture]] = {
        name: partial(question_picture, question, frame(rows), context) for name, (question, rows) in drawn.items()
    }
    weights = [*PRIORITIES.values()]
    crossed: dict[str, tuple[Question, Callable[[int, int, dict[str, Any]], list[Row]]]] = {
        "scale_by_area": (SAFE, lambda n, p, g: coded(SAFE, shares(n, [12, 22, 37, 19, 8, 2], p), n, **g)),
        "single_by_area": (AGREE, lambda n, p, g: coded(AGREE, shares(n, [5, 1, 2], p), n, **g)),
        "long_single_by_area": (AREA, lambda n, p, g: coded(AREA, shares(n, SIZES, p), n, **g)),
        "multi_by_area": (
            PRIORITY,
            lambda n, p, g: coded(PRIORITY, [n * w // (8000 + 90 * p) for w in weights], n, **g),
        ),
        "grid_by_area": (GRID, lambda n, p, g: grid(n, p, **g)),
        "ranking_by_area": (ORDER, lambda n, _, g: places(n, **g)),
        "number_by_area": (HOURS, lambda n, p, g: statistics(n, 5 + p / 3, **g)),
        "date_by_area": (MOVED, lambda n, p, g: months(n, p, **g)),
        "free_text_by_area": (WORDS, lambda n, p, g: answered(n, p, **g)),
    }
    made |= {name: partial(banner_picture, q, AREA, by_area(make), context) for name, (q, make) in crossed.items()}
    weekly = {
        "bump": (PRIORITY, _shuffled(14, 8)),
        "bump_one_week": (PRIORITY, _shuffled(1, 8)),
        "bump_gap": (PRIORITY, [*_shuffled(3, 8), [], [], *_shuffled(4, 8)]),
        "bump_all_joint": (hostile, [[5] * 12, [0, *[3] * 11]]),
        "bump_year": (PRIORITY, _shuffled(40, 8)),
    }
    made |= {
        name: partial(bump_picture, question, ranking(question, weeks), context)
        for name, (question, weeks) in weekly.items()
    }
    return made | {"hostile_banner": partial(banner_picture, SAFE, wide_banner, wide, replace(REAL, size=context.size))}


def pictures() -> dict[str, Picture]:
    """These pictures by name, at the page's size."""
    return {name: make() for name, make in makers().items()}
