"""`survey themes learn`, and `survey themes code` after it: nothing before --apply, people first, all added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from openpyxl import load_workbook
from pptx import Presentation

from pipelines import theme_embeddings
from pipelines.places import open_desk
from pipelines.theme_embeddings import KEPT, _kept, embedding
from survey.questionnaire.frame_file import code_frame_toml
from survey.themes import embeddings
from tests.pipelines.conftest import Survey
from tests.themes.small_frame import FRAME
from tests.themes.test_learn import made_up

QUESTIONNAIRE = """
[consultation]
name = "Made up (SYNTHETIC)"
owner = "Nobody"
source = "SYNTHETIC answers"

[export]
response_id = "id"

[[question]]
id = "why"
kind = "free_text"
text = "Why?"
column = "why"
"""


@pytest.fixture
def folder(tmp_path: Path, survey: Survey) -> Path:
    """A consultation of 160 answers, taken in, of which a person decided on 100."""
    place = tmp_path / "made_up"
    place.mkdir()
    (place / "questionnaire.toml").write_text(QUESTIONNAIRE)
    (place / "code_frame.toml").write_text(code_frame_toml(FRAME))
    answers, truth = made_up(158)
    rows = pl.concat(
        [
            answers.select(id="response_id", why="text"),
            pl.DataFrame({"id": ["r159", "r160"], "why": ["n/a", "a car parked there"]}),
        ]
    )
    rows.write_csv(tmp_path / "SYNTHETIC_export.csv")
    decided = answers.head(100).with_columns(codes=pl.col("response_id").replace_strict(truth))
    decided.write_csv(tmp_path / "decided.csv")
    done = survey("ingest", place, tmp_path / "SYNTHETIC_export.csv", "--outputs", tmp_path)
    assert done.code == 0, done.err
    done = survey("themes", "review", place, tmp_path / "decided.csv", "--coder", "AB", "--outputs", tmp_path)
    assert done.code == 0, done.err
    return place


def test_learn_and_apply(survey: Survey, folder: Path, tmp_path: Path) -> None:
    before = survey("themes", "code", folder, "--json", "--outputs", tmp_path)
    done = survey("themes", "learn", folder, "--outputs", tmp_path)
    assert done.code == 0, done.err
    assert "nothing is applied" in done.err
    assert "What --quality can be asked" in done.out
    assert "the rules' codes that people gave too" in done.out
    assert survey("themes", "code", folder, "--json", "--outputs", tmp_path).out == before.out

    assert survey("themes", "learn", folder, "--apply", "--outputs", tmp_path).code == 0
    coded = survey("themes", "code", folder, "--json", "--outputs", tmp_path).records
    account = coded[-1]["account"][0]
    assert account["answered"] == 160
    assert account["answered"] == sum(account[name] for name in ("coded", "other", "nothing_said", "cannot_decide"))
    by = {row["response_id"]: row["by"] for row in coded[:-1]}
    people = set(pl.read_csv(tmp_path / "decided.csv")["response_id"])
    assert {one for one, who in by.items() if who == "person"} == people
    assert by["r159"] == by["r160"] == "rule"
    model = [row for row in coded[:-1] if row["by"] == "model"]
    assert len(model) > 20
    assert all(row["rule"].startswith("model p=") and row["start"] is None for row in model)

    still = survey("themes", "learn", folder, "--outputs", tmp_path).err
    assert f"in use are still {len(model)} codes of an earlier --apply" in still

    frame = folder / "code_frame.toml"
    frame.write_text(frame.read_text().replace("version = 2", "version = 3"))
    later = survey("themes", "code", folder, "--json", "--outputs", tmp_path)
    assert "no longer stand" in later.err
    assert "model" not in {row.get("by") for row in later.records}
    none = survey("themes", "learn", folder, "--apply", "--quality", "1", "--outputs", tmp_path)
    assert "none: no 100 decided answers are so sure" in none.out
    assert "no code is sure enough: the model codes nothing" in none.err


def test_a_sheet_of_what_to_code_next_can_be_filled_in(survey: Survey, folder: Path, tmp_path: Path) -> None:
    done = survey("themes", "learn", folder, "--quality", "1", "--queue", "5", "--outputs", tmp_path)
    assert done.code == 0, done.err
    sheet = tmp_path / "made_up" / "private" / "to_code.xlsx"
    taken = survey("themes", "review", folder, sheet, "--coder", "CD", "--outputs", tmp_path)
    assert "0 decisions taken in" in taken.err
    wrong = survey("themes", "learn", folder, "--quality", "2", "--outputs", tmp_path)
    assert wrong.code == 2


def test_suggest_and_accept(survey: Survey, folder: Path, tmp_path: Path) -> None:
    done = survey("themes", "suggest", folder, "--json", "--outputs", tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / "made_up" / "private" / "suggested_codes.xlsx").is_file()
    assert done.records[0]["phrases"]
    frame = folder / "code_frame.toml"
    before = frame.read_text()
    empty = survey("themes", "suggest", folder, "--accept", tmp_path / "made_up/private/suggested_codes.xlsx")
    assert empty.code == 3, empty.err
    assert "no row is accepted" in empty.err
    assert frame.read_text() == before
    sheet = tmp_path / "accepted.csv"
    pl.DataFrame([{**done.records[0], "accept": "new_code"}]).write_csv(sheet)
    assert survey("themes", "suggest", folder, "--accept", sheet).code == 0
    assert "version = 3" in frame.read_text()
    coded = survey("themes", "code", folder, "--json", "--outputs", tmp_path).records
    assert "new_code" in {row.get("code") for row in coded}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the model of embeddings is given."""
    if not embeddings.installed():
        pytest.skip("the extra `embeddings` is not installed")
    found: list[str] = []
    whole = embeddings.Embedder.of

    def of(self: embeddings.Embedder, texts: Sequence[str], told: Callable[[int], None]) -> NDArray[np.float16]:
        found.extend(texts)
        return whole(self, texts, told)

    monkeypatch.setattr(embeddings.Embedder, "of", of)
    return found


def test_embeddings_are_made_once_and_kept(survey: Survey, folder: Path, tmp_path: Path, read: list[str]) -> None:
    learn = ("themes", "learn", folder, "--json", "--outputs", tmp_path)
    first = survey(*learn)
    assert first.records[-1]["quality"][0]["embeddings"] == "all-MiniLM-L6-v2"
    kept = next(tmp_path.rglob("embeddings.npz"))
    assert kept.parent.name == "private"
    every = read.copy()
    assert len(every) == len(set(every)) > 159

    read.clear()
    assert survey(*learn).out == first.out
    assert read == []

    kept.write_bytes(kept.read_bytes()[:5_000])
    damaged = survey(*learn)
    assert damaged.out == first.out
    assert "read again" in damaged.err
    assert read == every

    read.clear()
    export = tmp_path / "SYNTHETIC_export.csv"
    rows = pl.read_csv(export)
    rows.with_columns(why=pl.when(pl.col("id") == "r150").then(pl.lit("another matter")).otherwise("why")).write_csv(
        export
    )
    assert survey("ingest", folder, export, "--outputs", tmp_path).code == 0
    assert survey(*learn).code == 0
    assert read == ["another matter"]
    with np.load(kept) as stored:
        assert len(stored["texts"]) == len(every) + 1


def test_what_was_read_before_it_was_stopped_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    monkeypatch.setattr(theme_embeddings, "_AT_ONCE", 2)
    texts = [f"answer {number}" for number in range(5)]
    embed, whole = embedding(open_desk("police_crime_plan_2024", tmp_path)), embeddings.Embedder.of
    assert embed is not None

    def stopped(self: embeddings.Embedder, some: Sequence[str], told: Callable[[int], None]) -> NDArray[np.float16]:
        if "answer 2" in some:
            raise KeyboardInterrupt
        return whole(self, some, told)

    with monkeypatch.context() as patched:
        patched.setattr(embeddings.Embedder, "of", stopped)
        with pytest.raises(KeyboardInterrupt):
            embed(texts)
    vectors = embed(texts)
    assert read == texts
    assert vectors.tobytes() == whole(embeddings.load(), texts, lambda _more: None).tobytes()


def _archive(**of: NDArray[Any]) -> bytes:
    data = BytesIO()
    np.savez_compressed(data, allow_pickle=False, model=np.array(embeddings.MODEL), **of)
    return data.getvalue()


def _array() -> bytes:
    data = BytesIO()
    np.save(data, np.zeros((2, embeddings.SIZE), np.float16))
    return data.getvalue()


def test_embeddings_that_others_wrote_or_damaged_are_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, two = open_desk("police_crime_plan_2024", tmp_path), np.zeros((2, embeddings.SIZE), np.float16)
    ours = _archive(texts=np.array(["a", "b"]), vectors=two)
    foreign = [
        _array(),
        _archive(texts=np.array(3), vectors=two),
        _archive(texts=np.array([["a"], ["b"]]), vectors=two),
        _archive(texts=np.array(["a", "b"]), vectors=two + np.float16(np.nan)),
    ]
    damaged = [ours[:place] + bytes([ours[place] ^ 0xFF]) + ours[place + 1 :] for place in range(0, len(ours), 3)]
    desk.private.mkdir(parents=True)
    for place, data in enumerate([ours, *foreign, *damaged]):
        (desk.private / KEPT).write_bytes(data)
        found, told = _kept(desk), "read again" in capsys.readouterr().err
        assert bool(found) != told
        assert found.keys() <= {"a", "b"}  # zip looks at some bytes not at all
        assert place == 0 or place > len(foreign) or told


def test_without_embeddings_the_words_alone_tell_and_it_is_said(
    survey: Survey, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "_PACKAGE", "no_such_package")
    done = survey("themes", "learn", folder, "--outputs", tmp_path)
    assert done.code == 0
    assert "are not installed" in done.err
    assert "none: words alone" in done.out
    assert not list(tmp_path.rglob("embeddings.npz"))


def test_what_is_published_says_who_coded_it(survey: Survey, folder: Path, tmp_path: Path) -> None:
    """100 of 160 by a person, 2 by rules alone, as many as the model was sure of by it: in every document."""
    by_people = "62% by a person, who has the last word"
    assert survey("report", folder, "--outputs", tmp_path).code == 0
    page = tmp_path / "made_up" / "publish" / "made_up_report.html"
    assert by_people in page.read_text()
    assert "a model" not in page.read_text()

    assert survey("themes", "learn", folder, "--apply", "--outputs", tmp_path).code == 0
    coded = survey("themes", "code", folder, "--json", "--outputs", tmp_path).records[:-1]
    model = {row["response_id"] for row in coded if row["by"] == "model"}
    assert survey("report", folder, "--outputs", tmp_path).code == 0
    share = f"{100 * len(model) / 160:.0f}%"
    added = f"{share} with codes that a model added (on answers that it had not seen these met"
    assert added in page.read_text()
    assert by_people in page.read_text()
    assert survey("tables", folder, "--outputs", tmp_path).code == 0
    assert survey("deck", folder, "--outputs", tmp_path).code == 0
    book = load_workbook(page.with_name("made_up_tables.xlsx"))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert any(added in cell for cell in cells)
    deck = Presentation(str(page.with_name("made_up_deck.pptx")))
    assert any(added in shape.text_frame.text for page in deck.slides for shape in page.shapes if shape.has_text_frame)
    parts = survey("explain", page, "--json", "--outputs", tmp_path).records
    themes = next(part["place"] for part in parts if "Themes" in part["title"])
    told = survey("explain", page, themes, "--outputs", tmp_path)
    assert "Coded. What people wrote was coded by version 2 of the code frame" in told.out
