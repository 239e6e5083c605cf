"""Tables of any question by any banner, from cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns.plan import Banner, Tab, tables
from survey.breakdowns.table import tabulate
from survey.questionnaire.kinds import Question
from survey.statistics.corrections import Correction


def results(cells: pl.DataFrame, questions: Sequence[Question], banner: Banner | None = None) -> pl.DataFrame:
    """The results of one tab: see `results_of_tabs`."""
    return results_of_tabs(cells, [Tab(questions, [banner] if banner else [])])


def results_of_tabs(
    cells: pl.DataFrame,
    tabs: Sequence[Tab],
    measures: bool = False,
    correction: Correction | None = None,
    everyone: int | None = None,
) -> pl.DataFrame:
    """Every figure of the tabs: of a tab without banners for everyone, else for each group of each banner.

    Args:
        cells: of one call of `count_tabs` with these tabs.
        tabs: whose rows are wanted; a question without cells has all its rows, with base 0.
        measures: also rows of what all answers make together. Of a scale: the two best together (code `top2`, a net).
            Of a question with scores: `mean` and `sd`, in `value`; who has no score is not in their base. Where nets
            have polarity: `balance`, the positive less the negative in percentage points of the base. Where the base
            holds those who gave no answer: `no_answer`, a net. Of a number: `sd`.
        correction: tests groups against each other (`letters`: A is the banner's first group) and against all others
            who stated theirs (`rest`): "holm", "bh", "bonferroni" or "none". Groups with an effective base under 30 are
            not tested; nor, against each other, groups of a multi-code banner, which share respondents.
        everyone: respondents of the survey, N of the errors; by default those in a question's base, as in R of a design
            made of them. With all responses errors are those of R's `svymean(na.rm = TRUE)` of a design of all.

    Returns:
        A frame with the schema RESULTS. Rows: options in questionnaire order, chosen or not, then nets (a respondent
        with several codes of a net is in it once, but where picks are the base each pick counts); places of a ranking
        and items of a grid each with their own base; answered and not answered of a free text; months of a date, those
        that were given, or if none was, not answered where the base holds those; mean, median, minimum and maximum of
        a number (in `value`, unit of the question, with `count` its base). Groups: "All" (every respondent in the base,
        whether or not in a group), the banner's options in order, of a nested banner each with each, empty ones too,
        and last "Not stated" where the question has respondents of whom a level is not known. Times: the whole of
        fieldwork with undated responses, then each wave, then each week the cells hold. Sorted by question, banner and
        item, then time, group and row. Percentages are of `base_unweighted` and `base_weighted`, from 0 to 100,
        unrounded, null where the base is 0. Intervals are
        Wilson's on the effective base; where picks are the base, on as many respondents as would err as little; of
        means and balances by the normal distribution.
    """
    return tabulate(cells, tables(tabs), measures=measures, correction=correction, everyone=everyone)
