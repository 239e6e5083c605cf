"""Hostile names, wherever a name can come from: nothing may be written outside `outputs/`, and no command may break."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from tests.hard.commanded import Ended, run

# {root} stands for a folder that nothing may be written to.
NAMES = (
    *(
        "..",
        ".",
        "../..",
        "../../escaped",
        "../../../escaped",
        "..\\..\\escaped",
        "a/../../escaped",
        "a/b",
        "a\\b",
        "/",
    ),
    *("{root}/escaped", "{root}/escaped/x", "//escaped", "~", "~/escaped", "~root", "$HOME/escaped"),
    *("a\\b\\c", "%TEMP%\\escaped"),
    *("file:///{root}/escaped", "C:\\escaped", "\\\\server\\share", "CON", "nul.csv", "aux", "...", ". .", ".hidden"),
    *("$(touch escaped)", "`touch escaped`", "; touch escaped", "| tee escaped", "> escaped", "&& touch escaped", "*"),
    *("-rf", "--outputs=../escaped", "--help", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "%2e%2e%2fescaped"),
    *(
        "line\nbreak",
        "\u202egnp.exe",
        "\x1b[2J\x1b]0;owned\x07",
        "a\u0000b",
        "x" * 300,
        "ß" * 150,
        "👩‍👩‍👧",
        "",
        " ",
        "private",
    ),
    *(
        "../private",
        "../../publish/x",
        "publish",
        "responses",
        "_delta_log",
        "{option}",
        "{{ x }}",
        "\ufeff",
        "'; drop--",
    ),
)
_ROWS = [f"{row},{('North', 'South')[row % 2]},{('x', 'y', 'x;y')[row % 3]},word {row % 4}" for row in range(120)]
_EXPORT = "\r\n".join(["ID,Area,Picks,Words", *_ROWS, ""])  # so many that tables of them may be published


class Place:
    """A root with the analyst's folder deep within it, so that a way up leads to where a new file is noticed."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name.replace("{root}", str(root))
        self.work = root / "one" / "two" / "three"
        self.definitions, self.exports, self.outputs = (
            self.work / each for each in ("definitions", "exports", "outputs")
        )
        for folder in (self.definitions, self.exports, self.outputs):
            folder.mkdir(parents=True)
        self.export = self.exports / "export.csv"
        self.export.write_text(_EXPORT, newline="")
        self.sound = self.define("sound", "Sound")
        self.faults: list[str] = []

    def define(self, folder: str, words: str) -> Path:
        """A consultation with these words wherever its definition takes words."""
        path = self.definitions / folder
        path.mkdir(parents=True)
        (path / "questionnaire.toml").write_text(definition(words), encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, into: Path | None = None) -> Ended:
        """Runs the command; what it wrote outside of outputs (and of `into`) is a fault, and so is breaking.

        `survey init` alone takes no `--outputs`.
        """
        before = dict(files(self.root, self.outputs, into))
        ended = run(*arguments, *(() if arguments[0] == "init" else ("--outputs", self.outputs)))
        written = [path for path, state in files(self.root, self.outputs, into) if before.get(path) != state]
        told = " ".join(repr(str(each)) for each in arguments)
        if written:
            self.faults.append(f"{told} wrote {written}")
        if ended.broke:
            self.faults.append(f"{told} ended {ended.code}: {ended.err[-600:]}")
        if "\x1b]0" in ended.out + ended.err or "\x1b[2J" in ended.out + ended.err:
            self.faults.append(f"{told} told the terminal what to do")
        return ended


def definition(words: str) -> str:
    """A questionnaire with these words as names, labels and texts."""
    said = json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"""
[consultation]
name = {said}
owner = {said}
source = {said}
geography = {said}
area = "area"
priorities = "picks"
[export]
response_id = "ID"
[[question]]
id = "area"
kind = "single_code"
text = {said}
column = "Area"
options = [{{ label = {said}, aliases = ["North"] }}, "South"]
[[question]]
id = "picks"
kind = "multi_code"
text = {said}
short = {said}
column = "Picks"
delimiter = ";"
options = [{{ label = {said}, aliases = ["x"], code = ".." }}, {{ label = "y", code = "a.b-c" }}]
[[question]]
id = "words"
kind = "free_text"
text = {said}
column = "Words"
"""


def files(root: Path, *but: Path | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file and folder under the root, with size and time, but those within some folders."""
    for folder, below, names in os.walk(root):
        below[:] = [each for each in below if Path(folder, each) not in but]
        for name in names:
            state = Path(folder, name).lstat()
            yield str(Path(folder, name)), (state.st_size, state.st_mtime_ns)
        yield folder, (0, 0)


def faults(root: Path, name: str, charts: bool) -> list[str]:
    """What went wrong with the name as a consultation, a folder, a file, a question, and as words of a definition."""
    place = Place(root, name)
    with contextlib.chdir(place.work):
        _as_argument(place)
        _as_folder(place)
        _as_file(place)
        _as_words(place, charts)
    return [f"{name!r}: {fault}" for fault in place.faults]


def _as_argument(place: Place) -> None:
    name = place.name.replace("\0", "")  # no system passes it on
    assert place.run("ingest", place.sound, place.export).code == 0
    place.run("ingest", name, place.export)
    place.run("ingest", place.sound, name)
    place.run("breakdown", place.sound, "--question", name, "--by", name)
    place.run("rank", place.sound, "--as-of", name)
    place.run("rank", place.sound, "--without", name)
    made = place.definitions / (name or place.export.stem)  # without a name the file's is taken
    allowed = made if _is_name(made.name) and made.parent == place.definitions else None
    place.run("init", place.export, "--name", name, "--into", place.definitions, into=allowed)


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name == name.lower()


def _as_folder(place: Place) -> None:
    try:
        folder = place.define(place.name, "Sound")
    except (OSError, ValueError):
        return  # no such folder can be
    place.run("ingest", folder, place.export)
    place.run("status", folder)


def _as_file(place: Place) -> None:
    try:
        export = place.exports / f"{place.name}.csv"
        export.write_text(_EXPORT, newline="")
    except (OSError, ValueError):
        return
    place.run("ingest", place.sound, export)
    place.run("status", place.sound)
    drafts = place.work / "drafts"
    place.run("init", export, "--into", drafts, into=drafts)
    deep = [path for path in drafts.rglob("*") if path.is_file() and path.parent.parent != drafts]
    place.faults += [f"a draft at {path}" for path in deep]


def _as_words(place: Place, charts: bool) -> None:
    folder = place.define("worded", place.name)
    if charts:
        place.run("run", folder, place.export)
    else:
        place.run("ingest", folder, place.export)
    place.run("breakdown", folder, "--question", "picks", "--by", "area")
    place.run("tables", folder)
    place.run("ledger", folder)
    place.run("drift", folder, place.export)
