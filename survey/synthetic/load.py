"""`published.toml` of a consultation's folder into one frozen value; every mistake is told in one go."""

from __future__ import annotations

from pathlib import Path

from survey.errors import DefinitionError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.toml import build, read_toml
from survey.synthetic.check import check
from survey.synthetic.published import Published

FILE = "published.toml"


def load_published(folder: Path, consultation: Consultation) -> Published:
    """The published figures in a consultation's folder, with what is assumed beside them.

    Raises:
        DefinitionError: with every mistake: file, key, expected, got, the nearest valid name.
    """
    path = folder / FILE
    published, problems = build(Published, read_toml(path), str(path))
    if published is not None:
        problems = check(published, consultation, path)
    if published is None or problems:
        raise DefinitionError(*problems)
    return published
