"""What became of a code frame's codes from one version to the next: renames, merges, splits, codes retired."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from survey.errors import Problem, nearest
from survey.questionnaire.kinds import Code as CodeName
from survey.questionnaire.kinds import Frozen

_RETIRED_TO = "other"
_LASTING = (_RETIRED_TO, "cannot_decide", "nothing_to_add", "no_comment")  # codes of every version


class Migration(Frozen):
    """How the codes of version `to - 1` became those of version `to`. Codes it does not name stayed as they were.

    `rename` and `merge`: old code to new code. `split`: old code to the codes that share it, itself among them if it
    goes on in a narrower sense. `retire`: codes that ended and have no successor. `add`: codes that are new.
    """

    to: Annotated[int, Field(ge=2)]
    rename: dict[CodeName, CodeName] = Field(default_factory=dict)
    merge: dict[CodeName, CodeName] = Field(default_factory=dict)
    split: dict[CodeName, Annotated[tuple[CodeName, ...], Field(min_length=2)]] = Field(default_factory=dict)
    retire: tuple[CodeName, ...] = ()
    add: tuple[CodeName, ...] = ()
    note: str = ""

    @property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """Each code that did not stay as it was, with the codes it became; a retired one became `other`."""
        single = {old: (new,) for old, new in {**self.rename, **self.merge}.items()}
        return {**single, **self.split, **dict.fromkeys(self.retire, (_RETIRED_TO,))}


def successors(code: str, version: int, migrations: Sequence[Migration]) -> tuple[str, ...]:
    """The codes of the newest version that a code of `version` may have become; several where it was split."""
    codes: tuple[str, ...] = (code,)
    for migration in sorted(migrations, key=lambda each: each.to):
        if migration.to > version:
            became = migration.successors
            codes = tuple(dict.fromkeys(new for old in codes for new in became.get(old, (old,))))
    return codes


def check_migrations(migrations: Sequence[Migration], codes: Sequence[str], version: int, where: str) -> list[Problem]:
    """Every mistake of the migrations, followed from the newest, whose codes are known, back to the oldest."""
    problems: list[Problem] = []
    known = set(codes)
    seen: set[int] = set()
    for migration in sorted(migrations, key=lambda each: -each.to):
        place = f"{where}, migration to version {migration.to}"
        if migration.to > version:
            problems.append(Problem("migration to a version that is not there yet", place, f"at most {version}"))
        elif migration.to in seen:
            problems.append(Problem("two migrations to the same version", place, "one"))
        else:
            problems += _check_one(migration, known, place)
            known = _before(migration, known)
        seen.add(migration.to)
    return problems


def _check_one(migration: Migration, known: set[str], place: str) -> list[Problem]:
    olds = [*migration.rename, *migration.merge, *migration.split, *migration.retire]
    problems = [
        Problem("this code changes in two ways", place, got=repr(old))
        for old in dict.fromkeys(olds)
        if olds.count(old) > 1
    ]
    targets = [new for became in migration.successors.values() for new in became] + list(migration.add)
    problems += [
        Problem("no such code in that version", place, got=repr(new), hint=nearest(new, known))
        for new in dict.fromkeys(targets)
        if new not in known and new not in _LASTING
    ]
    staying = [old for old in olds if old in known and old not in migration.split.get(old, ())]
    problems += [
        Problem("this code still stands in that version", place, got=repr(old), hint="leave it out of the migration")
        for old in dict.fromkeys(staying)
    ]
    renamed = list(migration.rename.values())
    return problems + [
        Problem("two codes were renamed to this one", place, got=repr(new), hint="say merge instead")
        for new in dict.fromkeys(renamed)
        if renamed.count(new) > 1
    ]


def _before(migration: Migration, known: set[str]) -> set[str]:
    """The codes of the version before. What codes were merged into may have stood before: it stays known."""
    new = {*migration.rename.values(), *migration.add, *(each for parts in migration.split.values() for each in parts)}
    return (known - new) | {*migration.rename, *migration.merge, *migration.split, *migration.retire}
