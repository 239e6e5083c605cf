"""The code frame's loader: the phrase syntax it accepts, and every mistake of a file told in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from survey.errors import DefinitionError, Problem
from survey.questionnaire.code_frame import CodeFrame, phrase_words
from survey.questionnaire.frame_file import load_code_frame

SOUND = """
[code_frame]
version = 3
note = "A note"

[[net]]
code = "roads"
label = "Roads"

[[net]]
code = "streets"
label = "Streets"

[[code]]
code = "parking"
label = "Parking"
net = "roads"
definition = "Cars left where they block."
phrases = ["park*", "double yellow*"]
not_phrases = ["in the park"]

[[code]]
code = "litter"
label = "Litter"
net = "streets"
definition = "Rubbish in the street."
phrases = ["litter*", "double yellow*"]
"""


def load(folder: Path, text: str) -> CodeFrame:
    (folder / "code_frame.toml").write_text(text, encoding="utf-8")
    return load_code_frame(folder)


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as caught:
        load(folder, text)
    return caught.value.problems


def test_a_sound_frame_loads_with_the_reserved_codes_last(tmp_path: Path) -> None:
    frame = load(tmp_path, SOUND)
    assert (frame.version, frame.note) == (3, "A note")
    assert [net.code for net in frame.nets] == ["roads", "streets"]
    assert frame.codes[0].not_phrases == ("in the park",)
    assert frame.labels == {
        "parking": "Parking",
        "litter": "Litter",
        "other": "Other (none of the above)",
        "cannot_decide": "Cannot decide",
        "nothing_to_add": "Nothing to add",
        "no_comment": "No comment",
    }


def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    first = load(tmp_path, SOUND)
    assert load_code_frame(tmp_path) == first
    assert load(tmp_path, SOUND.replace("version = 3", "version = 4")).version == 4
    (tmp_path / "code_frame.toml").unlink()
    with pytest.raises(DefinitionError):
        load_code_frame(tmp_path)


def test_a_frame_never_changes(tmp_path: Path) -> None:
    frame = load(tmp_path, SOUND)
    with pytest.raises(ValidationError):
        frame.version = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("anti-social behaviour", ("anti", "social", "behaviour")),
        ("  zig\u2011zag*  ", ("zig", "zag*")),
        ("victims\u2019 code", ("victims'", "code")),
        ("cafe\u0301", ("caf\u00e9",)),
        ("stop & search", ("stop", "&", "search")),
    ],
)
def test_a_phrase_is_words(phrase: str, words: tuple[str, ...]) -> None:
    assert phrase_words(phrase) == words


@pytest.mark.parametrize(
    ("old", "new", "what", "where", "hint"),
    [
        ('net = "streets"', 'net = "street"', "no such net", "code litter, net", "did you mean 'streets'?"),
        ('code = "litter"', 'code = "parking"', "code stands 2 times", "", ""),
        ('code = "litter"', 'code = "roads"', "code stands 2 times", "", ""),
        ('code = "litter"', 'code = "other"', "this code is reserved", "", "leave it out"),
        ('code = "litter"', 'code = "no_comment"', "this code is reserved", "", "leave it out"),
        ('code = "streets"', 'code = "nothing_said"', "this code is reserved", "", "leave it out"),
        ('label = "Litter"', 'label = "Parking"', "label of a code stands 2 times", "", ""),
        ('label = "Litter"', 'label = "No comment"', "label of a code stands 2 times", "", ""),
        ('label = "Streets"', 'label = "Roads"', "label of a net stands 2 times", "", ""),
        ('"litter*"', '"a* b* c* d*"', "at most 3 words of a phrase may end in *", "code 2 (litter), phrases[1]", ""),
        (
            'not_phrases = ["in the park"]',
            'patterns = ["("]',
            "not a pattern that can be searched for",
            "patterns[1]",
            "",
        ),
        ('not_phrases = ["in the park"]', 'patterns = ["a(?=b)"]', "not a pattern that can be", "patterns[1]", ""),
        ('not_phrases = ["in the park"]', 'patterns = ["a*"]', "a pattern must not match an empty text", "", ""),
        ('not_phrases = ["in the park"]', 'negation = "no"', "not a value this key takes", "code 1 (parking)", ""),
        ('"litter*"', '" - "', "a phrase needs at least one word", "phrases[1]", ""),
        ('"litter*"', '"lit*ter"', "* stands only at the end of a word", "phrases[1]", ""),
        ('"litter*"', '"litter *"', "* stands only at the end of a word", "phrases[1]", ""),
        ('"in the park"', '"Park*"', "a phrase both shows this code and rules it out", "(parking)", ""),
        ('definition = "Rubbish in the street."', "", "key 'definition' is missing", "code 2 (litter)", ""),
        ("not_phrases", "not_phrase", "unknown key 'not_phrase'", "code 1 (parking)", "did you mean 'not_phrases'?"),
        ("version = 3", "", "key 'version' is missing", "[code_frame]", ""),
        ("version = 3", "version = 0", "input should be greater than or equal to 1", "version", ""),
        ("[code_frame]", "[codeframe]", "unknown key 'codeframe'", "", "did you mean 'code_frame'?"),
        ('net = "streets"', 'net = "roads"', "net has no codes", "net streets", ""),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, what: str, where: str, hint: str) -> None:
    assert old in SOUND
    found = [problem for problem in problems(tmp_path, SOUND.replace(old, new)) if problem.what.startswith(what)]
    assert found
    assert any(where in problem.where and problem.hint == hint for problem in found), found
    assert all("code_frame.toml" in problem.where for problem in found)


def test_all_mistakes_come_in_one_go(tmp_path: Path) -> None:
    text = SOUND.replace("version = 3", 'version = "x"').replace('net = "roads"', 'net = "raods"')
    text = text.replace('"litter*"', '""').replace('label = "Streets"', 'label = "Streets"\ncolour = "red"')
    whats = [problem.what for problem in problems(tmp_path, text)]
    assert len(whats) == 4
    assert "no such net" in whats
    assert "a phrase needs at least one word" in whats
    assert "unknown key 'colour'" in whats


@pytest.mark.parametrize("text", ["", "code = 1", "[[code]]\n", "net = [1]\ncode = ['x']", "[code_frame]\nversion = 1"])
def test_a_file_of_another_shape_is_an_error_in_words(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="file is missing"):
        load_code_frame(tmp_path)
