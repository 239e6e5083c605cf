"""`survey compare`: weeks, waves, groups, options against each other, figures against published ones; the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    from pipelines.compare_show import show
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
