"""`survey check` of a list of figures: a file of them, or those that a consultation's own folder has as published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.publish.preflight.figures import Block, Kind
    from survey.questionnaire.kinds import Question
    from survey.synthetic.published import Published


def published_blocks(desk: Desk) -> list[Block]:
    """The figures that a consultation's folder says were published, a block a question.

    Raises:
        UsageError: the folder has none.
        DefinitionError: its file of them holds mistakes.
    """
    from survey.errors import Problem, UsageError
    from survey.synthetic.load import FILE, load_published

    if not (desk.folder / FILE).is_file():
        expected = "a deck (.pptx), a workbook (.xlsx), a list of figures (.toml, .csv)"
        got = f"the consultation {desk.consultation.id}, which has no {FILE}"
        raise UsageError(Problem("no figures to check", desk.consultation.id, expected, got))
    published = load_published(desk.folder, desk.consultation)
    return [block for question in desk.consultation.questions for block in _block(question, published)]


def _block(question: Question, published: Published) -> Iterator[Block]:
    from decimal import Decimal

    from survey.publish.preflight.figures import Block, Figure
    from survey.questionnaire.kinds import Closed, MultiCode

    if not isinstance(question, Closed | MultiCode):
        return
    labels = {option.code: option.label for option in question.options} | {net.code: net.label for net in question.nets}
    nets = {net.code for net in question.nets}
    pcts, counts = published.percentages.get(question.id, {}), published.counts.get(question.id, {})
    figures = tuple(
        Figure(
            labels[code],
            Decimal(f"{pcts[code]:.1f}") if code in pcts else None,
            counts.get(code),
            net=code in nets,
        )
        for code in dict.fromkeys([*pcts, *counts])
    )
    said = [
        *(
            f"{each.words}: {pcts[each.option]:.1f}%"
            for each in published.called
            if each.question == question.id and each.option in pcts
        ),
        *(
            f"Most of those who answered: {labels[each.option]}"
            for each in published.majorities
            if each.question == question.id
        ),
    ]
    where = f"question {question.number}, “{question.text}”" if question.number else f"“{question.text}”"
    kind: Kind = "multiple" if isinstance(question, MultiCode) else "single"
    if figures or said:
        yield Block(where, kind, figures, options=len(question.options), claims=tuple(said))
