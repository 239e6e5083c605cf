"""Texts matched to definitions: pairs a reader would make, and properties that hold for any."""

from __future__ import annotations

import random

import numpy as np
import pytest

from survey.themes.match import likeness, nearest

DEFINITIONS = ("School uniforms save families money", "Uniforms take away free expression", "Uniforms reduce bullying")
TEXTS = {
    "it is cheap, poor parents can afford it": 0,
    "the cost is a burden on every household": 0,
    "children cannot show who they are or choose how they express themselves": 1,
    "everybody has the right to express themselves with their clothes": 1,
    "nobody gets teased for what they wear": 2,
    "less intimidation among the pupils": 2,
}


def test_a_text_is_matched_by_words_and_notions_it_shares() -> None:
    found = nearest(list(TEXTS), DEFINITIONS)
    assert found["nearest"].to_list() == list(TEXTS.values())
    assert found["lead"].min() > 0  # type: ignore[operator]


def test_neither_the_order_of_the_texts_nor_their_number_changes_a_figure() -> None:
    texts = [*TEXTS, *list(TEXTS)[:2]]
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)  # noqa: S311 - reproducible, nothing secret
    straight, shuffled = likeness(texts, DEFINITIONS), likeness([texts[place] for place in order], DEFINITIONS)
    assert np.array_equal(straight[order], shuffled)
    assert np.array_equal(straight[:2], straight[-2:])


def test_only_one_definition_leads_and_by_as_much_as_it_leads() -> None:
    scores = likeness(list(TEXTS), DEFINITIONS)
    assert ((scores > 0).sum(axis=1) == 1).all()
    second = np.sort(scores, axis=1)[:, -2]
    assert np.allclose(second, -scores.max(axis=1))


@pytest.mark.parametrize("texts", [[], ["", "😡", "   ", "no"]])
def test_texts_without_words_are_no_trouble(texts: list[str]) -> None:
    assert nearest(texts, DEFINITIONS).height == len(texts)
    assert nearest(texts, []).height == 0
