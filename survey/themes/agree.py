"""How far coders agree, code by code, and how the published percentages stand up to a person's reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import polars as pl

from survey.questionnaire.code_frame import CodeFrame
from survey.statistics.agreement import Agreement, adjusted_share, alpha, kappa, masi, nominal
from survey.themes.decisions import KEYS, SEPARATOR

RULES = "rules"

# One row a code and pair of coders; ALL_CODES: alpha of the sets of codes, by MASI.
AGREEMENT = {
    "first": pl.String,
    "second": pl.String,
    "code": pl.String,
    "label": pl.String,
    "answers": pl.Int64,  # that both coded
    "both": pl.Int64,  # this and the two below: none of all codes as sets
    "first_only": pl.Int64,
    "second_only": pl.Int64,
    "prevalence": pl.Float64,  # share of the answers, 0 to 100, to which either gave it, the mean of the two
    "kappa": pl.Float64,
    "kappa_lower": pl.Float64,
    "kappa_upper": pl.Float64,
    "alpha": pl.Float64,
    "alpha_lower": pl.Float64,
    "alpha_upper": pl.Float64,
}
# One row a code: the percentage as published, and put right by what people found.
ERROR = {
    "code": pl.String,
    "label": pl.String,
    "answers": pl.Int64,
    "coded": pl.Int64,
    "pct": pl.Float64,
    "read_with": pl.Int64,
    "right": pl.Int64,
    "read_without": pl.Int64,
    "missed": pl.Int64,
    "precision": pl.Float64,
    "adjusted_pct": pl.Float64,
    "adjusted_lower": pl.Float64,
    "adjusted_upper": pl.Float64,
}
QUALITY = {
    "banner_id": pl.String,
    "group": pl.String,
    "answers": pl.Int64,
    "given": pl.Int64,
    "right": pl.Int64,
    "wanted": pl.Int64,
    "precision": pl.Float64,  # of all answers, as the strata stand for them; the counts before are of those read
    "recall": pl.Float64,
}
ALL_CODES = "all codes"
Sets: TypeAlias = dict[tuple[str, str], frozenset[str]]
Counts: TypeAlias = tuple[int, int, int, int]


def sets_of_rules(coded: pl.DataFrame) -> Sets:
    """The codes that rules gave each answer."""
    grouped = coded.unique([*KEYS, "code"]).group_by(KEYS).agg("code")
    return {(one, other): frozenset(codes) for one, other, codes in grouped.iter_rows()}


def sets_of_people(decisions: pl.DataFrame) -> Sets:
    """The codes that people gave each answer, by decisions of which there is one an answer."""
    given = decisions.select(*KEYS, "codes").iter_rows()
    return {(one, other): frozenset(codes.split(SEPARATOR)) for one, other, codes in given}


def agreement(first: tuple[str, Sets], second: tuple[str, Sets], frame: CodeFrame) -> pl.DataFrame:
    """Two coders' agreement on the answers that both coded (AGREEMENT): all codes as sets, then each code of the frame
    that either gave.
    """
    (one, ones), (other, others) = first, second
    shared = sorted(ones.keys() & others.keys())
    pairs = [(ones[key], others[key]) for key in shared]
    together = alpha(pairs, masi) if pairs else Agreement(float("nan"), float("nan"), float("nan"))
    rows = [_row((one, other), (ALL_CODES, "All codes, as sets (MASI)"), (len(pairs), 0, 0, 0), None, together)]
    for code, label in frame.labels.items():
        flags = [(code in a, code in b) for a, b in pairs]
        both, left, right = (flags.count(each) for each in ((True, True), (True, False), (False, True)))
        if both + left + right:
            counts = (len(pairs), both, left, right)
            found = kappa(both, left, right, len(pairs) - both - left - right)
            rows.append(_row((one, other), (code, label), counts, found, alpha(flags, nominal)))
    return pl.DataFrame(rows, schema=AGREEMENT, orient="row")


def _row(
    coders: tuple[str, str], named: tuple[str, str], counts: Counts, cohen: Agreement | None, found: Agreement
) -> tuple[object, ...]:
    answers, both, left, right = counts
    alphas = (_known(found.value), _known(found.lower), _known(found.upper))
    if cohen is None:
        return (*coders, *named, answers, *[None] * 7, *alphas)
    prevalence = 100 * (2 * both + left + right) / (2 * answers) if answers else None
    kappas = (_known(cohen.value), _known(cohen.lower), _known(cohen.upper))
    return (*coders, *named, answers, both, left, right, prevalence, *kappas, *alphas)


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def coding_error(rules: Sets, strata: dict[tuple[str, str], str], person: Sets, frame: CodeFrame) -> pl.DataFrame:
    """What a person's reading of a part of the answers says of every published percentage (ERROR).

    Args:
        strata: of each answer the stratum it was chosen by (`sample.strata_of`): rare codes are read more often, and
            what was found counts by how many answers of the stratum there are.
    """
    rows: list[tuple[object, ...]] = []
    read = [key for key in person if key in rules]
    sizes, of = Counter(strata.values()), Counter(strata[key] for key in read)
    names = sorted(sizes)
    for code, label in frame.labels.items():
        coded = sum(code in codes for codes in rules.values())
        with_it = [code in person[key] for key in read if code in rules[key]]
        without = [code in person[key] for key in read if code not in rules[key]]
        if not coded and not sum(without):
            continue
        has = Counter(strata[key] for key in read if code in person[key])
        fewer = _together(code, strata, {key: person[key] for key in read}, sizes)
        known = ([each[name] / fewer for name in names] for each in (has, of))
        found = adjusted_share([sizes[name] for name in names], *known)
        right = [_known(100 * each) for each in (found.value, found.lower, found.upper)]
        precision = 100 * sum(with_it) / len(with_it) if with_it else None
        pct = 100 * coded / len(rules) if rules else None
        read_as = (len(with_it), sum(with_it), len(without), sum(without))
        rows.append((code, label, len(rules), coded, pct, *read_as, precision, *right))
    return pl.DataFrame(rows, schema=ERROR, orient="row")


def _together(code: str, strata: dict[tuple[str, str], str], read: Sets, sizes: Counter[str]) -> float:
    """By how many times the answers of a respondent going together make the variance of a code's share larger; 1 at
    least. Respondents are read with all of their answers: so many times fewer answers would tell as much.
    """
    if len({key[0] for key in read}) == len(read):
        return 1.0
    of = Counter(strata[key] for key in read)
    share = Counter(strata[key] for key, codes in read.items() if code in codes)
    by_answer, by_respondent = 0.0, dict.fromkeys((key[0] for key in read), 0.0)
    for key, codes in read.items():
        name = strata[key]
        off = sizes[name] / of[name] * ((code in codes) - share[name] / of[name])
        by_answer += off**2
        by_respondent[key[0]] += off
    return max(1.0, sum(off**2 for off in by_respondent.values()) / by_answer) if by_answer > 0 else 1.0


def quality_by(
    rules: Sets,
    person: Sets,
    groups: dict[str, str],
    banner_id: str,
    order: Sequence[str],
    strata: dict[tuple[str, str], str] | None = None,
) -> pl.DataFrame:
    """Precision and recall of the rules against a person, in each group of respondents (QUALITY).

    Args:
        groups: of each response id its group.
        strata: of each answer the stratum it was chosen by: what was found then counts by how many answers of it there
            are, as rare codes are read more often.
    """
    read = [key for key in person if key in rules]
    weight = dict.fromkeys(read, 1.0)
    if strata:
        sizes, of = Counter(strata.values()), Counter(strata[key] for key in read)
        weight = {key: sizes[strata[key]] / of[strata[key]] for key in read}
    rows: list[tuple[object, ...]] = []
    for group in order:
        keys = [key for key in read if groups.get(key[0]) == group]
        sets = [(rules[key], person[key], rules[key] & person[key]) for key in keys]
        given, wanted, right = (sum(len(each[place]) for each in sets) for place in range(3))
        weighed = [sum(weight[key] * len(each[n]) for key, each in zip(keys, sets, strict=True)) for n in range(3)]
        precision = 100 * weighed[2] / weighed[0] if given else None
        recall = 100 * weighed[2] / weighed[1] if wanted else None
        rows.append((banner_id, group, len(keys), given, right, wanted, precision, recall))
    return pl.DataFrame(rows, schema=QUALITY, orient="row")
