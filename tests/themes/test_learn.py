"""What a model learns of people's codes: held to a plain refit, to made-up answers, to any order of rows."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix

from survey.errors import UsageError
from survey.themes.agree import sets_of_rules
from survey.themes.certain import certain, expected_f1, fit_certainty, micro_f1, signs_of
from survey.themes.code import account_of, answers_of, code_answers
from survey.themes.decisions import KEYS, overridden, read_sheet
from survey.themes.features import Matrix, Said, features, likeness, sentences, stems
from survey.themes.learn import FEWEST, fit, give, given_left_out, predict
from survey.themes.model_codes import Learned, Settings, learn, standing_codes, with_model
from survey.themes.model_quality import surest
from survey.themes.ridge import Answers, Flags, Task
from survey.themes.unattended import ENOUGH, NEVER, bar, gain, measured, queue
from tests.themes.small_frame import FRAME, frame_of, question

QUESTION = question("why")
ABOUT = {
    "parking": (
        "cars block the pavement",
        "yellow lines are ignored",
        "no space for my van",
        "drivers leave vans there",
    ),
    "knives": ("lads carry blades", "a machete was shown", "stabbing on our estate", "blades sold to teenagers"),
    "women": ("women are followed home", "girls harassed by men", "she was assaulted", "harassed on the bus"),
}
PLACES = (
    "in Dudley",
    "near the school",
    "every day",
    "at night",
    "since last year",
    "and nobody comes",
    "by the shops",
)


def made_up(number: int, seed: int = 1) -> tuple[pl.DataFrame, dict[str, str]]:
    """Answers, and what each is about."""
    chance = np.random.default_rng(seed)
    texts: list[str | None] = []
    truth: dict[str, str] = {}
    for place in range(number):
        code = str(chance.choice([*ABOUT]))
        texts.append(f"{chance.choice(ABOUT[code])} {chance.choice(PLACES)} {chance.choice(PLACES)} {place}")
        truth[f"r{place + 1}"] = code
    return answers_of(frame_of(why=texts), [QUESTION]), truth


def learned(answers: pl.DataFrame, truth: dict[str, str], decided: int, quality: float = 0.9) -> Learned:
    coded = code_answers(answers.pivot("question_id", index="response_id", values="text"), [QUESTION], FRAME).coded
    ids = sorted(truth)[:decided]
    rows = [{"response_id": one, "question_id": "why", "codes": truth[one]} for one in ids]
    decisions = read_sheet(rows, answers, FRAME, "AB", dt.date(2024, 8, 1), "sheet.csv")
    return learn(answers, coded, decisions, FRAME, Settings(quality, 20))


def task_of(x: Matrix, codes: Matrix, wanted: Flags, said: Said | None = None) -> Task:
    """Examples with these features, in ten parts by turns; without `said` each is one sentence."""
    known = csr_matrix(np.vstack([x, codes]))
    rows = np.arange(len(x))
    hits = np.zeros_like(wanted)
    answers = Answers(x @ np.vstack([x, codes]).T, said or Said(csr_matrix(x), rows), hits, np.ones(len(x)))
    return Task(answers, known, wanted, np.zeros(len(codes), np.bool_), rows % 10)


def test_codes_of_answers_that_nobody_decided_are_found_and_reach_the_quality() -> None:
    answers, truth = made_up(300)
    found = learned(answers, truth, 120)
    assert found.proposed["response_id"].n_unique() == 180 == found.quality["open_answers"].item()
    alone = found.proposed.filter("unattended")
    right = [truth[one] == code for one, code in alone.select("response_id", "code").iter_rows()]
    assert len(right) >= 90
    assert sum(right) / len(right) >= 0.9
    assert found.quality["quality"].item() >= 0.9
    waiting = set(found.proposed.filter(~pl.col("unattended"))["response_id"])
    assert set(found.to_code["response_id"]) <= waiting


def test_answers_about_two_things_get_two_codes_and_others_one() -> None:
    chance = np.random.default_rng(6)
    texts: list[str | None] = []
    truth: dict[str, str] = {}
    for place in range(240):
        codes = chance.permutation([*ABOUT])[: 1 + place % 2].tolist()
        said = [f"{chance.choice(ABOUT[code])} {chance.choice(PLACES)}" for code in codes]
        texts.append(f"{', and '.join(said)} {place}")
        truth[f"r{place + 1}"] = ";".join(sorted(codes))
    found = learned(answers_of(frame_of(why=texts), [QUESTION]), truth, 120).proposed
    given = found.group_by("response_id").agg(pl.col("code").sort().str.join(";")).rows()
    assert len(given) == 120
    assert np.mean([truth[one] == codes for one, codes in given]) >= 0.9


def test_no_order_of_rows_changes_a_byte() -> None:
    answers, truth = made_up(150)
    first = learned(answers, truth, 70)
    mixed = learned(answers.sample(fraction=1, shuffle=True, seed=4), truth, 70)
    for one, other in (
        (first.proposed, mixed.proposed),
        (first.quality, mixed.quality),
        (first.surest, mixed.surest),
        (first.to_code, mixed.to_code),
    ):
        assert one.write_csv() == other.write_csv()


def test_it_is_told_how_many_of_the_rules_codes_people_gave_too() -> None:
    """The rules find "parking" in all answers; of 90 decided a third are about it."""
    answers, _ = made_up(120)
    answers = answers.with_columns(text="parking: " + pl.col("text"))
    codes = ("parking", "knives", "women")
    truth = {f"r{n + 1}": codes[n % 3] for n in range(120)}
    assert learned(answers, truth, 120).quality["rules_right"].item() == pytest.approx(1 / 3, abs=0.1)
    silent = answers.with_columns(text=pl.lit("words that no rule knows ") + pl.col("response_id"))
    assert learned(silent, truth, 120).quality["rules_right"].item() is None


def test_codes_that_have_nothing_to_do_with_the_words_are_left_to_people() -> None:
    answers, truth = made_up(200)
    codes = np.random.default_rng(5).permutation(list(truth.values())).tolist()
    found = learned(answers, dict(zip(truth, codes, strict=True)), 120)
    assert not found.proposed["unattended"].any()
    assert found.quality["quality"].item() is None
    assert found.quality["f1"].item() < 0.6
    assert len(found.to_code) == 20


def test_too_few_decisions_are_told() -> None:
    answers, truth = made_up(100)
    with pytest.raises(UsageError) as caught:
        learned(answers, truth, FEWEST - 1)
    assert caught.value.problems[0].got == str(FEWEST - 1)


def test_scores_left_out_are_those_of_a_model_fitted_without_them() -> None:
    """The scores of a part, got from one inverse, against fitting again without it: of answers by likenesses bent by
    hand, of sentences by straight ones."""
    chance = np.random.default_rng(2)
    x, codes = chance.normal(size=(60, 8)) / 3, chance.normal(size=(3, 8)) / 3
    wanted = x @ codes.T > 0.1
    of = np.repeat(np.arange(60), 2)
    said = chance.normal(size=(120, 8)) / 3
    task = task_of(x, codes, wanted, Said(csr_matrix(said), of))
    model = fit(task, codes @ codes.T)
    out = task.part == 0
    shares = wanted.mean(axis=0)
    every = np.vstack([x[~out], codes])
    rare = wanted.sum(axis=0) ** -0.3
    weights = np.array([rare[row].mean() if row.any() else rare.max() for row in wanted])
    noise = np.diag([*(3 * weights.mean() / weights[~out]), *[3 / 5] * 3])
    told = np.vstack([wanted[~out], np.eye(3)]) - shares
    words = every.T @ np.linalg.solve(every @ every.T + noise, told)
    own = (x**2).sum(axis=1).mean()

    def bent(alike: Matrix) -> Matrix:
        return np.asarray(own * (np.exp(alike / own) - 1) / (np.e - 1))

    scores = bent(x[out] @ every.T) @ np.linalg.solve(bent(every @ every.T) + noise, told)
    np.testing.assert_allclose(model.ridge.left_out[out], scores + shares, atol=1e-9)
    np.testing.assert_allclose(model.ridge.said_left_out[out[of]], said[out[of]] @ words + shares, atol=1e-9)
    np.testing.assert_array_equal(given_left_out(task, codes @ codes.T), model.given)
    assert predict(model, task.answers).probable.shape == (60, 3)
    assert model.probable.mean() == pytest.approx(wanted.mean(), abs=0.02)  # calibrated in the large


def test_certainty_is_the_f1_to_be_expected_and_ranks_what_is_right_first() -> None:
    """Answers of which the first half are told by their words, the others by chance."""
    chance = np.random.default_rng(3)
    told = np.arange(4_000) % 2 == 0
    wanted = np.eye(4, dtype=np.bool_)[chance.integers(0, 4, 4_000)]
    probable = np.where(told[:, None], np.where(wanted, 0.9, 0.04), chance.uniform(0.1, 0.4, (4_000, 4)))
    given = np.eye(4, dtype=np.bool_)[probable.argmax(axis=1)]
    signs = signs_of(probable, given, probable, probable, np.ones(4_000))
    fitted, sure = fit_certainty(signs, wanted, given, np.arange(4_000) % 10)
    assert np.mean(sure[told]) > 0.95
    assert np.mean(sure[~told]) == pytest.approx(micro_f1(wanted[~told], given[~told]), abs=0.05)
    assert certain(fitted, signs).mean() == pytest.approx(micro_f1(wanted, given), abs=0.02)
    nothing_to_tell, _ = fit_certainty(signs, given, given, np.arange(4_000) % 10)
    assert certain(nothing_to_tell, signs) == pytest.approx(expected_f1(probable, given), abs=0.001)


def test_sentences_tell_what_is_said_in_passing() -> None:
    """Answers of four sentences that have the codes that one of them is about: read by sentences, their codes found
    are right more often than read as a whole."""
    chance = np.random.default_rng(7)
    codes = np.eye(4, 12)
    of = np.repeat(np.arange(600), 4)
    said = chance.normal(size=(2_400, 12)) / 4
    said[np.arange(0, 2_400, 4), chance.integers(0, 4, 600)] += 0.9  # one is about something
    x = said.reshape(600, 4, 12).sum(axis=1) / 2
    wanted = np.maximum.reduceat(said[:, :4] > 0.7, np.arange(0, 2_400, 4))
    whole, parts = (task_of(x, codes, wanted, each) for each in (None, Said(csr_matrix(said), of)))
    half = np.arange(300)
    right = []
    for task in (whole, parts):
        model = fit(task.some(half), codes @ codes.T)
        left = task.answers.some(np.arange(300, 600))
        told = replace(left, alike=left.alike[:, [*half, *range(600, 604)]])
        right.append(micro_f1(wanted[300:], predict(model, told).given))
    assert right[1] > right[0] + 0.05


def test_sentences_end_where_their_marks_are() -> None:
    assert sentences("Far too slow! Parking? No.It rained;  we left") == [
        "Far too slow Parking No",
        "It rained",
        "we left",
    ]
    assert sentences("") == [""]
    assert sentences("one line\nanother line.") == ["one line", "another line"]
    words = [f"w{n}" for n in range(45)]
    assert sentences(f"so it is. {' '.join(words)}") == [
        "so it is",
        *(" ".join(words[n : n + 15]) for n in (0, 15, 30)),
    ]
    assert sentences(" ".join(words[:20])) == [" ".join(words[:20])]
    texts = ["Cars are parked badly. Lads carry blades", "Cars are parked badly", ""]
    seen = features(texts, ["why"] * 3, np.zeros((3, 1)), ["parking"])
    assert seen.said.of.tolist() == [0, 0, 1, 2]
    np.testing.assert_allclose(seen.said.sentences[[2]].toarray(), seen.answers[[1]].toarray())
    known = seen.known(np.array([1, 0]))
    alike = seen.answers.toarray() @ known.toarray().T
    np.testing.assert_allclose(likeness(seen.answers, known), alike, atol=1e-12)
    assert alike.shape == (3, 3)
    scores = np.array([[0.1, 0.5], [0.3, 0.2], [-1.0, 0.0], [0.7, 0.7]])
    assert seen.said.most(scores).tolist() == [[0.3, 0.5], [-1.0, 0.0], [0.7, 0.7]]
    some = seen.said.some(np.array([0, 2]))
    assert some.of.tolist() == [0, 0, 1]
    assert some.most(scores[[0, 1, 3]]).tolist() == [[0.3, 0.5], [0.7, 0.7]]


def test_what_is_given_keeps_rules_and_lets_lone_codes_stand_alone() -> None:
    alone = np.array([False, False, True])
    probable = np.array([[0.6, 0.1, 0.2], [0.3, 0.2, 0.1], [0.1, 0.3, 0.9], [0.1, 0.3, 0.9]])
    hits = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0], [1, 0, 0]], np.bool_)
    assert give(probable, hits, alone, 0.5).tolist() == [
        [True, True, False],
        [True, False, False],
        [False, False, True],
        [True, False, False],
    ]


def test_micro_f1_and_its_bar_by_hand() -> None:
    """120 of 200 sure and right, 80 unsure and half right: (120 + 40) / 200, one wanted and one given each."""
    wanted = np.zeros((200, 2), np.bool_)
    wanted[:, 0] = True
    given = wanted.copy()
    given[120::2] = [False, True]
    assert micro_f1(wanted, given) == pytest.approx(0.8)
    assert measured(wanted, given).value == pytest.approx(0.8)
    probable = np.where(given, np.where(np.arange(200) < 120, 0.95, 0.5)[:, None], 0.05)
    task = task_of(np.eye(200), np.zeros((2, 200)), wanted)
    model = fit(task, np.eye(2))
    sure = replace(model, probable=probable, given=given, sure=probable.max(axis=1))
    assert bar(task, sure, 0.9) == 0.95
    assert bar(task, sure, 0.7) < 0.95  # .77 promised of all, one standard error .03 below it .74
    assert bar(task, sure, 0.75) == 0.95
    modest = replace(sure, sure=np.where(np.arange(200) < 120, 0.85, 0.5))
    assert bar(task, modest, 0.9) == NEVER  # all right, and not promised
    bold = replace(sure, given=np.roll(given, 1, axis=1))
    assert bar(task, bold, 0.9) == NEVER  # promised, and none right
    few = replace(sure, given=given[: ENOUGH - 1], sure=sure.sure[: ENOUGH - 1])
    assert bar(task.some(np.arange(ENOUGH - 1)), few, 0.5) == NEVER
    assert gain(task.some(np.arange(40)), np.eye(2)) is None


def test_what_the_surest_answers_reach_by_hand() -> None:
    """The surest 60 of 100 right; of the next 20 each has its code and one too many; the last 20 are all wrong."""
    wanted = np.zeros((100, 2), np.bool_)
    wanted[:, 0] = True
    given = wanted.copy()
    given[60:80, 1] = True
    given[80:] = [False, True]
    task = task_of(np.eye(100), np.zeros((2, 100)), wanted)
    sure = np.repeat([0.9, 0.6, 0.3], [60, 20, 20])
    found = surest(task, replace(fit(task, np.eye(2)), given=given, sure=sure), np.array([0.95, 0.9, 0.7, 0.1]))
    assert found["share"].to_list() == [0.6, 0.8, 1.0]  # those of equal certainty together
    assert found["certainty_from"].to_list() == [0.9, 0.6, 0.3]
    assert found["open_answers"].to_list() == [2, 3, 3]
    assert found["quality"].to_list() == pytest.approx([1, 2 * 80 / (80 + 100), 2 * 80 / (100 + 120)])
    assert found["precision"].to_list() == pytest.approx([1, 80 / 100, 80 / 120])
    assert found["exact"].to_list() == pytest.approx([1, 60 / 80, 60 / 100])


def test_what_is_asked_next_is_doubtful_and_of_many_kinds() -> None:
    texts = ["cars on the pavement"] * 5 + ["lads with blades"] * 5 + ["sure"] * 5
    seen = features(texts, ["why"] * 15, np.zeros((15, 1)), ["parking"])
    sure = np.array([0.2] * 5 + [0.3] * 5 + [0.99] * 5)
    chosen = queue(seen.answers, np.arange(15), sure, 3).tolist()
    assert [place // 5 for place in chosen] == [0, 1, 2]
    assert stems("The burglaries’ effects") == ["the", "burglari", "effect"]


def test_people_go_before_rules_and_the_model_takes_nothing_from_them() -> None:
    texts = ["lads with blades", "cars parked on the kerb", "n/a", "the bus is late"]
    answers = answers_of(frame_of(why=list(texts)), [QUESTION])
    coding = code_answers(frame_of(why=list(texts)), [QUESTION], FRAME)
    base = pl.DataFrame({"response_id": ["r1", "r2", "r2", "r3", "r4"], "question_id": "why"})
    given = base.with_columns(code=pl.Series(["knives", "knives", "parking", "knives", "other"]), p=0.934)
    stored = learned(*made_up(100), 60).proposed.clear()
    hashes = read_sheet(
        [{"response_id": f"r{n}", "question_id": "why", "codes": "other"} for n in range(1, 5)],
        answers,
        FRAME,
        "AB",
        dt.date(2024, 8, 1),
        "x",
    )
    told = given.join(hashes.select(*KEYS, "text_hash"), on=KEYS).select(
        *KEYS, "text_hash", "code", "p", certainty=0.9, unattended=True, frame_version=pl.lit(FRAME.version, pl.Int64)
    )
    assert told.schema == stored.schema
    standing = standing_codes(told, answers, FRAME)
    coded = with_model(coding.coded, standing, FRAME)
    rows = coded.select("response_id", "code", "by", "rule").rows()
    assert rows == [
        ("r1", "knives", "model", "model p=0.934"),
        ("r2", "parking", "rule", "park*"),
        ("r2", "knives", "model", "model p=0.934"),
        ("r3", "no_comment", "rule", None),
        ("r4", "other", "model", "model p=0.934"),
    ]
    account = account_of(coded, ["why"], FRAME).row(0, named=True)
    assert (account["answered"], account["coded"], account["other"], account["nothing_said"]) == (4, 2, 1, 1)
    person = hashes.filter(pl.col("response_id") == "r1").with_columns(codes=pl.lit("women"))
    assert sets_of_rules(overridden(coded, person, FRAME))["r1", "why"] == {"women"}
    moved = answers.with_columns(text=pl.lit("other words"))
    assert standing_codes(told, moved, FRAME).is_empty()
    later = FRAME.model_copy(update={"version": 3})
    assert standing_codes(told, answers, later).is_empty()


def test_the_number_of_threads_changes_no_feature() -> None:
    """In processes of their own, as the command runs: libraries that are loaded later than a limit escape it."""
    code = (
        "import hashlib, numpy as np\n"
        "from survey.themes.features import features\n"
        "chance = np.random.default_rng(1)\n"
        "words = [chr(97 + a) + chr(97 + b) + 'o' for a in range(26) for b in range(26)]\n"
        "texts = [' '.join(chance.choice(words, 12)) for _ in range(400)]\n"
        "seen = features(texts, ['why'] * 400, np.zeros((400, 1)), ['Parking'])\n"
        "print(hashlib.sha256(seen.answers.data.tobytes()).hexdigest())\n"
    )
    told = set()
    for threads in ("1", "2"):
        env = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        told.add(done.stdout)
    assert len(told) == 1
