"""Columns that say who a respondent is, by their header and by what their cells hold."""

from __future__ import annotations

import re

from survey.drafting.columns import Column
from survey.drafting.scales import find_scale
from survey.drafting.words import plain
from survey.questionnaire.matching import key

# Rust's regular expressions (polars), so without look-around.
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_OCTET = r"(25[0-5]|2[0-4]\d|1?\d?\d)"
_CELLS = {
    "e-mail addresses": rf"^{EMAIL}$",
    "IP addresses": rf"^{_OCTET}(\.{_OCTET}){{3}}$|^[0-9a-fA-F]{{1,4}}(:[0-9a-fA-F]{{0,4}}){{3,7}}$",
    "postcodes": r"^[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}$",
    "telephone numbers": r"^(\+\d|\(?0)[\d ()-]{8,16}$",
}
_HEADERS = {
    "e-mail address": r"\be-? ?mail\b",
    "name": r"^name$|^(your|full|first|last|fore|sur|given|family|respondent|contact|recipient).{0,12}name\b"
    r"|\b(first|last|full|fore|sur|family|given) ?name\b|\bwhat is your name\b|\byour (full )?name\b",
    "telephone number": r"\b(tele)?phone\b|\bmobile (number|phone)\b|^tel\b",
    "IP address": r"\bip ?addr(ess)?\b|^ip$",
    "postcode": r"\b(post|zip) ?code\b",
    "date of birth": r"\bdate of birth\b|^d\.?o\.?b\.?$|\bbirthday\b",
    "place on the map": r"\b(location )?(latitude|longitude)\b|\bgps\b",
    "number of another system": r"\bunique id\b|\bexternal (data )?reference\b|\btoken( ?guid)?\b|^custom data\b"
    r"|\b(recipient|contact|panel|member|participant|employee|worker) ?id\b|\byour (own )?id\b|\bpayment code\b"
    r"|\b(nhs|national insurance|passport) number\b",
}
_REDACTED = frozenset({"redacted", "anonymous", "anonymised", "anonymized", "removed", "hidden", "[redacted]"})
_ASKS = re.compile(r"^(what('s| is) your|please (enter|give|provide|leave|tell us|state|type)|enter your|your)\b")
_ADDRESS = re.compile(r"\b(home|postal|street|your) address\b|^address( line \d)?$")
_CODED_WORDS = 2
_MOST = 0.5
_SOME = 0.3  # of the cells of addresses at least hold a number; those of areas do not
_SHORT = 6  # words of a header that names a field and asks nothing
_FEW_WORDS = 4  # words of an answer that may be a name or an address, not a comment


def personal_reason(column: Column, part: str = "") -> str | None:
    """Why a column is personal, in words, or None. `part`: the option or row that its header ends in."""
    for what, pattern in _CELLS.items():
        if 0 < column.words <= _SHORT and column.share(pattern) >= _MOST:
            return f"its cells hold {what}"
    if column.filled and column.keys <= _REDACTED:
        return "it was redacted by whoever made the file"
    header = plain(part or column.header)
    if _ADDRESS.search(header) and (not column.filled or column.share(r"\d") >= _SOME):
        return "its header asks for: postal address"
    size = len(header.split())
    if column.filled and (_is_tick(column, part) or find_scale(column.values, "") is not None):
        return None
    if _closed(column):
        return None if part or size > 3 else _by_header(header)
    if size <= _SHORT or (_ASKS.search(header) and column.words <= _FEW_WORDS):
        return _by_header(header)
    # A longer header may only speak of such things, unless what answers it are numbers or codes.
    coded = column.words <= _CODED_WORDS and column.share(r"\d") >= _MOST
    return _by_header(header) if coded else None


def mentions(column: Column) -> int:
    """How many answers hold an e-mail address among other words."""
    return column.holding(EMAIL)


def _by_header(header: str) -> str | None:
    return next((f"its header asks for: {what}" for what, words in _HEADERS.items() if re.search(words, header)), None)


def _is_tick(column: Column, part: str) -> bool:
    return bool(part) and column.keys <= {key(part), "yes", "no", "1", "0", "y", "n", "true", "false", "x", "checked"}


def _closed(column: Column) -> bool:
    """A few texts that come again and again tell nobody from another."""
    return 0 < column.distinct <= 12 and column.filled >= 3 * column.distinct
