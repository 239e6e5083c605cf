"""A suite of expectations as a frozen value: derived from the questionnaire, hand-written ones kept beside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from survey.questionnaire.definition import Consultation
from survey.validate.rules import MARK, rules

FINGERPRINT = "questionnaire_sha256"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation, held as its file has it, so that what was written by hand stays as it was written."""

    written: Mapping[str, Any]

    @property
    def type(self) -> str:
        """Its type, by Great Expectations' name: `expect_column_values_to_be_unique`."""
        return str(self.written["type"])

    @property
    def kwargs(self) -> Mapping[str, Any]:
        """Its settings: the column, and what is expected of it."""
        kwargs: Mapping[str, Any] = self.written.get("kwargs") or {}
        return kwargs

    @property
    def meta(self) -> Mapping[str, Any]:
        """Notes on it; see rules.rules for those of derived ones."""
        meta: Mapping[str, Any] = self.written.get("meta") or {}
        return meta

    @property
    def derived(self) -> bool:
        """Whether it comes from the questionnaire, and is made anew with it."""
        return self.meta.get("derived_from") == MARK


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations in order. `rest`: what else Great Expectations lets a suite's file hold, such as notes."""

    name: str
    expectations: tuple[Expectation, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    rest: Mapping[str, Any] = field(default_factory=dict)


def derive(consultation: Consultation, kept: Suite | None = None) -> Suite:
    """The suite that the questionnaire gives, followed by the hand-written expectations of `kept`, untouched.

    Derived expectations of `kept` are replaced: to keep a change to one, take `derived_from` out of its meta.
    """
    derived = _derived(consultation)
    before = kept or Suite(consultation.id, ())
    by_hand = tuple(expectation for expectation in before.expectations if not expectation.derived)
    meta = {**before.meta, FINGERPRINT: _fingerprint(derived)}
    return Suite(consultation.id, derived + by_hand, meta, before.rest)


def is_stale(suite: Suite, consultation: Consultation) -> bool:
    """Whether the questionnaire would now give other expectations than those the suite was derived with."""
    return suite.meta.get(FINGERPRINT) != _fingerprint(_derived(consultation))


def _derived(consultation: Consultation) -> tuple[Expectation, ...]:
    return tuple(Expectation(rule) for rule in rules(consultation))


def _fingerprint(expectations: Sequence[Expectation]) -> str:
    written = [expectation.written for expectation in expectations]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
