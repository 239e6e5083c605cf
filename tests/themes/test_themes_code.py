"""Coding of verbatims: rows worked out by hand, and properties that hold for any text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.frames import CODED
from survey.questionnaire.code_frame import RESERVED_LABELS
from survey.questionnaire.kinds import FreeText
from survey.themes.code import ACCOUNT, code_answers
from tests.themes.small_frame import FRAME, frame_of, question

ROOT = Path(__file__).parents[2]


def test_every_code_has_the_words_that_gave_it() -> None:
    responses = frame_of(
        why=["😡 They park on double yellows. KNIVES too", None, "Kids in the park", "n/a", "No further comments"]
    )
    coding = code_answers(responses, [question("why")], FRAME)
    assert coding.coded.rows() == [
        ("r1", "why", "parking", "roads", "rule", 7, 11, "park", "park*", 2),
        ("r1", "why", "parking", "roads", "rule", 15, 29, "double yellows", "double yellow*", 2),
        ("r1", "why", "knives", "crime", "rule", 31, 37, "KNIVES", "knife*", 2),
        ("r3", "why", "other", None, "rule", None, None, None, None, 2),
        ("r4", "why", "no_comment", "nothing_said", "rule", None, None, None, None, 2),
        ("r5", "why", "nothing_to_add", "nothing_said", "rule", None, None, None, None, 2),
    ]
    counts = {"answered": 4, "coded": 1, "other": 1, "nothing_said": 2, "cannot_decide": 0}
    assert coding.account.rows(named=True) == [{"question_id": "why", **counts, "frame_version": 2}]


def test_the_traps_of_words_within_words() -> None:
    responses = frame_of(why=["Drapes for businesses", "Women fear rape", "Don’t park here", "Parkinson's disease"])
    coded = code_answers(responses, [question("why")], FRAME).coded
    assert coded.select("response_id", "code", "start", "words").rows() == [
        ("r1", "other", None, None),
        ("r2", "women", 11, "rape"),
        ("r3", "parking", 6, "park"),
        ("r4", "other", None, None),
    ]


def test_each_question_is_accounted_for_and_uncoded_ones_are_left_out() -> None:
    responses = frame_of(a=["knife", None], b=["-", "knives"], c=["knife", "knife"])
    coding = code_answers(responses, [question("b"), question("a"), question("c", coded=False)], FRAME)
    assert coding.account.rows() == [("b", 2, 1, 0, 1, 0, 2), ("a", 1, 1, 0, 0, 0, 2)]
    assert coding.coded["question_id"].to_list() == ["b", "b", "a"]


@pytest.mark.parametrize("questions", [[], [question("why")]])
def test_no_answers_give_empty_frames_of_the_schema(questions: list[FreeText]) -> None:
    coding = code_answers(frame_of(why=[None]), questions, FRAME)
    assert coding.coded.schema == pl.Schema(CODED)
    assert coding.account.schema == pl.Schema(ACCOUNT)
    assert coding.coded.is_empty()
    assert coding.account["answered"].to_list() == [0] * len(questions)


def test_hostile_answers_are_coded_like_any_other() -> None:
    answers: list[str | None] = [
        "parked " * 7_200,
        "😡😡😡",
        "\u202eمرحبا\u202c",
        "\x00\x1b[31m",
        "\ufeff",
        "(?i).*[",
        "\u0301",
    ]
    coding = code_answers(frame_of(why=answers), [question("why")], FRAME)
    assert coding.coded.filter(pl.col("response_id") == "r1").height == 7_200
    rest = coding.coded.filter(pl.col("response_id") != "r1")["code"].to_list()
    assert rest == ["cannot_decide", "other", "other", "no_comment", "other", "no_comment"]
    assert coding.account.rows() == [("why", 7, 1, 3, 2, 1, 2)]


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200c", "\u2060", "\ufeff", "\u200b\u00ad"])
def test_characters_of_no_width_hide_no_word(unseen: str) -> None:
    text = f"{unseen}dra{unseen}pes {unseen} double{unseen} {unseen}yel{unseen}lows, kn{unseen}ives{unseen}"
    coding = code_answers(frame_of(why=[text, f"par{unseen}ked in the {unseen}park"]), [question("why")], FRAME)
    found = coding.coded.select("response_id", "code", "words").rows()
    assert [(one, code, words.replace(unseen, "")) for one, code, words in found] == [
        ("r1", "parking", "double yellows"),
        ("r1", "knives", "knives"),
        ("r2", "parking", "parked"),
    ]
    assert all(text[row["start"] : row["end"]] == row["words"] for row in coding.coded[:2].iter_rows(named=True))


PIECES = [
    "park",
    "Parking",
    "double yellow lines",
    "in the park",
    "knife",
    "kn\u0069ves",
    "rape",
    "drapes",
    "no",
    "n/a",
    "😡",
    "don’t",
    "e\u0301",
    "\u200d",
    "\u200b",
    ", ",
    " ",
    "-",
    "nothing to add",
    "مرحبا",
]
texts = st.one_of(
    st.none(), st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join), st.text(min_size=1, max_size=30)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=8))
def test_evidence_stands_in_the_verbatim_and_the_account_adds_up(answers: list[str | None]) -> None:
    responses = frame_of(why=answers)
    coding = code_answers(responses, [question("why")], FRAME)
    verbatim = dict(responses.select("response_id", "why").rows())
    for response_id, code, start, end, words in coding.coded.select(
        "response_id", "code", "start", "end", "words"
    ).iter_rows():
        if code in set(RESERVED_LABELS):
            assert (start, end, words) == (None, None, None)
        else:
            assert verbatim[response_id][start:end] == words != ""
    told = coding.account.row(0, named=True)
    assert sum(told[fate] for fate in ("coded", "other", "nothing_said", "cannot_decide")) == told["answered"]
    assert told["answered"] == sum(answer is not None for answer in answers)
    assert set(coding.coded["response_id"]) == {name for name, text in verbatim.items() if text is not None}


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_responses_changes_nothing(answers: list[str | None], random: object) -> None:
    responses = frame_of(why=answers)
    lines = list(range(len(answers)))
    random.shuffle(lines)  # type: ignore[attr-defined]
    one, two = (code_answers(each, [question("why")], FRAME) for each in (responses, responses[lines]))
    assert one.coded.equals(two.coded)
    assert one.account.equals(two.account)


def test_an_answer_is_coded_the_same_whoever_its_neighbours_are() -> None:
    answers: list[str | None] = ["they", "park", "knife", "in the", "park", "😡" * 40, "double", "yellow"] * 3
    together = code_answers(frame_of(why=answers), [question("why")], FRAME).coded
    for line, answer in enumerate(answers):
        alone = code_answers(frame_of(why=[answer]), [question("why")], FRAME).coded
        here = together.filter(pl.col("response_id") == f"r{line + 1}")
        assert here.drop("response_id").equals(alone.drop("response_id"))


def test_threads_and_hash_seeds_change_nothing() -> None:
    code = (
        "from tests.themes.small_frame import FRAME, frame_of, question\n"
        "from survey.themes.code import code_answers\n"
        "answers = ['they park 😡', 'knives and double yellow lines', 'lovely', '-', 'rape, park in the park'] * 40\n"
        "print(code_answers(frame_of(why=answers), [question('why')], FRAME).coded.write_csv())\n"
    )
    told = set()
    for threads in ("1", "3"):
        env = {**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        told.add(done.stdout)
    assert len(told) == 1
    assert told.pop().count("parking") == 120
