"""How hard it is to break: `python -m tests.benchmarks.hardness [--mutations N] [--trips N] [--seed N] [--only PART]`.

Each part prints how many were tried and how many failed, with its seed, and every failure. (Kills during ingest are
`tests.benchmarks.store`.) Ten thousand mutations take a quarter of an hour on two free cores.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from survey.frames import SET_ASIDE, empty
from survey.ledger.frames import EXACT, NEAR
from survey.ledger.ledger import ledger
from tests.drift.renames import guessed, plan
from tests.hard.bombs import BOMBS, MEGABYTES, SECONDS, defuse
from tests.hard.encodings import DAMAGED, DIALECTS, other_frame, texts, unnamed
from tests.hard.markup import attacks, leaked, outside
from tests.hard.names import NAMES, faults
from tests.hard.round_trips import trip
from tests.hard.subjects import subjects
from tests.hard.watched import many
from tests.ledger.planted import plant, together
from tests.ledger.small import CONSULTATION

SEED = 20240714
Part = Callable[[argparse.Namespace], None]


def tell(what: str, tried: int, failed: list[str], more: str = "") -> None:
    """A line on the part, and one on each failure."""
    print(f"{what}: {tried:,} tried, {len(failed):,} failed{more}", flush=True)
    for each in failed:
        print(f"    {each}")


def mutations(asked: argparse.Namespace) -> None:
    """Mutated exports: no traceback, no hang, every row accounted for."""
    ends, failed, slowest = Counter[str](), list[str](), 0.0
    for each in many(asked.seed, asked.mutations):
        ends[each.end] += 1
        slowest = max(slowest, each.seconds)
        failed += [f"{each.number}: {fault}" for fault in each.faults[:1]]
    told = ", ".join(f"{count:,} {end}" for end, count in sorted(ends.items()))
    more = f", seed {asked.seed}; of {len(subjects())} exports; {told}; the slowest took {slowest:.1f} s"
    tell("mutated exports", sum(ends.values()), failed, more)


def round_trips(asked: argparse.Namespace) -> None:
    """Tables written and read: no cell changed."""
    found = [trip(asked.seed, number) for number in range(asked.trips)]
    tell("write-read round trips", len(found), [each for each in found if each], f", seed {asked.seed}")


def encodings(asked: argparse.Namespace) -> None:
    """Five encodings, three delimiters, with a mark or without: one frame; mojibake named."""
    del asked
    found = [other_frame(subject, dialect) for subject in texts() for dialect in DIALECTS]
    more = f" ({len(texts())} exports in 5 encodings x 3 delimiters x mark or none)"
    tell("one frame in any dialect", len(found), [each for each in found if each], more)
    named = [unnamed(text, dialect) for text in DAMAGED for dialect in DIALECTS if dialect.encoding != "cp1252"]
    tell("mojibake named", len(named), [each for each in named if each])


def bombs(asked: argparse.Namespace) -> None:
    """Workbooks made to do harm: refused at once and in little memory."""
    del asked
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, make in BOMBS.items():
            (found[name],) = defuse(Path(folder), make())
    failed = [f"{name}: {each.fault}" for name, each in found.items() if each.fault]
    refused, worst = sum(bool(each.words) for each in found.values()), max(each.seconds for each in found.values())
    most = max(each.mb for each in found.values())
    more = (
        f"; {refused} refused, the others read; in {worst:.2f} s and {most:.0f} MB at most ({SECONDS:g}, {MEGABYTES})"
    )
    tell("workbooks made to do harm", len(found), failed, more)


def markup(asked: argparse.Namespace) -> None:
    """XML that asks for files and addresses: nothing is read."""
    del asked
    with tempfile.TemporaryDirectory() as folder, outside(Path(folder)) as there:
        found = [leaked(attack, there) for attack in attacks(there)]
        time.sleep(0.5)
        asked_for = [f"{each} was asked" for each in there.asked]
    tell("XML that asks for what is outside", len(found), [*(each for each in found if each), *asked_for])


def names(asked: argparse.Namespace) -> None:
    """Hostile names: nothing is written outside outputs/."""
    del asked
    found = []
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            found.append("; ".join(faults(Path(folder), name, charts=True)))
    tell("hostile names", len(found), [each for each in found if each], " (as argument, folder, file, words)")


def duplicates(asked: argparse.Namespace) -> None:
    """Planted duplicates: found, none removed."""
    planted = plant(asked.seed)
    for kind, flag, pairs, share in (("exact", EXACT, planted.exact, 0.99), ("near", NEAR, planted.near, 0.95)):
        groups = planted.groups(flag)
        missed = [f"{first} and {again}" for first, again in pairs if not together((first, again), groups)]
        tell(f"planted duplicates, {kind}", len(pairs), missed, f", seed {asked.seed} ({share:.0%} are to be found)")
    made = ledger(planted.responses, empty(SET_ASIDE), planted.flags, CONSULTATION)
    lost = set(planted.responses["response_id"]) - set(made.filter("counted")["response_id"])
    tell("responses beside planted duplicates", len(planted.responses), sorted(lost), ", none removed" * (not lost))


def renames(asked: argparse.Namespace) -> None:
    """Columns and options renamed: the guess is the rename."""
    found = [guessed(case) for case in plan(asked.seed)]
    tell("renames guessed", len(found), [each for each in found if each], f", seed {asked.seed}")


PARTS: dict[str, Part] = {
    "mutations": mutations,
    "round_trips": round_trips,
    "encodings": encodings,
    "bombs": bombs,
    "markup": markup,
    "names": names,
    "duplicates": duplicates,
    "renames": renames,
}


def main() -> None:
    """Prints a line or more a part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--trips", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    for name, part in PARTS.items():
        if asked.only in (None, name):
            part(asked)


if __name__ == "__main__":
    main()
