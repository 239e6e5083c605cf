"""Which pictures a consultation has, each with the figures it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.breakdowns.plan import Table
    from survey.charts.changes import Times
    from survey.charts.picture import Context, Picture
    from survey.questionnaire.kinds import Question, Scale


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture to be drawn: the name of its files, the question whose cautions it has, and its drawing."""

    name: str
    question: str
    draw: Callable[[], Picture]


def sheets(desk: Desk, responses: pl.DataFrame, context: Context) -> Iterator[Sheet]:
    """Every picture in questionnaire order: the question, by area, by week or wave; last the ranking and the quotes."""
    from pipelines.breakdown import make_breakdown
    from pipelines.coding import answerable
    from pipelines.show import say
    from survey.charts.question import question_picture
    from survey.questionnaire.kinds import FreeText, Scale

    with_codes, questions = answerable(desk, responses)
    frame = make_breakdown(desk, with_codes, questions)
    names = {question.id: f"{place:02d}_{question.id}" for place, question in enumerate(questions, start=1)}
    for question in questions:
        if isinstance(question, FreeText):  # how many wrote an answer is no finding: the tables have it
            continue
        rows = frame.filter(frame["question_id"] == question.id)
        if rows.is_empty():
            say(f"note: nobody answered {question.id}: no chart")
            continue
        yield Sheet(names[question.id], question.id, partial(question_picture, question, rows, context))
        if isinstance(question, Scale) and not question.items:
            yield from _by_area(desk, responses, question, names[question.id], context)
            yield from _over_time(desk, responses, question, names[question.id], context)
    yield from _ranking(desk, responses, names, context)
    yield from _quotes(desk, questions, frame, names, context)


def _by_area(desk: Desk, responses: pl.DataFrame, question: Scale, name: str, context: Context) -> Iterator[Sheet]:
    from survey.charts.diverging import diverging_picture
    from survey.charts.tiles import tile_picture
    from survey.questionnaire.kinds import SingleCode

    consultation = desk.consultation
    area = consultation.question(consultation.area) if consultation.area else None
    if not isinstance(area, SingleCode):
        return
    figures = _tested(desk, responses, question, area)
    by_area = partial(diverging_picture, question, area, figures, context)
    yield Sheet(f"{name}_by_{area.id}", question.id, by_area)
    if consultation.tiles:
        on_map = partial(tile_picture, question, area, consultation.tiles, figures, context)
        yield Sheet(f"{name}_map", question.id, on_map)


def _tested(desk: Desk, responses: pl.DataFrame, question: Question, banner: Question) -> pl.DataFrame:
    """The question by a banner, each group tested against all others (frames.RESULTS)."""
    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.plan import Tab
    from survey.breakdowns.results import results_of_tabs

    tabs = [Tab([question], [banner])]
    return results_of_tabs(count_tabs(responses.lazy(), desk.consultation, tabs), tabs, correction="holm")


def _over_time(desk: Desk, responses: pl.DataFrame, question: Question, name: str, context: Context) -> Iterator[Sheet]:
    """By week if responses are dated within fieldwork, and by wave where the definition has some."""
    from survey.charts.changes import changes_picture

    consultation = desk.consultation
    times: dict[str, Times | None] = {"week": consultation.fieldwork, "wave": consultation.waves or None}
    for column, found in times.items():
        if found is None or (column == "week" and responses["week"].is_null().all()):
            continue
        results, compared = compared_over_time(desk, responses, question, found)
        answered = results.filter(results[column].is_not_null(), results["base_unweighted"] > 0)
        if answered[column].n_unique() > 1:
            draw = partial(changes_picture, question, found, results, compared, context)
            yield Sheet(f"{name}_{column}s", question.id, draw)


def compared_over_time(
    desk: Desk, responses: pl.DataFrame, question: Question, times: Times
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The question by week or wave (frames.RESULTS), and each less the one before (frames.COMPARED): the figures that
    are drawn, corrected by Holm for just these.
    """
    import polars as pl

    from survey.breakdowns.compare import compare
    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.plan import Tab, tables
    from survey.breakdowns.results import results_of_tabs
    from survey.breakdowns.sides import Place
    from survey.charts.changes import series
    from survey.questionnaire.definition import Fieldwork
    from survey.statistics.corrections import corrected
    from survey.statistics.letters import SIZE

    weekly = isinstance(times, Fieldwork)
    tab = Tab([question], weekly=weekly, waves=() if isinstance(times, Fieldwork) else tuple(times))
    cells = count_tabs(responses.lazy(), desk.consultation, [tab])
    results = results_of_tabs(cells, [tab])
    places = (
        [Place(f"week {week}", (week, None)) for week in range(1, times.weeks + 1)]
        if isinstance(times, Fieldwork)
        else [Place(wave.label, (None, wave.id)) for wave in times]
    )
    table: Table = tables([tab])[0]
    column = "week" if weekly else "wave"
    found = compare(cells, table, column, [(now, before) for before, now in pairwise(places)], "none")
    drawn = found.filter(pl.col("code").is_in(series(question, results, column)))
    p = corrected(drawn["p"].to_numpy(), "holm")
    beyond = pl.when(pl.col("p").is_not_null()).then(pl.Series(p <= SIZE))
    return results, drawn.with_columns(pl.Series("p_corrected", p), correction=pl.lit("holm"), beyond_chance=beyond)


def _ranking(desk: Desk, responses: pl.DataFrame, names: dict[str, str], context: Context) -> Iterator[Sheet]:
    """What is ranked: with what chance makes of it, by area, and over the weeks."""
    from pipelines.breakdown import make_breakdown
    from pipelines.rank import make_ranking, ranked_question
    from pipelines.show import say
    from survey.breakdowns.count import count
    from survey.breakdowns.results import results
    from survey.charts.bump import bump_picture
    from survey.charts.multiples import multiples_picture
    from survey.charts.ranked import ranked_picture

    consultation = desk.consultation
    if consultation.priorities is None:
        return
    question = ranked_question(desk)
    ranking = make_ranking(desk, responses, question)
    if ranking.filter(ranking["week"].is_null(), ranking["count"] > 0).is_empty():
        return
    yield Sheet(f"ranking_{question.id}", question.id, partial(ranked_picture, question, ranking, context))
    if consultation.area not in (None, question.id):
        area = consultation.question(consultation.area)
        by_area = make_breakdown(desk, responses, [question], area)
        draw = partial(multiples_picture, question, area, by_area, context)
        yield Sheet(f"{names[question.id]}_each_{area.id}", question.id, draw)
    if consultation.fieldwork is None:
        return
    if ranking.filter(ranking["week"].is_not_null(), ranking["count"] > 0).is_empty():
        say("note: no response is dated within fieldwork: no chart of the weeks")
        return
    yield Sheet(f"weekly_ranking_{question.id}", question.id, partial(bump_picture, question, ranking, context))
    yield from _over_time(desk, responses, question, names[question.id], context)
    weekly = results(count(responses.lazy(), consultation, [question], weekly=True), [question])
    draw = partial(multiples_picture, question, consultation.fieldwork, weekly, context)
    yield Sheet(f"{names[question.id]}_each_week", question.id, draw)


def _quotes(
    desk: Desk, questions: list[Question], frame: pl.DataFrame, names: dict[str, str], context: Context
) -> Iterator[Sheet]:
    """The themes with the quotes that `survey quotes` gave; of a variant none, since its people may be others."""
    from pipelines.quotes import quotes_chosen
    from survey.charts.question import THEMES
    from survey.charts.quoted import quoted_picture
    from survey.questionnaire.kinds import MultiCode

    themes = next((each for each in questions if each.id == THEMES), None)
    if not isinstance(themes, MultiCode) or desk.variant:
        return
    quotes = quotes_chosen(desk)
    if len(quotes):
        fewest = desk.consultation.disclosure.threshold
        draw = partial(quoted_picture, themes, frame, quotes, fewest, context)
        yield Sheet(f"{names[THEMES]}_quoted", THEMES, draw)
