"""Breakdowns as printed: one table a question, banner, item and time, none wider than a page of letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Question

WIDTH = 120
_LABEL, _GAP, _NARROW = 40, 3, 13
Row = dict[str, Any]
_CORRECTIONS = {
    "holm": "corrected for all tests of the table by Holm's method",
    "bh": "corrected for all tests of the table by Benjamini and Hochberg's method",
    "bonferroni": "corrected for all tests of the table by Bonferroni's method",
    "none": "each test by itself, uncorrected",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How tables are told: with weighted figures; with tests under which correction; with intervals."""

    weighted: bool = False
    correction: str = ""
    intervals: bool = False


def show(
    frame: pl.DataFrame,
    consultation: Consultation,
    questions: Sequence[Question],
    manner: Manner,
    wholes: pl.DataFrame | None = None,
) -> None:
    """Prints the results (frames.RESULTS) of these questions, then what the marks in them mean; under each table the
    test of it as a whole, if there is one among `wholes` (association.ASSOCIATIONS).
    """
    titles = {question.id: question.title for question in (*consultation.questions, *questions)}
    marked = False
    for part in frame.partition_by("question_id", "banner_id", "item", maintain_order=True):
        head = part.row(0, named=True)
        title = titles[head["question_id"]] + (f" - {head['item_label']}" if head["item_label"] else "")
        times = part.partition_by("week", "wave", maintain_order=True)
        for place, at in enumerate(times):
            time = _time(at.row(0, named=True)) if len(times) > 1 else ""
            if head["banner_id"] is None:
                _show_frequencies(title + time, at, manner)
            else:
                by = " and ".join(titles[name] for name in head["banner_id"].split("*"))
                _show_by(f"{title} by {by}{time}", by, at, manner)
                if place == 0 and wholes is not None:
                    _show_whole(head, wholes)
                marked = True
    if marked and manner.correction:
        _explain(frame, manner.correction, consultation.among)


def _time(row: Row) -> str:
    if row["week"] is None and row["wave"] is None:
        return ", all together"
    return f", {row['wave'] or 'week ' + str(row['week'])}"


def _show_frequencies(title: str, part: pl.DataFrame, manner: Manner) -> None:
    from pipelines.show import based, percentage, table

    rows = part.rows(named=True)
    shares, statistics = ([row for row in rows if (row["value"] is None) == share] for share in (True, False))
    base = based(rows[0]["base_unweighted"], rows[0]["base"])
    base += f", effective base {rows[0]['base_effective']:,.0f}" if manner.weighted else ""
    counted = "picks" if rows[0]["base"].startswith("picks") else "respondents"
    figures = [
        (
            _label(row),
            row["count"],
            percentage(row["pct"]),
            *([percentage(row["weighted_pct"])] if manner.weighted else []),
            *([_interval(row)] if manner.intervals else []),
        )
        for row in shares
        if row["code"] not in _STATISTICS
    ]
    headings = ("answer", counted, "%", *["weighted %"] * manner.weighted, *["95% interval"] * manner.intervals)
    if figures:
        table(_folded(f"{title}: {base}{_small(part)}", WIDTH), headings, figures)
    if statistics:
        told = [
            (row["label"], row["count"], _value(row, "value"), *([_value(row, "weighted_value")] * manner.weighted))
            for row in statistics
        ]
        table(
            _folded(f"{title}: {base}", WIDTH),
            ("statistic", counted, "value", *["weighted value"] * manner.weighted),
            told,
        )


_STATISTICS = ("mean", "median", "minimum", "maximum", "sd", "balance")


def _show_by(title: str, banner: str, part: pl.DataFrame, manner: Manner) -> None:
    from pipelines.show import table

    groups = part.partition_by("group", maintain_order=True)
    head = groups[0].rows(named=True)
    answers = [_label(row) for row in head]
    bases = ["base", *["effective base"] * manner.weighted]
    columns = [
        (
            _group(place, group, manner),
            f"{group['base_unweighted'].item(0):,}",
            *([f"{group['base_effective'].item(0):,.0f}"] * manner.weighted),
            *(_cell(row, manner) for row in group.iter_rows(named=True)),
        )
        for place, group in enumerate(groups)
    ]
    words = f"{title}: {'weighted ' * manner.weighted}% of {head[0]['base']}{_small(part)}"
    if len(answers) > len(groups):
        names, *rows = zip(("answer", *bases, *answers), *columns, strict=True)
    else:
        names, rows = (banner, *bases, *answers), columns
    for headings, cells in _panels(names, rows):
        table(_folded(words, WIDTH), headings, cells)
        words = f"{title}, continued"


def _show_whole(head: Row, wholes: pl.DataFrame) -> None:
    from pipelines.show import caption
    from survey.statistics.letters import SIZE

    for row in wholes.iter_rows(named=True):
        if any(row[name] != head[name] for name in ("question_id", "item", "banner_id")) or row["p"] is None:
            continue
        finding = "groups differ beyond chance" if row["p"] <= SIZE else "groups differ no more than by chance"
        p = f"p = {row['p']:.4f}" if row["p"] >= 0.0001 else "p < 0.0001"
        test = "Rao and Scott's F is infinite"  # each group gave an answer of its own
        if row["f"] is not None:
            test = f"Rao and Scott's F({row['f_degrees']:,.1f}, {row['f_degrees_within']:,.0f}) = {row['f']:,.2f}"
        who = f"{row['respondents']:,} who answered and stated their group"
        caption(f"The table as a whole: {finding}, {p} ({test}, {who}).")


def _group(place: int, group: pl.DataFrame, manner: Manner) -> str:
    """A group's name, with its letter where groups are tested and a star where its base is small."""
    from survey.frames import ALL, NOT_STATED
    from survey.statistics.letters import column_letters

    name = f"{group['group'].item(0)}{'*' if group['small_base'].item(0) else ''}"
    lettered = manner.correction and group["letters"].is_not_null().any()
    if lettered and group["group"].item(0) not in (ALL, NOT_STATED):
        return f"{column_letters(place)[-1]} {name}"
    return name


def _cell(row: Row, manner: Manner) -> str:
    from pipelines.show import percentage

    weighted = "weighted_" * manner.weighted
    told = percentage(row[f"{weighted}pct"]) if row["value"] is None else _value(row, f"{weighted}value")
    return f"{told:>5}{row['rest'] or ''} {row['letters'] or ''}".rstrip()


def _value(row: Row, name: str) -> str:
    """Scores and their balance as people print them, numbers given to six digits."""
    from pipelines.show import percentage

    if row[name] is None:
        return ""
    if row["code"] == "balance":
        return percentage(row[name])
    return f"{row[name]:,.6g}" if row["code"] not in ("mean", "sd") else f"{row[name]:,.2f}"


def _label(row: Row) -> str:
    return ("net: " if row["is_net"] else "") + str(row["label"])


def _interval(row: Row) -> str:
    from pipelines.show import percentage

    return "" if row["ci_lower"] is None else f"{percentage(row['ci_lower'])} to {percentage(row['ci_upper'])}"


def _panels(
    headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterator[tuple[list[str], list[list[object]]]]:
    """The table in as many parts as it takes for none to be wider than WIDTH, each with the first column."""
    longest = [max((len(str(row[place])) for row in rows), default=0) for place in range(len(headings))]
    heads = [_folded(heading, max(_NARROW, wide)) for heading, wide in zip(headings, longest, strict=True)]
    widths = [max(wide, *map(len, head.split("\n"))) + _GAP for wide, head in zip(longest, heads, strict=True)]
    cells = [[_folded(str(row[0]), _LABEL), *row[1:]] for row in rows]
    start = 1
    while start < len(headings):
        end, used = start, min(widths[0], _LABEL + _GAP)
        while end < len(headings) and (end == start or used + widths[end] <= WIDTH):
            used += widths[end]
            end += 1
        shown = [0, *range(start, end)]
        yield [heads[place] for place in shown], [[row[place] for place in shown] for row in cells]
        start = end


def _folded(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width, break_long_words=False, break_on_hyphens=False)


def _small(part: pl.DataFrame) -> str:
    from survey.frames import SMALL_BASE

    return f" (* small base: under {SMALL_BASE})" if part["small_base"].any() else ""


def _explain(frame: pl.DataFrame, correction: str, among: str) -> None:
    from pipelines.show import caption
    from survey.breakdowns.sides import FEWEST

    tested = frame.filter(frame["rest"].is_not_null())
    shared = tested.height > 0 and tested["letters"].null_count() == tested.height
    signs = "+ and -: higher or lower than all other groups together"
    chance = f"beyond chance{among}"
    marks = f"Letters: higher than the groups of these letters, {chance}; {signs}."
    if shared:
        whose = "No letters: a respondent may be in several of these groups."
        marks = f"{signs}, {chance}. {whose}"
    tests = f"Groups of fewer than {FEWEST}, or with an effective base under that, are not tested."
    caption(f"{marks} p of 0.05 or less, {_CORRECTIONS[correction]}. {tests}")
