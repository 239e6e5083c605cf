"""Words by the words around them: words never seen together but used alike come near, and what is unknown is nought."""

from __future__ import annotations

import numpy as np

from survey.themes.neighbours import learn_neighbours


def test_words_used_alike_are_alike_though_never_seen_together() -> None:
    chance = np.random.default_rng(3)
    about = {"car": "park drive road", "van": "park drive road", "nurse": "ward care bed", "doctor": "ward care bed"}
    texts = []
    for _ in range(200):
        word = str(chance.choice([*about]))
        texts.append([word, *chance.permutation(about[word].split())])
    found = learn_neighbours(texts).of([["car"], ["van"], ["nurse"], ["doctor"], ["unknown"], []])
    alike = found @ found.T
    assert alike[0, 1] > 0.9
    assert alike[2, 3] > 0.9
    assert abs(alike[0, 2]) < 0.3
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 1, 1, 1, 0, 0], atol=1e-9)


def test_too_little_to_learn_from_is_nought() -> None:
    assert not learn_neighbours([["once", "only"], ["never", "again"]]).of([["once"]]).any()
