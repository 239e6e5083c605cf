"""`survey ledger`: every submission with its fate, and the counts an inquiry asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

LEDGER = "ledger.csv"
FLAGS = "flags.csv"
CAMPAIGNS = "campaigns.csv"
Without = Annotated[
    str, typer.Option("--without", metavar="FLAGS", help="Leave out responses so flagged: near_duplicate,campaign.")
]


def ledger(consultation: ConsultationName, as_of: AsOf = "", outputs: Outputs = OUTPUTS, json: AsJson = False) -> None:
    """Example: survey ledger police_crime_plan_2024

    One row a submission, kept or set aside, with its fate and flags; and what was received, distinct, local, and how
    each count was worked out. Nothing flagged is left out of any figure unless a command is told --without.
    """
    from pipelines.files import csv_bytes, write
    from pipelines.places import open_desk
    from pipelines.responses import load_responses
    from pipelines.set_aside import set_aside
    from pipelines.show import as_json, records, say
    from survey.ledger.account import account
    from survey.ledger.campaigns import campaigns
    from survey.ledger.flags import flags
    from survey.ledger.ledger import ledger as submissions
    from survey.ledger.settings import DEFAULTS
    from survey.questionnaire.kinds import FreeText

    desk = open_desk(consultation, outputs)
    responses = load_responses(desk, as_of)
    desk = stood(desk, as_of, len(responses)) if as_of else desk
    flagged = flags(responses, desk.consultation)
    rows = submissions(responses, set_aside(desk), flagged, desk.consultation)
    counts = account(rows, desk.consultation)
    write(desk.coded / FLAGS, csv_bytes(flagged))
    texts = [each for each in desk.consultation.questions if isinstance(each, FreeText)]
    write(desk.coded / CAMPAIGNS, csv_bytes(campaigns(responses, texts, DEFAULTS)))
    path = write(desk.coded / LEDGER, csv_bytes(rows))
    if json:
        as_json([*records(rows), {"account": records(counts)}])
    else:
        _show(desk, counts)
    say(f"every submission: {path}; flags and campaign texts beside it. All quote people: keep them private.")


def counted(desk: Desk, as_of: str, without: str) -> tuple[Desk, pl.DataFrame]:
    """The accepted responses, or those of the end of the day `as_of`, without those that carry any of the flags named,
    separated by commas; of duplicates one stays. The desk's tables and charts of fewer than all that there are now
    stand in a folder of their own, and say so.
    """
    from dataclasses import replace

    from pipelines.responses import load_responses
    from pipelines.show import say
    from survey.ledger.flags import flags, leave_out

    names = flag_names(without)
    responses = load_responses(desk, as_of)
    desk = stood(desk, as_of, len(responses)) if as_of else desk
    kept = leave_out(responses, flags(responses, desk.consultation), names) if names else responses
    if names:
        remark = f"WITHOUT {', '.join(names)}: {len(responses) - len(kept):,} of {len(responses):,} responses left out"
        say(remark)
        desk = replace(_noted(desk, remark, f"without_{'+'.join(names)}"), without=tuple(names))
    previews = len(kept) - kept["preview"].null_count()
    if previews:
        remark = f"CAUTION: {previews:,} of {len(kept):,} responses are previews or tests by the survey tool's mark"
        say(f"{remark}; --without test_response leaves them out")
        desk = replace(_noted(desk, remark), previews=True)
    return desk, kept


def stood(desk: Desk, as_of: str, responses: int) -> Desk:
    """The desk for so many responses as they stood at the end of a day."""
    import datetime as dt
    from dataclasses import replace

    from pipelines.show import many, say

    as_of = dt.date.fromisoformat(as_of).isoformat()
    remark = f"AS OF {as_of}: {many(responses, 'response')}, as they stood at the end of that day"
    say(remark)
    return replace(_noted(desk, remark, f"as_of_{as_of}"), as_of=as_of)


def _noted(desk: Desk, remark: str, variant: str = "") -> Desk:
    """The desk with this said too, and the variant's name behind that of its folder."""
    from dataclasses import replace

    return replace(
        desk,
        variant="_".join(filter(None, (desk.variant, variant))),
        remark="; ".join(filter(None, (desk.remark, remark))),
    )


def flag_names(without: str) -> list[str]:
    """The flags that stand in the text, separated by commas.

    Raises:
        UsageError: there is no such flag.
    """
    from survey.ledger.flags import check_flags

    names = sorted({name.strip() for name in without.split(",") if name.strip()})
    check_flags(names)
    return names


def _show(desk: Desk, counts: pl.DataFrame) -> None:
    from pipelines.show import table

    title = f"{desk.consultation.name}: what was received"
    table(title, ("measure", "count", "how it was worked out"), counts.select("measure", "count", "how").rows())
