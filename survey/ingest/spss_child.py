"""A program of its own: an SPSS file on standard input, its variables and values as JSON on standard output.

Damaged files can crash the C library behind pyreadstat, and with it the process it runs in: so it runs in this one,
which `spss_file` starts, limits and outlives. It imports nothing of the project.
"""

from __future__ import annotations

import io
import json
import sys

import pyreadstat

_NOT_IN_ENCODING = "convert string"


def answer(data: bytes) -> dict[str, object]:
    """What the file holds, or `error`: why it cannot be read. `bytes`: texts have a letter for each of their bytes."""
    try:
        return _read(data, None)
    except Exception as error:  # whatever is wrong, the parent is to be told in words
        if _NOT_IN_ENCODING not in str(error) and not isinstance(error, UnicodeDecodeError):
            return {"error": str(error) or type(error).__name__}
    try:
        return _read(data, "ISO-8859-1") | {"bytes": True}  # a letter for each byte: for the parent to decode
    except Exception as error:
        return {"error": str(error) or type(error).__name__}


def _read(data: bytes, encoding: str | None) -> dict[str, object]:
    columns, meta = pyreadstat.read_sav(
        io.BytesIO(data),
        encoding=encoding,
        user_missing=True,
        disable_datetime_conversion=True,
        output_format="dict",
    )
    names = meta.column_names
    if not all(names) or len(set(names)) < len(names):
        raise ValueError("a variable has no name, or that of another")
    return {
        "variables": [
            {
                "name": name,
                "label": meta.column_names_to_labels.get(name) or "",
                "format": meta.original_variable_types.get(name) or "",
                "values": [
                    [value, label or ""]
                    for value, label in meta.variable_value_labels.get(name, {}).items()
                    if value is not None
                ],
                "missing": [_range(each) for each in meta.missing_ranges.get(name, [])],
                "column": list(columns[name]),
            }
            for name in names
        ],
    }


def _range(missing: object) -> list[object]:
    return [missing["lo"], missing["hi"]] if isinstance(missing, dict) else [missing, missing]


def _limit(size: int, seconds: int) -> None:
    """A file may not take more than 4 GiB, or a hundred times its size, nor more seconds of a processor than these.
    Windows knows no such limits, macOS none of memory.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        limit = max(4 << 30, 100 * size)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return


def main() -> None:
    """Reads, answers, ends."""
    data = sys.stdin.buffer.read()
    _limit(len(data), int(sys.argv[1]))
    sys.stdout.write("\n" + json.dumps(answer(data)))


if __name__ == "__main__":
    main()
