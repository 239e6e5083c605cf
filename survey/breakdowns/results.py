"""Tables of any question by any banner, from cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns.table import tabulate
from survey.questionnaire.kinds import Question


def results(cells: pl.DataFrame, questions: Sequence[Question], banner: Question | None = None) -> pl.DataFrame:
    """Every figure of the questions, for everyone and for each group of the banner that the cells were counted by.

    Args:
        cells: of one call of `count`; cells of two banners together would count everyone twice.
        questions: whose rows are wanted; one without cells has all its rows, with base 0.
        banner: the question the cells were counted by; without it only everyone's figures are given.

    Returns:
        A frame with the schema RESULTS. Rows: options in questionnaire order, chosen or not, then nets (a respondent
        with several codes of a net is in it once); places of a ranking and items of a grid each with their own base;
        answered and not answered of a free text; months of a date, those that were given; mean, median, minimum and
        maximum of a number (in `value`, unit of the question, with `count` its base). Groups: "All" (every respondent
        in the base, whether or not in a group), the banner's options in order, empty ones too, and last
        "Not stated" where the question has such respondents. Weeks: the whole of fieldwork with undated responses
        (null), then each week the cells hold. Sorted by question and item, then week, group and row. Percentages
        are of `base_unweighted`, from 0 to 100, unrounded, null where the base is 0.
    """
    return tabulate(cells, questions, banner, cells["week"].drop_nulls().unique().sort().to_list())
