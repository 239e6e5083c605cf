"""SPSS data files (.sav, .zsav) as a table of text: labels for codes, sets of multiple responses as option columns."""

from __future__ import annotations

from survey.errors import Problem, UnreadableError
from survey.frames import SET_ASIDE, empty
from survey.ingest.cells import Row, Table
from survey.ingest.coded_columns import Part, assemble, dictionary_of
from survey.ingest.spss_dictionary import Dictionary, read_dictionary
from survey.ingest.spss_file import SavFile, SavVariable, read_file
from survey.ingest.spss_sets import Members, find_variable, set_columns
from survey.ingest.spss_values import single_column


def read_spss(data: bytes, name: str) -> Table:
    """The table in an SPSS data file; `name` is the file's, for messages.

    A cell holds the label of its value, or the value where it has none: numbers in full, dates and times in
    ISO 8601. What SPSS itself calls missing is empty; what the user declared missing stays to be seen, and is listed
    in the `missing` of the variable's Described. A multiple-response set becomes a column an option, named
    `set - option`, holding the option's label where picked. The members of a set of dichotomies have no column
    beside it; those of a set of categories have, after all others, for their order may be a ranking: they are
    not in the dictionary. Lines are the numbers of the records, from 1. Weights are told of, never applied.

    Raises:
        UnreadableError: the file is not of SPSS, is damaged or cut off, or holds no records.
    """
    dictionary = read_dictionary(data, name)
    file = read_file(dictionary, name)
    if not file.variables or not file.variables[0].column:
        hint = "export the responses again, all of them"
        raise UnreadableError(Problem("an SPSS file, but no responses in it", name, hint=hint))
    described, further, notes = _parts(file, dictionary)
    parts = (*described, *further)
    records = len(file.variables[0].column)
    names, cells = assemble(parts)
    rows = tuple(Row(line, texts, "\t".join(texts)) for line, texts in enumerate(cells, start=1))
    notes = (*_file_notes(file, dictionary), *notes, *(note for part in described for note in part.notes))
    return Table(
        names, rows, empty(SET_ASIDE), records, "spss", True, notes, dictionary_of(described, names)
    )  # fmt: skip


def _parts(file: SavFile, dictionary: Dictionary) -> tuple[list[Part], list[Part], tuple[str, ...]]:
    """The variables and sets in the file's order, then members whose columns are kept beside their set's; notes.

    A set stands where its first member stood.
    """
    known = {variable.name.casefold(): variable for variable in file.variables}
    starting: dict[str, list[Part]] = {}
    replaced: set[str] = set()
    slots: dict[str, SavVariable] = {}
    unread = dictionary.unread
    for each in dictionary.sets:
        found = [find_variable(member, dictionary, known) for member in each.members]
        members: Members = tuple(variable for variable in found if variable is not None)
        if len(members) < len(found):
            unread += 1
            continue
        starting.setdefault(members[0].name, []).append(set_columns(each, members, dictionary.encoding))
        replaced |= {member.name for member in members}
        slots |= {member.name: member for member in members if each.kind == b"C"}
    described: list[Part] = []
    for variable in file.variables:
        described += starting.get(variable.name, [])
        described += [] if variable.name in replaced else [single_column(variable)]
    notes = (f"{unread} multiple-response sets cannot be read: their variables stand singly",) if unread else ()
    return described, [single_column(slot) for slot in slots.values()], notes


def _file_notes(file: SavFile, dictionary: Dictionary) -> tuple[str, ...]:
    notes = []
    if file.reread:
        what = f"some bytes are not in {dictionary.encoding}, which the file declares"
        notes.append(f"{what}: read as Windows-1252; look at accents and quotes")
    known = {variable.name.casefold(): variable for variable in file.variables}
    weight = find_variable(dictionary.weight, dictionary, known) if dictionary.weight else None
    if weight is not None:
        notes.append(f"the file weights its records by {weight.name}: no weights are applied")
    return tuple(notes)
