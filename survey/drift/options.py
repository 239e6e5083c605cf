"""Options that are new or reworded, and labels that became numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.drift.alike import pair_best, text_alikeness
from survey.drift.batches import newcomers
from survey.drift.expected import spread
from survey.drift.finding import Finding, quoted
from survey.drift.values import Answers, Column, Profile
from survey.errors import nearest
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Option

SURE = 0.5  # of wording 0.55 and the share that went missing 0.45, for a text to be taken for an option reworded
SURE_BY_WORDS = 0.65  # of wording 0.85 and absence 0.15, where there is no export before
_OWN_WORDS = 0.02  # of the answers, for words behind an Other to be told as a possible option
_MANY_RARE = 0.05  # of the answers, unread and each shared by fewer than three responses: red


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a question: answers now, unknown texts with counts, and each option's share now and before (None: unknown);
    `new`: answers and shares of those alone who came since, where they can be told.

    Where an option takes what no other has, texts that few gave, or that the export before had too, are left out.
    """

    answered: int
    unknown: Mapping[str, int]
    now: Mapping[str, float]
    before: Mapping[str, float] | None
    new: tuple[int, Mapping[str, float]] | None = None


def option_findings(now: Profile, before: Profile | None, consultation: Consultation) -> Iterator[Finding]:
    """Texts in closed questions that no option has, each with the option it seems to be.

    The guess weighs the wording, and how well the text's share fits the share that the option lost, times how much of
    its own share that is: an option that keeps most of its share lost some to a new one, and is not reworded. Of a tool
    that leaves old answers as they were, this is looked for among those who came since the export before.
    """
    for question in consultation.questions:
        if not isinstance(question, Closed | MultiCode):
            continue
        columns = [column for column in now.columns if column.question_id == question.id]
        if spread(question):
            yield from _in_option_columns(question, columns, now)
        else:
            yield from _in_one_column(question, _seen(question, columns, now, before), now)
            if isinstance(question, Closed) and _other(question) is None:
                yield from _rare(question, columns, now)


def _seen(question: Closed | MultiCode, columns: Sequence[Column], now: Profile, before: Profile | None) -> _Seen:
    answered = sum(column.filled for column in columns)
    unknown: Counter[str] = Counter()
    for column in columns:
        unknown.update(dict(column.unknown))
    if _other(question):
        then = before.columns if before else ()
        known = {text for column in then if column.question_id == question.id for text, _ in column.unknown}
        kept = {text: n for text, n in unknown.items() if n >= _OWN_WORDS * answered and text not in known}
        unknown = Counter(kept)
    old = _shares(question.id, before.answers)[1] if before else None
    batch = newcomers(now, before) if before else None
    new = _shares(question.id, batch.answers.values()) if batch else None
    return _Seen(answered, unknown, _shares(question.id, now.answers)[1], old or None, new)


def _other(question: Closed | MultiCode) -> Option | None:
    """The option that takes what no other has."""
    return next((option for option in question.options if option.other), None)


def _shares(question_id: str, answers: Iterable[Answers]) -> tuple[int, dict[str, float]]:
    """How many answered, and the share of each option; no shares where nobody did."""
    mine = [each for each in answers if each.question_id == question_id]
    base = sum(each.answered for each in mine)
    picks: Counter[str] = Counter()
    for each in mine:
        picks.update(dict(each.picks))
    return base, {code: count / base for code, count in picks.items()} if base else {}


def _in_one_column(question: Closed | MultiCode, seen: _Seen, now: Profile) -> Iterator[Finding]:
    where = f"{now.file}, question {question.id}"
    if _are_codes(seen):
        yield _codes(question, seen, where)
        return
    other = _other(question)
    by_code = {option.code: option for option in question.options if option is not other}
    scores = {(text, code): _score(text, option, seen) for text in seen.unknown for code, option in by_code.items()}
    pairs = pair_best(scores, SURE if seen.before else SURE_BY_WORDS)
    for text, count in seen.unknown.items():
        evidence = f"{count:,} of {seen.answered:,} answers ({count / seen.answered:.1%})"
        if text in pairs:
            code, score = pairs[text]
            yield _reworded(question, by_code[code], text, f"{evidence}; {_fall(code, seen)}{score:.0%} sure", where)
        else:
            yield _new_option(question, text, evidence, where, other)


def _new_option(question: Closed | MultiCode, text: str, evidence: str, where: str, other: Option | None) -> Finding:
    hint = nearest(text, [option.label for option in question.options if option is not other])
    fix = f"question {question.id}: add {quoted(text)} to options"
    what = "these answers are missing from every figure" if other is None else f"these count as {other.label!r}"
    return Finding(
        "red" if other is None else "amber",
        "new_option",
        question.id,
        where,
        f"{text!r} is no option of the questionnaire: {what}",
        evidence,
        (f"{fix}; {hint} then to that option's aliases" if hint else fix)
        + ("" if other is None else "; words of the respondents' own: nothing to do"),
    )


def _score(text: str, option: Option, seen: _Seen) -> float:
    words = max(text_alikeness(text, each) for each in (option.label, *option.aliases))
    now = seen.now.get(option.code, 0.0)
    if seen.before is None:
        return 0.85 * words + 0.15 * (now == 0)
    was, count = seen.before.get(option.code, 0.0), seen.unknown[text]
    fits = [_fit(was, now, count / seen.answered)]
    if seen.new and count <= seen.new[0]:
        fits.append(_fit(was, seen.new[1].get(option.code, 0.0), count / seen.new[0]))
    return 0.55 * words + 0.45 * max(fits)


def _fit(was: float, now: float, share: float) -> float:
    """0 to 1: how much of the option's share is gone, times how well the text's share fits what is gone."""
    fall = max(was - now, 0.0)
    gone = fall / was if was else 0.0
    return gone * (1 - abs(fall - share) / max(fall, share))


def _fall(code: str, seen: _Seen) -> str:
    if seen.before is None:
        return ""
    since = f", {seen.new[1].get(code, 0.0):.1%} of those who came since" if seen.new and seen.new[0] else ""
    return f"the option had {seen.before.get(code, 0.0):.1%} before and has {seen.now.get(code, 0.0):.1%}{since}; "


def _reworded(question: Closed | MultiCode, option: Option, text: str, evidence: str, where: str) -> Finding:
    other = _other(question)
    lost = "missing" if other is None else f"counted as {other.label!r}"
    return Finding(
        "red",
        "reworded_option",
        question.id,
        where,
        f"{text!r} seems to be {option.label!r}, reworded: until it is known these answers are {lost}",
        evidence,
        f"question {question.id}, option {option.code}: aliases = [{quoted(text)}]",
        "alias",
        option.code,
        text,
    )


def _are_codes(seen: _Seen) -> bool:
    """Numbers where labels stood: two or more different ones, and hardly a label left."""
    numbers = {text: count for text, count in seen.unknown.items() if text.strip().isdigit()}
    return len(numbers) >= 2 and sum(numbers.values()) >= 0.9 * seen.answered


def _codes(question: Closed | MultiCode, seen: _Seen, where: str) -> Finding:
    told = ", ".join(sorted(seen.unknown, key=lambda text: (len(text), text))[:8])
    return Finding(
        "red",
        "codes_for_labels",
        question.id,
        where,
        "numbers stand where the options' labels stood: every answer would be missing",
        f"{seen.answered:,} answers: {told}",
        "export again with the answers' texts (labels), not their values or codes",
    )


def _in_option_columns(question: Closed | MultiCode, columns: Sequence[Column], now: Profile) -> Iterator[Finding]:
    """A column belongs to one option: an unknown text there says so, unless it stands in several columns."""
    spread = Counter(text for column in columns for text, _ in column.unknown)
    where = f"{now.file}, question {question.id}"
    options = {option.code: option for option in question.options}
    for column in columns:
        for text, count in column.unknown:
            if spread[text] == 1:
                yield _reworded(question, options[column.part], text, f"{count:,} cells of its column hold it", where)
    several = [text for text, found in spread.items() if found > 1]
    if several:
        told = ", ".join(map(quoted, several))
        yield Finding(
            "red",
            "new_option",
            question.id,
            where,
            f"the cells of option columns hold {told}, which the questionnaire does not know",
            f"in {max(spread.values())} of {len(columns)} columns",
            f"question {question.id}: add {told} to picked, or to not_picked; or export with the answers' texts",
        )


def _rare(question: Closed, columns: Sequence[Column], now: Profile) -> Iterator[Finding]:
    filled = sum(column.filled for column in columns)
    read = sum(count for column in columns for _, count in (*column.known, *column.unknown))
    if filled > read:
        yield Finding(
            "red" if filled - read > _MANY_RARE * filled else "amber",
            "new_option",
            question.id,
            f"{now.file}, question {question.id}",
            "answers that no option has, each text given by fewer than three responses",
            f"{filled - read:,} of {filled:,} answers",
            "look at unread_answers.csv after survey ingest; add an option's other wordings to its aliases",
        )
