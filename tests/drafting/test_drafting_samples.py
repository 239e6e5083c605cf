"""Drafts of real exports against what a person says the questions are.

A question is guessed right if the draft has one of the same kind over the same columns. The drafting was written with
these exports at hand, so other exports will come out worse; the synthetic export of the reference consultation had not
been looked at before.
"""

from __future__ import annotations

import pytest

from pipelines.places import CONSULTATIONS
from survey.drafting.draft import Draft, draft
from survey.drafting.words import last_place
from survey.ingest.export import open_export
from survey.ingest.responses import read_responses
from survey.questionnaire.kinds import Closed, MultiCode, Ranking, Scale
from survey.questionnaire.load import load_consultation
from survey.questionnaire.matching import key
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from tests.drafting.samples import companion, sample, sample_draft, source_of
from tests.drafting.sources import loaded
from tests.drafting.truth import BY_HAND, BY_OTHERS, DEFINED, Truth, by_definition, by_hand, columns_of
from tests.exports import CONSULTATIONS as BESIDE_THE_TESTS
from tests.exports import shared

# Wrong in LimeSurvey's: a team's size that most gave as a number and some in words.
LEAST = {"limesurvey-unittest/results-survey.csv": 0.98}


def guessed(made: Draft) -> Truth:
    """What the draft takes the columns for."""
    questions: dict[tuple[str, str], set[int]] = {}
    for place, row in enumerate(made.guesses.iter_rows(named=True)):
        if row["question_id"] is not None:
            questions.setdefault((row["question_id"], row["kind"]), set()).add(place)
    return frozenset((kind, frozenset(places)) for (_, kind), places in questions.items())


@pytest.mark.parametrize("path", [*DEFINED, *BY_HAND])
def test_the_share_of_questions_guessed_right(path: str) -> None:
    names = sample(path).names
    definition = load_consultation(BESIDE_THE_TESTS / DEFINED[path]) if path in DEFINED else None
    truth = by_definition(definition, names) if definition else by_hand(path)
    found = guessed(sample_draft(path))
    share = len(truth & found) / len(truth)
    print(f"{path}: {len(truth & found)} of {len(truth)} questions guessed right, {share:.0%}")
    wrong = sorted((min(places), kind) for kind, places in truth - found)
    assert share >= LEAST.get(path, 1.0), f"not found: {wrong}"
    # Nothing is taken for a question that a person says is none.
    assert {place for _, places in found for place in places} <= {place for _, places in truth for place in places}


@pytest.mark.parametrize("path", DEFINED)
def test_options_and_polarity_are_those_written_by_hand(path: str) -> None:
    names = sample(path).names
    ours = {columns_of(each, names): each for each in loaded(sample_draft(path)).questions}
    for theirs in load_consultation(BESIDE_THE_TESTS / DEFINED[path]).questions:
        found = ours[columns_of(theirs, names)]
        if isinstance(theirs, Closed | MultiCode | Ranking):
            assert isinstance(found, Closed | MultiCode | Ranking)
            assert {key(each.label) for each in found.options} == {key(each.label) for each in theirs.options}
        if isinstance(theirs, Scale):
            assert isinstance(found, Scale)
            assert [each.label for each in found.options] == [each.label for each in theirs.options]
            assert found.polarity == theirs.polarity


@pytest.mark.parametrize("name", BY_OTHERS)
def test_every_question_that_another_person_defined_is_guessed(name: str) -> None:
    """Of the same kind; a scale's order is theirs, from one end or the other, and the good end the same."""
    if not (BESIDE_THE_TESTS / name).exists():
        pytest.skip(f"there is no definition {name}")
    theirs = load_consultation(BESIDE_THE_TESTS / name)
    made, names = sample_draft(BY_OTHERS[name]), sample(BY_OTHERS[name]).names
    assert by_definition(theirs, names) <= guessed(made)
    ours = {columns_of(each, names): each for each in loaded(made).questions}
    for question in theirs.questions:
        found = ours[columns_of(question, names)]
        if isinstance(question, Scale):
            assert isinstance(found, Scale)
            places = {key(text): place for place, text in enumerate(_texts(question))}
            order = [places[key(text)] for text in _texts(found) if key(text) in places]
            same = found.polarity == question.polarity
            assert order == sorted(order, reverse=not same)


def _texts(question: Scale) -> list[str]:
    """The labels of a scale's steps, without the codes that are no step."""
    return [option.label for option in question.options if last_place(option.label) is None]


def test_the_reference_consultation_from_its_synthetic_export() -> None:
    folder = CONSULTATIONS / "police_crime_plan_2024"
    consultation = load_consultation(folder)
    made = make_export(consultation, load_published(folder, consultation), 8000, 1)
    source = source_of(made.content, made.file_name)
    found = draft(source, "drafted")
    assert guessed(found) == by_definition(consultation, source.names)
    ours, theirs = loaded(found), consultation
    assert (ours.export.started, ours.export.completed) == (theirs.export.started, theirs.export.completed)
    assert (ours.export.personal, ours.export.ignored) == (theirs.export.personal, theirs.export.ignored)
    assert ours.fieldwork is not None
    assert theirs.fieldwork is not None
    assert (ours.fieldwork.opened, ours.fieldwork.closed) == (theirs.fieldwork.opened, theirs.fieldwork.closed)
    assert (ours.area, ours.priorities) == ("where_live", "top_police_responsibilities")


@pytest.mark.parametrize("path", [*DEFINED, *BY_HAND])
def test_the_draft_loads_at_once_and_reads_its_export_whole(path: str) -> None:
    """Every row is kept, every answer read, every column accounted for."""
    file = shared(f"data/exports/{path}")
    export = open_export(file.read_bytes(), file.name, loaded(sample_draft(path)), companion(path))
    reading = read_responses(export)
    assert (len(reading.responses), len(reading.set_aside)) == (reading.rows_in, 0)
    assert reading.unread.rows() == []
    assert export.columns.unclaimed == ()


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("smartsurvey-layout/SYNTHETIC-three-row-header.csv", [2, 3, 4, 5]),
        ("iai-consult-layouts/responses_biomass_format.csv", [0, 1]),
        ("qualtrics-voting-pair/qualtrics_text-redacted.csv", [3, 9, 10, 11, 12, 13, 14, 44, 189, 191, 192]),
        ("limesurvey-unittest/results-survey.csv", [145]),
        ("star-wars/StarWars.csv", []),
        ("thanksgiving/thanksgiving-2015-poll-data.csv", []),
        ("dask-gforms/2019-user-survey-results.csv", []),
        ("iai-consult-layouts/responses_lgr_format.csv", []),
    ],
)
def test_personal_columns_of_the_samples(path: str, personal: list[int]) -> None:
    names = sample(path).names
    assert sample_draft(path).personal == tuple(" ".join(names[place].split()) for place in personal)
