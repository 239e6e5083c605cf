"""Forty seeded renames of columns and options, each beside a new column or option that is another, and a lost one.

Ten ways of renaming; twice the column of a question, twice an option, in two real exports and a SYNTHETIC one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from survey.drift.drift import drift
from survey.questionnaire.kinds import Option, SingleCode
from survey.questionnaire.matching import key
from tests.drift.drifting import Export, Mutated, profiled, remembered, single, there, weeks

Way = Callable[[str, random.Random], str]
_OTHER_WORDS = {
    "which": "what", "what": "which", "how": "to what extent", "would": "do", "do": "would", "did": "have",
    "your": "the", "very": "extremely", "fairly": "quite", "somewhat": "a little", "safe": "secure",
    "unsafe": "insecure",
    "favorably": "positively", "unfavorably": "negatively", "think": "believe", "live": "reside", "main": "principal",
    "typically": "usually", "travel": "journey", "character": "figure", "shot": "fired", "fan": "follower",
    "local": "nearby", "family": "relatives", "city": "town", "area": "district", "other": "another", "dish": "course",
    "neither": "none", "income": "earnings", "education": "schooling", "gender": "sex", "age": "years of age",
    "response": "answer", "police": "officers", "turkey": "roast turkey", "baked": "oven-baked", "good": "fine",
}  # fmt: skip


def other_words(text: str, rng: random.Random) -> str:
    """Another word for some of them, or a few more around it."""

    def other(word: re.Match[str]) -> str:
        return _OTHER_WORDS.get(word[0].lower(), word[0])

    changed = re.sub(r"\w+", other, text)
    lower = changed[0].lower() + changed[1:]
    return changed if key(changed) != key(text) else rng.choice([f"In your view, {lower}", f"{text} (select one)"])


def other_signs(text: str, rng: random.Random) -> str:
    """Without its punctuation, or with other."""
    bare = " ".join(re.sub(r"[^\w\s]", " ", text).split())
    return rng.choice([f"{bare}:", f"*{bare}", f"{bare} ...", f"[{bare}]"])


def other_case(text: str, rng: random.Random) -> str:
    """In capitals or title case, with a mark of the tool."""
    return rng.choice([text.upper(), text.title()]) + rng.choice([" (Required)", " *", "!"])


def numbered(text: str, rng: random.Random) -> str:
    """A number before it."""
    return rng.choice(["Q{}. ", "{}) ", "Q{}_", "({}) ", "{} - "]).format(rng.randint(1, 40)) + text


def plural(text: str, rng: random.Random) -> str:
    """The longest word in the plural or the singular."""
    del rng
    word = max(re.findall(r"\w+", text), key=len)
    return text.replace(word, word[:-1] if word.endswith("s") else f"{word}s", 1)


def other_order(text: str, rng: random.Random) -> str:
    """The words from the middle on, then those before; of one word, with an article."""
    words = text.split()
    if len(words) < 2:
        return f"The {text}"
    middle = rng.randrange(1, len(words))
    return " ".join([*words[middle:], *words[:middle]])


def mistyped(text: str, rng: random.Random) -> str:
    """One letter in twelve left out, doubled or in the place of its neighbour."""
    letters = list(text)
    for _ in range(max(len(text) // 12, 1)):
        place = rng.randrange(len(letters) - 1)
        kind = rng.randrange(3)
        if kind == 0 and len(letters) > 3:
            del letters[place]
        elif kind == 1:
            letters.insert(place, letters[place])
        else:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def cut_short(text: str, rng: random.Random) -> str:
    """The first part only, as tools cut long names."""
    size = max(int(len(text) * rng.uniform(0.45, 0.75)), 3)
    return text[:size].rstrip() + rng.choice(["", "…", "..."])


def abbreviated(text: str, rng: random.Random) -> str:
    """Long words cut to four or five letters, small ones gone."""
    size = rng.choice([4, 5])
    words = [word if len(word) <= size + 1 else f"{word[:size]}." for word in text.split() if len(word) > 2]
    return " ".join(words) or f"{text}."


def longer(text: str, rng: random.Random) -> str:
    """With words of explanation."""
    before = rng.choice(["Thinking of the last year: ", "Please tell us: ", "NEW "])
    return rng.choice([before + text, f"{text} (please tick all that apply)", f"{text}, or something like it"])


WAYS: tuple[Way, ...] = (
    *(other_words, other_signs, other_case, numbered, plural),
    *(other_order, mistyped, cut_short, abbreviated, longer),
)


@dataclass(frozen=True)
class Rename:
    """One of the forty, by its place in the plan."""

    export: str
    way: Way
    of_option: bool
    seed: int


def plan(seed: int) -> list[Rename]:
    """Each way twice for columns and twice for options, of the exports that are there."""
    names = [name for name in ("star_wars", "thanksgiving", "synthetic") if there(name)]
    kinds = [(way, of_option) for of_option in (False, True) for way in WAYS for _ in range(2)]
    return [
        Rename(names[place % len(names)], way, of_option, 100 * seed + place)
        for place, (way, of_option) in enumerate(kinds)
    ]


def renamed(case: Rename) -> Mutated:
    """The next export with the rename, a new column or option, and a column that is gone."""
    export = weeks(case.export, case.seed % 5).now
    rng = random.Random(case.seed)  # noqa: S311 - reproducible, nothing secret
    return _option(export, case.way, rng) if case.of_option else _column(export, case.way, rng)


def _column(export: Export, way: Way, rng: random.Random) -> Mutated:
    taken = {key(name) for name in export.names}
    while True:
        question, gone = single(export, rng), single(export, rng)
        name = way(export.names[export.place(question.id)], rng)
        if question.id != gone.id and key(name) not in taken:
            break
    lost = export.place(gone.id)
    texts = [rng.choice(["Bus", "Car", "On foot"]) for _ in range(export.texts.height)]
    moved = export.renamed(export.place(question.id), name).with_column("How do you travel?", texts)
    kept = moved.ordered([each for each in range(len(moved.names)) if each != lost])
    return Mutated(kept, frozenset({"renamed_column"}), (question.id, "column", None, name))


def _option(export: Export, way: Way, rng: random.Random) -> Mutated:
    while True:
        question = single(export, rng)
        option = rng.choice(question.options)
        text = way(option.label, rng)
        if key(text) not in _known(question) and _count(export, question, option) >= 10:
            break
    place = export.place(question.id)
    changed = export.texts[str(place)].replace({option.label: text}).to_list()
    given = [row for row, each in enumerate(changed) if each not in ("", "-", None, text)]
    for row in rng.sample(given, 12):
        changed[row] = "Somewhere quite different"
    return Mutated(
        export.changed(place, changed),
        frozenset({"reworded_option"}),
        (question.id, "alias", option.code, text.strip()),
    )


def _known(question: SingleCode) -> set[str]:
    return {key(text) for option in question.options for text in (option.label, *option.aliases)}


def _count(export: Export, question: SingleCode, option: Option) -> int:
    return int((export.texts[str(export.place(question.id))] == option.label).sum())


def guessed(case: Rename, with_history: bool = True) -> str:
    """What is wrong with what is offered for acceptance: nothing, if it is the rename and no other."""
    mutated = renamed(case)
    before = remembered(case.export, case.seed % 5) if with_history else ()
    found = drift(profiled(mutated.export), before, mutated.export.consultation)
    offered = found.drop_nulls("accept_kind").select("question_id", "accept_kind", "accept_code", "accept_text").rows()
    if offered == [mutated.guess]:
        return ""
    return f"{case.export}, {case.way.__name__}: {offered} for {mutated.guess}"
