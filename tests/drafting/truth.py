"""What a person says the samples' columns are: by the definitions written by hand, or by the tables below.

Columns by their places, from 0, those of one question joined (`12-17`). By the surveys' own questionnaires where they
are published (Jupyter's tells its kinds), else by a person's reading of the export.
"""

from __future__ import annotations

import re

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Question, Ranking
from survey.questionnaire.matching import key

Truth = frozenset[tuple[str, frozenset[int]]]
_QUALTRICS = {
    "single_code": "21 38 39 57 122 159 169 174 179",
    "scale": "62-66 71-75 94-97 127-130 135-154",
    "multi_code": "80",
    "ranking": "85-89",
    "number": "164 190",
    "free_text": "184",
}
BY_HAND = {
    "dask-gforms/2019-user-survey-results.csv": {
        "multi_code": "1 2 3 5 19 20",
        "scale": "8-17 22",
        "single_code": "4 6 7 18 23",
        "free_text": "21",
    },
    "dask-gforms/2020-user-survey-results.csv": {
        "scale": "8-17 22",
        "multi_code": "2 3 4 5 18 19 20 23",
        "single_code": "1 6 7 24",
        "free_text": "21",
    },
    "jupyter-2015/20160115235816-SurveyExport.csv": {
        "free_text": "4 6 7 8 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 30 31 33 34 35",
        "single_code": "3 5 9 32 36",
        "multi_code": "29",
    },
    "limesurvey-unittest/results-survey.csv": {
        "single_code": "5 18 20 22 24 26 28 133",
        "free_text": "6 7 8 9 10 11 19 21 23 25 27 29 132 134 139 141 144",
        "scale": "12-17 32 33-38 41 42-47 50 51-56 59 60-65 68 69-74 77 78-83 86 87-92 95 96-101 104 105-110 113 "
        "114-119 121-131",
        "multi_code": "135-138",
        "number": "140 142 143",
    },
    "qualtrics-voting-pair/qualtrics_text-redacted.csv": _QUALTRICS,
    "qualtrics-voting-pair/qualtrics-redacted.csv": _QUALTRICS,
    "smartsurvey-layout/SYNTHETIC-three-row-header.csv": {
        "single_code": "9 10",
        "free_text": "11 17",
        "multi_code": "12-14 15-16",
    },
    "iai-consult-layouts/responses_biomass_format.csv": {
        "single_code": "2 3 4",
    },
    "iai-consult-layouts/responses_lgr_format.csv": {
        "single_code": "0 1 2",
        "scale": "3 4 6",
        "free_text": "5 7",
    },
    "iai-consult-layouts/responses_scr_format.csv": {
        "single_code": "0 2",
        "free_text": "1 4",
        "scale": "3",
    },
    "iai-consult-layouts/consult_data_template_v005.xlsx": {
        "single_code": "1 2 3 9",
        "scale": "4 6",
        "free_text": "5 7 8",
    },
    "spss-sav/sample.sav": {
        "free_text": "0 6",
        "number": "1",
        "date": "2 3",
        "single_code": "4",
        "scale": "5",
    },
    "spss-sav/simple_alltypes.sav": {
        "single_code": "0",
        "date": "1 12",
        "number": "2",
        "free_text": "3",
        "multi_code": "4-6 7-10",
    },
    "spss-sav/missing_test.sav": {
        "number": "0",
    },
    "spss-sav/hebrews.sav": {
        "number": "0",
    },
    "triple-s/sample-1.sss": {
        "single_code": "0 15 16",
        "multi_code": "1-6 8-13",
        "free_text": "7",
        "number": "14",
    },
    "triple-s/sample-4.sss": {
        "single_code": "1 2",
    },
    "triple-s/sample-5.sss": {
        "single_code": "1 2",
    },
}
DEFINED = {
    "star-wars/StarWars.csv": "star_wars",
    "thanksgiving/thanksgiving-2015-poll-data.csv": "thanksgiving",
}
# Definitions of the same exports that others wrote without having seen a draft.
BY_OTHERS = {
    "dask_2019": "dask-gforms/2019-user-survey-results.csv",
    "dask_2020": "dask-gforms/2020-user-survey-results.csv",
    "jupyter_2015": "jupyter-2015/20160115235816-SurveyExport.csv",
    "limesurvey_unit_test": "limesurvey-unittest/results-survey.csv",
    "voting_methods": "qualtrics-voting-pair/qualtrics_text-redacted.csv",
    "coding_in_analysis": "smartsurvey-layout/SYNTHETIC-three-row-header.csv",
    "biomass": "iai-consult-layouts/responses_biomass_format.csv",
    "regulators": "iai-consult-layouts/responses_scr_format.csv",
    "reorganisation": "iai-consult-layouts/responses_lgr_format.csv",
}


def by_hand(path: str) -> Truth:
    """The table of a sample, as kinds with their columns' places."""
    spans = [(kind, span.partition("-")) for kind, spans in BY_HAND[path].items() for span in spans.split()]
    return frozenset((kind, frozenset(range(int(first), int(last or first) + 1))) for kind, (first, _, last) in spans)


def by_definition(consultation: Consultation, names: tuple[str, ...]) -> Truth:
    """What a definition says the export's columns are."""
    found = ((each.kind, columns_of(each, names)) for each in consultation.questions)
    return frozenset((kind, columns) for kind, columns in found if columns)


def columns_of(question: Question, names: tuple[str, ...]) -> frozenset[int]:
    """The places of a question's columns; an exact name goes before a pattern."""
    by_key = {key(name): place for place, name in enumerate(names)}
    found: set[int] = set()
    for wanted in map(key, _wanted(question)):
        shape = re.compile(".*".join(map(re.escape, wanted.split("*"))))
        fits = [wanted] if wanted in by_key else [name for name in by_key if shape.fullmatch(name)]
        found.update(by_key[name] for name in fits)
    return frozenset(found)


def _wanted(question: Question) -> list[str]:
    if isinstance(question, MultiCode | Ranking) and question.column is None:
        return [each.column or (question.columns or "").replace("{option}", each.label) for each in question.options]
    if isinstance(question, Closed) and question.items:
        return [item.column or (question.column or "").replace("{item}", item.label) for item in question.items]
    return [question.column or ""]
