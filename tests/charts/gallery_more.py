"""The gallery's pictures of ranks and chance, groups side by side, times and quotes: usual, tiny and hostile data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import polars as pl

from survey.charts.banner import banner_picture
from survey.charts.changes import changes_picture
from survey.charts.diverging import diverging_picture
from survey.charts.multiples import multiples_picture
from survey.charts.picture import Context, Picture
from survey.charts.question import question_picture
from survey.charts.quoted import quoted_picture
from survey.charts.ranked import ranked_picture
from survey.charts.rolling import rolling_picture
from survey.charts.save import svg
from survey.charts.tiles import tile_picture
from survey.frames import ALL, COMPARED, RANKING, RESULTS
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import MultiCode, Question, Scale
from survey.questionnaire.waves import Wave
from survey.statistics.rank_words import standing
from tests.charts.gallery import (
    AREA,
    CONTEXT,
    GRID,
    HOSTILE,
    MOVED,
    PRIORITIES,
    PRIORITY,
    SAFE,
    WORDS,
    answered,
    by_area,
    coded,
    frame,
    grid,
    makers,
    months,
    multi,
    ranking,
    scale,
    shares,
    single,
)

_HIDDEN = ("count", "pct", "base_unweighted", "small_base")
Makers = dict[str, Callable[[], Picture]]
TILES = {f"o{place}": at for place, at in enumerate([(3, 2), (5, 2), (1, 2), (2, 2), (4, 2), (2, 1), (1, 1)])}
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 10, 18))
WAVES = tuple(
    Wave(id=f"w{year}", label=f"Spring {year}", opened=dt.date(year, 3, 1), closed=dt.date(year, 5, 31))
    for year in range(2013, 2025)
)
WIDE = single(HOSTILE, "wide")
LONG_SCALE = scale(HOSTILE, "negative_first")
QUOTES = pl.DataFrame(
    [
        ("o2", "Knives are carried to school, and nobody asks why. More patrols at the gates, please.", "Dudley"),
        ("o3", "I rang [phone] and spoke to [name]; nobody came.", None),
        (
            "o4",
            "<b>Bold</b> & \"quoted\" words, 'datum.label' and {braces} </script><script>alert(1)</script>",
            "Walsall",
        ),
        ("o7", "Only three of us raised this, so nobody should read it.", "Solihull"),
    ],
    schema={"code": pl.String, "quote": pl.String, "group": pl.String},
    orient="row",
)


def ranked(question: MultiCode, counts: Sequence[int | None], base: int, spread: int = 1) -> pl.DataFrame:
    """RANKING over the whole of fieldwork; every rank could be `spread` places better or worse by chance."""
    known = [-1 if count is None else count for count in counts]
    places = [1 + sum(other > count for other in known) for count in known]
    rows = [
        {
            "question_id": question.id,
            "code": option.code,
            "label": option.label,
            "count": count,
            "pct": None if count is None or base == 0 else 100 * count / base,
            "base": "respondents who answered",
            "base_unweighted": base,
            "ci_lower": None if count is None or base == 0 else max(0.0, 100 * count / base - 1.5),
            "ci_upper": None if count is None or base == 0 else min(100.0, 100 * count / base + 1.5),
            "rank": place,
            "rank_lower_all": max(1, place - spread),
            "rank_upper_all": min(len(known), place + spread),
            "standing": standing(max(1, place - spread), min(len(known), place + spread)),
            "small_base": base < 100,
        }
        for option, count, place in zip(question.options, counts, places, strict=True)
    ]
    return pl.DataFrame(rows, schema=dict(RANKING), orient="row")


def times(
    question: Question, column: str, names: Sequence[Any], counts: Sequence[Sequence[int] | None]
) -> pl.DataFrame:
    """RESULTS by week or wave, with intervals of three points; None: nobody answered."""
    rows = [
        each | {column: name}
        for name, own in zip(names, counts, strict=True)
        for each in coded(question, own or [0] * len(question.options), sum(own or [0]))  # type: ignore[union-attr]
    ]
    return frame(rows).with_columns(
        ci_lower=(pl.col("pct") - 3).clip(0, 100), ci_upper=(pl.col("pct") + 3).clip(0, 100)
    )


def compared(question: Question, moves: Sequence[tuple[str, str, bool, float | None]]) -> pl.DataFrame:
    """COMPARED: code, the time, whether it is a net, and the change beyond chance (None: not tested)."""
    rows = [
        {
            "question_id": question.id,
            "code": code,
            "first": at,
            "is_net": net,
            "difference": change or 0.0,
            "beyond_chance": None if change is None else abs(change) > 5,
        }
        for code, at, net, change in moves
    ]
    return pl.DataFrame(rows, schema=dict(COMPARED), orient="row")


def _weeks(low: int, high: int) -> list[list[int] | None]:
    """Fourteen weeks of answers to SAFE; two without any; in the fifth many more feel safe, in the tenth fewer."""
    found: list[list[int] | None] = []
    for week in range(1, 15):
        safe = high if 5 <= week < 10 else low
        found.append(None if week in (7, 8) else [safe, 2 * safe, 150 + week, 90 - safe // 2, 40, 5])
    return found


def _withheld(table: pl.DataFrame, *where: pl.Expr) -> pl.DataFrame:
    """The table without the figures of those rows."""
    gone = where[0]
    for each in where[1:]:
        gone = gone | each
    names = ("count", "pct", "ci_lower", "ci_upper")
    return table.with_columns(pl.when(~gone).then(name).alias(name) for name in names)


def _rankeds(context: Context) -> Makers:
    hostile, one = multi("hostile", HOSTILE), multi("one", ["Only"])
    counts = [*PRIORITIES.values()]
    frames = {
        "ranked": (PRIORITY, ranked(PRIORITY, counts, 8000)),
        "ranked_zero": (PRIORITY, ranked(PRIORITY, [0] * 8, 12)),
        "ranked_nobody": (PRIORITY, ranked(PRIORITY, [0] * 8, 0)),
        "ranked_withheld": (PRIORITY, ranked(PRIORITY, [None] * 8, 8000)),
        "ranked_hostile": (hostile, ranked(hostile, [0, 0, 0, 5, 1, 9, 9, 2, 0, 0, 3, 12], 12)),
        "ranked_one": (one, ranked(one, [1], 1, 0)),
        "ranked_results": (PRIORITY, frame(coded(PRIORITY, counts, 8000))),
    }
    return {name: partial(ranked_picture, question, figures, context) for name, (question, figures) in frames.items()}


def scales(question: Scale, weights: Sequence[float], **more: Any) -> pl.DataFrame:
    return by_area(lambda n, place, group: coded(question, shares(n, weights, place), n, **group, **more))


def _sides(context: Context) -> Makers:
    usual = scales(SAFE, [12, 22, 37, 19, 8, 2])
    wide = frame(
        [
            each
            for place, group in enumerate([ALL, *HOSTILE])
            for each in coded(LONG_SCALE, shares(500, range(1, 13), place), 500, banner_id="wide", group=group)
        ]
    )
    nobody = by_area(lambda _, __, group: coded(SAFE, [0] * 6, 0, **group))
    one = frame(coded(SAFE, [3, 2, 0, 1, 0, 0], 6, banner_id="area", group="Dudley"))
    hidden = _withheld(usual, (pl.col("group") == "Solihull") & pl.col("code").is_in(["o0", "o4"]))
    tables = {
        "": usual,
        "_nobody": nobody,
        "_one": one,
        "_hidden": hidden,
        "_withheld": _withheld(usual, pl.lit(value=True)),
    }
    tables |= {"_gap": usual.filter(pl.col("group") != "Coventry")}
    found: Makers = {
        f"diverging{name}": partial(diverging_picture, SAFE, AREA, table, context) for name, table in tables.items()
    }
    found["diverging_hostile"] = partial(diverging_picture, LONG_SCALE, WIDE, wide, context)
    marked = usual.with_columns(
        rest=pl.when(pl.col("group") == "Dudley").then(pl.lit("+")).when(pl.col("group") == "Walsall").then(pl.lit("-"))
    )
    tables[""] = marked
    found |= {
        f"tiles{name}": partial(tile_picture, SAFE, AREA, TILES, table, context) for name, table in tables.items()
    }
    square = {f"o{place}": (1 + place % 4, 1 + place // 4) for place in range(12)}
    found["tiles_hostile"] = partial(tile_picture, LONG_SCALE, WIDE, square, wide, context)
    return found


def _panels(context: Context) -> Makers:
    weights = [*PRIORITIES.values()]
    areas = by_area(lambda n, p, g: coded(PRIORITY, [n * w // (8000 + 90 * p) for w in weights], n, **g))
    hostile = multi("hostile", HOSTILE)
    groups = frame(
        [
            each
            for place, group in enumerate([ALL, *HOSTILE])
            for each in coded(hostile, shares(300, range(1, 13), place), 300, banner_id="wide", group=group)
        ]
    )
    one = frame(
        [each for group in (ALL, "Dudley") for each in coded(PRIORITY, [0] * 7 + [1], 1, banner_id="area", group=group)]
    )
    whole = frame(coded(PRIORITY, weights, 8000))
    weeks = ranking(PRIORITY, [[w // (20 + week) for w in weights] if week != 3 else [] for week in range(14)], 400)
    weekly = pl.concat(
        [whole, weeks.select(pl.col(name) for name in weeks.columns if name in whole.columns)], how="diagonal"
    )
    weekly = weekly.with_columns(is_net=pl.lit(value=False))
    return {
        "panels": partial(multiples_picture, PRIORITY, AREA, areas, context),
        "panels_withheld": partial(multiples_picture, PRIORITY, AREA, _withheld(areas, pl.lit(value=True)), context),
        "panels_hostile": partial(multiples_picture, hostile, WIDE, groups, context),
        "panels_one": partial(multiples_picture, PRIORITY, AREA, one, context),
        "panels_weeks": partial(multiples_picture, PRIORITY, FIELDWORK, weekly, context),
    }


def _changes(context: Context) -> Makers:
    weeks = times(SAFE, "week", range(1, 15), _weeks(30, 60))
    moves = compared(
        SAFE, [("safe", "week 5", True, 14.2), ("unsafe", "week 5", True, -5.9), ("safe", "week 10", True, -13.5),
               ("safe", "week 6", True, 0.4), ("unsafe", "week 2", True, None)]
    )  # fmt: skip
    names = [wave.label for wave in WAVES]
    hostile = multi("hostile", HOSTILE)
    waves = times(hostile, "wave", names, [[20 + place % 5 + at for at in range(12)] for place in range(12)])
    steady = compared(hostile, [("o11", "Spring 2014", False, 0.1), ("o10", "Spring 2016", False, 6.1)])
    shy = _withheld(weeks, pl.col("week").is_in([3, 12]))
    one = times(SAFE, "week", [2], [[1, 0, 0, 2, 0, 0]])
    none = compared(SAFE, [])
    return {
        "changes": partial(changes_picture, SAFE, FIELDWORK, weeks, moves, context),
        "changes_withheld": partial(changes_picture, SAFE, FIELDWORK, shy, moves, context),
        "changes_all_withheld": partial(
            changes_picture, SAFE, FIELDWORK, _withheld(weeks, pl.lit(value=True)), none, context
        ),
        "changes_one": partial(changes_picture, SAFE, FIELDWORK, one, none, context),
        "changes_waves": partial(changes_picture, hostile, WAVES, waves, steady, context),
        "rolling": partial(rolling_picture, hostile, (WAVES, WAVES[0], 12), waves, steady, context),
    }


def _quoted(context: Context) -> Makers:
    themes, hostile = as_themes(PRIORITY), as_themes(multi("hostile", HOSTILE))
    counts = [*PRIORITIES.values()]
    usual = frame(coded(themes, counts, 8000))
    long = frame(coded(hostile, range(1, 13), 40))
    said = QUOTES.with_columns(code=pl.Series(["o11", "o10", "o9", "o8"]))
    none = QUOTES.clear()
    return {
        "quoted": partial(quoted_picture, themes, usual, QUOTES, 10, context),
        "quoted_none": partial(quoted_picture, themes, usual, none, 10, context),
        "quoted_hostile": partial(quoted_picture, hostile, long, said, 10, context),
        "quoted_withheld": partial(quoted_picture, themes, _withheld(usual, pl.lit(value=True)), QUOTES, 10, context),
    }


def _gone(context: Context) -> Makers:
    """The other kinds with every figure withheld, their bases too."""
    gone = {name: pl.lit(None, dtype) for name, dtype in RESULTS.items() if name in _HIDDEN}
    tables: dict[str, tuple[Question, pl.DataFrame]] = {
        "scale": (SAFE, frame(coded(SAFE, [1] * 6, 6))),
        "grid": (GRID, frame(grid(4000))),
        "date": (MOVED, frame(months(700))),
        "free_text": (WORDS, frame(answered(800))),
    }
    areas: dict[str, MultiCode | Scale] = {"multi_by_area": PRIORITY, "scale_by_area": SAFE}
    alone: Makers = {
        f"{name}_withheld": partial(question_picture, question, table.with_columns(**gone), context)
        for name, (question, table) in tables.items()
    }
    by = {name: by_area(partial(_ones, question)).with_columns(**gone) for name, question in areas.items()}
    return alone | {
        f"{name}_withheld": partial(banner_picture, question, AREA, by[name], context)
        for name, question in areas.items()
    }


def _ones(question: MultiCode | Scale, _: int, __: int, group: dict[str, Any]) -> list[dict[str, Any]]:
    return coded(question, [1] * len(question.options), len(question.options), **group)


def as_themes(question: MultiCode) -> MultiCode:
    return question.model_copy(update={"id": "themes"})


def all_makers(context: Context = CONTEXT) -> Makers:
    """The drawing of every picture of the gallery, by name."""
    parts = (_rankeds, _sides, _panels, _changes, _quoted, _gone)
    return makers(context) | {name: make for part in parts for name, make in part(context).items()}


@cache
def everything() -> dict[str, Picture]:
    """The whole gallery, at the page's size."""
    return {name: make() for name, make in all_makers().items()}


@cache
def rendered(name: str) -> bytes:
    """The SVG of a picture of the gallery."""
    return svg(everything()[name])
