"""Types in the store and out of it: Delta knows no Enum, so options are kept as their labels."""

from __future__ import annotations

import polars as pl

from survey.errors import DefinitionError, Problem
from survey.frames import Schema


def as_stored(dtype: pl.DataType) -> pl.DataType:
    """The type under which a column is kept."""
    if isinstance(dtype, pl.Enum):
        return pl.String()
    if isinstance(dtype, pl.List):
        return pl.List(as_stored(pl.Schema({"": dtype.inner})[""]))
    return dtype


def stored_schema(schema: Schema) -> pl.Schema:
    """The columns of that schema, each with the type under which it is kept."""
    return pl.Schema({name: as_stored(dtype) for name, dtype in pl.Schema(schema).items()})


def check_types(stored: pl.Schema, schema: Schema, where: str) -> None:
    """Nothing, if every column that is stored can be read as the schema has it.

    Raises:
        DefinitionError: a column is of another type; all of them are named.
    """
    problems = [
        Problem(
            f"{name}: the question has changed its kind since its answers were accepted",
            where=where,
            expected=f"answers as {wanted}, by the questionnaire as it is now",
            got=f"answers kept as {stored[name]}",
            hint="in questionnaire.toml give the changed question another id, so that the old answers keep theirs",
        )
        for name, wanted in stored_schema(schema).items()
        if name in stored and stored[name] != wanted
    ]
    if problems:
        raise DefinitionError(*problems)


def restored(rows: pl.LazyFrame, stored: pl.Schema, schema: Schema) -> pl.LazyFrame:
    """Stored rows with exactly that schema: a column that is not stored is null, options are Enums again."""
    return rows.select(
        (pl.col(name) if name in stored else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in pl.Schema(schema).items()
    )
