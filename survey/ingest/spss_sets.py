"""SPSS multiple-response sets as a column an option."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.ingest.cells import Described
from survey.ingest.coded_columns import Part, option_columns, shared_labels
from survey.ingest.spss_dictionary import Dictionary, MultipleSet, decoded
from survey.ingest.spss_file import SavVariable, Value
from survey.ingest.spss_values import code_of, is_missing, is_text, missing_texts, text_of

Members = tuple[SavVariable, ...]
_Option = tuple[Value, str]  # the value that counts as picked, and the option's label


def find_variable(name: bytes, dictionary: Dictionary, known: dict[str, SavVariable]) -> SavVariable | None:
    """The variable that the dictionary calls by its short name, or newer files by its long one.

    `known` has the variables by name in small letters.
    """
    long = dictionary.long_names.get(name.upper(), name)
    found = (known.get(decoded(each, dictionary.encoding).casefold()) for each in (long, name))
    return next((variable for variable in found if variable is not None), None)


def set_columns(each: MultipleSet, members: Members, encoding: str) -> Part:
    """A set as a column an option, named `set - option`.

    Of dichotomies an option is a member variable, called by its label or, where the set says so, by the label of the
    counted value; of categories it is a value of the members.
    """
    name, label = decoded(each.name, encoding), decoded(each.label, encoding).strip()
    if not (label or each.own_label):
        label = members[0].label or members[0].name
    if each.kind == b"C":
        return _categories(name, label, members)
    return _dichotomies(name, label, members, [_option(each, member, encoding) for member in members])


def _categories(name: str, label: str, members: Members) -> Part:
    values: dict[str, str] = {}
    for member in members:
        values |= {code_of(member, value): text_of(member, value) for value in member.values} | values
    described = Described(name, "multiple", label, (), tuple(values.items()), _missing(members))
    columns = [_codes(member) for member in members]
    picks = [{code for code in codes if code} for codes in zip(*columns, strict=True)]
    part = option_columns(described, picks)
    return Part(part.described, part.cells, (*part.notes, *shared_labels(described)))


def _codes(member: SavVariable) -> list[str]:
    codes = {value: "" if value is None else code_of(member, value) for value in set(member.column)}
    return [codes[value] for value in member.column]


def _option(each: MultipleSet, member: SavVariable, encoding: str) -> _Option:
    text = decoded(each.counted, encoding)
    counted: Value = text if is_text(member) else _float(text)
    label = member.values.get(counted, "").strip() if each.kind == b"E" else ""
    return counted, label or member.label or member.name


def _float(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def _dichotomies(name: str, label: str, members: Members, options: Sequence[_Option]) -> Part:
    cells = tuple(_cells(member, option) for member, option in zip(members, options, strict=True))
    values = tuple((member.name, text) for member, (_, text) in zip(members, options, strict=True))
    columns = tuple(f"{name} - {text}" for _, text in values)
    described = Described(name, "multiple", label, columns, values, _missing(members))
    return Part(described, cells, (*shared_labels(described), *_none_picked(name, members, cells)))


def _cells(member: SavVariable, option: _Option) -> list[str]:
    """The option where picked; what the user has declared missing, to be seen; all else is not picked, and empty."""
    counted, label = option
    texts = {value: text_of(member, value) if value is not None and is_missing(member, value) else ""
             for value in set(member.column)}  # fmt: skip
    texts[counted] = label
    return [texts[value] for value in member.column]


def _none_picked(name: str, members: Members, cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Records with a value in some member, yet with every cell empty: they do not differ from unanswered ones now."""
    answered = zip(*(member.column for member in members), strict=True)
    count = sum(
        any(value not in (None, "") for value in values) and not any(texts)
        for values, texts in zip(answered, zip(*cells, strict=True), strict=True)
    )
    return (f"{name}: {count} records pick none of its options, and stand as unanswered",) if count else ()


def _missing(members: Iterable[SavVariable]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for member in members for text in missing_texts(member)))
