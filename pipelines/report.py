"""`survey report`: one self-contained page of the findings, its words-only version, and its print."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.charts.picture import Context, Picture
    from survey.publish.page import Exhibit, Grid, Page, Section

_SIZE = 0.05
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def report(
    consultation: ConsultationName,
    words: Annotated[bool, typer.Option("--words", help="The words-only version too.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print it, through Chromium where it is installed.")] = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey report police_crime_plan_2024 --words

    Publishes one page that needs no network and no script: headline figures, what changed since last week and what is
    chance, every chart with its table and text alternative, who answered against the population, method.
    """
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.publication import publish
    from pipelines.show import as_json

    desk = open_desk(consultation, outputs)
    browser = _browser() if pdf else ""
    desk, responses = counted(desk, as_of, without)

    def make(publication: Publication) -> Mapping[str, bytes]:
        return make_report(desk, responses, publication, words, browser)

    paths = publish(desk, responses, make)
    if json:
        as_json([{"file": str(path)} for path in paths])
    else:
        for path in paths:
            print(path)


def make_report(
    desk: Desk, responses: pl.DataFrame, publication: Publication, plain: bool, browser: str
) -> Mapping[str, bytes]:
    """The page's files by name."""
    from survey.publish.page import page
    from survey.publish.page import words as in_words

    content = _content(desk, responses, publication)
    stem = ("SYNTHETIC_" if publication.synthetic else "") + f"{desk.consultation.id}_report{desk.mark}"
    files = {f"{stem}.html": page(content)}
    if plain:
        files[f"{stem}_words.html"] = in_words(content)
    if browser:
        files[f"{stem}.pdf"] = _printed(browser, files[f"{stem}.html"])
    return files


def _browser() -> str:
    from survey.errors import Problem, UsageError

    found = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    if not found:
        hint = "install it (on Debian: apt-get install chromium), or print the page from your own browser"
        raise UsageError(Problem("no Chromium is installed to print with", "--pdf", hint=hint))
    return found


def _printed(browser: str, data: bytes) -> bytes:
    from survey.errors import Problem, UsageError

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_bytes(data)
        quiet = ("--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--disable-background-networking")
        where = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", "--no-pdf-header-footer")
        command = [browser, *quiet, *where, source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=120, check=True)  # noqa: S603 - fixed words, own file
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise UsageError(Problem("Chromium did not print the page", browser)) from None


def _content(desk: Desk, responses: pl.DataFrame, publication: Publication) -> Page:
    from pipelines.charts import context_of
    from survey.charts.picture import STAMP
    from survey.publish.page import Page, Section

    consultation, context = desk.consultation, context_of(desk, responses)
    exhibits = tuple(_exhibits(desk, publication.figures, context))
    sections = (
        *_changes(desk, publication.figures),
        Section("findings", "What was found", exhibits=exhibits),
        *_population(desk, publication.figures),
        Section("method", "Method", _method(desk, publication)),
    )
    period = f"Answers were taken from {context.period}." if context.period else ""
    stood = f"{desk.stood}: figures of the responses as they stood at the end of that day." if desk.as_of else ""
    lead = [f"A consultation by {consultation.owner}.", period, stood, "All figures are of those who chose to answer."]
    if consultation.random_sample:
        lead.pop()
    cards = ((f"{publication.responses:,}", "responses"), *_cards(desk, publication.figures))
    stamp = STAMP if publication.synthetic else ""
    return Page(consultation.name, tuple(line for line in lead if line), cards, sections, stamp)


def _cards(desk: Desk, figures: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """The priority most chosen, and the positive net of each scale."""
    import polars as pl

    from survey.charts.words import percent

    whole = figures.filter(pl.col("week").is_null(), pl.col("group") == "All").unique(
        ["question_id", "item", "code", "is_net"], maintain_order=True
    )
    for question in desk.consultation.questions:
        rows = whole.filter(pl.col("question_id") == question.id, pl.col("pct").is_not_null())
        if question.id == desk.consultation.priorities and not rows.is_empty():
            top = rows.filter(~pl.col("is_net")).sort("count", descending=True, maintain_order=True)
            first = top.row(0, named=True)
            yield percent(first["pct"], first["count"]), f"chose {first['label']}, the most chosen of the priorities"
        for net in getattr(question, "nets", ()):
            found = rows.filter(pl.col("code") == net.code, pl.col("is_net"))
            if net.polarity == "positive" and found.height == 1:
                row = found.row(0, named=True)
                yield percent(row["pct"], row["count"]), f"{question.title}: {net.label}"


def _exhibits(desk: Desk, figures: pl.DataFrame, context: Context) -> Iterator[Exhibit]:
    """Every question as published, scales by area too, the themes last."""
    import polars as pl

    from survey.charts.banner import banner_picture
    from survey.charts.question import question_picture
    from survey.questionnaire.frame_file import FILE, load_code_frame
    from survey.questionnaire.kinds import Question, Scale
    from survey.themes.question import THEMES, themes_question

    questions: list[Question] = list(desk.consultation.questions)
    if (figures["question_id"] == THEMES).any() and (desk.folder / FILE).is_file():
        questions.append(themes_question(load_code_frame(desk.folder)))
    whole = figures.filter(pl.col("banner_id").is_null(), pl.col("week").is_null())
    for question in questions:
        rows = whole.filter(pl.col("question_id") == question.id)
        if rows.is_empty() or rows["base_unweighted"].fill_null(0).max() == 0:
            continue
        yield _exhibit(question.id, question_picture(question, rows, context))
        area = desk.consultation.area
        if isinstance(question, Scale) and not question.items and area:
            by = figures.filter(pl.col("question_id") == question.id, pl.col("banner_id") == area)
            if not by.is_empty():
                picture = banner_picture(question, desk.consultation.question(area), by, context)
                yield _exhibit(f"{question.id}_by_{area}", picture)


def _exhibit(name: str, picture: Picture) -> Exhibit:
    from survey.charts.save import svg
    from survey.publish.page import Exhibit

    drawn = svg(picture).decode()
    return Exhibit(name, picture.headline, picture.subtitle, drawn, _grid(picture), picture.notes, picture.alt)


def _grid(picture: Picture) -> Grid:
    """The numbers as drawn, with headers a reader knows."""
    from survey.publish.page import Grid

    heads = {"label": "Answer", "group": "Group", "item_label": "Item", "count": "Number", "pct": "Percentage"}
    heads |= {"base_unweighted": "Base", "value": "Value"}
    names = [name for name in picture.frame.columns if name in heads]
    rows = tuple(picture.frame.select(names).iter_rows())
    return Grid(picture.headline, tuple(heads[name] for name in names), rows)


def _changes(desk: Desk, figures: pl.DataFrame) -> Iterator[Section]:
    """What changed in the priorities between the last two weeks that have answers, and what of it is chance."""
    import polars as pl

    from survey.publish.page import Grid, Section

    question = desk.consultation.priorities
    weekly = figures.filter(pl.col("question_id") == question, pl.col("week").is_not_null(), ~pl.col("is_net"))
    weeks = weekly.filter(pl.col("base_unweighted") > 0)["week"].unique().sort().to_list()[-2:]
    if len(weeks) < 2:
        return
    before, now = (weekly.filter(pl.col("week") == week).drop_nulls("pct") for week in weeks)
    both = now.join(before.select("code", then="pct", was="count", base_then="base_unweighted"), on="code")
    if both.is_empty():
        return
    caption = f"The priorities: week {weeks[1]} against week {weeks[0]}"
    heads = ("Option", f"Week {weeks[0]}", f"Week {weeks[1]}", "Points", "Beyond chance")
    yield Section("changes", "What changed since the week before", _CHANCE, (Grid(caption, heads, _tested(both)),))


_CHANCE = (
    "Beyond chance: a difference as large would come about by chance, among people like those who answered, in fewer "
    "than one of twenty such comparisons (two-sided test of two shares, corrected by Holm's method over all options).",
)


def _tested(both: pl.DataFrame) -> tuple[tuple[str | float, ...], ...]:
    from survey.statistics.compare import share_tests
    from survey.statistics.corrections import corrected
    from survey.statistics.variance import Sums

    names = ("count", "base_unweighted", "was", "base_then")
    p = corrected(share_tests(*(Sums.of(both[name].to_numpy()) for name in names)))
    return tuple(
        (row["label"], row["then"], row["pct"], f"{row['pct'] - row['then']:+.1f}", "yes" if chance < _SIZE else "no")
        for row, chance in zip(both.iter_rows(named=True), p, strict=True)
    )


def _population(desk: Desk, figures: pl.DataFrame) -> Iterator[Section]:
    """Who answered against the population, of published figures: margins none of whose groups is withheld."""
    from pipelines.publication import compared
    from survey.publish.page import Grid, Section

    grids, sources = [], []
    for margin in desk.consultation.population:
        title = desk.consultation.question(margin.question).title
        found = compared(figures, margin)
        if not found:
            sources.append(f"{title}: withheld, because groups are small.")
            continue
        rows = tuple((label, count, pct, share, f"{pct - share:+.1f}") for label, count, pct, share in found)
        caption = f"{title}: the {sum(count for _, count, _, _ in found):,} who answered with one of these groups"
        heads = ("Group", "Responses", "Of those who answered", "Of the population", "Points")
        grids.append(Grid(caption, heads, rows))
        sources.append(f"{title}, population: {margin.source}, {margin.date:%-d %B %Y}.")
    if sources:
        yield Section("who", "Who answered, against the population", tuple(sources), tuple(grids))


def _method(desk: Desk, publication: Publication) -> tuple[str, ...]:
    rules = desk.consultation.disclosure
    return (
        f"{publication.responses:,} responses were accepted; duplicates and campaigns are counted, and flagged.",
        "Percentages are of those named as the base of each figure, and are not weighted.",
        f"No count from 1 to {rules.threshold - 1} is published, nor what gives one away: [c] stands there.",
        f"{publication.hidden:,} figures are withheld.",
        *([f"{publication.remark}."] if publication.remark else []),
    )
