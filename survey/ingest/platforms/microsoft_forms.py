"""Microsoft Forms: one header row, `ID`, `Start time`, `Completion time`, `Email`, `Name`, then a column a question.

Known from documentation and from code that reads such files, not from an export under a licence. Picks are joined by
`;` with one at the end, an "Other" among them in the respondent's own words; a ranking is one such cell, in order.
Titles that stand twice come with 2, 3 behind them already. There are no unfinished responses. In workbooks times are
dates; in CSV they are in the style of the United States (`%m/%d/%y %H:%M`), as far as is known: the definition says.
"""

from __future__ import annotations

from survey.ingest.platforms.shape import Head, Platform


def _recognise(head: Head) -> bool:
    return head.texts(0)[:1] == ("ID",) and {"start time", "completion time"} <= head.headings()


PLATFORM = Platform(
    name="microsoft_forms",
    recognise=_recognise,
    submitted_only=True,
    personal=("Email", "Name"),
    own=(
        *("Start time", "Completion time", "Last modified time", "Language", "Total points", "Quiz feedback"),
        *("Grade posted time", "Points - *", "Feedback - *"),
    ),
)
