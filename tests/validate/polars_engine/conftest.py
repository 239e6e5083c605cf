"""Great Expectations warns of things of its own when it is imported."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations  # noqa: F401
