"""Triple-S surveys as a table of text: labels for codes, multiple responses as option columns."""

from __future__ import annotations

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import SET_ASIDE
from survey.ingest.cells import Row, Table
from survey.ingest.coded_columns import assemble, dictionary_of
from survey.ingest.triple_s_definition import read_definition
from survey.ingest.triple_s_fields import columns_of
from survey.ingest.triple_s_records import Records, read_records


def read_triple_s(definition: bytes, records: bytes, name: str) -> Table:
    """The table in a Triple-S definition (.sss, .xml) and its records (.asc, .dat, .csv); `name` is for messages.

    A cell holds the label of its code, or the code where it has none; numbers without the zeros that fill them; dates
    and times in ISO 8601; `Yes` and `No` for a logical variable; nothing where the field is blank. Labelled values of
    a quantity stand as their labels, and those apart from its ranges are listed in the `missing` of its Described. A
    multiple response becomes a column an option, named `variable - option`, holding the option's label where picked.
    What cannot be read stands as it is in the file. Texts are those of the default language. Lines are those of the
    records' file, from 1: where it has neither a header nor line breaks within cells, the numbers of the records.
    Weights are told of, never applied.

    A record too short for the definition is set aside (frames.SET_ASIDE), save one that may lack nothing but blanks
    that an editor cut off: no record of the file ends in a blank, and all that it lacks are texts or variables with a
    filter. Those are told of.

    Raises:
        UnreadableError: the definition is not one of Triple-S in XML, holds entities, or says what cannot be; or the
            records are not text, or none of them fits the definition.
    """
    found = read_definition(definition, name)
    read = read_records(records, found, name)
    if not read.kept:
        raise UnreadableError(_nothing(read, name))
    fields = zip(*(record.fields for record in read.kept), strict=True)
    parts = [columns_of(variable, texts) for variable, texts in zip(found.variables, fields, strict=True)]
    names, cells = assemble(parts)
    rows = tuple(Row(record.line, texts, record.raw) for record, texts in zip(read.kept, cells, strict=True))
    aside = [(line, None, reason, raw.rstrip("\r\n")) for line, reason, raw in read.aside]
    return Table(
        names,
        rows,
        pl.DataFrame(aside, schema=dict(SET_ASIDE), orient="row"),
        len(rows) + len(aside),
        "triple_s",
        typed_dates=True,
        notes=(*found.notes, *read.notes, *(note for part in parts for note in part.notes)),
        dictionary=dictionary_of(parts, names),
    )


def _nothing(read: Records, name: str) -> Problem:
    if not read.aside:
        return Problem("a definition, but no records", name, hint="export the responses again, all of them")
    hint = "are these the records of this definition, as they were exported?"
    return Problem(f"none of the {len(read.aside)} records fits the definition", name, got=read.aside[0][1], hint=hint)
