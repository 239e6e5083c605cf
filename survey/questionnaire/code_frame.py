"""The code frame of a consultation as frozen values: nets, codes, and the phrases and patterns that show them.

More than seven public names: the frame, its parts and its reserved codes are one vocabulary.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from survey.questionnaire.kinds import Code as CodeName
from survey.questionnaire.kinds import Frozen, Text
from survey.questionnaire.migration import Migration

# Codes every frame has beside its own, in this order after them; `code_frame.toml` may not define them.
OTHER, CANNOT_DECIDE, NOTHING_TO_ADD, NO_COMMENT = "other", "cannot_decide", "nothing_to_add", "no_comment"
RESERVED_LABELS = {
    OTHER: "Other (none of the above)",
    CANNOT_DECIDE: "Cannot decide",
    NOTHING_TO_ADD: "Nothing to add",
    NO_COMMENT: "No comment",
}
NOTHING_SAID = "nothing_said"  # the net of the last two
NOTHING_SAID_LABEL = "Nothing said"

_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032\u00b4`]")
# Characters of no width, which come with words that were pasted, and stand in them too.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_MOST_STARS = 3  # each * stands for some ten forms, and they multiply


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as the matcher takes them: composed letters, straight apostrophes, hyphens as spaces.

    A word keeps its trailing `*`, which stands for the word's inflections: `park*` is park, parks, parked, parking.
    """
    straight = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", UNSEEN.sub("", phrase)))
    return tuple(word for word in _BETWEEN_WORDS.split(straight) if word)


def _phrase(phrase: str) -> str:
    words = phrase_words(phrase)
    if not words:
        raise ValueError("a phrase needs at least one word")
    if any("*" in word[:-1] or word == "*" for word in words):
        raise ValueError("* stands only at the end of a word")
    if sum(word.endswith("*") for word in words) > _MOST_STARS:
        raise ValueError(f"at most {_MOST_STARS} words of a phrase may end in *")
    return phrase


def _pattern(pattern: str) -> str:
    import polars as pl  # the engine that will search with it judges it

    try:
        matches_nothing = bool(pl.Series([""]).str.contains(f"(?i){pattern}").item())
    except pl.exceptions.ComputeError as error:
        reasons = [line.removeprefix("error: ") for line in str(error).splitlines() if line.startswith("error: ")]
        raise ValueError(f"not a pattern that can be searched for: {' '.join(reasons) or error}") from None
    if matches_nothing:
        raise ValueError("a pattern must not match an empty text")
    return pattern


Phrase = Annotated[str, AfterValidator(_phrase)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Net(Frozen):
    """What codes roll up to."""

    code: CodeName
    label: Text


class Code(Frozen):
    """A thing people say, whatever their stance on it.

    `phrases` and `patterns` (regular expressions) show it; `not_phrases` rule out the showing words that they overlap;
    `denied_phrases` show it where they stand under a negation ("feel safe" in "do not feel safe"). With
    `negation = "rules_out"` the other showing words do not count under one. `examples` are answers that have the code.
    A code without any of these is given by people only.
    """

    code: CodeName
    label: Text
    net: CodeName
    definition: Text
    phrases: tuple[Phrase, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    denied_phrases: tuple[Phrase, ...] = ()
    not_phrases: tuple[Phrase, ...] = ()
    negation: Literal["counts", "rules_out"] = "counts"
    examples: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> Code:
        shown = {_plain(phrase) for phrase in (*self.phrases, *self.denied_phrases)}
        for phrase in self.not_phrases:
            if _plain(phrase) in shown:
                raise ValueError(f"a phrase both shows this code and rules it out: {phrase!r}")
        return self

    @property
    def by_rule(self) -> bool:
        """Whether rules can give it."""
        return bool(self.phrases or self.patterns or self.denied_phrases)


class CodeFrame(Frozen):
    """Nets and codes in the order of the file; `version` counts its revisions and is told beside every result.

    `migrations`: what became of the codes of earlier versions, oldest first.
    """

    version: Annotated[int, Field(ge=1)]
    note: str = ""
    nets: tuple[Net, ...]
    codes: tuple[Code, ...]
    migrations: tuple[Migration, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """Code to label, the reserved codes last."""
        return {code.code: code.label for code in self.codes} | RESERVED_LABELS

    @property
    def net_of(self) -> dict[str, str]:
        """Code to net; the reserved codes that say nothing are in the net NOTHING_SAID, the others in none."""
        return {code.code: code.net for code in self.codes} | dict.fromkeys((NOTHING_TO_ADD, NO_COMMENT), NOTHING_SAID)

    @property
    def fingerprint(self) -> str:
        """Tells frames apart that code differently: of the codes and what shows them, without labels and remarks."""
        ruling = {"code", "net", "phrases", "patterns", "denied_phrases", "not_phrases", "negation"}
        told = "\n".join(code.model_dump_json(include=ruling) for code in self.codes)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(phrase: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in phrase_words(phrase))
