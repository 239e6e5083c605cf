"""Where the ledger draws its lines. Each is a choice, named with its grounds; each is stated in the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from survey.errors import Problem, UsageError


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """Thresholds of the ledger.

    Duplicates: `exact_words`, the words a verbatim needs before its being the same is evidence (among 8,523 patient
    comments, stock phrases of up to seven words recur); `exact_answers`, the questions that must be answered before
    equal ticks are looked at, `exact_seconds`, within which they must have come, and `exact_accidents`, the pairs
    expected by accident in the whole consultation, at most.
    Near duplicates: `near_words`, the words both verbatims need, and `near_similarity`, the share of neighbouring
    word pairs in common (Jaccard, 0.5 to 1). At 0.5 a verbatim with one word in ten replaced is found.
    Campaigns: `campaign_words`, the words that must be shared, by at least `campaign_responses` responses.
    Straight-lining: `grid_items`, the items a grid needs.
    Impossible speed: under `speed_seconds`; None takes `speed_share` of the median time of complete responses, if
    `speed_responses` of them have times. A fifth is stricter than the third or more by which panels call people fast.
    Where: `outside` and `not_stated` are beginnings of codes of the area question's options.

    Raises:
        UsageError: a value lies outside its range; all are named.
    """

    exact_words: int = 8
    exact_answers: int = 4
    exact_seconds: float = 1800.0
    exact_accidents: float = 0.01
    near_words: int = 10
    near_similarity: float = 0.5
    campaign_words: int = 15
    campaign_responses: int = 5
    grid_items: int = 5
    speed_seconds: float | None = None
    speed_share: float = 0.2
    speed_responses: int = 20
    outside: tuple[str, ...] = ("outside", "elsewhere")
    not_stated: tuple[str, ...] = ("prefer_not", "rather_not", "not_stated", "dont_know", "no_answer")

    def __post_init__(self) -> None:
        """Holds every value to its range."""
        least = {
            "exact_words": 1,
            "exact_answers": 1,
            "exact_seconds": 0,
            "exact_accidents": 0,
            "near_words": 2,
            "near_similarity": 0.5,  # the search for candidates is laid out for 0.5 and above
            "campaign_words": 8,
            "campaign_responses": 2,
            "grid_items": 2,
            "speed_share": 0,
            "speed_responses": 1,
        }
        most = {"near_similarity": 1, "speed_share": 1}
        problems = [
            Problem(f"{name} is out of range", "ledger settings", _range(low, most.get(name)), repr(value))
            for name, low in least.items()
            for value in [getattr(self, name)]
            if not low <= value <= most.get(name, value)
        ]
        if problems:
            raise UsageError(*problems)


def _range(low: float, high: float | None) -> str:
    return f"{low} or more" if high is None else f"from {low} to {high}"


DEFAULTS = LedgerSettings()
