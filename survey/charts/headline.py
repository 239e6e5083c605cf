"""The headline of a slide: the finding as a sentence, in the consultation's own words where it gives them."""

from __future__ import annotations

from string import Formatter

import polars as pl

from survey.charts.findings import told
from survey.charts.question import THEMES
from survey.charts.rows import base_of, nets, options, rows_of
from survey.charts.words import SUPPRESSED, percent
from survey.questionnaire.code_frame import OTHER
from survey.questionnaire.kinds import Closed, MultiCode, Question, Scale, SingleCode
from survey.questionnaire.scores import beyond


def sentence(question: Question, results: pl.DataFrame, words: str, otherwise: str) -> str:
    """ "37.7% of those who answered live in Birmingham", from the words and the figures.

    In the words, `{code}` is the percentage of an option or net, `{top}` the option most chosen and `{top_pct}` its
    percentage. Without words it is "37.7% of those who answered chose Birmingham", or the nets of a scale. Where the
    95% intervals of the two most chosen options overlap, both are named and nothing is said of which leads; where a
    figure of the words is withheld, a scale tells its nets and which of them that is, else `otherwise` is said.

    Args:
        question: of which kind the headline is; grids, numbers, dates and rankings keep `otherwise`.
        results: frames.RESULTS of all respondents.
        words: a template; empty for none.
        otherwise: the headline of the picture.
    """
    if not isinstance(question, SingleCode | Scale | MultiCode) or (isinstance(question, Closed) and question.items):
        return otherwise
    rows = rows_of(question, results)
    leading = _leading(rows.filter(pl.col("code") != OTHER) if question.id == THEMES else rows)
    base = base_of(rows).words.replace("respondents who answered", "those who answered")
    used = {name for _, name, _, _ in Formatter().parse(words) if name}
    summed = nets(rows) if isinstance(question, Scale) else nets(rows).clear()
    known = {code: percent(pct, count) for code, pct, count in rows.select("code", "pct", "count").iter_rows()}
    if used & {"top", "top_pct"} or (not words and summed.is_empty()):
        if leading.is_empty() or leading["count"].item(0) == 0 or options(rows)["pct"].null_count() > 0:
            return otherwise
        if leading.height > 1:
            # How many picked both is not published: the ranking, which knows it, may well tell the two apart.
            close = "Close" if isinstance(question, MultiCode) else "Too close to call"
            return f"{close} among {base}: {told(leading)}"
        top, pct, count = leading.select("label", "pct", "count").row(0)
        known |= {"top": top, "top_pct": percent(pct, count)}
        did = "raised" if question.id == THEMES else "chose"
        words = words or "{top_pct} of " + base + f" {did} “{{top}}”"
    if not words:
        return f"Of {base}: {told(summed)}"
    if used <= set(known) and SUPPRESSED not in {known[name] for name in used}:
        # Codes may be numbers, or have dots in them, which format() takes for something else.
        return "".join(text + known.get(name or "", "") for text, name, _, _ in Formatter().parse(words))
    return f"Of {base}: {told(summed)}" if summed.height else otherwise


def _leading(rows: pl.DataFrame) -> pl.DataFrame:
    """The option most chosen, and those that cannot be told apart from it; answers beyond the list left out."""
    listed = options(rows)
    inside = listed.filter(~pl.Series([beyond(label) for label in listed["label"]], dtype=pl.Boolean))
    ranked = inside.drop_nulls("pct").sort("pct", descending=True, maintain_order=True)
    if ranked.is_empty():
        return ranked
    first = ranked.row(0, named=True)
    lowest = first["pct"] if first["ci_lower"] is None else min(first["pct"], first["ci_lower"])
    reach = pl.max_horizontal("pct", pl.col("ci_upper").fill_null(0.0))
    return ranked.filter((reach >= lowest) | (pl.int_range(pl.len()) == 0))
