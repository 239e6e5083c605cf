"""An open export as validation sees it: every row, before anything is set aside (frames.AS_READ)."""

from __future__ import annotations

import polars as pl

from survey.frames import AS_READ
from survey.ingest.export import OpenExport
from survey.ingest.responses import answered, fieldwork_date
from survey.questionnaire.definition import AUTO, variables
from survey.questionnaire.kinds import MultiCode, Question
from survey.routing import asked


def not_alone(question: Question) -> pl.Expr | None:
    """True of who gave an answer that goes with no other (`exclusive`) and another; nothing where no option is such."""
    if not isinstance(question, MultiCode) or not any(option.exclusive for option in question.options):
        return None
    picks = pl.col(question.id)
    lone = [picks.list.contains(option.label) for option in question.options if option.exclusive]
    return pl.any_horizontal(lone) & (picks.list.len() > 1)


def as_read(export: OpenExport) -> pl.DataFrame:
    """The columns that frames.AS_READ describes; what the export has no column for has none here."""
    frame = export.frame.with_columns(fieldwork_date(export.consultation))
    made = export.consultation.export.response_id == AUTO
    columns = [frame[name] for name in AS_READ if name != "response_id" or made or name in export.columns.meta]
    columns += [texts.alias(f"{name}:unread") for name, texts in export.unread_times.items()]
    for question in export.consultation.questions:
        names = [variable.name for variable in variables(question)]
        if not all(name in export.answers for name in names):
            continue
        for name in names:
            columns += [series.alias(column) for column, series in export.answers[name].as_read().items()]
        alone = not_alone(question)
        if alone is not None:
            columns += frame.select(alone.alias(f"{question.id}:not_alone")).get_columns()
        put, given = asked(question, export.consultation), answered(question)
        if question.asked is not None:
            columns += frame.select((given & ~put).alias(f"{question.id}:off_route")).get_columns()
        if question.required_share is not None:
            columns += frame.select(pl.when(put).then(given).alias(f"{question.id}:answered")).get_columns()
    return pl.DataFrame(columns)
