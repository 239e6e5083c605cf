"""What one column by itself is: number, date, scale, several answers in a cell, one of a list, or words."""

from __future__ import annotations

import re
from dataclasses import replace

from survey.drafting.areas import is_area_header
from survey.drafting.columns import Column
from survey.drafting.dates import find_format
from survey.drafting.guess import HIGH, LOW, MEDIUM, Choice, Guess, choices, many
from survey.drafting.headers import splits
from survey.drafting.order import order_options
from survey.drafting.personal import mentions
from survey.drafting.picks import Picks, find_picks
from survey.drafting.scales import find_scale, kind_of
from survey.drafting.spread import OTHER_WORDS, other_text
from survey.drafting.words import OTHER_PLACE, is_other_text, last_place, wording

_NUMBER = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"  # what the reader of exports takes for a number
_QUANTITY = re.compile(
    r"\b(how (many|much|old|long|far)|number of|amount|age|years?|days|hours|minutes|size|cost|price|income|salary"
    r"|experience|percent(age)?|distance|weight|height)\b|[£$%]"
)
_NOMINAL = re.compile(
    r"\b(gender|sex|ethnic\w*|religion|nationality|countr(y|ies)|education|employment|occupation|status|party|language"
    r"|which|what (kind|type|sort)|type of)\b"
)
_OTHER = re.compile(r"(\w+\.\s+)?(if )?other\b")
_UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "miles")
_ASKS_FOR_WORDS = re.compile(
    r"\b(please (explain|describe|tell us|use|give)|tell us|why|comments?|anything else|any other|in your own words"
    r"|explain your|use this space|suggestions?|feedback)\b"
)
_NUMBERS = "codes stand for options: write each as { label = ..., value = ... }, or export the answers as text"
_CODED = re.compile(r"\d+|[A-Z]{1,3}\d{1,3}|-oth-")  # LimeSurvey's are A1, A2
_MOST = 0.9
_OFTEN = 0.1  # of the answers at most are different texts, in a list
_FEW_ROWS = 30
_LONG_LIST = 40
_LONG_REASONS, _SENTENCES = 15, 6  # different texts, and words each, of answers where words are asked for
_MOST_OPTIONS = 400
_MOST_CODES = 60


def guess_column(column: Column) -> list[Guess]:
    """The guess for a column that stands alone; with it, where its list has an Other that anybody could put into words,
    the free text that keeps these words.
    """
    for find in (_other, _number, _date, _scale, _several, _closed):
        guess = find(column)
        if guess is not None:
            return [guess, *_kept_words(guess)]
    return [_words(column)]


def _kept_words(guess: Guess) -> list[Guess]:
    if not any(option.other for option in guess.options):
        return []
    text, reason = f"{guess.text}{OTHER_WORDS}", "the words of those whose answer is none of the options above"
    settings = {"coded": False}
    return [Guess("free_text", guess.columns, text, reason, settings=settings, suffix="other", keeps_other=True)]


def _with_other(options: tuple[Choice, ...], count: int) -> tuple[Choice, ...]:
    """The options with one that takes the texts of all others: the Other there is, or one more."""
    there = next((option for option in options if last_place(option.label) == OTHER_PLACE), None)
    if there is None:
        return (*options, Choice("Other", count, other=True))
    wider = replace(there, other=True, count=there.count + count)
    return tuple(wider if option is there else option for option in options)


def _other(column: Column) -> Guess | None:
    parts = [each for each in splits(column.header) if is_other_text(each.part) and len(each.part.split()) <= 8]
    named = [each for each in parts if _OTHER.match(each.part.casefold())] or parts
    if named:
        return other_text(column, named[-1].stem)
    if _OTHER.match(column.header.casefold()) and is_other_text(column.header):
        return other_text(column, "")
    return None


def _number(column: Column) -> Guess | None:
    header = wording(column.header).casefold()
    nominal = _NOMINAL.search(header) is not None or is_area_header(header)
    quantity = _QUANTITY.search(header) is not None and not nominal
    share = column.share(_NUMBER)
    if share < (0.95 if quantity else 1.0):
        return None
    if not quantity:
        coded = None if nominal else _scale(column)
        coded = coded or _coded(column, nominal)
        if coded is not None:
            return coded
    unread = round((1 - share) * column.filled)
    checks = (f"{unread} answers are no numbers and would be left unread",) if unread else ()
    unit = "years" if re.search(r"\bage\b|how old", header) else next((each for each in _UNITS if each in header), "")
    settings = {"unit": unit} if unit else {}
    reason = f"numbers, {column.distinct:,} different ones"
    return Guess("number", (column,), wording(column.header), reason, HIGH, settings=settings, checks=checks)


def _coded(column: Column, nominal: bool) -> Guess | None:
    """Few whole numbers that are no quantity: the codes of a list of options."""
    if column.share(r"^\d+(\.0+)?$") < 1.0:
        return None
    if column.distinct > (_MOST_CODES if nominal else min(12, 0.2 * column.filled)):
        return None
    ordered, _ = order_options(column.values)
    reason = f"{many(column.distinct, 'whole number')} among {many(column.filled, 'answer')}"
    return Guess("single_code", (column,), wording(column.header), reason, LOW, choices(ordered), checks=(_NUMBERS,))


def _date(column: Column) -> Guess | None:
    found = find_format(column.texts) if column.words <= 6 else None
    if found is None:
        return None
    checks: tuple[str, ...] = (f"day or month first? {found.rival} reads every date as well",) if found.rival else ()
    checks += (f"{found.unread} answers are not in this format and would be left unread",) if found.unread else ()
    confidence = MEDIUM if checks else HIGH
    settings = {"format": found.format}
    return Guess("date", (column,), wording(column.header), "dates", confidence, settings=settings, checks=checks)


def _scale(column: Column) -> Guess | None:
    found = find_scale(column.values, wording(column.header))
    if found is None:
        return None
    kind, settings = kind_of(found)
    confidence = MEDIUM if found.checks else HIGH
    options = choices(found.ordered)
    text = wording(column.header)
    return Guess(kind, (column,), text, found.reason, confidence, options, settings=settings, checks=found.checks)


def _several(column: Column) -> Guess | None:
    found = find_picks(column)
    if found is None:
        return None
    if found.whole >= _MOST and column.distinct > 2 and len(found.options) > 2:
        return _in_order(column, found)
    options = choices(order_options(found.options)[0])
    checks: tuple[str, ...] = ()
    if found.rare:
        options = _with_other(options, found.rare)
        checks += (f"{many(found.rare, 'answer')} with a text that few gave: words behind an Other of the form?",)
    if all(_CODED.fullmatch(option.label) for option in options):
        checks += (_NUMBERS,)
    reason = f"{many(len(found.options), 'text')} that come again and again, several in a cell"
    confidence = MEDIUM if checks or found.delimiter.startswith(",") else HIGH
    settings = {"delimiter": found.delimiter}
    text = wording(column.header)
    return Guess("multi_code", (column,), text, reason, confidence, options, settings=settings, checks=checks)


def _in_order(column: Column, found: Picks) -> Guess:
    """Cells that name every option, each in an order of its own."""
    options = choices(tuple(sorted(found.options)))
    settings = {"delimiter": found.delimiter}
    reason = f"the same {len(options)} texts in nearly every cell, in {column.distinct:,} orders"
    return Guess("ranking", (column,), wording(column.header), reason, MEDIUM, options, settings=settings)


def _closed(column: Column) -> Guess | None:
    """One of a list: few texts that come again and again, all of them or all but an Other's few words."""
    header = wording(column.header).casefold()
    words = _ASKS_FOR_WORDS.search(header) is not None
    if _is_list(column, header, words):
        checks = _doubts(column)
        ordered, by = order_options(column.values)
        options = choices(ordered)
    else:
        often = tuple(value for value in column.values if value[1] > 1)
        lost = column.filled - sum(count for _, count in often)
        if words or column.filled < _FEW_ROWS or lost > 0.1 * column.filled or len(often) > _OFTEN * column.filled:
            return None
        checks = (f"{many(lost, 'text')} that nobody else gave: words behind an Other of the form?",)
        ordered, by = order_options(often)
        options = _with_other(choices(ordered), lost)
    if all(_CODED.fullmatch(option.label) for option in options):
        checks += (_NUMBERS,)
    reason = f"{many(column.distinct, 'text')} among {many(column.filled, 'answer')}; {by}"
    confidence = LOW if column.filled < _FEW_ROWS else MEDIUM if checks else HIGH
    return Guess("single_code", (column,), wording(column.header), reason, confidence, options, checks=checks)


def _doubts(column: Column) -> tuple[str, ...]:
    if column.distinct == 1:
        return ("everybody gave the same answer: add the other options",)
    return (f"a list of {column.distinct} options: is it one?",) if column.distinct > _LONG_LIST else ()


def _is_list(column: Column, header: str, words: bool) -> bool:
    if column.distinct > _MOST_OPTIONS or column.words > 25:
        return False
    if words and (column.distinct > _LONG_REASONS or column.words >= _SENTENCES):
        return False
    if column.filled < _FEW_ROWS:
        ends = any(last_place(text) is not None or text.casefold() in ("yes", "no") for text, _ in column.values)
        few = column.distinct <= max(0.5 * column.filled, min(column.filled - 1, 4))
        return not words and column.words <= 10 and (few or ends or column.filled == 1)
    if is_area_header(header):
        return column.distinct <= 0.5 * column.filled
    again = column.distinct <= 0.2 * column.filled and column.once <= max(2, column.distinct / 3)
    return again or column.distinct <= 2


def _words(column: Column) -> Guess:
    reason = f"{many(column.distinct, 'text')} among {many(column.filled, 'answer')}, {column.words:.1f} words each"
    holding = mentions(column)
    checks = (f"{many(holding, 'answer')} with what looks like an e-mail address",) if holding else ()
    confidence = HIGH if column.distinct > 0.5 * column.filled and column.words > 2 else MEDIUM
    settings = {} if column.words > 2 else {"coded": False}
    return Guess("free_text", (column,), wording(column.header), reason, confidence, settings=settings, checks=checks)
