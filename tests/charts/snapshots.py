"""Snapshots of the gallery's Vega-Lite specifications. `python -m tests.charts.snapshots` writes them anew."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from survey.charts.save import spec
from tests.charts.gallery_more import everything

FILE = Path(__file__).with_name("snapshots.json")


def snapshot(specification: dict[str, Any]) -> dict[str, str]:
    """Of a specification what it draws, in a word, and short hashes of its look, its data and its encodings: they tell
    which of them has changed. The version of Vega-Lite is left out.
    """
    rest = {name: part for name, part in specification.items() if name not in {"$schema", "config", "datasets"}}
    return {
        "marks": " ".join(_marks(rest)),
        "drawing": _hash(rest),
        "data": _hash(specification.get("datasets", {})),
        "look": _hash(specification["config"]),
    }


def taken() -> dict[str, dict[str, str]]:
    """The snapshot of every picture of the gallery."""
    return {name: snapshot(spec(picture)) for name, picture in everything().items()}


def _marks(node: Any) -> list[str]:
    if isinstance(node, list):
        return [mark for each in node for mark in _marks(each)]
    if not isinstance(node, dict):
        return []
    own = [str(node["mark"]["type"])] if "mark" in node else []
    return own + [mark for key in ("layer", "vconcat", "hconcat") for mark in _marks(node.get(key, []))]


def _hash(part: Any) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]


if __name__ == "__main__":
    FILE.write_text(json.dumps(taken(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(FILE)
