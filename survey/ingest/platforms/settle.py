"""What a definition leaves out of [export], taken from what is known of the tool."""

from __future__ import annotations

from collections.abc import Iterable

from survey.ingest.platforms.shape import Platform
from survey.questionnaire.definition import Export, Finished, TimeColumn
from survey.questionnaire.matching import key

_TEXTS = ("blanks", "not_asked", "unanswered")


def settled(export: Export, platform: Platform | None, names: Iterable[str]) -> Export:
    """The settings for a file of that platform with columns of those names; what the definition says goes before."""
    if platform is None:
        return export
    there = set(map(key, names))

    def first(columns: Iterable[TimeColumn]) -> TimeColumn | None:
        return next((column for column in columns if key(column.column) in there), None)

    def found(mark: Finished | None) -> Finished | None:
        return mark if mark is not None and key(mark.column) in there else None

    known: dict[str, object] = {
        "started": first(platform.started),
        "completed": first(platform.completed),
        "finished": found(platform.finished),
        "preview": found(platform.preview),
        "submitted_only": platform.submitted_only,
        "replace": dict(platform.replace),
        **{name: getattr(platform, name) for name in _TEXTS},
    }
    left_out = {name: value for name, value in known.items() if name not in export.model_fields_set and value}
    return export.model_copy(update=left_out)
