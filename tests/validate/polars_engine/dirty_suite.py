"""Expectations on the dirty frame, of all kinds, in Great Expectations' own JSON."""

from __future__ import annotations

from typing import Any

from tests.validate.polars_engine.dirty import AREAS


def _column(kind: str, column: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_column_{kind}", "kwargs": {"column": column, **kwargs}}


def _pair(kind: str, first: str, second: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_column_pair_values_{kind}", "kwargs": {"column_A": first, "column_B": second, **kwargs}}


def _table(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_table_{kind}", "kwargs": kwargs}


def _list(kind: str, *columns: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_{kind}", "kwargs": {"column_list": list(columns), **kwargs}}


def _where(expectation: dict[str, Any], condition: str, parser: str = "pandas") -> dict[str, Any]:
    row = {"row_condition": condition, "condition_parser": parser}
    return {**expectation, "kwargs": {**expectation["kwargs"], **row}}


VALUES = [
    _column("values_to_be_null", "void"),
    _column("values_to_be_null", "ratio", mostly=0.2),
    _column("values_to_not_be_null", "weight"),
    _column("values_to_not_be_null", "void"),
    _column("values_to_not_be_null", "completed", mostly=0.9),
    _column("values_to_be_unique", "response_id"),
    _column("values_to_be_unique", "line"),
    _column("values_to_be_unique", "weight", mostly=0.5),
    _column("values_to_be_in_set", "area", value_set=AREAS),
    _column("values_to_be_in_set", "area", value_set=[*AREAS, 1, True], mostly=0.4),
    _column("values_to_be_in_set", "picks", value_set=[1, 2.0, True, "3", 4.5]),
    _column("values_to_be_in_set", "weight", value_set=[0, 25, 0.5]),
    _column("values_to_be_in_set", "consent", value_set=[True]),
    _column("values_to_be_in_set", "consent", value_set=[1, 0]),
    _column("values_to_be_in_set", "region", value_set=["North", "West"]),
    _column("values_to_be_in_set", "date", value_set=["2024-07-14"]),
    _column("values_to_not_be_in_set", "area", value_set=["", "birmingham"]),
    _column("values_to_not_be_in_set", "age", value_set=[-1, 0, 999], mostly=0.9),
    _column("values_to_be_between", "age", min_value=16, max_value=98),
    _column("values_to_be_between", "age", min_value=16.5, max_value=97.5, strict_min=True, strict_max=True),
    _column("values_to_be_between", "weight", min_value=0.25, strict_min=True, mostly=0.99),
    _column("values_to_be_between", "rough", max_value=2, strict_max=True),
    _column("values_to_be_between", "ratio", min_value=-2),
    _column("values_to_be_between", "consent", min_value=0.5),
    _column("values_to_be_between", "date", min_value="2024-07-14", max_value="2024-09-18"),
    _column("values_to_be_between", "started", min_value="2024-07-14T10:30:00"),
    _column("values_to_be_between", "started", min_value="2024-07-14"),  # a date and a time: Python refuses
    _column("values_to_be_between", "area", min_value=1),  # a number and a text: Python refuses
    _column("values_to_match_regex", "postcode", regex=r"^[A-Z]{1,2}\d{1,2} \d[A-Z]{2}$"),
    _column("values_to_match_regex", "postcode", regex=r"(?i)^s?[a-z]"),
    _column("values_to_match_regex", "postcode", regex=r"^(?!b)\w+"),  # look-ahead
    _column("values_to_match_regex", "comment", regex=r"\bfine\b|(['\"]).*\1"),  # word boundary, back-reference
    _column("values_to_match_regex", "age", regex=r"^\d\d$", mostly=0.9),
    _column("values_to_not_match_regex", "comment", regex=r"<[a-z]+>"),
    _column("values_to_not_match_regex", "comment", regex=r"[^\W\d_]$"),
    _column("values_to_match_regex_list", "postcode", regex_list=[r"^B", r"^CV\d", r"^$"]),
    _column("values_to_match_regex_list", "postcode", regex_list=[r"\d", r"[A-Z]$"], match_on="all"),
    _column("values_to_not_match_regex_list", "comment", regex_list=[r"\n", r"<.*>", r"^NA$"]),
    _column("value_lengths_to_be_between", "comment", min_value=1, max_value=30),
    _column("value_lengths_to_be_between", "comment", max_value=10, strict_max=True, mostly=0.3),
    _column("value_lengths_to_equal", "postcode", value=7),
    _column("values_to_be_increasing", "step"),
    _column("values_to_be_increasing", "step", strictly=True, mostly=0.9),
    _column("values_to_be_decreasing", "ratio"),
    _column("values_to_be_increasing", "date"),
    _column("values_to_be_of_type", "age", type_="int"),
    _column("values_to_be_of_type", "age", type_="str"),
    _column("values_to_be_in_type_list", "weight", type_list=["float", "float64"]),
    _column("values_to_be_in_type_list", "consent", type_list=["int"]),
    _column("values_to_match_strftime_format", "notes", strftime_format="%Y-%m-%d"),
    _column("values_to_be_dateutil_parseable", "notes"),
    _column("values_to_be_json_parseable", "notes"),
    _column("value_z_scores_to_be_less_than", "weight", threshold=3, double_sided=True),
    _column("values_to_not_be_outliers", "weight", method="iqr", multiplier=1.5),
]

FIGURES = [
    _column("min_to_be_between", "age", min_value=0),
    _column("min_to_be_between", "date", min_value="2024-07-01", max_value="2024-07-02"),
    _column("max_to_be_between", "weight", max_value=20),
    _column("max_to_be_between", "started", min_value="2024-09-01T00:00:00"),
    _column("min_to_be_between", "void", min_value=0),
    _column("mean_to_be_between", "age", min_value=40, max_value=70),
    _column("mean_to_be_between", "weight", min_value=0.9, max_value=1.1),
    _column("mean_to_be_between", "ratio", min_value=0),
    _column("mean_to_be_between", "area", min_value=0),  # not of texts
    _column("median_to_be_between", "age", min_value=50, max_value=60),
    _column("median_to_be_between", "rough", max_value=0.5),
    _column("stdev_to_be_between", "weight", min_value=0.1, max_value=0.5),
    _column("stdev_to_be_between", "age", min_value=10),
    _column("sum_to_be_between", "picks", min_value=1),
    _column("sum_to_be_between", "weight", max_value=10),
    _column(
        "quantile_values_to_be_between",
        "age",
        quantile_ranges={"quantiles": [0.1, 0.5, 0.9], "value_ranges": [[0, 30], [50, 60], [None, 95]]},
    ),
    _column(
        "quantile_values_to_be_between",
        "weight",
        quantile_ranges={"quantiles": [0.25, 0.75], "value_ranges": [[0, 1], [1, 2]]},
        allow_relative_error="linear",
    ),
    _column("unique_value_count_to_be_between", "area", min_value=4, max_value=8),
    _column("unique_value_count_to_be_between", "ratio", max_value=5),
    _column("proportion_of_unique_values_to_be_between", "response_id", min_value=0.99),
    _column("proportion_of_non_null_values_to_be_between", "comment", min_value=0.9),
    _column("most_common_value_to_be_in_set", "region", value_set=["North"]),
    _column("most_common_value_to_be_in_set", "consent", value_set=[True]),
    _column("distinct_values_to_be_in_set", "area", value_set=AREAS),
    _column("distinct_values_to_contain_set", "area", value_set=[*AREAS, "Walsall"]),
    _column("distinct_values_to_equal_set", "clean", value_set=[1, 2, 3, 4, 5]),
    _column("distinct_values_to_be_in_set", "date", value_set=["2024-07-14", "2024-07-15"]),
    _column(
        "kl_divergence_to_be_less_than",
        "region",
        partition_object={"values": ["North", "South", "East"], "weights": [0.3, 0.3, 0.4]},
        threshold=0.001,
    ),
    _column("to_exist", "area"),
    _column("to_exist", "aera"),
    _column("values_to_be_null", "aera"),
    _column("type_to_be", "age", type_="int"),
    _table("row_count_to_equal", value=5000),
    _table("row_count_to_be_between", min_value=1),
    _table("column_count_to_equal", value=23),
    _table("columns_to_match_set", column_set=["line", "area"], exact_match=False),
    _table("columns_to_match_ordered_list", column_list=["line", "area"]),
]

RECORDS = [
    _pair("to_be_equal", "place a", "place b"),
    _pair("to_be_equal", "place a", "place b", ignore_row_if="either_value_is_missing", mostly=0.1),
    _pair("to_be_equal", "weight", "ratio", ignore_row_if="neither"),
    _pair("a_to_be_greater_than_b", "completed", "started", or_equal=True, ignore_row_if="either_value_is_missing"),
    _pair("a_to_be_greater_than_b", "place a", "place b"),
    _pair("a_to_be_greater_than_b", "area", "comment", ignore_row_if="either_value_is_missing"),
    _pair(
        "to_be_in_set",
        "area",
        "place a",
        value_pairs_set=[["Dudley", 1], ["Coventry", 2.0], [None, 3], ["Sandwell", None]],
    ),
    _pair(
        "to_be_in_set",
        "consent",
        "region",
        value_pairs_set=[[True, "North"], [0, "South"]],
        ignore_row_if="either_value_is_missing",
    ),
    _list("compound_columns_to_be_unique", "place a", "place b", "age", "area"),
    _list("compound_columns_to_be_unique", "response_id", "weight", ignore_row_if="any_value_is_missing"),
    _list("compound_columns_to_be_unique", "consent", "region", ignore_row_if="never"),
    _list("multicolumn_sum_to_equal", "place a", "place b", sum_total=7, ignore_row_if="any_value_is_missing"),
    _list("multicolumn_sum_to_equal", "place a", "place b", "place c", sum_total=9),
    _list("multicolumn_sum_to_equal", "weight", "rough", "weight", sum_total=0, ignore_row_if="any_value_is_missing"),
    _list("multicolumn_values_to_be_equal", "place a", "place b"),
    _list("multicolumn_values_to_be_equal", "weight", "rough", ignore_row_if="never"),
    _list("select_column_values_to_be_unique_within_record", "place a", "place b", "place c"),
    _list("select_column_values_to_be_unique_within_record", "weight", "ratio", ignore_row_if="never"),
]

_IN_SET = _column("values_to_be_in_set", "area", value_set=AREAS)
_AGE = _column("values_to_be_between", "age", min_value=16, max_value=98)
ON_ROWS = [
    _where(_IN_SET, 'region == "North"'),
    _where(_IN_SET, 'col("region") == "North"', "great_expectations"),
    _where(_IN_SET, 'col("comment").notNull()', "great_expectations"),
    _where(_AGE, "18 <= age < 65 and consent == True"),
    _where(_AGE, "(age > 90.5) | (picks < 2)"),
    _where(_AGE, "not (picks == 3) and area in ['Dudley', 'Coventry']"),
    _where(_AGE, "area not in ['Dudley'] and `place a` >= 3"),
    _where(_AGE, "weight != 25 and ~comment.isnull()"),
    _where(_AGE, 'comment == "it\'s fine; \'quoted\', \\"twice\\"" or weight > 1'),
    _where(_AGE, "area.str.startswith('D')"),  # only pandas knows it
    _where(_AGE, "picks > 'a'"),  # Python refuses
    _where(_AGE, "nothing == 1"),
    _where(_column("values_to_be_unique", "postcode"), "picks == 7 and age > 90"),
    _where(_column("values_to_not_be_null", "comment"), "line > 100"),
    _where(_column("values_to_be_increasing", "step"), "picks <= 3"),
    _where(_column("mean_to_be_between", "age", min_value=1), "region == 'East'"),
    _where(_column("unique_value_count_to_be_between", "area", max_value=1), "region == 'East'"),
    _where(_column("distinct_values_to_be_in_set", "area", value_set=AREAS), "region == 'East'"),
    _where(
        _column(
            "quantile_values_to_be_between", "age", quantile_ranges={"quantiles": [0.5], "value_ranges": [[0, 30]]}
        ),
        "picks == 1",
    ),
    _where(_pair("to_be_equal", "place a", "place b"), "consent != True"),
    _where(_list("compound_columns_to_be_unique", "place a", "place b", "age", "area"), "consent == False"),
    _where(_table("row_count_to_equal", value=5000), "consent == True"),
    _where(_column("values_to_match_strftime_format", "notes", strftime_format="%Y-%m-%d"), "region == 'East'"),
]

SUITE = VALUES + FIGURES + RECORDS + ON_ROWS
