"""`survey compare`: weeks, waves, groups, options against each other, figures against published ones; the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs, Where
from pipelines.weights import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from pipelines.contrast import Contrast
    from pipelines.places import Desk
    from survey.questionnaire.kinds import Question
    from survey.statistics.corrections import Correction

MOST = 150  # characters of a file's name, whatever is compared
CORRECTIONS = {"holm": "Holm", "bh": "Benjamini and Hochberg", "bonferroni": "Bonferroni", "none": ""}


def compare(
    consultation: ConsultationName,
    question: Annotated[
        str, typer.Option("--question", metavar="ID", help="Compare this question; themes: the codes.")
    ],
    weeks: Annotated[str, typer.Option("--weeks", metavar="5,6", help="The last week less each earlier one.")] = "",
    waves: Annotated[str, typer.Option("--waves", metavar="A,B", help="The last wave less each earlier one.")] = "",
    same: Annotated[
        str, typer.Option("--same", metavar="ID", help="Of two waves: respondents of the same code here, in both.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="ID", help="Groups are the options of this question.")] = "",
    groups: Annotated[
        str, typer.Option("--groups", metavar="A,B", help="The first less each other; one: less all others.")
    ] = "",
    options: Annotated[
        str, typer.Option("--options", metavar="A,B", help="The first less each other, same respondents.")
    ] = "",
    against: Annotated[
        str, typer.Option("--against", metavar="'A=8.5, B=12 of 900'", help="Published percentages, and of how many.")
    ] = "",
    where: Where = None,
    correction: Annotated[str, typer.Option("--correction", help="holm, bh, bonferroni or none.")] = "holm",
    weight: Weight = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey compare police_crime_plan_2024 --question safe_where_live --weeks 5,6

    Differences with intervals and tests, which answers a change came from, and the trend over the weeks. Without
    anything to compare, the trend alone.
    """
    from pipelines.asked import Asked, asked_for
    from pipelines.cautions import warn
    from pipelines.contrast import contrast
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.weights import weighed

    method = _correction(correction)
    desk, kept = counted(open_desk(consultation, outputs), as_of, without)
    desk, kept = weighed(desk, kept) if weight else (desk, kept)
    tables = asked_for(desk, kept, Asked((question,), where=where or ()))
    (asked,) = tables.tab.questions
    sides = {
        "weeks": weeks,
        "waves": waves,
        "same": same,
        "by": by,
        "groups": groups,
        "options": options,
        "against": against,
    }
    wanted = contrast(desk.consultation, asked, sides)
    frames = make_comparison(desk, tables.responses, asked, wanted, method)
    warn(desk, [asked.id])
    paths = _write(desk, tables.name, wanted, frames)
    if json:
        rest = {name: records(frame) for name, frame in frames.items() if name != "differences"}
        as_json([*records(frames["differences"]), rest])
    else:
        show(asked, frames, weight)
        _tell(desk, frames, method)
    for path in paths:
        say(f"as tidy CSV: {path}")


def make_comparison(
    desk: Desk, responses: pl.DataFrame, question: Question, wanted: Contrast, correction: Correction
) -> dict[str, pl.DataFrame]:
    """The frames: differences (COMPARED), made_of (MADE_OF) and trend (TRENDS).

    Raises:
        UsageError: weeks are asked for, and no response is dated.
    """
    if wanted.same:
        return _followed(desk, responses, question, wanted, correction)
    from survey.breakdowns.against import compare_published
    from survey.breakdowns.compare import compare as compared
    from survey.breakdowns.compare import compare_options
    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.made_of import made_of
    from survey.breakdowns.plan import Tab, tables
    from survey.breakdowns.trends import trends
    from survey.errors import Problem, UsageError
    from survey.frames import MADE_OF, TRENDS, empty

    tab = Tab([question], [wanted.banner] if wanted.banner else [], wanted.weekly, wanted.waves)
    cells = count_tabs(responses.lazy(), desk.consultation, [tab])
    (table,) = tables([tab])
    if wanted.weekly and responses["week"].is_null().all():
        hint = "look at [export] started in questionnaire.toml: is its format the export's?"
        raise UsageError(Problem("no response is dated within fieldwork: there are no weeks", question.id, hint=hint))
    fieldwork = desk.consultation.fieldwork
    line = trends(cells, table, fieldwork.weeks, correction) if wanted.weekly and fieldwork else empty(TRENDS)
    if wanted.published:
        return {
            "differences": compare_published(cells, table, wanted.published, correction),
            "made_of": empty(MADE_OF),
            "trend": line,
        }
    if wanted.options:
        return {
            "differences": compare_options(cells, table, wanted.options, correction),
            "made_of": empty(MADE_OF),
            "trend": line,
        }
    return {
        "differences": compared(cells, table, wanted.by, wanted.pairs, correction),
        "made_of": made_of(cells, table, wanted.by, wanted.pairs),
        "trend": line,
    }


def _followed(
    desk: Desk, responses: pl.DataFrame, question: Question, wanted: Contrast, correction: Correction
) -> dict[str, pl.DataFrame]:
    """The frames of the same respondents in two waves; says how many they are, and who is left out."""
    import polars as pl

    from pipelines.show import many, say
    from survey.breakdowns.panel import compare_waves
    from survey.frames import MADE_OF, TRENDS, empty

    later, earlier = wanted.waves
    frame, panel = compare_waves(
        responses.lazy(), desk.consultation, question, (later, earlier), wanted.same, correction
    )
    within = [pl.col("date").is_between(wave.opened, wave.closed) for wave in wanted.waves]
    nameless = responses.filter(pl.any_horizontal(within), pl.col(wanted.same).is_null()).height
    say(
        f"{many(panel.rows.height, 'respondent')} in both waves; left out are {panel.once:,} in one only, "
        f"{panel.twice:,} who stand more than once in a wave, and {many(nameless, 'response')} without {wanted.same}"
    )
    return {"differences": frame, "made_of": empty(MADE_OF), "trend": empty(TRENDS)}


def show(question: Question, frames: Mapping[str, pl.DataFrame], weighted: bool) -> None:
    """One table for each two sides compared, then what nets' changes are made of, then the trend."""
    keys = ["item", "first", "second"]
    differences = frames["differences"]
    if len(differences) and differences["by"].item(0) == "option":
        keys = ["item"]
    for part in differences.partition_by(keys, maintain_order=True):
        _show_differences(question, part, weighted)
    for part in frames["made_of"].partition_by("item", "first", "second", "net", maintain_order=True):
        _show_parts(question, part)
    for part in frames["trend"].partition_by("item", maintain_order=True):
        _show_trend(question, part)


def _show_differences(question: Question, part: pl.DataFrame, weighted: bool) -> None:
    from pipelines.show import table

    head = part.row(0, named=True)
    options = head["by"] == "option"
    sides = "one option less another" if options else f"{head['first']} less {head['second']}"
    alone = options or head["by"] == "published"  # of whom the published ones are stands in the rows
    bases = f"{head['first_base']:,}" + ("" if alone else f" and {head['second_base']:,}")
    kind = "_weighted" if weighted else "_figure"
    names = ("first", "second") if options else (head["first"], head["second"])
    rows = [
        (
            f"{row['first']} less {row['second']}" if options else _label(row),
            *(_figure(row[side + kind], row["unit"]) for side in ("first", "second")),
            *(_signed(row[name], row["unit"]) for name in ("difference", "ci_lower", "ci_upper")),
            _p(row["p"]),
            _p(row["p_corrected"]),
            "yes" if row["beyond_chance"] else "" if row["beyond_chance"] is not None else "not tested",
        )
        for row in part.iter_rows(named=True)
    ]
    title = f"{_title(question, part)}: {sides}; {'weighted ' * weighted}% of {bases} {head['base']}"
    heads = ("answer", *names, "difference", "95% from", "to", "p", "p corrected", "beyond chance")
    table(title, heads, rows)


def _label(row: Mapping[str, Any]) -> str:
    """What a row is called, and of a published figure of how many it is."""
    of = f" (published: of {row['second_base']:,})" if row["by"] == "published" and row["second_base"] else ""
    return f"{'net: ' * row['is_net']}{row['label']}{of}"


def _show_parts(question: Question, part: pl.DataFrame) -> None:
    from pipelines.show import table

    head = part.row(0, named=True)
    inside = part.filter(part["inside"])
    rows = [
        (
            "" if row["inside"] else "outside",
            row["label"],
            *(_figure(row[f"{side}_part"], "%") for side in ("first", "second")),
            _signed(row["change"], "%"),
        )
        for row in part.iter_rows(named=True)
    ]
    change = _signed(float(inside["change"].sum()), "%") if inside["change"].is_not_null().all() else "not known"
    title = f"{_title(question, part)}: what the difference of {head['net_label']} ({change}) is made of"
    table(title, ("", "answer", head["first"], head["second"], "difference"), rows)


def _show_trend(question: Question, part: pl.DataFrame) -> None:
    from pipelines.show import based, table

    head = part.row(0, named=True)
    rows = [
        (
            "net: " * row["is_net"] + row["label"],
            *(_signed(row[name], row["unit"], 2) for name in ("slope", "ci_lower", "ci_upper")),
            _p(row["p"]),
            _p(row["p_corrected"]),
            "yes" if row["beyond_chance"] else "",
            _p(row["p_line"]),
        )
        for row in part.iter_rows(named=True)
    ]
    title = f"{_title(question, part)}: trend over {head['weeks']} weeks, points a week; "
    heads = ("answer", "a week", "95% from", "to", "p", "p corrected", "beyond chance", "p of leaving the line")
    table(title + based(head["base_unweighted"], head["base"]), heads, rows)


def _title(question: Question, part: pl.DataFrame) -> str:
    item = part["item_label"].item(0)
    return question.title + (f" - {item}" if item else "")


def _tell(desk: Desk, frames: Mapping[str, pl.DataFrame], correction: Correction) -> None:
    """Which tests were made, of how many figures, and what they say nothing of."""
    from pipelines.show import many, say

    if all(frame.is_empty() for frame in frames.values()):
        say("there is nothing to compare: nobody answered, or in fewer than two weeks")
    for name in ("differences", "trend"):
        tested = frames[name].filter(frames[name]["p"].is_not_null())
        if len(tested):
            tests = "; ".join(sorted(set(tested["test"].drop_nulls())))
            method = f"p corrected by {CORRECTIONS[correction]}" if CORRECTIONS[correction] else "p not corrected"
            say(f"{name}: {tests}; {method}; {many(len(tested), 'test')} at 5%")
    if not desk.consultation.random_sample:
        say("beyond chance: among those who answered; of people who did not answer no test says anything")


def _write(desk: Desk, name: str, wanted: Contrast, frames: Mapping[str, pl.DataFrame]) -> list[str]:
    from pipelines.files import csv_bytes, write

    stem = "_".join(each for each in ("compare", name, wanted.by, wanted.name) if each)[:MOST]
    kept = {name: frame for name, frame in frames.items() if len(frame)}
    return [str(write(desk.tables / f"{stem}_{name}.csv", csv_bytes(frame))) for name, frame in kept.items()]


def _correction(name: str) -> Correction:
    from typing import cast

    from survey.errors import Problem, UsageError, nearest

    if name not in CORRECTIONS:
        hint = nearest(name, CORRECTIONS)
        raise UsageError(Problem("no such correction", "--correction", ", ".join(CORRECTIONS), name, hint))
    return cast("Correction", name)


def _figure(value: float | None, unit: str) -> str:
    from pipelines.show import percentage

    return "" if value is None else percentage(value) if unit else f"{value:,.3f}"


def _signed(value: float | None, unit: str, digits: int = 1) -> str:
    from decimal import ROUND_HALF_UP, Decimal

    if value is None:
        return ""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-(digits if unit else 3)), ROUND_HALF_UP)
    return f"{rounded:+}" if rounded else f"{abs(rounded)}"


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}" if value >= 0.0001 else "<0.0001"
