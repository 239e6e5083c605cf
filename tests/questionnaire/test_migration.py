"""What became of codes: followed forward by hand-worked examples, and every mistake of a migration told."""

from __future__ import annotations

import pytest

from survey.questionnaire.migration import Migration, check_migrations, successors

# Version 1: cars, bikes, noise, litter. Version 2: vehicles (cars and bikes), noise, litter.
# Version 3: vehicles, parking (out of vehicles), noise renamed to din; litter has ended.
TO_2 = Migration(to=2, merge={"cars": "vehicles", "bikes": "vehicles"})
TO_3 = Migration(to=3, rename={"noise": "din"}, split={"vehicles": ("vehicles", "parking")}, retire=("litter",))
CODES = ("vehicles", "parking", "din")


@pytest.mark.parametrize(
    ("code", "version", "became"),
    [
        ("cars", 1, ("vehicles", "parking")),
        ("vehicles", 2, ("vehicles", "parking")),
        ("vehicles", 3, ("vehicles",)),
        ("noise", 1, ("din",)),
        ("litter", 2, ("other",)),
        ("no_comment", 1, ("no_comment",)),
    ],
)
def test_a_code_is_followed_to_the_newest_version(code: str, version: int, became: tuple[str, ...]) -> None:
    assert successors(code, version, (TO_3, TO_2)) == became


def test_sound_migrations_have_no_problems() -> None:
    assert check_migrations((TO_2, TO_3), CODES, 3, "file") == []


@pytest.mark.parametrize(
    ("migration", "what", "got"),
    [
        (Migration(to=3, rename={"noise": "dinn"}), "no such code in that version", "'dinn'"),
        (Migration(to=3, rename={"din": "parking"}), "this code still stands in that version", "'din'"),
        (Migration(to=3, retire=("din",)), "this code still stands in that version", "'din'"),
        (Migration(to=3, rename={"a": "din", "b": "din"}), "two codes were renamed to this one", "'din'"),
        (Migration(to=3, rename={"a": "din"}, retire=("a",)), "this code changes in two ways", "'a'"),
        (Migration(to=3, add=("new",)), "no such code in that version", "'new'"),
        (Migration(to=4), "migration to a version that is not there yet", ""),
    ],
)
def test_a_mistake_is_named(migration: Migration, what: str, got: str) -> None:
    problems = check_migrations((TO_2, migration), CODES, 3, "file")
    assert (what, got) in [(problem.what, problem.got) for problem in problems]


def test_two_migrations_to_one_version_contradict_each_other() -> None:
    whats = [problem.what for problem in check_migrations((TO_3, TO_3), CODES, 3, "file")]
    assert whats == ["two migrations to the same version"]


def test_codes_of_an_older_version_are_known_from_the_later_ones() -> None:
    wrong = Migration(to=2, merge={"cars": "vehicle"})
    (problem,) = check_migrations((wrong, TO_3), CODES, 3, "file")
    assert (problem.what, problem.hint) == ("no such code in that version", "did you mean 'vehicles'?")
