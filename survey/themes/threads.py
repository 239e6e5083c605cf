"""Sums of floats differ in their last bits by how many threads make them: where codes hang on them, one makes each."""

from __future__ import annotations

from typing import Any


def one_thread() -> Any:
    """A context in which the libraries that sum floats do so in one thread.

    A limit reaches the libraries that are loaded when it is set: scipy and scikit-learn bring their own, so they are
    loaded first.
    """
    import scipy.linalg  # noqa: F401
    import sklearn.utils.extmath  # noqa: F401
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)
