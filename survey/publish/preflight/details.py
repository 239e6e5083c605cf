"""Personal details in what goes out, by whatever finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from survey.publish.preflight.finding import Finding, look, wrong

Find: TypeAlias = Callable[[str], Iterable[tuple[str, str]]]  # the kind of each detail in a text, and its words
_PUBLIC = ("web address",)  # names no person by itself
_UNSURE = ("name", "handle", "social media", "reference number")


def check_details(texts: Iterable[tuple[str, str]], find: Find) -> Iterator[Finding]:
    """Details in texts, each with where it stands. What looks like a name may be a place or an office: to look at."""
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for where, text in texts:
        if text not in known:
            known[text] = tuple((kind, words) for kind, words in find(text) if kind not in _PUBLIC)
        for kind, words in known[text]:
            report = look if kind in _UNSURE else wrong
            hint = "take it out, unless it is an office's own and meant to be published"
            yield report("personal", f"a personal detail, it seems: {kind}", where, "none", words, hint)
