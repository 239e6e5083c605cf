"""A CSV of labels gives the counts that the same responses give as they were read."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.errors import FailedChecksError, UnreadableError
from survey.ingest.labels import scan_labels
from survey.questionnaire.kinds import Condition
from tests.exports import every_kind, export_text, read_text


def as_labels(path: Path, responses: pl.DataFrame) -> Path:
    """The responses as a CSV of labels, picks joined by what the question has between them."""
    lists = {name: "; " for name, dtype in responses.schema.items() if dtype == pl.List}
    texts = [pl.col(name).cast(pl.List(pl.String)).list.join(between) for name, between in lists.items()]
    responses.with_columns(texts).drop("line", "synthetic").write_csv(path)
    return path


def test_counts_are_those_of_the_responses(tmp_path: Path) -> None:
    consultation = every_kind()
    responses = read_text(export_text()).responses
    scanned = scan_labels(as_labels(tmp_path / "labels.csv", responses), consultation)
    assert isinstance(scanned.collect_schema()["priorities"], pl.Categorical)
    area = consultation.question("area")
    for banner in (None, area, consultation.question("priorities")):
        told, wanted = (
            results(count(frame, consultation, consultation.questions, banner), consultation.questions, banner)
            for frame in (scanned, responses.lazy())
        )
        assert told.equals(wanted)


PICKED = """priorities,visits,area,words
Speeding;Burglary; theft,Park; Market,North,one
Burglary; theft,Park;Market,North,two
Parking ;Speeding,Market,North,three
Speeding,Park,North,four
,,North,five
"""


@pytest.mark.parametrize("texts", [pl.String, pl.Categorical, None])
@pytest.mark.parametrize(
    ("asked_of", "condition", "asked"),
    [
        ("visits", {"any_of": ("park",)}, 3),
        ("visits", {"all_of": ("park", "market")}, 2),
        ("priorities", {"any_of": ("burglary_theft", "parking")}, 3),  # a label that holds the delimiter
        ("priorities", {"all_of": ("burglary_theft", "speeding")}, 1),
    ],
)
def test_routing_stands_on_picks_that_are_texts(
    tmp_path: Path, asked_of: str, condition: dict[str, tuple[str, ...]], asked: int, texts: type[pl.DataType] | None
) -> None:
    consultation = every_kind()
    words = consultation.question("words").model_copy(update={"asked": Condition(question=asked_of, **condition)})
    leaning = consultation.model_copy(
        update={"questions": tuple(words if each.id == "words" else each for each in consultation.questions)}
    )
    path = tmp_path / "labels.csv"
    path.write_text(PICKED, encoding="utf-8")
    scanned = scan_labels(path, leaning)
    assert isinstance(scanned.collect_schema()[asked_of], pl.Categorical)
    scanned = scanned if texts is None else scanned.with_columns(pl.col(asked_of).cast(pl.String).cast(texts))
    for whom in (leaning, consultation):  # the condition is the definition's, or only of the question as it is told
        assert count(scanned, whom, [words]).select("codes", "n").rows() == [("answered", asked)]
    path.write_text(f"{asked_of},area,words\n,North,a\n", encoding="utf-8")
    assert count(scan_labels(path, leaning), leaning, [words])["n"].sum() == 0  # nobody picked anything
    path.write_text(f"{asked_of},area,words\nParkk,North,a\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=f"question {asked_of}") as caught:
        count(scan_labels(path, leaning), leaning, [words])
    assert caught.value.problems[0].got == "'Parkk'"


def test_no_status_is_a_complete_response(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("area,weight\nNorth,2\n,1\n", encoding="utf-8")
    frame = scan_labels(path, every_kind())
    everyone = every_kind().question("area").model_copy(update={"base": "all"})
    assert count(frame, every_kind(), [everyone]).select("codes", "n", "w").rows() == [
        (None, 1, 1.0),
        ("north", 1, 2.0),
    ]


def test_a_strange_column_is_told_with_the_nearest_and_a_strange_label_does_not_pass(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("area,wieght\nNorth,1\n", encoding="utf-8")
    with pytest.raises(FailedChecksError) as caught:
        scan_labels(path, every_kind())
    (problem,) = caught.value.problems
    assert (problem.got, problem.hint) == ("wieght", "did you mean 'weight'?")
    path.write_text("area\nNorh\n", encoding="utf-8")
    with pytest.raises(pl.exceptions.PolarsError, match="Norh"):
        count(scan_labels(path, every_kind()), every_kind(), [every_kind().question("area")])


def test_no_file_is_no_traceback_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no CSV can be read there"):
        scan_labels(tmp_path / "none.csv", every_kind())
