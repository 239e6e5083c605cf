"""The examples of a code frame put to its own rules."""

from __future__ import annotations

from survey.questionnaire.code_frame import CodeFrame
from survey.themes.places import compile_rules, places


def missed_examples(frame: CodeFrame) -> list[tuple[str, str]]:
    """Each example that the rules do not give its code, with that code; codes that only people give are left out."""
    examples = [(rank, each) for rank, code in enumerate(frame.codes) if code.by_rule for each in code.examples]
    found = places([example for _, example in examples], compile_rules(frame.codes))
    shown = set(found.select("row", "rank").iter_rows())
    return [
        (frame.codes[rank].code, example) for row, (rank, example) in enumerate(examples) if (row, rank) not in shown
    ]
