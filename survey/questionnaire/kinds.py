"""The kinds of question, as frozen values. A new kind is one class here; `assert_never` then names each arm to fill.

More than seven public names: the kinds and their parts are one vocabulary, and it is read in one go.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Polarity: TypeAlias = Literal["positive", "neutral", "negative"]


def slug(label: str) -> str:
    """A code from a label: "Don't know" gives `dont_know`."""
    return re.sub(r"[^a-z0-9]+", "_", label.casefold().replace("'", "").replace("\u2019", "")).strip("_")


def _option(value: object) -> object:
    """A bare label, or a table without a code, gets its code from the label."""
    if isinstance(value, str):
        return {"code": slug(value), "label": value}
    if isinstance(value, dict) and "code" not in value and isinstance(value.get("label"), str):
        return {"code": slug(value["label"]), **value}
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("a text of blanks only")
    return value


def _delimiter(value: str) -> str:
    return value if "\n" in value else _not_blank(value)  # some tools give each pick a line of its cell


def _time_format(value: str) -> str:
    day = any(code in value for code in ("%d", "%e", "%j", "%F", "%D", "%x", "%c", "%s", "%v"))
    year = any(code in value for code in ("%Y", "%y", "%F", "%D", "%x", "%c", "%s", "%v"))
    if not (day and year):
        raise ValueError("a format in codes: %d day, %m month, %Y year, %H hour, %M minute, %S second")
    return value


def _code(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Code = Annotated[str, BeforeValidator(_code), Field(pattern=r"^[A-Za-z0-9_.-]+$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1), AfterValidator(_not_blank)]
_Delimiter = Annotated[str, Field(min_length=1), AfterValidator(_delimiter)]
TimeFormat = Annotated[Text, AfterValidator(_time_format)]


class Frozen(BaseModel):
    """A value that never changes and accepts no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Frozen):
    """One answer a respondent could choose.

    `aliases`: other texts under which exports hold it. `value`: what stands in its place in an export of codes; an
    export is read by values where these fit more of its texts than the labels do. `other`: whatever no option has is
    this one, because the tool writes the respondent's own words into the cell; a free text with `other_of` keeps them.
    """

    code: Code
    label: Text
    aliases: tuple[Text, ...] = ()
    value: Annotated[Text, BeforeValidator(_code)] | None = None
    column: Text | None = None
    other: bool = False
    exclusive: bool = False
    score: Annotated[float, Field(allow_inf_nan=False)] | None = None
    scored: bool = True
    assumed: bool = False

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Option:
        if self.score is not None and not self.scored:
            raise ValueError("an option with a score is scored: leave out scored = false, or the score")
        return self


class Net(Frozen):
    """One or more of several codes, told as one figure."""

    code: Code
    label: Text
    codes: tuple[Code, ...] = Field(min_length=1)
    polarity: Polarity | None = None


class Item(Frozen):
    """A row of a grid, with the export's column that holds it."""

    code: Code
    label: Text
    column: Text | None = None


class Condition(Frozen):
    """True of a respondent who gave any (or every one) of these codes to `question`."""

    question: Identifier
    any_of: tuple[Code, ...] = ()
    all_of: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _one_list(self) -> Condition:
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError("a condition takes either any_of or all_of, a list of codes")
        return self


OptionInput = Annotated[Option, BeforeValidator(_option)]
ItemInput = Annotated[Item, BeforeValidator(_option)]
Options = Annotated[tuple[OptionInput, ...], Field(min_length=1)]


class BaseQuestion(Frozen):
    """What every kind has.

    `asked`: who was asked (nobody said otherwise: everyone). `base`: on whom its percentages stand, by name:
    those who answered, those who were asked, all responses that are not blank, or the picks made; `base_where` narrows
    it and `base_label` words it. `required_share`: of those asked, the share (0 to 1) that must have answered.
    `assumed`: what of this definition is not published but assumed.
    """

    id: Identifier
    text: Text
    number: int | None = None
    short: Text | None = None
    asked: Condition | None = None
    base: Literal["answered", "asked", "all", "picks"] = "answered"
    base_where: Condition | None = None
    base_label: Text | None = None
    required_share: float | None = Field(default=None, gt=0, le=1)
    assumed: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The short name, or else the wording."""
        return self.short or self.text


class OptionColumns(BaseQuestion):
    """A question whose options may have a column each in the export.

    `columns` is a pattern that holds `{option}`, or each option has its own `column`. `picked` and `not_picked` are
    the cell texts, beside the option's label, that say so.
    """

    options: Options
    nets: tuple[Net, ...] = ()
    columns: Text | None = None
    column: Text | None = None
    picked: tuple[Text, ...] = ("Yes", "1", "Y", "TRUE", "True", "Checked")
    not_picked: tuple[Text, ...] = ("No", "0", "N", "FALSE", "False", "Unchecked")


class Closed(OptionColumns):
    """One answer out of a list; a grid has one such answer for each of its items.

    `column` is the export's column, or with items a pattern that holds `{item}`. Without items, options may have
    columns instead: then two picks in one row are an answer that cannot be read.
    """

    items: tuple[ItemInput, ...] = ()


class SingleCode(Closed):
    """One answer out of a list of options."""

    kind: Literal["single_code"]


class Scale(Closed):
    """One answer out of an ordered list; `polarity` says at which end the good answers stand."""

    kind: Literal["scale"]
    polarity: Literal["positive_first", "negative_first"]


class MultiCode(OptionColumns):
    """Several answers out of a list: in the export either a column for each option, or one `column` with a `delimiter`.

    Where options hold the delimiter, the longest known option is taken first.
    """

    kind: Literal["multi_code"]
    max_picks: int | None = Field(default=None, ge=1)
    delimiter: _Delimiter | None = None


class Ranking(BaseQuestion):
    """Options put in order, 1 the best.

    In the export a column for each option that holds its place (`columns`, with `{option}`), a column for each place
    that holds its option (`columns`, with `{place}`), or one `column` of options in order, with a `delimiter`.
    """

    kind: Literal["ranking"]
    options: Options
    columns: Text | None = None
    column: Text | None = None
    delimiter: _Delimiter | None = None


class FreeText(BaseQuestion):
    """Words as written, in a `column`, or the words of those whose answer to the question `other_of` is no option of
    it. `coded`: whether the code frame is applied to it.
    """

    kind: Literal["free_text"]
    column: Text | None = None
    other_of: Identifier | None = None
    coded: bool = True

    @model_validator(mode="after")
    def _one_source(self) -> FreeText:
        if (self.column is None) == (self.other_of is None):
            raise ValueError("a free text takes either column or other_of, the id of a question")
        return self


class Number(BaseQuestion):
    """A number, with its `unit` and the range it must lie in (both ends included)."""

    kind: Literal["number"]
    column: Text
    unit: str = ""
    minimum: float | None = Field(default=None, allow_inf_nan=False)
    maximum: float | None = Field(default=None, allow_inf_nan=False)


class DateAnswer(BaseQuestion):
    """A date, in one stated strptime `format`."""

    kind: Literal["date"]
    column: Text
    format: TimeFormat


Question: TypeAlias = SingleCode | Scale | MultiCode | Ranking | FreeText | Number | DateAnswer
KINDS: dict[str, type[BaseQuestion]] = {
    "single_code": SingleCode,
    "scale": Scale,
    "multi_code": MultiCode,
    "ranking": Ranking,
    "free_text": FreeText,
    "number": Number,
    "date": DateAnswer,
}
