"""Each week's ranking as it stood when it was first published, out of the store's versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.definition import Fieldwork
    from survey.questionnaire.kinds import MultiCode, SingleCode


def published_ranking(desk: Desk, question: MultiCode | SingleCode, now: pl.DataFrame, as_of: str = "") -> pl.DataFrame:
    """Each week's ranking as first published beside `now` (frames.PUBLISHED).

    A week was published by the first export that was accepted after its last day and held responses of it.

    Raises:
        UnreadableError: the store is damaged.
        DefinitionError: the questionnaire has lost an option that stored answers hold.
    """
    import polars as pl

    from survey.breakdowns.count import count
    from survey.breakdowns.published import as_published
    from survey.breakdowns.ranking import ranking
    from survey.frames import RANKING, empty

    fieldwork, then, at = desk.consultation.fieldwork, [empty(RANKING)], {}
    for accepted_at, weeks, responses in _first_seen(desk, fieldwork, as_of) if fieldwork else ():
        cells = count(responses.lazy(), desk.consultation, [question], weekly=True)
        weekly = ranking(cells, question, fieldwork, tested=False)
        then.append(weekly.filter(pl.col("week").is_in(weeks)))
        at.update(dict.fromkeys(weeks, accepted_at))
    return as_published(now, pl.concat(then), at)


def _first_seen(desk: Desk, fieldwork: Fieldwork, as_of: str) -> Iterator[tuple[dt.datetime, list[int], pl.DataFrame]]:
    """When each export was accepted that was the first to publish a week, these weeks, and their responses then."""
    import polars as pl

    from pipelines.responses import accepted_by, load_version

    waiting = {week: fieldwork.week_span(week)[1] for week in range(1, fieldwork.weeks + 1)}
    for accepted_at in accepted_by(desk, as_of):
        over = [week for week, last in waiting.items() if last < accepted_at.date()]
        if not over:
            continue
        responses = load_version(desk, accepted_at).filter(pl.col("week").is_in(over)).collect()
        weeks = responses["week"].unique().sort().to_list()
        if weeks:
            waiting = {week: last for week, last in waiting.items() if week not in weeks}
            yield accepted_at, weeks, responses
