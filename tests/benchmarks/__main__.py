"""Runs every benchmark of this folder in turn: `make bench`. Each prints ratios measured in the same run, and goals.

`themes` is the one script of free text: its parts are the modules `_theme_*.py`.

Hours, most of them for what is tried thousands of times (`hardness`, `store`): to measure one thing, run its
module alone, on processors that are otherwise idle. `python -m tests.benchmarks --huge` also runs what takes over an
hour more and 24 GB of memory: see `store` and `validation`.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HUGE = ("store", "validation")  # of these modules

huge = "--huge" in sys.argv
for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    print(f"== {path.stem}", flush=True)
    sys.argv = [str(path), *(["--huge"] if path.stem in HUGE and huge else [])]
    runpy.run_path(str(path), run_name="__main__")
