"""Where things live: consultations, their suites, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey.questionnaire.definition import Consultation

CONSULTATIONS = Path(__file__).parent / "consultations"
MAX_NAME = 250  # a longer name is none a file system knows
EXPECTATIONS = Path(__file__).parent.parent / "expectations"


@dataclass(frozen=True, slots=True)
class Desk:
    """One consultation at work: its definition, its folder of TOML, and its folder of outputs.

    `variant` is the folder of tables and charts of responses as they stood, or that leave flagged ones out, or are
    weighted. `remark` says when that was, whom they leave out, or whom they count though they may be no respondents;
    `as_of`, `without` and `previews` say the same for those who have to word it otherwise.
    """

    consultation: Consultation
    called: str  # as the analyst wrote it, for the commands that messages suggest
    folder: Path
    outputs: Path
    variant: str = ""
    remark: str = ""
    as_of: str = ""  # the day, in ISO 8601
    without: tuple[str, ...] = ()  # flags
    previews: bool = False  # are counted

    @property
    def private(self) -> Path:
        """What names or quotes people."""
        return self.outputs / "private"

    @property
    def coded(self) -> Path:
        """Of private things, those made of the responses that the tables and charts are made of: they quote people."""
        return self.private / self.variant

    @property
    def mark(self) -> str:
        """What the names of published files end in, so that those of a variant stand beside the others."""
        return f"_{self.variant}" if self.variant else ""

    @property
    def stood(self) -> str:
        """ "As of 31 August 2024", where figures are not of the responses as they stand now."""
        import datetime as dt

        return f"As of {dt.date.fromisoformat(self.as_of):%-d %B %Y}" if self.as_of else ""

    @property
    def tables(self) -> Path:
        """The analyst's own view: tables."""
        return self.outputs / "draft" / self.variant / "tables"

    @property
    def charts(self) -> Path:
        """The analyst's own view: charts."""
        return self.outputs / "draft" / self.variant / "charts"

    @property
    def suite(self) -> Path:
        """The consultation's expectations; those of a folder outside the project stand in that folder."""
        if self.folder.parent == CONSULTATIONS:
            return EXPECTATIONS / f"{self.consultation.id}.json"
        return self.folder / "expectations.json"


def open_desk(name: str, outputs: Path) -> Desk:
    """The desk of a consultation, named as a folder in `pipelines/consultations/` or by the path of its folder.

    Raises:
        UsageError: there is no such consultation; the nearest name is suggested.
        DefinitionError: its questionnaire holds mistakes.
    """
    from survey.questionnaire.load import load_consultation

    folder = find_folder(name)
    _check_names(folder, outputs)
    consultation = load_consultation(folder)
    return Desk(consultation, name, folder, outputs / consultation.id)


def _check_names(*folders: Path) -> None:
    """Nothing, if what stands in the folders can be told and recorded."""
    from survey.errors import Problem, UsageError

    for folder in folders:
        try:
            str(folder).encode()
        except UnicodeEncodeError:
            hint = "give it another name"
            raise UsageError(Problem("the folder's name is no UTF-8", ascii(str(folder)), hint=hint)) from None


def find_folder(name: str) -> Path:
    """The folder of TOML that a consultation's name or path means."""
    from survey.errors import Problem, UsageError, nearest
    from survey.questionnaire.load import FILE

    for folder in (CONSULTATIONS / name, Path(name)):
        if name and len(name) < MAX_NAME and (folder / FILE).is_file():
            return folder.resolve()
    known = sorted(path.parent.name for path in CONSULTATIONS.glob(f"*/{FILE}"))
    raise UsageError(
        Problem(
            f"unknown consultation {name!r}",
            expected=f"one of {', '.join(known)}, or the path of a folder that holds a {FILE}",
            hint=nearest(name, known),
        )
    )
