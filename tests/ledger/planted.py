"""A SYNTHETIC set of comments with duplicates planted in it, so that what is found can be held against the truth.

Nothing here was written by a respondent. Comments are made of clauses with gaps, all different; some are then sent
again unchanged, some again with edits, some as the text of a campaign with words of the sender's own.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from survey.ledger.flags import flags
from tests.ledger.small import AREA, CONSULTATION, START, WHERE, respond

UNIQUE, EXACT_COPIES, NEAR_COPIES, LETTERS = 5_000, 250, 500, 40

SUBJECTS = (
    "officers", "our councillors", "the wardens", "young people", "shopkeepers", "my neighbours", "delivery drivers",
    "the trams", "local schools", "the night buses", "dog owners", "landlords", "the call handlers", "cyclists",
    "street lights", "the market traders", "students", "older residents", "volunteers", "the football crowds",
)  # fmt: skip
VERBS = (
    "ignore", "avoid", "fill", "look after", "complain about", "depend on", "speed past", "close off", "photograph",
    "walk through", "forget", "argue over", "clean up", "queue outside", "drive around", "report", "repair", "watch",
)  # fmt: skip
OBJECTS = (
    "the underpass", "empty shops", "the canal path", "every bus shelter", "broken bottles", "the back alleys",
    "car parks after ten", "the skate ramp", "our playing field", "fly tipping", "the crossing by the mosque",
    "stolen bikes", "the ring road", "boarded windows", "the old library", "noisy exhausts", "the station steps",
    "rubbish bins", "the school gates", "the allotments", "unlit corners", "the taxi rank",
)  # fmt: skip
PLACES = (
    "in Tipton", "near the Merry Hill centre", "around Foleshill", "on Soho Road", "by Sandwell hospital", "in Bilston",
    "along the Hagley Road", "behind the leisure centre", "in Chelmsley Wood", "opposite the fire station",
    "in Brierley", "at the top of our street", "over the weekend", "during half term", "most Friday nights",
    "since the pandemic",
)  # fmt: skip
CLAUSES = (
    "{s} {v} {o} {p}", "it worries me when {s} {v} {o} {p}", "nobody stops {s} who {v} {o} {p}",
    "{p} I have seen {s} {v} {o}", "please ask why {s} {v} {o} {p}", "if {s} {v} {o} then nothing changes {p}",
    "twice last month {s} had to {v} {o} {p}", "my daughter says {s} {v} {o} {p}",
    "there was a time {s} would never {v} {o} {p}", "{o} {p} would be better if {s} did not {v} them",
    "I phoned about {o} {p} and was told {s} {v} it", "we pay for {o} {p} yet {s} {v} nothing",
    "money spent so that {s} {v} {o} {p} is wasted", "until {s} {v} {o} {p} I shall stay at home",
    "a camera on {o} {p} might make {s} think", "without {o} {p} even {s} would move away",
)  # fmt: skip
EXTRA = [
    "honestly",
    "truly",
    "sadly",
    "perhaps",
    "still",
    "often",
    "rarely",
    "never",
    "usually",
    "frankly",
    "again",
    "today",
    "locally",
    "quickly",
]
TEMPLATES = (
    "I am writing to object to the plan to close the police station on Lower High Street because response times in our "
    "part of the borough are already too long and the counter is the only place where victims can speak to an officer",
    "The commissioner should put more money into youth clubs and mentors instead of helicopters since every pound "
    "spent on prevention saves many more in courts and prisons and keeps our teenagers away from gangs",
    "As a member of the cycling campaign I ask for close pass operations on all main roads for average speed cameras "
    "and for action against parking in cycle lanes which puts people like me in danger every single day",
    "Rural crime is overlooked in this document although farms lose tools quad bikes and diesel each winter and we ask "
    "for a dedicated rural team with vehicles that can follow thieves across fields and tracks",
)


def unique_comments(count: int, seed: int) -> list[str]:
    """SYNTHETIC comments of two to five clauses, no two the same."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    found: dict[str, None] = {}
    while len(found) < count:
        clauses = [
            clause.format(s=rng.choice(SUBJECTS), v=rng.choice(VERBS), o=rng.choice(OBJECTS), p=rng.choice(PLACES))
            for clause in rng.sample(CLAUSES, rng.randint(2, 5))
        ]
        found[". ".join(clause[0].upper() + clause[1:] for clause in clauses) + "."] = None
    return list(found)


def edited(text: str, rng: random.Random) -> str:
    """The text as someone might send it again: one word in ten changed, left out or mistyped, or words put after it."""
    words = text.split()
    kind = rng.randrange(5)
    if kind == 4:
        return text + " " + " ".join(rng.sample(EXTRA, min(len(EXTRA), max(1, len(words) // 4)))) + "!"
    for place in sorted(rng.sample(range(len(words)), max(1, len(words) // 10)), reverse=True):
        if kind == 0:
            words[place] = rng.choice(EXTRA)
        elif kind == 1:
            del words[place]
        elif kind == 2:
            words[place] = words[place][::-1]
        else:
            words.insert(place, rng.choice(EXTRA))
    changed = " ".join(words)
    return re.sub("[.]", " -", changed).upper() if rng.random() < 0.3 else changed


def campaign_letter(template: str, own: str, rng: random.Random) -> tuple[str, bool]:
    """The template as it is, or with the sender's own words before, after or within it; whether words were added."""
    kind = rng.randrange(4)
    if kind == 0:
        return template + ".", False
    if kind == 1:
        return f"{own} {template}.", True
    if kind == 2:
        return f"{template}. {own}", True
    words = template.split()
    middle = len(words) // 2
    return " ".join([*words[:middle], own, *words[middle:]]), True


def shuffled(count: int, seed: int) -> list[int]:
    """The places 0 to count - 1 in another order."""
    order: list[int] = np.random.default_rng(seed).permutation(count).tolist()
    return order


@dataclass(frozen=True)
class Planted:
    """Responses with their flags; the ids of first and copy; the letters' ids, campaigns and senders' own words."""

    responses: pl.DataFrame
    flags: pl.DataFrame
    exact: list[tuple[str, str]]
    near: list[tuple[str, str]]
    letters: dict[str, tuple[int, str | None]]

    def groups(self, flag: str) -> dict[str, str]:
        """The group of each response that has the flag."""
        return dict(self.flags.filter(pl.col("flag") == flag).select("response_id", "group").iter_rows())


def _ticks(rng: random.Random) -> dict[str, Any]:
    labels = [option.label for option in WHERE.options]
    return {
        "area": rng.choice([option.label for option in AREA.options]),
        "visits": "Yes",
        "where": rng.sample(labels, rng.randint(1, 3)),
    }


def together(pair: tuple[str, str], groups: dict[str, str]) -> bool:
    """Both are in one group."""
    return pair[0] in groups and groups[pair[0]] == groups.get(pair[1])


def plant(seed: int = 5, unique: int = UNIQUE) -> Planted:
    """Comments that are all different, duplicates of known truth, and what is flagged of them, in any order."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    comments = unique_comments(unique, seed=seed - 4)
    rows = [
        {"response_id": f"SYNTHETIC-{place}", "comments": text, **_ticks(rng)} for place, text in enumerate(comments)
    ]
    exact: list[tuple[str, str]] = []
    near: list[tuple[str, str]] = []
    letters: dict[str, tuple[int, str | None]] = {}
    for row in rows[:EXACT_COPIES]:
        rows.append({**row, "response_id": f"{row['response_id']}-again", "where": row["where"][::-1]})
        exact.append((row["response_id"], rows[-1]["response_id"]))
    for row in rows[EXACT_COPIES : EXACT_COPIES + NEAR_COPIES]:
        words = {"comments": edited(row["comments"], rng), "response_id": f"{row['response_id']}-edited"}
        rows.append({**row, **_ticks(rng), **words})
        near.append((row["response_id"], rows[-1]["response_id"]))
    own = iter(unique_comments(len(TEMPLATES) * LETTERS, seed=seed - 3))
    for number, template in enumerate(TEMPLATES):
        for place in range(LETTERS):
            mine = next(own).split(". ")[0].removesuffix(".")
            letter, added = campaign_letter(template, mine, rng)
            rows.append({"response_id": f"SYNTHETIC-letter-{number}-{place}", "comments": letter, **_ticks(rng)})
            letters[rows[-1]["response_id"]] = (number, mine if added else None)
    moments = [START + dt.timedelta(minutes=place) for place in shuffled(len(rows), seed=3)]
    responses = respond(*({**row, "started": at} for row, at in zip(rows, moments, strict=True)))
    return Planted(responses, flags(responses, CONSULTATION), exact, near, letters)
