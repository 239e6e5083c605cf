"""Conditions on rows (`row_condition`), in Great Expectations' own form or as pandas writes queries, as expressions.

Understood are comparisons of a column with a constant, `in`, `isnull()`, and `and`, `or`, `not` of these.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.row_conditions import Condition, PassThroughCondition, deserialize_row_condition

from survey.validate.polars_engine.columns import Column, Schema, column
from survey.validate.polars_engine.unknown import UnknownError

_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|`([^`]+)`""")
_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_JOINS: Mapping[type, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ast.And: and_,
    ast.Or: or_,
    ast.BitAnd: and_,
    ast.BitOr: or_,
}
_MISSING = {"isnull": True, "isna": True, "notnull": False, "notna": False}


def rows(schema: Schema, kwargs: Mapping[str, Any]) -> pl.Expr | None:
    """The rows that a metric's domain has, never null; None for all of them.

    Raises:
        UnknownError: a condition that is not understood, or is none.
    """
    condition = kwargs.get("row_condition")
    if not condition:
        return None
    query, names = _without_backticks(_query(condition, kwargs.get("condition_parser")))
    try:
        tree = ast.parse(query.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UnknownError from None
    return _Reader(schema, names).truth(tree.body)


def _query(condition: Any, parser: Any) -> str:
    """What Great Expectations would hand to pandas."""
    if isinstance(condition, dict):
        condition = deserialize_row_condition(condition)
    if isinstance(condition, PassThroughCondition):
        return str(condition.pass_through_filter)
    if isinstance(condition, Condition):
        return str(PandasExecutionEngine().condition_to_filter_clause(condition))
    if isinstance(condition, str) and parser == "pandas":
        return condition
    raise UnknownError


def _without_backticks(query: str) -> tuple[str, dict[str, str]]:
    """Names in backticks replaced by others, and what these stand for."""
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        names[f"_quoted_{len(names)}"] = found[2]
        return list(names)[-1]

    return _QUOTED.sub(named, query), names


@dataclass(frozen=True, slots=True)
class _Reader:
    schema: Schema
    names: Mapping[str, str]

    def truth(self, node: ast.expr) -> pl.Expr:
        match node:
            case ast.BoolOp(op=op, values=values):
                return reduce(_JOINS[type(op)], map(self.truth, values))
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr() as op, left=left, right=right):
                return _JOINS[type(op)](self.truth(left), self.truth(right))
            case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
                return ~self.truth(operand)
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                return reduce(and_, map(self._comparison, sides, ops, others))
            case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=attr), args=[], keywords=[]):
                if attr in _MISSING:
                    present = self._column(name).present
                    return ~present if _MISSING[attr] else present
        raise UnknownError

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> pl.Expr:
        """What is missing equals nothing and is not in any list."""
        if isinstance(op, ast.In | ast.NotIn) and isinstance(left, ast.Name) and isinstance(right, ast.List):
            among = self._column(left).among(_constant(right))
            return among if isinstance(op, ast.In) else ~among
        sign = _SIGNS.get(type(op), "")
        if isinstance(right, ast.Name) and not isinstance(left, ast.Name):
            left, right, sign = right, left, _MIRRORED.get(sign, sign)
        if not isinstance(left, ast.Name) or isinstance(right, ast.List | ast.Tuple):
            raise UnknownError
        if sign in _MIRRORED:
            return self._column(left).compared(sign, _constant(right))
        equal = self._column(left).among([_constant(right)])
        return equal if sign == "==" else ~equal

    def _column(self, name: ast.Name) -> Column:
        return column(self.schema, self.names.get(name.id, name.id))


def _constant(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        raise UnknownError from None
