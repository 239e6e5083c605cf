"""Responses as SmartSurvey writes them: three header rows, option columns of Yes and No, one row a response.

Source of the layout: the column list of a SmartSurvey export in ONS's survey of Coding in Analysis and Research
(best-practice-and-impact/CARS, `configs/rename_config.yml`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Question
from survey.synthetic.answers import Answers
from survey.synthetic.picks import Bools
from survey.synthetic.visits import Visits

MARK = "SYNTHETIC"
_TIME = "%d/%m/%Y %H:%M:%S"
_SKIPPED = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the texts of its two written header rows and one cell a response."""

    question: str
    option: str
    cells: Sequence[str]


def write_csv(
    consultation: Consultation, visits: Visits, blank: Bools, answers: Answers, comments: Sequence[str]
) -> bytes:
    """The export: UTF-8 with a byte order mark, CRLF.

    Args:
        consultation: names the columns.
        visits: one entry a response.
        blank: of each response, whether it has no answer at all; the others are the respondents, in order.
        answers: of the respondents.
        comments: of the respondents; empty where there is none.
    """
    columns = _meta(visits, blank, answers)
    for question in consultation.questions:
        for header, option, cells in _question(question, answers, comments):
            spread_out = np.full(len(blank), "", dtype=object)
            spread_out[~blank] = cells
            columns.append(Column(header, option, _escaped(spread_out.tolist(), consultation)))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_without_repeats([column.question for column in columns]))
    writer.writerow([column.option for column in columns])
    writer.writerow([""] * len(columns))
    writer.writerows(zip(*(column.cells for column in columns), strict=True))
    return text.getvalue().encode("utf-8-sig")


def _meta(visits: Visits, blank: Bools, answers: Answers) -> list[Column]:
    """SmartSurvey's own columns; nothing in them could be taken for a person."""
    count = len(blank)
    unfinished = blank.copy()
    unfinished[~blank] = answers.stopped
    ended = ["" if open_ else text for open_, text in zip(unfinished, _times(visits.ended), strict=True)]
    cells: dict[str, Sequence[str]] = {
        "UserID": [f"{MARK}-{number:06d}" for number in range(1, count + 1)],
        "UserNo": [str(number) for number in range(1, count + 1)],
        **{name: [""] * count for name in ("Name", "Email", "IP Address", "Unique ID")},
        "Started": _times(visits.started),
        "Ended": ended,
        "Tracking Link": [f"{MARK} DATA"] * count,
    }
    return [Column(name, "", texts) for name, texts in cells.items()]


def _times(times: NDArray[np.datetime64]) -> list[str]:
    return [time.strftime(_TIME) for time in times.tolist()]


def _question(
    question: Question, answers: Answers, comments: Sequence[str]
) -> Iterable[tuple[str, str, NDArray[np.object_]]]:
    """The columns of a question: header, sub-header, and the respondents' cells."""
    empty = np.where(answers.skipped[question.id], _SKIPPED, "").astype(object)
    match question:
        case MultiCode():
            for place, option in enumerate(question.options):
                name = option.column or (question.columns or "").replace("{option}", option.label)
                header, _, sub = name.replace("*", str(place + 1)).rpartition(" - ")
                yes_no = np.where(answers.picked[question.id][:, place], "Yes", "No").astype(object)
                yield header, sub, np.where(answers.answered[question.id], yes_no, empty)
        case Closed():
            labels = np.array([*(option.label for option in question.options), ""], dtype=object)
            chosen = answers.chosen[question.id]
            yield question.column or "", "", np.where(chosen < 0, empty, labels[chosen])
        case _:
            yield getattr(question, "column", ""), "", np.array(comments, dtype=object)


def _escaped(cells: list[str], consultation: Consultation) -> list[str]:
    """The texts as the tool writes them: what the export's `replace` mends, the other way round."""
    for written, meant in consultation.export.replace.items():
        cells = [cell.replace(meant, written) for cell in cells]
    return cells


def _without_repeats(headers: Sequence[str]) -> list[str]:
    """The question stands over its first column only."""
    before = ["", *headers]
    return [header if header != last else "" for last, header in zip(before, headers, strict=False)]
