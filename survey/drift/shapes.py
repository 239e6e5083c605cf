"""The form of texts: number, date (with which of its parts first) or other; and the pattern of response ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from survey.drift.values import Kind

MOST = 0.9  # of a column's cells, to be called numbers or dates
_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[/.-])(?P<b>\d{1,2}|[A-Za-z]{3,9})(?P=sep)(?P<c>\d{4}|\d{2})"
    r"(?P<gap>[ T]?)(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?P<half> ?[AaPp][Mm])?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2}| [A-Z]{2,5})?"
)
_CODES = {
    "%d": "dd", "%m": "mm", "%Y": "yyyy", "%y": "yy", "%H": "hh", "%I": "hh", "%M": "mi", "%S": "ss",
    "%p": "am", "%F": "yyyy-mm-dd", "%T": "hh:mi:ss", "%R": "hh:mi", "%b": "mon", "%B": "mon", "%z": "zone",
}  # fmt: skip
_BACK = {"yyyy": "%Y", "yy": "%y", "dd": "%d", "mm": "%m", "mon": "%b", "hh": "%H", "mi": "%M", "ss": "%S",
         "am": "%p", "zone": "%z"}  # fmt: skip


def kind_of(texts: Sequence[str]) -> Kind:
    """What nine in ten of the texts are."""
    if not texts:
        return "blank"
    if sum(_NUMBER.fullmatch(text) is not None for text in texts) >= MOST * len(texts):
        return "number"
    dates = sum(_DATE.fullmatch(text) is not None for text in texts)
    return "date" if dates >= MOST * len(texts) else "text"


def date_shape(texts: Sequence[str]) -> str:
    """The form of most dates, such as `dd/mm/yyyy hh:mi:ss`; `??` for parts that could be day or month, the letters of
    a zone as they stand (`hh:mi am EST`).

    Which part is the day is told by the greatest numbers that stand there: one above 12 is no month.
    """
    matches = [found for found in map(_DATE.fullmatch, texts) if found]
    if not matches:
        return ""
    ((form, _),) = Counter(map(_form, matches)).most_common(1)
    same = [found for found in matches if _form(found) == form]
    date, _, rest = form.partition("|")
    if date.count("??") == 2:
        first, second = ("a", "b") if not date.startswith("yyyy") else ("b", "c")
        over = [sum(int(found[part]) > 12 for found in same) for part in (first, second)]
        if bool(over[0]) != bool(over[1]):
            names = ("dd", "mm") if over[0] else ("mm", "dd")
            date = date.replace("??", names[0], 1).replace("??", names[1], 1)
    return date + rest


def _form(found: re.Match[str]) -> str:
    sep = found["sep"]
    middle = "??" if found["b"].isdigit() else "mon"
    if len(found["a"]) == 4:
        parts = ["yyyy", "mm", "dd"] if sep == "-" else ["yyyy", middle, "??"]
    else:
        parts = ["dd" if middle == "mon" else "??", middle, "y" * len(found["c"])]
    time = found["time"] or ""
    rest = (found["gap"] + ":".join(("hh", "mi", "ss")[: time.count(":") + 1])) if time else ""
    zone = found["zone"] or ""
    letters = zone if zone.startswith(" ") else "zone" if zone else ""
    return f"{sep.join(parts)}|{rest}{' am' if found['half'] else ''}{letters}"


def format_shape(layout: str) -> str:
    """The shape of dates in a strptime format."""
    for code, word in _CODES.items():
        layout = layout.replace(code, word)
    return layout.replace("  ", " ")


def shape_format(shape: str) -> str:
    """The strptime format of a shape; "" if day and month cannot be told apart in it."""
    if "??" in shape:
        return ""
    found = re.sub("|".join(_BACK), lambda part: _BACK[part[0]], shape)
    return found.replace("%H", "%I") if "%p" in found else found


def same_shape(one: str, other: str) -> bool:
    """Whether two shapes may be of one format: `??` may be either part. Fractions and am/pm spacing aside."""
    if len(one) != len(other):
        return False
    shape = re.escape(one).replace(re.escape("??"), "(dd|mm)")
    back = re.escape(other).replace(re.escape("??"), "(dd|mm)")
    return re.fullmatch(shape, other) is not None or re.fullmatch(back, one) is not None or one == other


def id_shape(ids: Sequence[str]) -> str:
    """Patterns of response ids, joined by ` | `: digits as `9{count}` (`9+` where counts differ), letters as they are.

    Where letters differ too (hexadecimal ids), or fewer than three ids share them, every run of letters and digits is
    `x{count}`: letters of one person's own are never kept.
    """
    literal = Counter(re.sub(r"\d+", lambda run: f"9{{{len(run[0])}}}", each) for each in ids)
    loose = Counter({re.sub(r"9\{\d+\}", "9+", shape): 0 for shape in literal})
    for shape, count in literal.items():
        loose[re.sub(r"9\{\d+\}", "9+", shape)] += count
    if len(loose) > 3 or min(loose.values(), default=0) < 3:
        general = sorted({re.sub(r"[A-Za-z0-9]+", lambda run: f"x{{{len(run[0])}}}", each) for each in ids})
        return " | ".join(general) if len(general) <= 3 else "(any)"
    kept = []
    for shape in loose:
        exact = [each for each in literal if re.sub(r"9\{\d+\}", "9+", each) == shape]
        kept.append(exact[0] if len(exact) == 1 else shape)
    return " | ".join(sorted(kept))
