"""A small code frame, and answers to put it to."""

from __future__ import annotations

import polars as pl

from survey.questionnaire.code_frame import Code, CodeFrame, Net
from survey.questionnaire.kinds import FreeText

FRAME = CodeFrame(
    version=2,
    nets=(Net(code="roads", label="Roads"), Net(code="crime", label="Crime")),
    codes=(
        Code(
            code="parking",
            label="Parking",
            net="roads",
            definition="Cars that block.",
            phrases=("park*", "double yellow*"),
            not_phrases=("in the park", "car park*"),
        ),
        Code(code="knives", label="Knife crime", net="crime", definition="Knives.", phrases=("knife*", "knives")),
        Code(code="women", label="Violence against women", net="crime", definition="Rape.", phrases=("rape*",)),
    ),
)


def question(name: str, coded: bool = True) -> FreeText:
    return FreeText(id=name, kind="free_text", text="Why?", column=name, coded=coded)


def frame_of(**answers: list[str | None]) -> pl.DataFrame:
    size = len(next(iter(answers.values())))
    ids = [f"r{line}" for line in range(1, size + 1)]
    return pl.DataFrame(
        {"response_id": ids, **answers}, schema={"response_id": pl.String, **dict.fromkeys(answers, pl.String)}
    )
