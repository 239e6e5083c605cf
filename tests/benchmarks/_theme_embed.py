"""Sentence embeddings for the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from survey.themes.embeddings import Embed, installed, load


@cache
def embed() -> Embed | None:
    """What gives sentence embeddings, and reads each text once; None where they are not installed."""
    if not installed():
        return None
    model = load()
    known: dict[str, NDArray[np.float16]] = {}

    def vectors(texts: Sequence[str]) -> NDArray[np.float16]:
        new = [text for text in texts if text not in known]
        known.update(zip(new, model.of(new), strict=True))
        return np.array([known[text] for text in texts])

    return vectors
