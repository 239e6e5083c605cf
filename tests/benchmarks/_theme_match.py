"""Texts matched to the definitions of codes without an example: mean average precision on ArgKP 2021, and comments."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.themes.match import SURE, likeness
from tests.benchmarks._theme_embed import embed
from tests.benchmarks._told import goal, interval, share
from tests.exports import SHARED

ARGKP = SHARED / "data/text/argkp_2021"
NHS = SHARED / "data/text/nhs_feedback_single_code.csv"
_COMMENTS = 3_000
DEFINITIONS = {  # of the themes that people gave, one sentence each, as an analyst might write them
    "Access": "Waiting, appointments, opening hours, parking and getting to the service",
    "Staff": "How staff behave: friendly, kind, rude, professional",
    "Communication": "Being told, listened to, and given information",
    "Environment/ facilities": "Rooms, noise, cleanliness, temperature, food",
    "Care received": "The care and treatment itself",
    "Couldn't be improved": "Nothing could be better",
    "Dignity": "Being treated with respect, privacy",
    "Transition/coordination": "Discharge, referral, handover between services",
}
Group = tuple[list[str], list[str], list[str], NDArray[np.int64]]  # arguments, key points, background, labels


def measure_match() -> None:
    """Mean average precision of the better half of the matches, as the shared task of 2021 had it."""
    if not ARGKP.exists():
        print("match: ArgKP 2021 is not beside this checkout")
        return
    from sklearn.feature_extraction.text import TfidfVectorizer

    def plain(group: Group) -> NDArray[np.float64]:
        vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform([*group[0], *group[1]])
        return (vectors[: len(group[0])] @ vectors[len(group[0]) :].T).toarray()  # type: ignore[no-any-return]

    for part in ("train", "dev"):
        groups = key_points(part)
        print(f"ArgKP 2021, {part}: {len(groups)} topics with a stance; mAP strict; relaxed")
        words = ("words alone", lambda g: likeness(g[0], g[1], g[2]))
        ways = [("plain TF-IDF", plain), words]
        if embed():
            ways.append(("definitions", lambda g: likeness(g[0], g[1], g[2], embed())))
        for name, way in ways:
            scores = [way(group) for group in groups]
            strict, relaxed = (
                np.array([precision(group[3], score, undecided) for group, score in zip(groups, scores, strict=True)])
                for undecided in (0, 1)
            )
            told = [interval(len(groups), share(each)) for each in (strict, relaxed)]
            print(f"  {name:<12} {told[0]}  {told[1]}", surely(groups, scores) if way is not plain else "")
        goal("mAP strict of definitions", float(strict.mean()), at_least=0.78)
        goal("mAP relaxed of definitions", float(relaxed.mean()), at_least=0.86)


def measure_comments() -> None:
    """The nearest of eight short definitions for comments of which each has the one theme that a person gave."""
    if not NHS.exists():
        print("match: the NHS comments are not beside this checkout")
        return
    data = pl.read_csv(NHS, infer_schema=False).filter(pl.col("theme").is_in([*DEFINITIONS])).head(_COMMENTS)
    texts, told = data["feedback"].to_list(), [f"{name}. {words}" for name, words in DEFINITIONS.items()]
    right = np.array([[theme == name for name in DEFINITIONS] for theme in data["theme"]]).astype(np.int64)
    print(f"NHS comments: {len(texts):,}, eight themes")
    for name, way in (("words alone", None), ("definitions", embed())):
        if name == "words alone" or way:
            print(f"  {name:<12}", surely([(texts, told, texts, right)], [likeness(texts, told, texts, way)]))


def surely(groups: list[Group], scores: list[NDArray[np.float64]]) -> str:
    """How many arguments' nearest definition leads by as much as it takes to be proposed, and how many people gave."""
    best = [(s.max(axis=1), g[3][np.arange(len(s)), s.argmax(axis=1)]) for g, s in zip(groups, scores, strict=True)]
    lead, right = (np.concatenate(each) for each in zip(*best, strict=True))
    sure = lead >= SURE
    return f"; a lead of {SURE} or more: {sure.mean():.3f} of the texts, {np.mean(right[sure] == 1):.3f} right"


def key_points(part: str) -> list[Group]:
    """Every topic and stance: labels are 1, 0, or -1 where people did not agree."""
    arguments, points, labels = (
        pl.read_csv(ARGKP / f"{name}_{part}.csv", infer_schema=False) for name in ("arguments", "key_points", "labels")
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
