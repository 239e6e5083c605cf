"""The command itself, run within this process, and what it makes of a mutated export."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipelines.app import main
from tests.hard.mutated import Mutated


@dataclass(frozen=True)
class Ended:
    """A command's exit code and what it printed to stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def broke(self) -> bool:
        """It ended otherwise than a command may, or in words that are for us."""
        return self.code not in range(5) or "bug of ours" in self.err or "Traceback" in self.err + self.out


def run(*arguments: str | Path) -> Ended:
    """`survey` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["survey", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as ended:
        return Ended(ended.code if isinstance(ended.code, int) else 1, out.getvalue(), err.getvalue())
    except BaseException as error:
        return Ended(-1, out.getvalue(), f"{err.getvalue()}{error!r}")
    finally:
        sys.argv = before


def commanded(case: Mutated) -> list[str]:
    """What is wrong after `survey validate`, `drift` and `ingest` of the export; nothing where it has no definition."""
    if case.subject.folder is None:
        return []
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        export, outputs = Path(folder) / "export.csv", Path(folder) / "outputs"
        export.write_bytes(case.data)
        for command in ("validate", "drift", "ingest"):
            ended = run(command, case.subject.folder, export, "--outputs", outputs, "--json")
            if ended.broke:
                faults.append(f"survey {command} ended {ended.code}: {ended.err[-500:]}")
        faults += [] if ended.code not in (0, 1) or not ended.out else _account(json.loads(ended.out)[0])
    return faults


def _account(told: dict[str, int]) -> list[str]:
    """The account must come out: rows in are kept or set aside, and of the kept all are new."""
    if told["rows_in"] == told["kept"] + told["set_aside"] and told["kept"] == told["new"]:
        return []
    return [f"the account does not come out: {told}"]
