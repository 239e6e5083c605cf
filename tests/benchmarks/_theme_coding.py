"""Coding free text held against the clock, the memory it takes, and itself: the same bytes whatever the order."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from survey.questionnaire.code_frame import OTHER, Code, CodeFrame, Net
from survey.questionnaire.frame_file import load_code_frame
from survey.questionnaire.kinds import FreeText
from survey.questionnaire.load import load_consultation
from survey.synthetic.comments import Voice, write_comments
from survey.synthetic.load import load_published
from survey.themes.code import answers_of, code_answers
from survey.themes.decisions import DECISIONS, KEYS, text_hash
from survey.themes.match import likeness
from survey.themes.model_codes import Settings, learn
from survey.themes.sentiment import signals_by_code
from survey.themes.suggest import suggest
from tests.benchmarks._theme_embed import embed
from tests.benchmarks._told import goal
from tests.ledger.planted import unique_comments

ROOT = Path(__file__).parents[2]
POLICE = ROOT / "pipelines" / "consultations" / "police_crime_plan_2024"
WHY = [FreeText(id="why", kind="free_text", text="Why?", column="why")]
ANSWERS, STEP = 100_000, 10_000
SAME = 400  # answers, shuffled four times in each of five processes
THREADS, SHUFFLES = (1, 2, 3, 4, 8), 4


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
        goal("answers a second by the clock", ANSWERS / clock, at_least=100_000)
        goal("share of places that slice back", float(back.to_series().mean()), at_least=1)  # type: ignore[arg-type]
        goal("share of answers accounted for", told / account["answered"], at_least=1)


def measure_step() -> None:
    """The whole theme step on 10,000 answers: codes, stance, polarity; seconds and memory of a fresh process."""
    code = "from tests.benchmarks._theme_coding import whole_step; whole_step()"
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
    code = "from tests.benchmarks._theme_coding import digest\nfor seed in range({}, {}): digest(seed)"
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
    learned = learn(every, coded, made.match_to_schema(DECISIONS), frame, Settings(embed=embed()))
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
