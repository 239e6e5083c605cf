"""The checks of a list of figures, which is all there is of a report that somebody else made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.publish.preflight.arithmetic import check_figures
from survey.publish.preflight.bases import check_bases
from survey.publish.preflight.figures import Block
from survey.publish.preflight.finding import Finding, look, once
from survey.publish.preflight.wording import check_words, said


def check_list(blocks: Sequence[Block]) -> tuple[Finding, ...]:
    """What is odd among the figures: sums, bases, counts that do not give the percentage, words that contradict it."""
    return once(
        [
            *(finding for block in blocks for finding in check_figures(block)),
            *(finding for block in blocks for finding in _claims(block)),
            *check_bases(blocks),
        ]
    )


def _claims(block: Block) -> Iterator[Finding]:
    around = [(figure.label, figure.pct) for figure in block.figures if figure.pct is not None]
    for claim in block.claims:
        yield from check_words(block.where, claim, around)
        words = [each.words.strip() for each in said(claim)]
        if words and not around and "%" not in claim:
            hint = "print the percentage and its base beside the words"
            yield look(
                "words", "words for a share, and no figure that shows it", block.where, "a figure", f"“{claim}”", hint
            )
