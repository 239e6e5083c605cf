"""Great Expectations on polars: an execution engine that validates a lazy frame.

    from survey.validate.polars_engine import opened

    with opened(pl.scan_parquet("responses.parquet")) as batch:
        result = batch.validate(suite, result_format="COMPLETE")

or in a context of one's own: `context.data_sources.add_polars("responses").add_dataframe_asset("asked")
.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": carrier(frame)})`.

It stands by itself: of the project it imports nothing but its own modules, else polars, Great Expectations and what
that brings (pandas, numpy). It fits Great Expectations 1.24.1, whose inner names it uses; pin that exactly.

How it works
    It takes the place of pandas' engine through `Datasource.execution_engine_override`. The rows are counted, as
    Great Expectations lets all else wait for that; then all figures and counts of a suite are one streaming select;
    and where conditions fail, their rows are another. Expressions exist for what is listed in conditions, records and
    aggregates, and for conditions on rows (rows). What is not known for certain is
    asked of Great Expectations' own pandas engine, on the columns concerned: other expectations, types such as
    durations or times with zones, patterns with look-around, back-references or word boundaries (regex).
    `PolarsExecutionEngine.by_pandas` names what was asked.

What it answers
    The same as that pandas engine does of a frame whose columns are Python objects (as_pandas): success, counts,
    percentages, values, row ids, words of errors. So 1 equals 1.0 and True, NaN is missing, a date is no time. But:

    | what                                        | here                      | there                             |
    |---------------------------------------------|---------------------------|-----------------------------------|
    | sum, mean, deviation of Float32 and Float64 | within 1e-12 of it        | numbers added in another order    |
    | infinities in these                         | as pandas                 | asked of pandas                   |
    | an expectation that cannot be run           | an error for each metric  | one for the first                 |
    | no function of a metric for pandas          | "... PolarsExecution..."  | "... PandasExecution..."          |
    | order of distinct values, where unsorted    | any                       | any: it is the order of a set     |

    A lazy frame is read up to three times, and once more for each thing asked of pandas: its rows must come in the
    same order each time.
"""

from survey.validate.polars_engine.datasource import PolarsDatasource, carrier, opened
from survey.validate.polars_engine.engine import PolarsExecutionEngine
from survey.validate.polars_engine.in_pandas import as_pandas

__all__ = ["PolarsDatasource", "PolarsExecutionEngine", "as_pandas", "carrier", "opened"]
