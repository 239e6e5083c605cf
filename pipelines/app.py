"""The `survey` command: its parts are put together here, and errors become messages and exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import typer

from pipelines import (
    breakdown,
    charts,
    check,
    compare,
    deck,
    demo,
    drift,
    explain,
    ingest,
    init,
    ledger,
    quotes,
    rank,
    report,
    represent,
    rolling,
    run,
    status,
    suite,
    tables,
    theme_agree,
    theme_changes,
    theme_frame,
    theme_learn,
    theme_notes,
    theme_review,
    theme_suggest,
    themes,
    validate,
    weights,
)

app = typer.Typer(
    help="From a consultation's survey export to the ranking, the breakdowns and their charts.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
_COMMANDS = (
    ("run", run.run, "The whole job: validate, ingest, tables, themes, charts."),
    ("demo", demo.demo, "The whole job on a synthetic export."),
    ("init", init.init, "Draft a consultation's folder from an export."),
    ("drift", drift.drift, "What is different in an export; --accept mends the questionnaire."),
    ("validate", validate.validate, "Check an export without keeping it."),
    ("ingest", ingest.ingest, "Read an export into responses."),
    ("status", status.status, "Which exports were taken in, and what waits."),
    ("ledger", ledger.ledger, "Every submission with its fate; duplicates and campaigns."),
    ("rank", rank.rank, "The ranking of priorities, overall and each week."),
    ("breakdown", breakdown.breakdown, "Frequencies, and any question by any other."),
    ("compare", compare.compare, "Weeks, waves, groups or options against each other; the trend."),
    ("rolling", rolling.rolling, "Figures of twelve months together, month after month, against a baseline."),
    ("represent", represent.represent, "Who answered against the population, and who is short."),
    ("weights", weights.weights, "What weights to the population do."),
    ("quotes", quotes.quotes, "Quotes for a theme, personal details replaced."),
    ("report", report.report, "Publish one self-contained page of the findings."),
    ("tables", tables.tables, "Publish an accessible workbook, and every number as CSV and Parquet."),
    ("deck", deck.deck, "Publish the findings as PowerPoint slides."),
    ("check", check.check, "Look an edited deck or workbook over before it goes out."),
    ("explain", explain.explain, "How a published figure came about, in prose."),
    ("charts", charts.charts, "Draw every question, the themes and the weekly ranking."),
    ("suite", suite.suite, "Derive the expectations from the questionnaire."),
)
for _name, _command, _words in _COMMANDS:
    app.command(_name, short_help=_words)(_command)
_THEMES = (
    ("suggest", theme_suggest.suggest, "Codes the frame may lack, or a first frame; --accept adds those you mark."),
    ("frame", theme_frame.frame, "The code frame checked; out to QualCoder, NVivo or Excel, and in from them."),
    ("code", themes.code, "Every answer's codes, with the words that gave them."),
    ("changes", theme_changes.changes, "Which answers' codes changed since the last coding, and why."),
    ("notes", theme_notes.notes, "Focus groups' notes by the same frame."),
    ("sample", theme_review.sample, "A blind sheet for a second coder."),
    ("review", theme_review.review, "Take a coder's filled sheet in; what people coded stands."),
    ("agree", theme_agree.agree, "How far coders and rules agree; published figures put right."),
    ("learn", theme_learn.learn, "A model of what people coded, and what it may code alone."),
)
for _name, _step, _words in _THEMES:
    themes.app.command(_name, short_help=_words)(_step)
app.add_typer(themes.app, name="themes")

_OF_THE_DISK = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF, errno.EIO),
    *(errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.EACCES, errno.EPERM, errno.EROFS),
}  # how things stand there is no bug of ours
FAILED, USAGE, UNREADABLE, REFUSED, BUG = 1, 2, 3, 4, 70


def main() -> NoReturn:
    """Runs the command; exit codes: 0 fine, 1 failed checks, 2 usage, 3 unreadable, 4 disclosure refused, 70 bug."""
    _open_streams()
    try:
        _refuse_designs()
        app()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # the reader of our output has left: not our failure
            sys.exit(0)
        raise
    except Exception as error:
        sys.exit(_report(error))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of polars, which is no Exception
            raise
        sys.exit(_report(error))
    sys.exit(0)


def _refuse_designs() -> None:
    """Who asks for errors of clusters, strata or replicate weights is told so, not that an option is unknown."""
    from survey.errors import UsageError
    from survey.questionnaire.designs import design_asked_for

    options = (each.partition("=")[0] for each in sys.argv[1:] if each.startswith("--"))
    problems = [problem for option in options if (problem := design_asked_for(option, f"option {option}"))]
    if problems:
        raise UsageError(*problems)


def _open_streams() -> None:
    """In place of streams that our caller has closed: messages would go among the results, and both into whatever file
    is opened next.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115 - till the end


def _report(error: BaseException) -> int:
    from pipelines.show import say
    from survey.errors import (
        DefinitionError,
        DisclosureError,
        FailedChecksError,
        SurveyError,
        UnreadableError,
        UsageError,
    )

    codes: dict[type[SurveyError], int] = {
        FailedChecksError: FAILED,
        UsageError: USAGE,
        DefinitionError: USAGE,
        UnreadableError: UNREADABLE,
        DisclosureError: REFUSED,
    }
    if isinstance(error, SurveyError):
        for problem in error.problems:
            say(f"error: {problem}")
        return codes.get(type(error), BUG)
    if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
        where = f" [{error.filename}]" if error.filename else ""
        say(f"error: what was asked for cannot be read or written: {error.strerror}{where}")
        return USAGE
    if os.environ.get("SURVEY_DEBUG"):
        traceback.print_exc()
    place = traceback.extract_tb(error.__traceback__)[-1]
    say(f"error: a bug of ours, not of your data: {type(error).__name__}: {error}")
    say(f"    at {place.name}, line {place.lineno}; SURVEY_DEBUG=1 prints all of it. Nothing was half-written.")
    return BUG
