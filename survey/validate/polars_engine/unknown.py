"""What there is no expression for."""

from __future__ import annotations


class UnknownError(Exception):
    """There is no expression that surely gives what pandas would: pandas has to be asked."""


# Settings come in any shape; what does not fit ours is for pandas to refuse, in its own words.
NOT_KNOWN = (UnknownError, TypeError, ValueError, OverflowError, AttributeError)
