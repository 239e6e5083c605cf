"""Free text: stance and matching held against people, coding held against the clock and against itself.

    python -m tests.benchmarks.themes              # all parts
    python -m tests.benchmarks.themes stance match # some of: stance match speed step same

Human-coded texts are read beside the project where they are; they are another's, and no figure here was fitted to what
it is measured on: the weights of stance and the three of matching were settled on these development texts, so judge
them on others. Intervals: 95%, percentiles of 1,000 bootstrap samples (of comments; of topics with stance for mAP).
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.questionnaire.code_frame import OTHER, Code, CodeFrame, Net
from survey.questionnaire.frame_file import load_code_frame
from survey.questionnaire.kinds import FreeText
from survey.questionnaire.load import load_consultation
from survey.synthetic.comments import Voice, write_comments
from survey.synthetic.load import load_published
from survey.themes.code import answers_of, code_answers
from survey.themes.decisions import DECISIONS, KEYS, text_hash
from survey.themes.match import SURE, likeness
from survey.themes.model_codes import learn
from survey.themes.sentiment import polarity, signals_by_code
from survey.themes.stance import stance
from survey.themes.suggest import suggest
from tests.benchmarks._told import goal
from tests.ledger.planted import unique_comments

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "data" / "text"
POLICE = ROOT / "pipelines" / "consultations" / "police_crime_plan_2024"
WHY = [FreeText(id="why", kind="free_text", text="Why?", column="why")]
ANSWERS, STEP = 100_000, 10_000
SAME = 400  # answers, shuffled four times in each of five processes
THREADS, SHUFFLES = (1, 2, 3, 4, 8), 4
Figure = Callable[[NDArray[np.int64]], float]


def interval(size: int, figure: Figure) -> str:
    """A figure of all rows, with its 95% interval over 1,000 samples of their places."""
    rng = np.random.default_rng(2024)
    drawn = [figure(rng.integers(0, size, size)) for _ in range(1_000)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{figure(np.arange(size)):.3f} [{low:.3f}, {high:.3f}]"


# --- stance ---


def measure_stance() -> None:
    """Kappa and the negatives called positive, of the rules and of peers, on the same rows."""
    path = TEXTS / "nhs_feedback_single_code.csv"
    if not path.exists():
        print("stance: the NHS comments are not beside this checkout")
        return
    rows = pl.read_csv(path, infer_schema=False).with_columns(pl.col("criticality").cast(pl.Int64, strict=False))
    rows = rows.filter(pl.col("criticality").is_between(-5, 5))
    people, texts = np.sign(rows["criticality"].to_numpy()), rows["feedback"].to_list()
    read, negative = np.flatnonzero(people), np.flatnonzero(people == -1)
    print(f"{len(read):,} NHS comments that people read as positive or negative, neutral an error; with the")
    print(f"{len(texts) - len(read):,} marked 0, nearly all of one question and plain praise. kappa; negatives called")
    print("positive; kappa with those marked 0; seconds")
    for name, judge in peers().items():
        start = time.perf_counter()
        told = judge(texts)
        spent = time.perf_counter() - start
        kappa = interval(len(read), _kappa(people[read], told[read]))
        wrong = interval(len(negative), _share(told[negative] == 1))
        print(f"  {name:<10} {kappa}  {wrong}  {interval(len(texts), _kappa(people, told))}  {spent:.1f}")
    praise = np.where(people == 0, 1, people)
    print(
        f"  no error, and praise where people marked 0: kappa {agreement(people, praise):.3f} is the most to be reached"
    )


def peers() -> dict[str, Callable[[Sequence[str]], NDArray[np.int64]]]:
    """Each way to judge texts: 1, 0 or -1. VADER only where it is installed."""
    known = {
        "rules": lambda texts: stance(texts)["stance"].to_physical().cast(pl.Int64).to_numpy() * -1 + 1,
        "TextBlob": lambda texts: np.sign(polarity(pl.Series(texts)).to_numpy()).astype(np.int64),
    }
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-not-found]
    except ImportError:
        return known
    vader = SentimentIntensityAnalyzer()

    def judged(texts: Sequence[str]) -> NDArray[np.int64]:
        scores = np.array([vader.polarity_scores(text)["compound"] for text in texts])
        return np.where(scores >= 0.05, 1, np.where(scores <= -0.05, -1, 0))  # as its documentation has it

    return {**known, "VADER": judged}


def _kappa(one: NDArray[np.int64], two: NDArray[np.int64]) -> Figure:
    return lambda at: agreement(one[at], two[at])


def _share(values: NDArray[np.generic]) -> Figure:
    return lambda at: float(values[at].mean())


def agreement(one: NDArray[np.int64], two: NDArray[np.int64]) -> float:
    """Cohen's kappa."""
    both = float(np.mean(one == two))
    chance = sum(float(np.mean(one == value) * np.mean(two == value)) for value in (-1, 0, 1))
    return (both - chance) / (1 - chance)


# --- matching ---

Group = tuple[list[str], list[str], list[str], NDArray[np.int64]]  # arguments, key points, background, labels


def measure_match() -> None:
    """Mean average precision of the better half of the matches, as the shared task of 2021 had it."""
    if not (TEXTS / "argkp_2021").exists():
        print("match: ArgKP 2021 is not beside this checkout")
        return
    from sklearn.feature_extraction.text import TfidfVectorizer

    def plain(group: Group) -> NDArray[np.float64]:
        vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform([*group[0], *group[1]])
        return (vectors[: len(group[0])] @ vectors[len(group[0]) :].T).toarray()  # type: ignore[no-any-return]

    for part in ("train", "dev"):
        groups = key_points(part)
        print(f"ArgKP 2021, {part}: {len(groups)} topics with a stance; mAP strict; relaxed")
        for name, way in (("plain TF-IDF", plain), ("definitions", lambda g: likeness(g[0], g[1], g[2]))):
            scores = [way(group) for group in groups]
            strict, relaxed = (
                np.array([precision(group[3], score, undecided) for group, score in zip(groups, scores, strict=True)])
                for undecided in (0, 1)
            )
            told = [interval(len(groups), _share(each)) for each in (strict, relaxed)]
            print(f"  {name:<12} {told[0]}  {told[1]}")
        best = [(s.max(axis=1), g[3][np.arange(len(s)), s.argmax(axis=1)]) for g, s in zip(groups, scores, strict=True)]
        lead, right = (np.concatenate(each) for each in zip(*best, strict=True))
        sure = lead >= SURE
        print(f"  a lead of {SURE} or more: {sure.mean():.3f} of the arguments, {np.mean(right[sure] == 1):.3f} right")


def key_points(part: str) -> list[Group]:
    """Every topic and stance: labels are 1, 0, or -1 where people did not agree."""
    folder = TEXTS / "argkp_2021"
    arguments, points, labels = (
        pl.read_csv(folder / f"{name}_{part}.csv", infer_schema=False) for name in ("arguments", "key_points", "labels")
    )
    known = {(one, two): int(label) for one, two, label in labels.iter_rows()}
    groups = []
    for (topic, side), mine in arguments.group_by("topic", "stance", maintain_order=True):
        told = points.filter(pl.col("topic") == topic, pl.col("stance") == side)
        table = [[known.get((one, two), -1) for two in told["key_point_id"]] for one in mine["arg_id"]]
        others = arguments.filter(pl.col("topic") == topic)["argument"].to_list()
        others += points.filter(pl.col("topic") == topic)["key_point"].to_list()
        groups.append((mine["argument"].to_list(), told["key_point"].to_list(), others, np.array(table)))
    return groups


def precision(labels: NDArray[np.int64], scores: NDArray[np.float64], undecided: int) -> float:
    """Average precision over the surer half of the texts, each with its best definition."""
    from sklearn.metrics import average_precision_score

    lead, found = scores.max(axis=1), labels[np.arange(len(scores)), scores.argmax(axis=1)]
    surer = np.argsort(-lead, kind="stable")[: len(lead) // 2]
    right = np.where(found == -1, undecided, found)[surer]
    return float(average_precision_score(right, lead[surer])) if right.any() else 0.0


# --- coding ---


def themes_of(phrases: int) -> CodeFrame:
    """Twenty themes with so many phrases each: those of the police and crime plan, made more by a word before them."""
    known = sorted({phrase for code in load_code_frame(POLICE).codes for phrase in code.phrases})
    random.Random(3).shuffle(known)  # noqa: S311 - reproducible, nothing secret
    befores = ("", "our ", "the ", "more ", "any ", "this ")
    made = [f"{before}{phrase}" for before in befores for phrase in known][: 20 * phrases]
    codes = tuple(
        Code(code=f"c{theme}", label=f"C{theme}", net="n", definition="d", phrases=tuple(made[theme::20]))
        for theme in range(20)
    )
    return CodeFrame(version=1, nets=(Net(code="n", label="N"),), codes=codes)


def answers(size: int) -> pl.DataFrame:
    """SYNTHETIC responses with an answer each, those of the demo and others in turn; in one of ten ’ and an emoji."""
    consultation = load_consultation(POLICE)
    published = load_published(POLICE, consultation)
    voices = [Voice("Walsall", ("warm", "cold")[place % 2], frozenset()) for place in range(10_000)]
    mine = write_comments(voices, published.assumed.comments, published.mentions, np.random.default_rng(5))
    comments = [each for pair in zip(mine, unique_comments(len(mine), seed=5), strict=True) for each in pair]
    texts = [comments[place % len(comments)] + (" don’t 😡" if place % 10 == 0 else "") for place in range(size)]
    return pl.DataFrame({"response_id": [f"SYNTHETIC-{place:07}" for place in range(size)], "why": texts})


def measure_speed() -> None:
    """Answers a second with evidence, and whether every place slices back and every answer is accounted for."""
    responses = answers(ANSWERS)
    words = sum(len(text.split()) for text in responses["why"]) / ANSWERS
    for name, frame in (
        ("20 x 20", themes_of(20)),
        ("400 x 20", themes_of(400)),
        ("the police frame's", load_code_frame(POLICE)),
    ):
        spent = []
        for _ in range(3):
            start, used = time.perf_counter(), time.process_time()
            coding = code_answers(responses, WHY, frame)
            spent.append((time.perf_counter() - start, time.process_time() - used))
        clock, processor = (min(each) for each in zip(*spent, strict=True))
        placed = coding.coded.drop_nulls("start").join(responses, on="response_id")
        back = placed.select(pl.col("why").str.slice("start", pl.col("end") - pl.col("start")) == pl.col("words"))
        account = coding.account.row(0, named=True)
        told = sum(account[fate] for fate in ("coded", "other", "nothing_said", "cannot_decide"))
        print(
            f"{name} phrases a theme and themes: {ANSWERS / clock:,.0f} answers/s by the clock, "
            f"{ANSWERS / processor:,.0f} a second of processor time; {words:.0f} words an answer, "
            f"{len(placed) / ANSWERS:.1f} places; slices back {int(back.to_series().sum()):,} of "
            f"{len(placed):,}, accounted for {told:,} of {account['answered']:,}"
        )


def measure_step() -> None:
    """The whole theme step on 10,000 answers: codes, stance, polarity; seconds and memory of a fresh process."""
    code = "from tests.benchmarks.themes import whole_step; whole_step()"
    print(_fresh(code, {}))


def whole_step() -> None:
    """Called in a process of its own."""
    start = time.perf_counter()
    responses, frame = answers(STEP), load_code_frame(POLICE)
    signals_by_code(responses, WHY, code_answers(responses, WHY, frame), frame)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clock, processor = time.perf_counter() - start, time.process_time()
    print(
        f"{STEP:,} answers, the whole step: {clock:.1f} s by the clock, {processor:.1f} s of processor time with start"
    )
    print(f"and imports; {memory:,.0f} MB at most")
    goal("seconds of processor time", processor, at_most=8)
    goal("MB", memory, at_most=1_024)


def measure_same() -> None:
    """The same bytes over shuffles of the rows, numbers of threads and hash seeds."""
    code = "from tests.benchmarks.themes import digest\nfor seed in range({}, {}): digest(seed)"
    seen: list[str] = []
    for place, threads in enumerate(THREADS):
        settings = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))
        first = place * SHUFFLES
        seen += _fresh(code.format(first, first + SHUFFLES), {**settings, "PYTHONHASHSEED": str(place)}).split()
    print(
        f"{len(seen)} shuffles of {SAME:,} answers, {len(THREADS)} numbers of threads and hash seeds: codes, account,"
    )
    print(
        "stance, polarity, nearest definitions, topics suggested, what a model of 200 decisions proposes and asks next"
    )
    goal("different results", len(set(seen)), at_most=1)


def digest(seed: int) -> None:
    """Called in a process of its own: what all of it comes to, for rows in another order."""
    responses = answers(SAME).sample(fraction=1, shuffle=True, seed=seed)
    frame = load_code_frame(POLICE)
    coding = code_answers(responses, WHY, frame)
    told = [coding.coded, coding.account, signals_by_code(responses, WHY, coding, frame)]
    texts = sorted(responses["why"])[:300]
    near = likeness(random.Random(seed).sample(texts, len(texts)), [code.definition for code in frame.codes])  # noqa: S311
    every = answers_of(responses, WHY).sample(fraction=1, shuffle=True, seed=seed)
    uncoded = every.join(coding.coded.filter(pl.col("code") == OTHER), on=KEYS, how="semi")
    told.append(suggest(uncoded, every.join(uncoded, on=KEYS, how="anti")["text"].to_list()))
    told += list(_learned(every, coding.coded, frame, seed))
    csv = "".join(each.write_csv() for each in told)
    print(hashlib.sha256(csv.encode() + np.sort(near.max(axis=1)).tobytes()).hexdigest())


def _learned(
    every: pl.DataFrame, coded: pl.DataFrame, frame: CodeFrame, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What a model makes of the first code of 200 answers, as if people had given it."""
    first = coded.sort("response_id", maintain_order=True).unique(KEYS, keep="first", maintain_order=True).head(200)
    decisions = every.join(first.select(*KEYS, codes="code"), on=KEYS).sample(fraction=1, shuffle=True, seed=seed)
    made = decisions.select(
        *KEYS,
        pl.Series("text_hash", [text_hash(text) for text in decisions["text"]]),
        "codes",
        pl.lit("AB").alias("coder"),
        pl.lit("2024-08-01").alias("decided"),
        pl.lit(frame.version, pl.Int64).alias("frame_version"),
    )
    learned = learn(every, coded, made.match_to_schema(DECISIONS), frame)
    return learned.proposed, learned.quality, learned.to_code


def _fresh(code: str, settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


PARTS = {
    "stance": measure_stance,
    "match": measure_match,
    "speed": measure_speed,
    "step": measure_step,
    "same": measure_same,
}

if __name__ == "__main__":
    for part in [each for each in sys.argv[1:] if each in PARTS] or PARTS:
        PARTS[part]()
