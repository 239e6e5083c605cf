"""Questions that the file itself describes (SPSS, Triple-S): their options are known, those nobody chose among them."""

from __future__ import annotations

from collections.abc import Mapping

from survey.drafting.columns import Column
from survey.drafting.guess import HIGH, MEDIUM, Choice, Guess, choices, many
from survey.drafting.scales import Values, find_scale
from survey.drafting.source import Described
from survey.drafting.ticks import picks
from survey.drafting.words import split_last, wording
from survey.questionnaire.matching import key

_REASON = "described in the file itself"


def guess_described(described: Described, columns: Mapping[str, Column]) -> Guess | None:
    """The question as described, or None: where its columns are not among these (by name), or where nothing is said
    of its options, so that its cells say more.
    """
    found = [columns[name] for name in (" ".join(each.split()) for each in described.columns) if name in columns]
    if not found or len(found) < len(described.columns):
        return None
    if described.kind == "date" and len(found) == 1 and found[0].filled:
        timed = found[0].share("T") > 0
        settings = {"format": "%Y-%m-%dT%H:%M:%S" if timed else "%Y-%m-%d"}  # as the readers write them
        return Guess("date", tuple(found), _text(described), _REASON, settings=settings)
    if not described.values:
        return None
    if described.kind == "multiple" and len(found) == len(described.values):
        return _multiple(described, tuple(found))
    return _single(described, found[0]) if described.kind == "single" and len(found) == 1 else None


def _text(described: Described) -> str:
    return wording(" ".join(described.label.split()) or described.name)


def _multiple(described: Described, columns: tuple[Column, ...]) -> Guess | None:
    pairs = zip(columns, described.values, strict=True)
    options = tuple(Choice(" ".join(label.split()), picks(column), (), column.name) for column, (_, label) in pairs)
    if len({key(option.label) for option in options}) < len(options) or not all(option.label for option in options):
        return None
    return Guess("multi_code", columns, _text(described), _REASON, options=options)


def _single(described: Described, column: Column) -> Guess | None:
    counts = {key(text): count for text, count in column.values}
    missing = frozenset(map(key, described.missing))
    labels = {key(label): " ".join(label.split()) for _, label in described.values if key(label)}
    listed = tuple((label, counts.get(each, 0)) for each, label in labels.items() if each not in missing)
    foreign = tuple(value for value in column.values if key(value[0]) not in labels)
    if not listed and not foreign:
        return None
    kind, values, settings, checks = _ordered(listed, _text(described))
    if foreign:
        checks += (f"{many(len(foreign), 'text')} without a label in the file: options of their own, or mistakes?",)
    options = choices((*values, *foreign))
    confidence = MEDIUM if checks else HIGH
    told = [label for each, label in labels.items() if each in missing]
    reason = f"{_REASON}; no answer, says the file: {', '.join(told)}" if told else _REASON
    return Guess(kind, (column,), _text(described), reason, confidence, options, settings=settings, checks=checks)


def _ordered(listed: Values, header: str) -> tuple[str, Values, dict[str, object], tuple[str, ...]]:
    """Kind, options, settings, checks: a scale where the labels are one, in the file's order or the other way round."""
    scale = find_scale(listed, header)
    if scale is None or scale.polarity is None:
        return "single_code", listed, {}, ()
    order = [text for text, _ in split_last(listed)[0]]
    known = [text for text, _ in split_last(scale.ordered)[0]]
    flipped = {"positive_first": "negative_first", "negative_first": "positive_first"}
    checks = tuple(check for check in scale.checks if not check.startswith("no one"))
    if order == known:
        return "scale", listed, {"polarity": scale.polarity}, checks
    if order == known[::-1]:
        return "scale", listed, {"polarity": flipped[scale.polarity]}, checks
    checks += ("the file lists the options in another order",)
    return "scale", scale.ordered, {"polarity": scale.polarity}, checks
