"""`survey rolling`: figures of so many months together, month after month, against a baseline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs, Where
from pipelines.weights import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from pipelines.asked import Tables
    from pipelines.places import Desk
    from survey.questionnaire.kinds import Question
    from survey.questionnaire.waves import Wave

_MANY = 6  # figures that stand side by side
_STATISTICS = ("mean", "median", "balance")


@dataclass(frozen=True, slots=True)
class _Rolled:
    """The windows, the baseline and the last with answers among them; their figures (RESULTS), each less the baseline
    (COMPARED), and what the last one's difference is made of (MADE_OF).
    """

    windows: Sequence[Wave]
    baseline: Wave
    last: Wave
    length: int
    figures: pl.DataFrame
    since: pl.DataFrame
    made_of: pl.DataFrame


def rolling(
    consultation: ConsultationName,
    question: Annotated[str, typer.Option("--question", metavar="ID", help="Of this question; themes: the codes.")],
    months: Annotated[int, typer.Option("--months", min=1, help="How many months each figure is of.")] = 12,
    baseline: Annotated[
        str, typer.Option("--baseline", metavar="2023-10", help="The months to the end of this one; else the first.")
    ] = "",
    where: Where = None,
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey rolling police_crime_plan_2024 --question safe_where_live --months 2

    Figures of so many calendar months together, to each month in turn, what changed since the baseline and what that
    came from; with a chart. For a survey that is asked all the time. The last record of --json is the comparison.
    """
    from pipelines.asked import Asked, asked_for
    from pipelines.cautions import warn
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.weights import weighed

    desk, kept = counted(open_desk(consultation, outputs), as_of, without)
    desk, kept = weighed(desk, kept) if weight else (desk, kept)
    tables = asked_for(desk, kept, Asked((question,), where=where or ()))
    (asked,) = tables.tab.questions
    rolled = _rolled(tables, months, baseline)
    warn(desk, [asked.id])
    paths = [*_write(desk, tables, rolled), *_draw(desk, tables, rolled)]
    if json:
        rest = {"since_baseline": records(rolled.since), "made_of": records(rolled.made_of)}
        as_json([*records(rolled.figures), rest])
    else:
        _show(asked, rolled, weight)
    _tell(tables, rolled)
    for path in paths:
        say(f"written: {path}")


def _rolled(tables: Tables, length: int, baseline: str) -> _Rolled:
    """The figures of every window.

    Raises:
        UsageError: no response is dated within fieldwork, months are fewer than those of one window, nobody answered,
            or no window with answers is the baseline.
    """
    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.made_of import made_of
    from survey.breakdowns.plan import tables as tables_of
    from survey.breakdowns.rolling import rolled, rolling_figures, since_baseline, windows
    from survey.breakdowns.sides import Place

    months = _months(tables, length)
    tab = replace(tables.tab, waves=months)
    cells = count_tabs(_dated(tables).lazy(), tables.consultation, [tab])
    of = windows(months, length)
    moved = rolled(cells, months, of)
    (table,) = tables_of([tab])
    figures = rolling_figures(moved, table, of)
    names = set(figures.filter(figures["base_unweighted"] > 0)["wave"])
    answered = [window for window in of if window.label in names]
    first, last = _baseline(answered, baseline, tab.questions[0].id), answered[-1]
    since = since_baseline(moved, table, of, first)
    pairs = [(Place(last.label, (None, last.id)), Place(first.label, (None, first.id)))]
    apart = last.label in since["first"].to_list()
    parts = made_of(moved, replace(table, waves=tuple(of)), "window", pairs if apart else [])
    return _Rolled(of, first, last, length, figures, since, parts)


def _months(tables: Tables, length: int) -> list[Wave]:
    """The months of fieldwork that responses are of."""
    from survey.breakdowns.rolling import months_between
    from survey.errors import Problem, UsageError

    days = _days(tables)
    if days.is_empty():
        hint = "look at [export] started in questionnaire.toml: is its format the export's?"
        hint = hint if tables.consultation.fieldwork else "a definition with [fieldwork] dates them"
        what = "no response is dated within fieldwork: there are no months"
        raise UsageError(Problem(what, tables.tab.questions[0].id, hint=hint))
    months = months_between(days[0], days[-1])
    if len(months) < length:
        got = f"{len(months)}, from {months[0].label} to {months[-1].label}"
        hint = f"--months {len(months)} at the most"
        raise UsageError(Problem("not so many months have responses", "--months", f"{length} or more", got, hint))
    return months


def _dated(tables: Tables) -> pl.DataFrame:
    """The responses of fieldwork: a month it begins or ends in has other days too."""
    fieldwork, responses = tables.consultation.fieldwork, tables.responses
    if fieldwork is None:
        return responses.clear()
    return responses.filter(responses["date"].is_between(fieldwork.opened, fieldwork.closed))


def _days(tables: Tables) -> pl.Series:
    """The days of fieldwork that responses are of, in order."""
    return _dated(tables)["date"].sort()


def _baseline(of: Sequence[Wave], name: str, question: str) -> Wave:
    """That window of those with answers which ends in the month; without one the first."""
    from survey.errors import Problem, UsageError, nearest

    if not of:
        hint = "is --where too narrow?"
        raise UsageError(Problem("nobody answered within fieldwork: there are no figures", question, hint=hint))
    known = {f"{window.closed:%Y-%m}": window for window in of}
    if name and name not in known:
        expected = f"a month from {next(iter(known))} to {list(known)[-1]}"
        raise UsageError(
            Problem("no figures are of the months to that one", "--baseline", expected, name, nearest(name, known))
        )
    return known[name] if name else of[0]


def _write(desk: Desk, tables: Tables, rolled: _Rolled) -> list[Path]:
    from pipelines.files import csv_bytes, write

    stem = _stem(tables, rolled)
    frames = {"": rolled.figures, "_since_baseline": rolled.since, "_made_of": rolled.made_of}
    return [write(desk.tables / f"{stem}{end}.csv", csv_bytes(each)) for end, each in frames.items() if len(each)]


def _stem(tables: Tables, rolled: _Rolled) -> str:
    return f"rolling_{rolled.length}_months_{tables.name}"


def _draw(desk: Desk, tables: Tables, rolled: _Rolled) -> list[Path]:
    """The chart, of questions that have one."""
    from pipelines.chart_list import Sheet
    from pipelines.charts import context_of, draw_sheets
    from pipelines.show import say
    from survey.charts.rolling import rolling_picture
    from survey.questionnaire.kinds import Closed, MultiCode

    (question,) = tables.tab.questions
    if not isinstance(question, Closed | MultiCode) or (isinstance(question, Closed) and question.items):
        say("no chart: one is drawn of questions with options and without items")
        return []
    context = replace(context_of(desk, tables.responses), period="")  # the axis tells it
    times = (rolled.windows, rolled.baseline, rolled.length)
    sheet = Sheet(
        _stem(tables, rolled),
        question.id,
        lambda: rolling_picture(question, times, rolled.figures, rolled.since, context),
    )
    return draw_sheets(desk, [sheet], desk.charts)


def _show(question: Question, rolled: _Rolled, weighted: bool) -> None:
    """The figures side by side; then the last window against the baseline, and what that came from."""
    import polars as pl

    from pipelines.compare_show import show
    from survey.frames import TRENDS, empty

    for part in rolled.figures.partition_by("item", maintain_order=True):
        _show_figures(question, part, rolled, weighted)
    last = rolled.since.filter(pl.col("first") == rolled.last.label)
    show(question, {"differences": last, "made_of": rolled.made_of, "trend": empty(TRENDS)}, weighted)


def _show_figures(question: Question, part: pl.DataFrame, rolled: _Rolled, weighted: bool) -> None:
    """A line a window: nets, or options where there are none, the mean and the net balance."""
    import polars as pl

    from pipelines.show import say, table

    nets = [net.code for net in getattr(question, "nets", ())]
    share = pl.col("is_net") & pl.col("code").is_in(nets) if nets else ~pl.col("is_net") & pl.col("value").is_null()
    kept = part.filter(share | pl.col("code").is_in(_STATISTICS) & pl.col("value").is_not_null())
    known = kept.unique(["code", "is_net"], keep="first", maintain_order=True)
    keys = known[:_MANY]
    beyond = set(rolled.since.filter("beyond_chance").select("item", "first", "code", "is_net").rows())
    rows = []
    for window in rolled.windows:
        own = kept.filter(pl.col("wave") == window.label)
        figures = {
            (row["code"], row["is_net"]): _text(row, weighted)
            + " *" * ((row["item"], window.label, row["code"], row["is_net"]) in beyond)
            for row in own.iter_rows(named=True)
        }
        told = [figures.get(key, "") for key in keys.select("code", "is_net").iter_rows()]
        rows.append((f"{window.closed:%B %Y}", own["base_unweighted"].max() or 0, *told))
    item = part["item_label"][0]
    spans = f"{rolled.length} months to each month" if rolled.length > 1 else "each month"
    title = f"{question.title}{f' - {item}' if item else ''}: {spans}; "
    percent = "% of " if part["pct"].is_not_null().any() else ""
    title += f"{'weighted ' * weighted}{percent}{part['base'][0]}"
    table(title, ("to the end of", "base", *keys["label"].to_list()), rows)
    if len(known) > _MANY:
        say(f"{_MANY} of {len(known)} figures stand side by side here; the tables written have all")


def _text(row: Mapping[str, Any], weighted: bool) -> str:
    """A figure as printed: percentages, and points of a balance, to one decimal."""
    from pipelines.show import percentage
    from survey.breakdowns.rows import BALANCE

    pct, value = (row["weighted_pct"], row["weighted_value"]) if weighted else (row["pct"], row["value"])
    if pct is not None or row["code"] == BALANCE:
        return percentage(pct if pct is not None else value)
    return "" if value is None else f"{value:,.3f}"


def _tell(tables: Tables, rolled: _Rolled) -> None:
    """What the marks mean, and what the figures do not hold."""
    from pipelines.show import many, say

    named = f"{'the ' * (rolled.length > 1)}{rolled.baseline.label}"
    if rolled.since["p"].is_not_null().any():
        say(
            f"*: differs from the baseline, {named}, beyond chance{tables.consultation.among} "
            "(5%, Holm); windows that share months with it share respondents, and are not tested"
        )
    else:
        say(f"nothing is tested against the baseline, {named}: {_untested(rolled)}")
    days = _days(tables)
    undated = len(tables.responses) - len(days)
    if undated:
        say(f"left out: {many(undated, 'response')} without a date within fieldwork")
    edges = [
        f"{day:%B %Y} has responses {words} {day.day} {day:%B} only"
        for day, whole, words in (
            (days[0], rolled.windows[0].opened, "from"),
            (days[-1], rolled.windows[-1].closed, "to"),
        )
        if day != whole
    ]
    if edges:
        say("; ".join(edges))
    told = set(days.dt.strftime("%Y-%m"))
    silent = [month.label for month in _months(tables, 1) if f"{month.closed:%Y-%m}" not in told]
    if silent:
        say(f"no responses are of {', '.join(silent)}")


def _untested(rolled: _Rolled) -> str:
    """Why no window is tested."""
    if len(rolled.windows) == 1:
        return "there is no other figure"
    if len(rolled.since):
        return "in each pair one side has an effective base under 30, or figures without an error"
    return "all figures have months in common with it, and so respondents; fewer --months are fewer in common"
