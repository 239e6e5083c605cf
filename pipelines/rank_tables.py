"""How `survey rank` shows its rankings: tables that fit into 120 columns, and what their words mean."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from survey.questionnaire.kinds import MultiCode, SingleCode

TOP = 10
CHANCE = "By chance: the ranks an option could hold by chance{} (95%, all options at once)."
FIRST = " Surely first: no other option could be. First, surely first: in how many of the {} weeks with answers."
BEYOND = "Beyond chance: so large a change of any option would come by chance in under 5% of weeks (Holm)."


def show(question: MultiCode | SingleCode, frame: pl.DataFrame, among: str, weighted: bool = False) -> None:
    """The overall ranking, the last week's, and which option came first in each week; `among`: of the consultation."""
    import polars as pl

    from pipelines.show import NARROW, caption, table
    from survey.questionnaire.kinds import MultiCode

    overall = frame.filter(pl.col("week").is_null())
    ranked = frame.filter(pl.col("week").is_not_null(), pl.col("rank").is_not_null())
    weeks = ranked["week"].unique().sort().to_list()
    heads, share = _figures(weighted, isinstance(question, MultiCode) and question.base != "picks")
    firsts = ("first", "surely first") if weeks else ()
    rows = [
        (r["rank"], r["label"], r["count"], *share(r), r["standing"], *_weeks_first(r, len(weeks)))
        for r in overall.iter_rows(named=True)
    ]
    headings = ("rank", "option", "picks", *heads, "by chance", *firsts)
    table(_title(question.title, overall.row(0, named=True)), headings, rows, NARROW)
    caption(CHANCE.format(among) + (FIRST.format(len(weeks)) if weeks else ""))
    if weeks:
        show_week(question, frame, weeks[-1], weighted)
        headings = ("week", "from", "to", "base", "first", "%", "by chance", "or others")
        told = _firsts(frame.filter(pl.col("week") <= weeks[-1]))
        table(f"First {_each(ranked)} week, and how many others could be by chance", headings, told, NARROW)
        still = _still_to_come(frame, weeks[-1])
        if still:
            caption(still)


def show_week(question: MultiCode | SingleCode, frame: pl.DataFrame, week: int, weighted: bool) -> None:
    """The ranking of one week, or to its end, and what changed since the week before.

    Raises:
        UsageError: no response is dated.
    """
    from pipelines.show import NARROW, caption, table

    rows = frame.filter(frame["week"] == week).rows(named=True)
    if not rows:
        _refuse_undated(question)
    head, before = rows[0], week - 1
    span = f"{_day(head['week_from'])} to {_day(head['week_to'])}"
    if not head["base_unweighted"]:
        last = frame.filter(frame["base_unweighted"] > 0)["week"].max()
        if head["cumulative"] and isinstance(last, int) and last < week:
            told = f"nobody answered in it or later: the ranking to date is that of week {last}"
            print(f"{question.title}: week {week}: {told}")
        else:
            print(f"{question.title}: week {week}, {span}: nobody answered")
        return
    heads, share = _figures(weighted)
    changes = ("places", "points", "beyond chance") if before else ()
    cells = [
        (r["rank"], r["label"], r["count"], *share(r), r["standing"], *(_changes(r) if before else ())) for r in rows
    ]
    week_words = f"to the end of week {week}" if head["cumulative"] else f"week {week}"
    headings = ("rank", "option", "picks", *heads, "by chance", *changes)
    table(_title(f"{question.title}: {week_words}, {span}", head), headings, cells, NARROW)
    if before:
        caption(_since(before, head["cumulative"], tested=any(r["change_p_all"] is not None for r in rows)))
    moved = top_moves(rows)
    if moved:
        caption(f"{moved} (since week {before}).")


def show_published(question: MultiCode | SingleCode, frame: pl.DataFrame, week: int = 0) -> None:
    """Each week's bases and first options as published and as they are now, and which ranks differ.

    Raises:
        UsageError: no response is dated.
    """
    from pipelines.show import NARROW, caption, table

    if frame.is_empty():
        _refuse_undated(question)
    rows = []
    for each in frame.partition_by("week", maintain_order=True):
        head = each.row(0, named=True)
        if week in (0, head["week"]):
            late = None if head["base_published"] is None else head["base_unweighted"] - head["base_published"]
            days = (_day(head["week_from"]), _day(head["week_to"]), _published(head["published_at"]))
            rows.append(
                (head["week"], *days, head["base_published"], head["base_unweighted"], late, _differences(each))
            )
    headings = (
        "week",
        "from",
        "to",
        "published",
        "base then",
        "base now",
        "more",
        "ranks that differ, as published and now",
    )
    table(f"{question.title}: as published, and as it is now", headings, rows, NARROW)
    caption("Published: the first export accepted after the week had ended that held responses of it.")


def top_moves(rows: list[dict[str, Any]]) -> str:
    """Which options came into the top ten of a week since the week before, and which left it; "" if none could."""
    moved = [
        (row["label"], row["rank"], row["rank"] + row["rank_change"]) for row in rows if row["rank_change"] is not None
    ]
    if not moved or len(rows) <= TOP:
        return ""
    came = [label for label, now, before in moved if now <= TOP < before]
    left = [label for label, now, before in moved if before <= TOP < now]
    if not came and not left:
        return "The top ten are the same options"
    parts = (("Into the top ten", came), ("Out of it", left))
    return ". ".join(f"{words}: {'; '.join(labels)}" for words, labels in parts if labels)


def _title(what: str, row: dict[str, Any]) -> str:
    from pipelines.show import based
    from survey.frames import SMALL_BASE

    small = f" (small base: under {SMALL_BASE})" if row["small_base"] else ""
    return f"{what}: {based(row['base_unweighted'], row['base'])}{small}"


def _figures(
    weighted: bool, picks: bool = False
) -> tuple[tuple[str, ...], Callable[[dict[str, Any]], tuple[str, ...]]]:
    """The headings of the percentages, and what gives those of a row."""
    from pipelines.show import percentage

    columns = {
        "pct": "%",
        **({"weighted_pct": "weighted %"} if weighted else {}),
        **({"pct_of_picks": "% of picks"} if picks else {}),
    }
    return tuple(columns.values()), lambda row: tuple(percentage(row[name]) for name in columns)


def _each(ranked: pl.DataFrame) -> str:
    return "to the end of each" if ranked["cumulative"].any() else "in each"


def _still_to_come(frame: pl.DataFrame, last: int) -> str:
    """Which weeks after the last with answers are not in the table, in words; "" if it is the last of all."""
    weeks = frame["week"].drop_nulls().unique().sort()
    rest = weeks.filter(weeks > last).to_list()
    if len(rest) < 2:
        return f"Week {rest[0]} has no answers to this question yet." if rest else ""
    return f"Weeks {rest[0]} {'and' if len(rest) == 2 else 'to'} {rest[-1]} have no answers to this question yet."


def _since(before: int, cumulative: bool, tested: bool) -> str:
    against = f" Tested is the week against all {before} before it together." if cumulative and before > 1 else ""
    few = f"since week {before}" if cumulative else "in one of the two weeks"
    beyond = BEYOND + against if tested else f"Beyond chance: not tested, too few answered {few}."
    return f"Places, points: gained or lost since week {before}. {beyond}"


def _weeks_first(row: dict[str, Any], weeks: int) -> tuple[str, ...]:
    return (f"{row['weeks_first']} of {weeks}", f"{row['weeks_surely_first']} of {weeks}") if weeks else ()


def _changes(row: dict[str, Any]) -> tuple[str, str, str]:
    """Places and percentage points gained or lost since the week before, and whether beyond chance."""
    from pipelines.show import percentage

    places, points, p = row["rank_change"], row["change_pct"], row["change_p_all"]
    signed = percentage(points).replace("-0.0", "0.0")
    signed = f"+{signed}" if points and not signed.startswith(("-", "0.0")) else signed
    beyond = "" if p is None else "no" if p >= 0.05 else "yes, p < 0.001" if p < 0.001 else f"yes, p {p:.3f}"
    return "" if places is None else f"{places:+d}" if places else "0", signed, beyond


def _firsts(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    from pipelines.show import percentage

    rows: list[tuple[object, ...]] = []
    for week in frame.filter(frame["week"].is_not_null()).partition_by("week", maintain_order=True):
        head = week.row(0, named=True)
        tops = [row for row in week.iter_rows(named=True) if row["rank"] == 1]
        names = " = ".join(row["label"] for row in tops) or "no answers"
        pct, words = (percentage(tops[0]["pct"]), tops[0]["standing"]) if tops else ("", "")
        others = week.filter(week["rank_lower_all"] == 1).height - len(tops) if tops else None
        rows.append(
            (
                head["week"],
                _day(head["week_from"]),
                _day(head["week_to"]),
                head["base_unweighted"],
                names,
                pct,
                words,
                others,
            )
        )
    return rows


def _differences(week: pl.DataFrame) -> str:
    if week["published_at"].item(0) is None:
        return "not published yet" if week["base_unweighted"].item(0) else "no answers"
    told = [
        f"{row['label']}: {_place(row['rank_published'])}, now {_place(row['rank'])}"
        for row in week.filter("differs").iter_rows(named=True)
    ]
    return "; ".join(told) or "none"


def _place(rank: int | None) -> str:
    from survey.statistics.rank_words import ordinal

    return "no rank" if rank is None else ordinal(rank)


def _published(at: dt.datetime | None) -> str:
    return "" if at is None else _day(at.date())


def _refuse_undated(question: MultiCode | SingleCode) -> NoReturn:
    from survey.errors import Problem, UsageError

    hint = "look at [export] started in questionnaire.toml: is its format the export's?"
    raise UsageError(Problem("no response is dated within fieldwork: there are no weeks", question.id, hint=hint))


def _day(date: dt.date) -> str:
    return f"{date:%-d %b %Y}"
