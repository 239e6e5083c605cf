"""What was published last, as it stands on record: what an edited file is held against."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.places import Desk
    from pipelines.publication import Publication
    from pipelines.record import Recorded


def last_publication(desk: Desk, name: str) -> tuple[Desk, Publication] | None:
    """The last publication of the series that a file of this name is of, as makers of files are given it, and the desk
    that made it. A name that is in no record may be of all responses. None where nothing is on record.

    Raises:
        UnreadableError: the record is damaged.
    """
    from dataclasses import replace

    from pipelines.publication import Publication
    from pipelines.record import own

    last = _last(desk, name)
    if last is None:
        return None
    facts = last.facts
    variant = "" if own(desk, [last]) else last.folder.parent.name
    told = {"as_of": facts.get("as_of") or "", "without": tuple(facts["without"]), "previews": facts["previews"]}
    then = replace(desk, variant=variant, **told)
    made = dt.date.fromisoformat(facts["made"])
    counted, synthetic = facts["responses"], facts["synthetic"]
    words = (facts.get("remark", ""), facts.get("nothing", ""), facts.get("coding", ""))
    return then, Publication(last.figures, counted, synthetic, made, facts["withheld"], *words)


def taken_in_since(desk: Desk, name: str) -> list[str]:
    """The exports that were taken in after the last publication of the series that a file of this name is of; none of a
    publication of another day, which stays what it was.

    Raises:
        UnreadableError: the record or the store is damaged.
    """
    from pipelines.record import facts

    last = _last(desk, name)
    if last is None or last.facts.get("as_of") or not (desk.private / "responses").is_dir():
        return []
    return [each["file"] for each in facts(desk)["inputs"][len(last.facts["inputs"]) :]]


def _last(desk: Desk, name: str) -> Recorded | None:
    from pipelines.record import last_of_series, recorded

    series = {each.folder.parent.name for each in recorded(desk.private) if name in each.files.values()}
    there = last_of_series(desk)
    of_name = [each for each in there if each.folder.parent.name in series] or there[:1]
    return of_name[0] if of_name else None
