"""Every platform there is, in the order in which a file is held against them: the surest marks first."""

from __future__ import annotations

from survey.ingest.platforms import (
    alchemer,
    blank_row,
    citizen_space,
    components,
    google_forms,
    ident_rows,
    limesurvey,
    microsoft_forms,
    one_row,
    qualtrics,
    qualtrics_legacy,
    smartsurvey,
    snap,
    surveymonkey,
)
from survey.ingest.platforms.shape import Head, Platform

PLATFORMS: tuple[Platform, ...] = tuple(
    module.PLATFORM
    for module in (
        qualtrics,
        qualtrics_legacy,
        surveymonkey,
        smartsurvey,
        microsoft_forms,
        alchemer,
        citizen_space,
        limesurvey,
        google_forms,
        snap,
        ident_rows,
        blank_row,
        components,
        one_row,
    )
)
_BY_NAME = {platform.name: platform for platform in PLATFORMS}


def recognise(head: Head) -> Platform:
    """The platform that the first rows show."""
    return next(platform for platform in PLATFORMS if platform.recognise(head))


def platform_named(name: str) -> Platform | None:
    """The platform of that name; none for formats that have no header rows (SPSS, Triple-S)."""
    return _BY_NAME.get(name)
