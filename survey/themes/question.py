"""Coded verbatims as a multi-code answer, so that breakdowns and charts need no second path for themes."""

from __future__ import annotations

import polars as pl

from survey.questionnaire.code_frame import NO_COMMENT, NOTHING_SAID, NOTHING_SAID_LABEL, NOTHING_TO_ADD, CodeFrame
from survey.questionnaire.kinds import MultiCode, Net, Option
from survey.themes.code import Coding

THEMES, CODED_BY = "themes", "themes_coded_by"
_WHO = pl.Enum(["person", "model", "rule"])  # the first of them that gave one of a respondent's codes


def themes_question(frame: CodeFrame) -> MultiCode:
    """The question `themes`: the frame's codes in order, then other, nothing to add, no comment; the frame's nets.

    Its base is everyone who wrote an answer to a coded open question, those who said nothing in it included:
    nobody is dropped from under a percentage, and the net "Nothing said" tells how many they are.
    """
    nets = [
        Net(code=net.code, label=net.label, codes=tuple(code.code for code in frame.codes if code.net == net.code))
        for net in frame.nets
    ]
    silent = (NOTHING_TO_ADD, NO_COMMENT)
    nothing = Net(code=NOTHING_SAID, label=NOTHING_SAID_LABEL, codes=silent)
    return MultiCode(
        id=THEMES,
        kind="multi_code",
        text="What people wrote about, in all open questions together",
        short="Themes",
        options=tuple(Option(code=code, label=label, exclusive=code in silent) for code, label in frame.labels.items()),
        nets=(*nets, nothing),
        base="answered",
        base_label="respondents who wrote an answer to an open question",
        note=f"Codes were given by rules, people or a model, with version {frame.version} of the code frame.",
    )


def with_themes(responses: pl.DataFrame, coding: Coding, frame: CodeFrame) -> pl.DataFrame:
    """The responses with a column `themes`: List(Enum of the labels), in the frame's order, each code once; and one,
    `themes_coded_by` (Enum), that tells who gave one of a respondent's codes: a person, else a model, else a rule.

    Null where no coded open question was answered. A respondent who said something in one answer does not keep
    the code of another answer that says nothing.
    """
    labels = pl.Enum(list(frame.labels.values()))
    silent = pl.col("code").is_in([NOTHING_TO_ADD, NO_COMMENT])
    themes = (
        coding.coded.select("response_id", "code")
        .unique()
        .filter(~silent | silent.all().over("response_id"))
        .with_columns(pl.col("code").replace_strict(frame.labels, return_dtype=pl.String).cast(labels).alias(THEMES))
        .group_by("response_id")
        .agg(pl.col(THEMES).sort())
    )
    who = coding.coded.group_by("response_id").agg(pl.col("by").cast(_WHO).min().alias(CODED_BY))
    beside = themes.join(who, on="response_id", how="left")
    rest = responses.drop(THEMES, CODED_BY, strict=False)
    return rest.join(beside, on="response_id", how="left", maintain_order="left")
