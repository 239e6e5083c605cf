"""The one road to `publish/`: figures pass the disclosure gate, and what is made of what passed is put there whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.accounts import FEW, rounded, told_of, untold

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.record import Recorded
    from survey.publish.gate import Gated
    from survey.questionnaire.population import PopulationMargin

MANIFEST = "manifest.json"
Maker = Callable[["Publication"], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Publication:
    """What a maker of files is given: figures that passed the gate, and where they come from.

    `figures`: frames.RESULTS, withheld ones null. `responses`: how many were accepted, rounded where the consultation's
    rules round, and without those that answered nothing where these are but a few. `made`: the last day of responses,
    which dates the documents, so that the same responses give the same bytes. `remark`: of which day figures are, whom
    they leave out or count all the same, without a count. `coding`: who coded what people wrote, in words; empty where
    nothing of it is published.
    """

    figures: pl.DataFrame
    responses: int
    synthetic: bool
    made: dt.date
    hidden: int
    remark: str = ""
    nothing: str = ""  # how many of the responses answered nothing, in words; empty if none did
    coding: str = ""

    @property
    def counted(self) -> str:
        """ "1,706 responses, 614 of them blank"."""
        blank = f" and {FEW} blank ones" if self.nothing == FEW else f", {self.nothing} of them blank"
        return f"{self.responses:,} responses" + (blank if self.nothing else "")

    @property
    def accepted(self) -> str:
        """ "1,706 responses were accepted, of which 614 answered nothing and count in no figure"."""
        if self.nothing == FEW:
            told = f"{self.responses:,} responses that answered something were accepted"
            return f"{told}, and {FEW} that answered nothing and count in no figure"
        of_them = f", of which {self.nothing} answered nothing and count in no figure" if self.nothing else ""
        return f"{self.responses:,} responses were accepted{of_them}"


def checked_home(desk: Desk) -> Path:
    """The folder of what is published, made or not yet.

    Raises:
        UsageError: something stands there that is not ours.
    """
    from pipelines.exchange import check_ours

    home = desk.outputs / "publish"
    check_ours(home)
    return home


def publish(desk: Desk, responses: pl.DataFrame, make: Maker) -> list[Path]:
    """Puts the files that `make` gives into `publish/`, beside those that stand there, with the manifest of all. Files
    of another day (`--as-of`) stand in a folder of that day.

    Nothing reaches `make` but what passed the gate, and nothing else writes to `publish/`. The folder is exchanged as
    a whole: it holds what it held, or what it shall hold.

    Raises:
        DisclosureError: something must not be published; says what to merge.
        UsageError: another command is publishing at this moment, or `publish` is none of our folders.
    """
    from pipelines.coding import answerable
    from pipelines.coding_off import say_what_is_off
    from pipelines.exchange import exchange
    from pipelines.read_before import read_before
    from pipelines.record import facts, keep, last_of_series, note_files, own
    from pipelines.show import say
    from survey.drafting.write import OWNER
    from survey.store import locked

    home = checked_home(desk)
    if read_before(desk):
        say(f"CAUTION: {read_before(desk)}")
    if desk.consultation.owner == OWNER:
        say(f"CAUTION: {OWNER} stands on what is published: write whose consultation it is into questionnaire.toml")
    responses, _ = answerable(desk, responses)
    say_what_is_off(desk, responses)
    figures = publication_figures(desk, responses)
    with locked(desk.private):
        there, made_of = last_of_series(desk), facts(desk)
        everyone = responses.filter(responses["status"] != "blank").height
        gated = _gated(desk, figures, everyone, there, made_of)
        for problem in gated.left_out:
            say(f"NOT PUBLISHED: {problem}")
        publication = _publication(desk, responses, gated)
        files = dict(make(publication))
        made_of |= _account(publication, gated)
        folder = keep(desk, own(desk, there), made_of, gated.kept, gated.figures)
        note_files(folder, files)
        shelved = {_shelf(desk) + name: data for name, data in files.items()}
        exchange(home, {**shelved, MANIFEST: _manifest(desk, folder, shelved, home)})
    return [home / name for name in shelved]


def _gated(desk: Desk, figures: pl.DataFrame, everyone: int, there: list[Recorded], made_of: dict[str, Any]) -> Gated:
    """What passed the gate, held against all that was published: all of it can be compared.

    What was published already, by the same rules, is given as it was: nothing new can follow from it.
    """
    from dataclasses import replace

    from pipelines.coding_rules import with_themes
    from pipelines.record import own, recorded
    from survey.publish.earlier import carried, published_of
    from survey.publish.gate import Gated, gate, why_left_out

    last = own(desk, there)
    rules = ("definition", "packages")
    if last is not None and all(last.facts.get(name) == made_of[name] for name in rules):
        shown, kept = last.figures, last.kept
        if published_of(kept, shown).drop("base_hidden").equals(published_of(figures, shown)):
            left_out = tuple(why_left_out(each, desk.consultation) for each in last.facts["left_out"])
            return Gated(shown, kept, last.facts["withheld"], left_out)
    older = [each.kept for each in recorded(desk.private) if each not in there]
    gated = gate(figures, with_themes(desk), [each.kept for each in there], older, everyone)
    return replace(gated, kept=carried(gated.kept, last.kept)) if last is not None else gated


def _publication(desk: Desk, responses: pl.DataFrame, gated: Gated) -> Publication:
    from pipelines.coding import coded_by

    day, (counted, nothing) = responses["date"].max(), told_of(desk, responses)
    return Publication(
        figures=gated.figures,
        responses=counted,
        synthetic=bool(responses["synthetic"].any()),
        made=day if isinstance(day, dt.date) else dt.date(2000, 1, 1),
        hidden=gated.hidden,
        remark=_remark(desk, _left_out(gated)),
        nothing=nothing,
        coding=coded_by(desk, responses, gated.figures),
    )


def _left_out(gated: Gated) -> list[str]:
    return [problem.where for problem in gated.left_out]


def _account(publication: Publication, gated: Gated) -> dict[str, Any]:
    return {
        "synthetic": publication.synthetic,
        "made": publication.made.isoformat(),
        "responses": publication.responses,
        "figures": gated.figures.height,
        "withheld": gated.hidden,
        "left_out": _left_out(gated),
        "remark": publication.remark,
        "nothing": publication.nothing,
        "coding": publication.coding,
    }


def _remark(desk: Desk, left_out: Sequence[str]) -> str:
    """Of which day figures are, whom they leave out, whom they count though they may be no respondents, of which
    questions answers are missing because they were not understood, and which tables are left out.
    """
    from pipelines.cautions import cautions

    lost = cautions(desk)
    titles = [f"“{question.title}”" for question in desk.consultation.questions if question.id in lost]
    flags = " or ".join(name.replace("_", " ") for name in desk.without)
    crossed = [_in_words(desk, each) for each in left_out if " by " in each]
    alone = [_in_words(desk, each) for each in left_out if " by " not in each]
    told = (
        f"{desk.stood}: figures are of the responses as they stood at the end of that day" if desk.as_of else "",
        f"Responses flagged as {flags} are left out" if flags else "",
        "Responses that the survey tool marks as previews or tests are counted" if desk.previews else "",
        f"Answers that were not understood are left out of {' and '.join(titles)}" if titles else "",
        f"Too few answered to publish {', '.join(crossed)}" if crossed else "",
        f"Left out, as withheld figures would follow: {', '.join(alone)}" if alone else "",
    )
    return ". ".join(each for each in told if each)


def _in_words(desk: Desk, table: str) -> str:
    """A table as the gate names it, with the titles of its questions: “Feeling safe” by “Area”."""
    titles = {question.id: f"“{question.title}”" for question in desk.consultation.questions}
    return " by ".join(titles.get(part, part) for part in table.split(" by "))


def _shelf(desk: Desk) -> str:
    """Where in `publish/` files stand: those of another day in a folder of that day."""
    return f"as_of_{desk.as_of}/" if desk.as_of else ""


def publication_figures(desk: Desk, responses: pl.DataFrame, wanted: Sequence[str] = ()) -> pl.DataFrame:
    """All that is published: every question and the themes, each by area, and the priorities by week (RESULTS); but
    for what the definition's [disclosure] leaves out. Or what is published of these questions. The area's own table is
    always there, for the gate to know: it prints nothing of what the definition leaves out.
    """
    import polars as pl

    from pipelines.breakdown import make_breakdown
    from pipelines.coding import answerable
    from pipelines.rank import ranked_question
    from survey.breakdowns.count import count
    from survey.breakdowns.results import results

    rules = desk.consultation.disclosure
    with_codes, questions = answerable(desk, responses, wanted)
    gone = set(rules.leave_out) - {desk.consultation.area}
    questions = [question for question in questions if question.id not in gone]
    found = [make_breakdown(desk, with_codes, questions)]
    if desk.consultation.area is not None:
        area = desk.consultation.question(desk.consultation.area)
        others = [question for question in questions if question.id != area.id]
        if rules.by_area is not None:
            others = [question for question in others if question.id in rules.by_area]
        if others:
            found.append(make_breakdown(desk, with_codes, others, area))
    if desk.consultation.priorities not in (None, *rules.leave_out) and desk.consultation.fieldwork is not None:
        ranked = ranked_question(desk)
        weekly = results(count(responses.lazy(), desk.consultation, [ranked], weekly=True), [ranked])
        found.append(weekly.filter(pl.col("week").is_not_null()))
    return pl.concat(found)


def published(desk: Desk, name: str) -> bytes | None:
    """A file that stands in `publish/`; None if there is none."""
    path = desk.outputs / "publish" / (_shelf(desk) + name)
    return path.read_bytes() if path.is_file() else None


def compared(figures: pl.DataFrame, margin: PopulationMargin) -> list[tuple[str, int, float, float]]:
    """Who answered against the population, of published figures: label, count, percentage and the population's of each
    group of a margin; nothing where a count of them is withheld.
    """
    import polars as pl

    found: Mapping[str, dict[str, Any]] = {
        row["code"]: row
        for row in figures.filter(
            pl.col("question_id") == margin.question, pl.col("banner_id").is_null(), pl.col("week").is_null()
        ).iter_rows(named=True)
    }
    groups = [found.get(code) for code in margin.groups]
    counts = [row["count"] if row else None for row in groups]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or not sum(known):
        return []
    return [
        (row["label"], row["count"], 100 * row["count"] / sum(known), float(100 * margin.share(row["code"])))
        for row in groups
        if row is not None
    ]


def _manifest(desk: Desk, folder: Path, files: Mapping[str, bytes], home: Path) -> bytes:
    """Every file that was made and stands, with its hash and its publication; of each such publication what went in and
    what came out: the exports with their accounts, definition, code frame, suite, packages, responses, figures.
    """
    from pipelines.record import Recorded, recorded, sha

    now = Recorded(folder).id
    held = {name: made for name, made in _manifested(home).items() if (home / name).is_file()}
    held |= {name: {"sha256": sha(data), "publication": now} for name, data in files.items()}
    wanted = {made["publication"] for made in held.values()}
    step = max(desk.consultation.disclosure.rounding, 1)
    quiet = untold(desk.private)
    publications = {each.id: rounded(each.facts, step, quiet) for each in recorded(desk.private) if each.id in wanted}
    found = {
        "consultation": desk.consultation.id,
        "synthetic": any(each["synthetic"] for each in publications.values()),
        "files": held,
        "publications": publications,
    }
    return (json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _manifested(folder: Path) -> dict[str, dict[str, str]]:
    """The files that a folder's manifest names; none where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {name: made for name, made in found.items() if isinstance(made["publication"], str)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
