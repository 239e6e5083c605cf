"""Codings held against the ones before: nothing changes by itself, and what changes has its cause."""

from __future__ import annotations

import polars as pl
import pytest

from survey.questionnaire.code_frame import CodeFrame
from survey.questionnaire.migration import Migration
from survey.themes.changes import changes, record_of, totals
from survey.themes.code import answers_of, code_answers
from survey.themes.decisions import DECISIONS, overridden
from survey.themes.migrate import migrated, renamed
from tests.themes.small_frame import FRAME, frame_of, question

WHY = [question("why")]
ANSWERS: list[str | None] = ["they park here", "knife", "lovely", "n/a", None]
PARKING_ONLY = CodeFrame(version=3, nets=FRAME.nets, codes=(FRAME.codes[0],))


def record(answers: list[str | None], frame: CodeFrame = FRAME, decided: pl.DataFrame | None = None) -> pl.DataFrame:
    responses = frame_of(why=answers)
    coded = code_answers(responses, WHY, frame).coded
    if decided is not None:
        coded = overridden(coded, decided, frame)
    return record_of(coded, answers_of(responses, WHY), frame)


def decision(codes: str, version: int = FRAME.version) -> pl.DataFrame:
    row = ("r3", "why", "hash", codes, "AB", "2024-08-01", version)
    return pl.DataFrame([row], schema=DECISIONS, orient="row")


def told(before: pl.DataFrame, now: pl.DataFrame) -> list[tuple[object, ...]]:
    return changes(before, now).select("response_id", "code", "change", "cause").rows()


def test_unchanged_text_under_an_unchanged_frame_keeps_its_codes() -> None:
    one, two = record(ANSWERS), record([*ANSWERS[:4], "a new answer on parking"])
    assert told(one, two) == []
    assert told(two, one) == []


def test_every_cause_is_told() -> None:
    one = record(ANSWERS)
    assert told(one, record(["they park here", "rape", *ANSWERS[2:]])) == [
        ("r2", "knives", "lost", "text"),
        ("r2", "women", "gained", "text"),
    ]
    assert told(one, record(ANSWERS, PARKING_ONLY)) == [
        ("r2", "knives", "lost", "rule"),
        ("r2", "other", "gained", "rule"),
    ]
    decided = record(ANSWERS, decided=decision("women"))
    assert told(one, decided) == [("r3", "other", "lost", "person"), ("r3", "women", "gained", "person")]
    assert told(decided, one) == [("r3", "other", "gained", "person"), ("r3", "women", "lost", "person")]
    again = record(ANSWERS, decided=decision("parking;women"))
    assert told(decided, again) == [("r3", "parking", "gained", "person")]
    model = one.with_columns(by=pl.when(pl.col("code") == "other").then(pl.lit("model")).otherwise("by"))
    model = model.with_columns(code=pl.col("code").replace("other", "women"))
    assert told(one, model) == [("r3", "other", "lost", "model"), ("r3", "women", "gained", "model")]


def test_a_change_without_a_cause_is_a_bug_and_is_not_passed_over() -> None:
    one = record(ANSWERS)
    with pytest.raises(RuntimeError, match="without a cause"):
        changes(one, one.with_columns(code=pl.col("code").replace("knives", "women")))


def test_labels_and_remarks_are_no_rules() -> None:
    relabelled = FRAME.model_copy(
        update={
            "note": "x",
            "codes": tuple(code.model_copy(update={"label": code.label + "!"}) for code in FRAME.codes),
        }
    )
    assert relabelled.fingerprint == FRAME.fingerprint != PARKING_ONLY.fingerprint


def test_totals_count_answers_by_code_and_cause() -> None:
    found = changes(record(["knife"] * 3), record(["park", "park", "knife"]))
    assert totals(found, FRAME).rows() == [
        ("parking", "Parking", "text", 2, 0),
        ("knives", "Knife crime", "text", 0, 2),
    ]


def test_what_people_decided_moves_with_the_codes() -> None:
    split = Migration(to=2, split={"roads_all": ("parking", "women")}, rename={"blades": "knives"}, retire=("gone",))
    frame = FRAME.model_copy(update={"migrations": (split,)})
    coded = code_answers(frame_of(why=[None, None, "they park"]), WHY, frame).coded

    def moved(codes: str, version: int) -> list[str]:
        kept, again = migrated(decision(codes, version), coded, frame)
        assert len(kept) + len(again) == 1
        return kept["codes"].to_list()

    assert moved("blades", 1) == ["knives"]
    assert moved("gone;blades", 1) == ["knives;other"]
    assert moved("roads_all", 1) == ["parking"]  # the rules see which of the two
    assert moved("knives", 2) == ["knives"]
    assert moved("blades", 2) == []  # version 2 had no such code
    nothing = code_answers(frame_of(why=[None, None, "lovely"]), WHY, frame).coded
    for codes, meanwhile in (("roads_all", "cannot_decide"), ("blades;roads_all", "knives")):
        kept, again = migrated(decision(codes, 1), nothing, frame)
        assert kept.is_empty()
        assert again["codes"].to_list() == [meanwhile]


def test_a_rename_or_merge_changes_no_code() -> None:
    renaming = Migration(to=2, rename={"blades": "knives"}, merge={"roads_all": "parking"}, retire=("gone",))
    frame = FRAME.model_copy(update={"version": 2, "migrations": (renaming,)})
    now = record(["they park here", "knife", *ANSWERS[2:]], frame)
    olds = {"parking": "roads_all", "knives": "blades"}
    before = now.with_columns(code=pl.col("code").replace(olds), frame_version=pl.lit(1, pl.Int64), rules=pl.lit("old"))
    assert told(before, now) != []
    assert told(renamed(before, frame), now) == []
    gone = before.with_columns(code=pl.col("code").replace({"roads_all": "gone"}))
    assert told(renamed(gone, frame), now) == [("r1", "gone", "lost", "rule"), ("r1", "parking", "gained", "rule")]
