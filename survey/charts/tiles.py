"""A map of tiles: one square for each area, where the definition puts it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import polars as pl

from survey.charts.findings import answered, focus_code, percentages, spread
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of, comparable, rows_of
from survey.charts.tiles_drawing import HIGHER, draw_tiles
from survey.charts.words import listed, percent
from survey.errors import Problem, UsageError
from survey.frames import ALL, SMALL_BASE
from survey.questionnaire.kinds import Closed, Question

Places = Mapping[str, tuple[int, int]]
REST = "* than all other groups together, beyond chance{}"


def tile_picture(
    question: Question, banner: Closed, places: Places, results: pl.DataFrame, context: Context
) -> Picture:
    """One figure of a question for each area, on a map of tiles: of a scale the positive net, else the first net or the
    largest option. Areas that have no tile are told in the notes.

    Args:
        question: whose figure is drawn; without items.
        banner: whose options are the areas.
        places: column and row, from 1, of each area's tile, by the option's code.
        results: rows of RESULTS; those of other questions and banners are passed over. Where groups are tested against
            the rest, tiles say which are higher or lower.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold nothing of this question by this banner, or no area has a tile.
    """
    rows = rows_of(question, results, banner.id)
    overall = rows.filter(pl.col("group") == ALL)
    focus = rows.filter(pl.col("code") == focus_code(question, rows if overall.is_empty() else overall))
    tiles = {option.label: places[option.code] for option in banner.options if option.code in places}
    if not set(tiles) & set(focus["group"]):
        hint = "tiles in [consultation] say where each area stands"
        raise UsageError(Problem(f"no area of {banner.id!r} has a tile", question.id, hint=hint))
    frame = tile_frame(focus, tiles)
    label, base = frame["label"][0], base_of(focus if overall.is_empty() else overall)
    measure = f"Percentage of {base.words}: {label}"
    on_map = frame["group"].to_list()
    compared = comparable(focus.filter(pl.col("group").is_in(on_map)), "group")
    finding = spread(label, percentages(compared, "group"), answered(compared))
    whole = [text for _, _, text in percentages(focus.filter(pl.col("group") == ALL), "group")]
    shares = frame.select("group", "pct", "count").rows()
    told = "; ".join(f"{group} {percent(pct, count)}" for group, pct, count in shares)
    draft = Draft(
        frame=frame,
        draw=partial(
            draw_tiles, frame, "\n".join([f"{label}: percentage of {base.words}", *_starred(frame, context.among)])
        ),
        headline="; overall ".join([finding, *whole]),
        measure=f"{measure}, by {banner.short or f'answers to “{banner.text}”'}",
        description=f"Map of tiles, one for each area, darker where more. {measure}. {told}.",
        remarks=_remarks(focus, frame, context.among),
    )
    return assemble(f"{question.id}_map", draft, question, base, context)


def tile_frame(figures: pl.DataFrame, tiles: Mapping[str, tuple[int, int]]) -> pl.DataFrame:
    """The areas that have a tile, from the top left. Columns: `group`, `label`, `column`, `row`, `rest` (of RESULTS),
    `count`, `base_unweighted`, `pct`.
    """
    on_map = figures.filter(pl.col("group").is_in(list(tiles)))
    areas, places = list(tiles), list(zip(*tiles.values(), strict=True))
    placed = on_map.with_columns(
        pl.col("group").replace_strict(areas, place, return_dtype=pl.Int32).alias(name)
        for name, place in zip(("column", "row"), places, strict=False)
    )
    return placed.sort("row", "column").select("group", "label", "column", "row", "rest", *NUMBERS)


def _remarks(focus: pl.DataFrame, frame: pl.DataFrame, among: str) -> tuple[str, ...]:
    away = focus.filter(~pl.col("group").is_in([*frame["group"], ALL]), pl.col("base_unweighted").fill_null(1) > 0)
    told = [f"{name} {text}" for name, _, text in percentages(away, "group")]
    small = frame.filter(pl.col("base_unweighted") < SMALL_BASE)["group"].to_list()
    return (
        *([f"Not on the map: {listed(told)}"] if told else []),
        *([f"Small base (under {SMALL_BASE}), read with care: {listed(small)}"] if small else []),
        *(f"{star} (at 5%, corrected for all groups)" for star in _starred(frame, among)),
    )


def _starred(frame: pl.DataFrame, among: str) -> list[str]:
    return [REST.format(among)] if frame["rest"].is_in([*HIGHER]).any() else []
