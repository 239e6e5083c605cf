"""A model's codes as frames: learned from people's decisions, proposed for the other answers, put beside the rules'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from survey.errors import Problem, UsageError
from survey.frames import CODED, conform
from survey.questionnaire.code_frame import CANNOT_DECIDE, NO_COMMENT, NOTHING_TO_ADD, OTHER, RESERVED_LABELS, CodeFrame
from survey.themes.decisions import KEYS, SEPARATOR, latest, text_hash
from survey.themes.embeddings import MODEL, Embed
from survey.themes.features import Matrix, Seen, described, features, likeness
from survey.themes.learn import FEWEST, Predicted, fit, predict
from survey.themes.model_quality import quality_of, surest
from survey.themes.ridge import Answers, Flags, Rows, Task, lengths_of, parts_of
from survey.themes.unattended import bar, gain, queue

# One row a code proposed for an answer that nobody decided on.
PROPOSED = {
    "response_id": pl.String,
    "question_id": pl.String,
    "text_hash": pl.String,  # of the answer as the model read it
    "code": pl.String,
    "p": pl.Float64,  # calibrated
    "certainty": pl.Float64,  # the F1 to be expected of all codes of the answer
    "unattended": pl.Boolean,
    "frame_version": pl.Int64,
}
_SILENT = (CANNOT_DECIDE, NOTHING_TO_ADD, NO_COMMENT)  # by the rules: no model is asked
_ASK = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn. `quality`: micro-F1 that answers coded unattended have to reach; `queue`: how many answers to code
    next; `embed`: what gives sentence embeddings (`embeddings.Embedder.of`), without which words alone tell."""

    quality: float = 0.9
    queue: int = 100
    embed: Embed | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """PROPOSED, QUALITY, SUREST, and the answers to code next (response_id, question_id, text), those that teach most
    first."""

    proposed: pl.DataFrame
    quality: pl.DataFrame
    surest: pl.DataFrame
    to_code: pl.DataFrame


def learn(
    answers: pl.DataFrame,
    coded: pl.DataFrame,
    decisions: pl.DataFrame,
    frame: CodeFrame,
    settings: Settings,
) -> Learned:
    """A model of what people decided, and what it says of the other answers; the same whatever the order of rows.

    Args:
        answers: `response_id`, `question_id`, `text` as they stand.
        coded: frames.CODED of them by the rules.
        decisions: `decisions.DECISIONS` that stand on them, with the frame's codes (`migrate.migrated`); of several
            coders of an answer the last is followed.

    Raises:
        UsageError: fewer than FEWEST decisions to learn from.
    """
    silent = coded.filter(pl.col("code").is_in(_SILENT))
    told = answers.join(silent, on=KEYS, how="anti").sort("question_id", "response_id")
    codes = list(frame.labels)
    sets = told.select(KEYS).join(_people(decisions), on=KEYS, how="left", maintain_order="left")["codes"]
    rows = np.flatnonzero(sets.is_not_null().to_numpy())
    distinct = len({" ".join(told["text"][row].casefold().split()) for row in rows.tolist()})
    if distinct < FEWEST:
        hint = f"first: survey themes sample, then survey themes review; {_ASK} decisions are a good start"
        raise UsageError(
            Problem("too few answers decided to learn from", "", f"{FEWEST} of different words", f"{distinct}", hint)
        )
    open_ = np.flatnonzero(sets.is_null().to_numpy())
    wanted = _flags([frozenset(given) for given in sets[rows]], codes)
    by_rule = coded.filter(pl.col("code") != OTHER).unique([*KEYS, "code"]).group_by(KEYS).agg("code")
    found = told.select(KEYS).join(by_rule, on=KEYS, how="left", maintain_order="left")["code"]
    hits = _flags([frozenset(given if given is not None else ()) for given in found], codes)
    texts = told["text"].to_list()
    words = [described(code) for code in frame.codes] + list(RESERVED_LABELS.values())
    seen = features(texts, told["question_id"].to_list(), hits.astype(float), words, settings.embed)
    alone = np.array([code in RESERVED_LABELS for code in codes])
    known, between = seen.known(rows), (seen.codes @ seen.codes.T).toarray()
    all_ = Answers(likeness(seen.answers, known), seen.said, hits, lengths_of(texts))
    task = Task(all_.some(rows), known, wanted, alone, parts_of([texts[row] for row in rows]))
    model = fit(task, between)
    says, least = predict(model, all_.some(open_)), bar(task, model, settings.quality)
    proposed = _proposed(told[open_], says, least, frame)
    next_ = _next(seen, told, open_, says.sure, least, settings.queue)
    told_quality = quality_of(task, model, gain(task, between), (settings.quality, least), says.sure)
    by = pl.lit(MODEL if settings.embed else None, pl.String).alias("embeddings")
    version = pl.lit(frame.version, pl.Int64).alias("frame_version")
    return Learned(proposed, told_quality.with_columns(by, version), surest(task, model, says.sure), next_)


def standing_codes(stored: pl.DataFrame, answers: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """The stored codes (PROPOSED) that were given to the answers as they stand, by this version of the frame."""
    hashes = [text_hash(text) for text in answers["text"]]
    now = answers.select(*KEYS).with_columns(pl.Series("text_hash", hashes, dtype=pl.String))
    return stored.filter(pl.col("frame_version") == frame.version).join(now, on=[*KEYS, "text_hash"], how="semi")


def with_model(coded: pl.DataFrame, standing: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """Codes (frames.CODED) with the model's beside the rules'. It takes away none of theirs but `other`, which says
    that no rule had a code; what rules say of an answer that says nothing stays."""
    theirs = coded.select(*KEYS, "code").unique()
    real = theirs.filter(pl.col("code") != OTHER)
    added = standing.join(real.filter(pl.col("code").is_in(_SILENT)), on=KEYS, how="anti")
    added = added.join(real, on=[*KEYS, "code"], how="anti").join(theirs, on=KEYS, how="semi")
    # A code that stands alone is not put beside a rule's.
    added = added.join(real.with_columns(ruled=True).unique(KEYS).drop("code"), on=KEYS, how="left").filter(
        ~(pl.col("code").is_in(list(RESERVED_LABELS)) & pl.col("ruled").fill_null(False))
    )
    percent = pl.col("p").mul(1000).round().cast(pl.Int64).cast(pl.String).str.zfill(4)
    rows = added.select(
        *KEYS,
        "code",
        pl.col("code").replace_strict(frame.net_of, default=None, return_dtype=pl.String).alias("net"),
        pl.lit("model").alias("by"),
        pl.lit(None, pl.Int64).alias("start"),
        pl.lit(None, pl.Int64).alias("end"),
        pl.lit(None, pl.String).alias("words"),
        pl.concat_str(pl.lit("model p="), percent.str.head(1), pl.lit("."), percent.str.tail(3)).alias("rule"),
        pl.lit(frame.version, pl.Int64).alias("frame_version"),
    )
    kept = coded.join(rows.with_columns(code=pl.lit(OTHER)).unique(KEYS), on=[*KEYS, "code"], how="anti")
    order = {code: number for number, code in enumerate(frame.labels)}
    place = pl.col("code").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    questions = pl.col("question_id").cast(pl.Enum(coded["question_id"].unique(maintain_order=True)))
    return conform(pl.concat([kept, rows]).sort(questions, "response_id", place, "start", maintain_order=True), CODED)


def _people(decisions: pl.DataFrame) -> pl.DataFrame:
    """Of each answer decided on the codes, as a list."""
    return latest(decisions).select(*KEYS, pl.col("codes").str.split(SEPARATOR))


def _flags(sets: list[frozenset[str]], codes: list[str]) -> Flags:
    return np.array([[code in given for code in codes] for given in sets], np.bool_).reshape(len(sets), len(codes))


def _proposed(answers: pl.DataFrame, found: Predicted, least: float, frame: CodeFrame) -> pl.DataFrame:
    row, code = np.nonzero(found.given)
    hashes = pl.Series([text_hash(text) for text in answers["text"]], dtype=pl.String)
    return answers[row].select(
        *KEYS,
        hashes[row].alias("text_hash"),
        pl.Series("code", list(frame.labels), dtype=pl.String)[code],
        pl.Series("p", found.probable[row, code]),
        pl.Series("certainty", found.sure[row]),
        pl.Series("unattended", (found.sure >= least)[row]),
        pl.lit(frame.version, pl.Int64).alias("frame_version"),
    )


def _next(seen: Seen, told: pl.DataFrame, open_: Rows, sure: Matrix, least: float, number: int) -> pl.DataFrame:
    every = np.zeros(len(told))
    every[open_] = sure
    return told[queue(seen.answers, open_[sure < least], every, number)].select(*KEYS, "text")
