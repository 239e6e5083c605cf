"""Answer shares that jump, each with the test that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.drift.batches import Batch
from survey.drift.chance import chi_square_ratio, holm, two_shares
from survey.drift.finding import Finding
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode

ALPHA = 0.01  # for all shares of an export together
LEAST_JUMP = 0.05  # points of share (as a fraction) that are worth a look, or
LEAST_RATIO = 2.0  # times the share before, and two points
FEWEST = 20  # answers on either side


@dataclass(frozen=True, slots=True)
class _Share:
    question_id: str
    what: str
    count: tuple[int, int]  # now, before
    base: tuple[int, int]
    spread: float
    test: str
    p: float


def share_findings(
    batch: Batch, earlier: Sequence[Batch], consultation: Consultation, explained: set[str], file: str
) -> Iterator[Finding]:
    """Options, and questions answered, whose share of the new responses is not that of the earlier ones.

    Two-proportion z (Fisher's exact test for small counts), its variance widened by how much more than chance the
    weeks before differed among themselves, Holm's correction over all shares looked at; told from 5 points or a
    doubling on. `explained`: questions whose texts changed, of which the shares follow from that.
    """
    looked_at = _shares(batch, earlier, consultation)
    shares = [share for share in looked_at if min(share.base) >= FEWEST and sum(share.count) > 0]
    adjusted = holm([share.p for share in shares])
    for share, p in zip(shares, adjusted, strict=True):
        now, before = (count / base for count, base in zip(share.count, share.base, strict=True))
        if p < ALPHA and _worth(now, before) and share.question_id not in explained:
            wider = f", variance x{share.spread:.1f} as weeks differed before" if share.spread > 1 else ""
            yield Finding(
                "amber",
                "share_jump",
                share.question_id,
                f"{file}, question {share.question_id}",
                f"{share.what}: {now:.1%} of the new responses, {before:.1%} before",
                f"{share.count[0]:,} of {share.base[0]:,} against {share.count[1]:,} of {share.base[1]:,}; {share.test}"
                f"{wider}, Holm over {len(shares)} shares: p {_shown(p)}",
                "look for a campaign, a changed question or a new way in to the survey; figures stand as they are",
            )


def _worth(now: float, before: float) -> bool:
    low, high = sorted((now, before))
    return high - low >= LEAST_JUMP or (high >= LEAST_RATIO * low and high - low >= 0.02)


def _shown(p: float) -> str:
    return "under 0.0001" if p < 0.0001 else f"= {p:.2g}"


def _shares(batch: Batch, earlier: Sequence[Batch], consultation: Consultation) -> Iterator[_Share]:
    for question in consultation.questions:
        if not isinstance(question, Closed | MultiCode):
            continue
        labels = {option.code: option.label for option in question.options}
        names = [name for name, each in batch.answers.items() if each.question_id == question.id]
        for name in names:
            then = [each for each in earlier if name in each.answers]
            if not then:
                continue
            bases = [each.answers[name].answered for each in then]
            yield _tested(question.id, f"{name} answered", (batch.answers[name].answered, batch.rows), bases,
                          [each.rows for each in then])  # fmt: skip
            before = [dict(each.answers[name].picks) for each in then]
            for code, count in batch.answers[name].picks:
                if code in before[-1]:
                    counts = [each.get(code, 0) for each in before]
                    told = f"{labels[code]!r}" if name == question.id else f"{name}, {labels[code]!r}"
                    yield _tested(question.id, told, (count, batch.answers[name].answered), counts, bases)


def _tested(question_id: str, what: str, now: tuple[int, int], counts: Sequence[int], bases: Sequence[int]) -> _Share:
    count, base = (now[0], sum(counts)), (now[1], sum(bases))
    # More than all of the newcomers: responses known before were answered again, and their share is not known.
    again = now[0] > now[1] or any(picks > answered for picks, answered in zip(counts, bases, strict=True))
    if again or min(base) == 0 or sum(count) == 0 or sum(count) >= sum(base):
        return _Share(question_id, what, count, base, 1.0, "", 1.0)
    spread = 1.0
    if sum(counts) not in (0, sum(bases)):
        total, freedom = chi_square_ratio(counts, bases)
        spread = max(1.0, total / freedom) if freedom else 1.0
    test, p = two_shares(count, base, spread)
    return _Share(question_id, what, count, base, spread, test, p)
