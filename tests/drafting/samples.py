"""The exports beside the checkout, as sources and as drafts, each made once."""

from __future__ import annotations

from functools import cache

from pipelines.init import source_of as source_of_table
from survey.drafting.draft import Draft, draft
from survey.drafting.source import Source
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export
from tests.exports import shared


@cache
def sample(path: str) -> Source:
    """One of the exports; the test is skipped where it is absent."""
    file = shared(f"data/exports/{path}")
    return source_of(file.read_bytes(), file.name, companion(path))


def companion(path: str) -> bytes:
    """The records of a Triple-S definition; nothing for all others."""
    return shared(f"data/exports/{path.removesuffix('.sss')}.asc").read_bytes() if path.endswith(".sss") else b""


def source_of(data: bytes, name: str, beside: bytes = b"") -> Source:
    """A file as the commands give it to the drafting."""
    return source_of_table(open_table(data, name, Export(response_id="auto"), beside), name)


@cache
def sample_draft(path: str) -> Draft:
    """Its draft."""
    return draft(sample(path), "drafted")
