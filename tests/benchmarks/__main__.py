"""Runs every benchmark of this folder in turn: `make bench`. Each prints ratios measured in the same run."""

from __future__ import annotations

import runpy
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    print(f"== {path.stem}", flush=True)
    runpy.run_path(str(path), run_name="__main__")
