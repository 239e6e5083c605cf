"""Ranks in words."""

from __future__ import annotations


def ordinal(place: int) -> str:
    """A place in words: 1st, 2nd, 3rd, 11th."""
    teen = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def standing(best: int, worst: int) -> str:
    """The ranks that an option could hold, in words: 2nd, joint 2nd to 4th."""
    return ordinal(best) if best == worst else f"joint {ordinal(best)} to {ordinal(worst)}"
