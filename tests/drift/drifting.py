"""Exports as drift sees them, and 40 seeded ways in which the next one may differ."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from survey.drift.profile import profile
from survey.drift.values import Profile, Source
from survey.ingest.columns import find_columns
from survey.ingest.export import open_export
from survey.ingest.texts import clean
from survey.ingest.times import times
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, SingleCode
from survey.questionnaire.load import load_consultation
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from tests.exports import CONSULTATIONS, SHARED

REAL = {
    "star_wars": "data/exports/star-wars/StarWars.csv",
    "thanksgiving": "data/exports/thanksgiving/thanksgiving-2015-poll-data.csv",
}
POLICE = CONSULTATIONS.parents[1] / "pipelines" / "consultations" / "police_crime_plan_2024"


@dataclass(frozen=True)
class Export:
    """Names and texts of an export of a consultation, and when it was taken."""

    consultation: Consultation
    names: tuple[str, ...]
    texts: pl.DataFrame
    taken: dt.date = dt.date(2024, 9, 1)

    def place(self, holds: str) -> int:
        found = find_columns(self.names, self.consultation, "")
        return found.meta[holds] if holds in found.meta else found.answers[holds][0]

    def renamed(self, place: int, name: str) -> Export:
        return replace(self, names=(*self.names[:place], name, *self.names[place + 1 :]))

    def changed(self, place: int, texts: Sequence[str | None] | pl.Series) -> Export:
        return replace(self, texts=self.texts.with_columns(pl.Series(str(place), texts, dtype=pl.String)))

    def ordered(self, places: Sequence[int]) -> Export:
        texts = pl.DataFrame([self.texts[str(old)].alias(str(new)) for new, old in enumerate(places)])
        return replace(self, names=tuple(self.names[place] for place in places), texts=texts)

    def rows(self, places: Sequence[int] | pl.Series) -> Export:
        return replace(self, texts=self.texts[places])

    def with_column(self, name: str, texts: Sequence[str]) -> Export:
        wider = self.texts.with_columns(pl.Series(str(len(self.names)), texts, dtype=pl.String))
        return replace(self, names=(*self.names, name), texts=wider)


def dates(export: Export) -> pl.Series | None:
    stated, fieldwork = export.consultation.export, export.consultation.fieldwork
    column = getattr(stated, fieldwork.dated_by) if fieldwork else None
    if column is None:
        return None
    texts = clean(export.texts[str(export.names.index(column.column))], stated)
    return times(texts, column.format, typed=False).cast(pl.Date)


def profiled(export: Export) -> Profile:
    found = find_columns(export.names, export.consultation, "")
    claimed = {**found.answers, **{name: (place,) for name, place in found.meta.items()}}
    digest = str(export.texts.hash_rows().sum()) + str(export.names)
    day = dates(export) if "started" in found.meta else None
    source = Source(
        export.consultation,
        "export.csv",
        digest,
        export.taken,
        export.names,
        export.texts,
        claimed,
        found.unclaimed,
        day,
    )
    return profile(source)


@cache
def whole(name: str) -> Export:
    """A real export, or the SYNTHETIC one."""
    if name == "synthetic":
        consultation = load_consultation(POLICE)
        data = make_export(consultation, load_published(POLICE, consultation), 8000, 7).content
    else:
        consultation, data = load_consultation(CONSULTATIONS / name), (SHARED / REAL[name]).read_bytes()
    table = open_export(data, name, consultation).table
    texts = pl.DataFrame([table.column(place).alias(str(place)) for place in range(len(table.names))])
    return Export(consultation, tuple(table.names), texts)


def there(name: str) -> bool:
    return name == "synthetic" or (SHARED / REAL[name]).exists()


@dataclass(frozen=True)
class Weeks:
    """Exports before, and the one now, nothing changed yet."""

    before: tuple[Export, ...]
    now: Export


@cache
def weeks(name: str, seed: int) -> Weeks:
    """Real exports have no dates: two random halves. SYNTHETIC: what came until the ends of weeks 5 to 8.

    Seed 0 takes all SYNTHETIC responses (about 350 new ones in week 8), any other a random half of them.
    """
    export = whole(name)
    order = pl.int_range(export.texts.height, eager=True).shuffle(seed=seed)
    half = len(order) // 2
    if name != "synthetic":
        return Weeks((replace(export.rows(order[:half]), taken=dt.date(2024, 8, 1)),), export.rows(order[half:]))
    export = export.rows(order[:half].sort()) if seed else export
    day = dates(export)
    assert day is not None
    ends = [dt.date(2024, 7, 14) + dt.timedelta(days=7 * week) for week in (5, 6, 7, 8)]
    kept = [
        replace(export.rows(pl.arg_where((day < end).fill_null(value=False), eager=True)), taken=end) for end in ends
    ]
    return Weeks(tuple(kept[:-1]), kept[-1])


@cache
def remembered(name: str, seed: int) -> tuple[Profile, ...]:
    """The profiles of the exports before."""
    return tuple(profiled(export) for export in weeks(name, seed).before)


@dataclass(frozen=True)
class Mutated:
    """A changed export, and `kinds` of which one must be told.

    `guess`: the acceptance of a rename (question_id, accept_kind, accept_code, accept_text), where there is one.
    """

    export: Export
    kinds: frozenset[str]
    guess: tuple[str | None, str, str | None, str] | None = None


Mutator = Callable[[Export, random.Random], Mutated]
_TYPOS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("no question mark", lambda text: text.rstrip("?.") if text.rstrip("?.") != text else text + "?"),
    ("numbered", lambda text: "10) " + text),
    ("ampersand, zero-width space", lambda text: text.replace(" and ", " & ") + "\u200b"),
    ("shortened", lambda text: text[: max(len(text) * 3 // 5, 3)].rstrip()),
    ("wordier", lambda text: "Thinking of the last year: " + text[0].lower() + text[1:]),
    ("a code", lambda text: f"VAR{len(text):03d}"),
)


def single(export: Export, rng: random.Random) -> SingleCode:
    return rng.choice(
        [
            question
            for question in export.consultation.questions
            if isinstance(question, SingleCode) and not question.items and len(question.options) > 2
        ]
    )


def rename(way: int) -> Mutator:
    """A question's column is renamed, while a new question comes and another one goes: neither is the renamed one."""

    def mutate(export: Export, rng: random.Random) -> Mutated:
        question, gone = single(export, rng), single(export, rng)
        while gone.id == question.id:
            gone = single(export, rng)
        place, lost = export.place(question.id), export.place(gone.id)
        name = _TYPOS[way][1](export.names[place])
        texts = [rng.choice(["Bus", "Car", "On foot"]) for _ in range(export.texts.height)]
        moved = export.renamed(place, name).with_column("How do you travel?", texts)
        kept = moved.ordered([each for each in range(len(moved.names)) if each != lost])
        return Mutated(kept, frozenset({"renamed_column"}), (question.id, "column", None, name))

    return mutate


def rename_option(export: Export, rng: random.Random) -> Mutated:
    """An option's column gets another wording of the option behind the same question."""
    multi = next(q for q in export.consultation.questions if isinstance(q, MultiCode) and q.columns)
    found = find_columns(export.names, export.consultation, "").answers[multi.id]
    which = rng.randrange(len(found))
    option, old = multi.options[which], export.names[found[which]]
    text = option.label + " (please say)"
    name = old.replace(option.label, text)
    return Mutated(
        export.renamed(found[which], name), frozenset({"renamed_column"}), (multi.id, "alias", option.code, text)
    )


def rename_id(export: Export, rng: random.Random) -> Mutated:
    del rng
    moved = export.renamed(export.place("response_id"), "Respondent ID number")
    return Mutated(moved, frozenset({"renamed_column"}), (None, "column", "response_id", "Respondent ID number"))


_REWORDS: tuple[Callable[[str], str], ...] = (
    lambda text: text + " (or similar)",
    lambda text: text.upper() + "!",
    lambda text: " ".join(reversed(text.split())) if " " in text else "The " + text,
    lambda text: text.replace("e", "\u00eb") + " *",
)


def reword(way: int) -> Mutator:
    """An option is reworded, while some answer with an option that is new."""

    def mutate(export: Export, rng: random.Random) -> Mutated:
        question = single(export, rng)
        place = export.place(question.id)
        texts = export.texts[str(place)]
        counts = {option: int((texts == option.label).sum()) for option in question.options}
        option = rng.choice([option for option, count in counts.items() if count >= 10])
        text = _REWORDS[way](option.label)
        changed = texts.replace({option.label: text}).to_list()
        given = [row for row, each in enumerate(changed) if each not in ("", "-", None, text)]
        for row in rng.sample(given, 12):
            changed[row] = "Somewhere quite different"
        guess = (question.id, "alias", option.code, text.strip())
        return Mutated(export.changed(place, changed), frozenset({"reworded_option"}), guess)

    return mutate


def new_option(export: Export, rng: random.Random) -> Mutated:
    place = export.place(single(export, rng).id)
    texts = export.texts[str(place)].to_list()
    given = [row for row, text in enumerate(texts) if text not in ("", "-", None)]
    for row in rng.sample(given, 25):
        texts[row] = "Somewhere quite different"
    return Mutated(export.changed(place, texts), frozenset({"new_option"}))


def numbers_for_labels(export: Export, rng: random.Random) -> Mutated:
    question = single(export, rng)
    place = export.place(question.id)
    codes = {option.label: str(number) for number, option in enumerate(question.options, start=1)}
    changed = export.changed(place, export.texts[str(place)].replace(codes))
    return Mutated(changed, frozenset({"codes_for_labels"}))


def drop_column(export: Export, rng: random.Random) -> Mutated:
    place = export.place(single(export, rng).id)
    return Mutated(export.ordered([each for each in range(len(export.names)) if each != place]),
                   frozenset({"missing_column"}))  # fmt: skip


def add_column(export: Export, rng: random.Random) -> Mutated:
    texts = [rng.choice(["Bus", "Car", "On foot"]) for _ in range(export.texts.height)]
    return Mutated(export.with_column("How do you travel?", texts), frozenset({"new_column"}))


def reorder(export: Export, rng: random.Random) -> Mutated:
    places = list(range(len(export.names)))
    one = rng.randrange(5, len(places) - 5)
    places.insert(rng.randrange(4), places.pop(one))
    return Mutated(export.ordered(places), frozenset({"reordered_columns"}))


def new_ids(export: Export, rng: random.Random) -> Mutated:
    del rng
    place = export.place("response_id")
    return Mutated(export.changed(place, "WEB-" + export.texts[str(place)]), frozenset({"id_pattern_changed"}))


def campaign(export: Export, rng: random.Random) -> Mutated:
    """One option is ticked by as many again of the others (in a dated export: of the last week's)."""
    question = single(export, rng)
    place = export.place(question.id)
    texts = export.texts[str(place)].to_list()
    day = dates(export) if export.consultation.fieldwork else None
    last = export.taken - dt.timedelta(days=7)
    recent = [day is None or (day[row] is not None and day[row] >= last) for row in range(len(texts))]
    labels = [option.label for option in question.options]
    rows = {label: [r for r, text in enumerate(texts) if text == label and recent[r]] for label in labels}
    total = sum(map(len, rows.values()))
    label = max((each for each in labels if len(rows[each]) < total / 3), key=lambda each: len(rows[each]))
    others = [row for each in labels if each != label for row in rows[each]]
    for row in rng.sample(others, len(rows[label])):
        texts[row] = label
    return Mutated(export.changed(place, texts), frozenset({"share_jump"}))


def flood(export: Export, rng: random.Random) -> Mutated:
    """Five times the volume (in a dated export: of the last week)."""
    del rng
    day = dates(export) if export.consultation.fieldwork else None
    if day is None:
        return Mutated(replace(export, texts=pl.concat([export.texts] * 5)), frozenset({"volume_jump"}))
    new = export.texts.filter((day >= export.taken - dt.timedelta(days=7)).fill_null(value=False))
    return Mutated(replace(export, texts=pl.concat([export.texts, *[new] * 4])), frozenset({"volume_jump"}))


def silent_week(export: Export, rng: random.Random) -> Mutated:
    del rng
    day = dates(export)
    assert day is not None
    kept = (day < export.taken - dt.timedelta(days=7)).fill_null(value=False)
    return Mutated(replace(export, texts=export.texts.filter(kept)), frozenset({"volume_jump"}))


def swap_dates(export: Export, rng: random.Random) -> Mutated:
    del rng
    place = export.place("started")
    swapped = export.texts[str(place)].str.replace(r"^(\d\d)/(\d\d)/", "$2/$1/")
    return Mutated(export.changed(place, swapped), frozenset({"date_format_changed"}))


def iso_dates(export: Export, rng: random.Random) -> Mutated:
    del rng
    place = export.place("started")
    iso = export.texts[str(place)].str.replace(r"^(\d\d)/(\d\d)/(\d{4})", "$3-$2-$1")
    return Mutated(export.changed(place, iso), frozenset({"date_format_changed"}))


def swap_columns(export: Export, rng: random.Random) -> Mutated:
    """The cells of two questions change places: times stand where the comments were."""
    del rng
    one, other = export.place("started"), export.place("comments")
    changed = export.changed(one, export.texts[str(other)]).changed(other, export.texts[str(one)])
    return Mutated(changed, frozenset({"type_changed"}))


@dataclass(frozen=True)
class Case:
    export: str
    mutate: Mutator
    seed: int
    weeks: int


def cases() -> list[Case]:
    """Forty: on two real exports and a SYNTHETIC one."""
    plan: list[tuple[str, Mutator]] = []
    for name in ("star_wars", "thanksgiving", "synthetic"):
        plan += [(name, rename(way)) for way in ((0, 1, 3, 5) if name == "synthetic" else (0, 2, 4))]
        plan += [(name, reword(way)) for way in ((0, 3) if name == "star_wars" else (1, 2))]
        plan += [(name, mutate) for mutate in (rename_option, new_option, campaign)]
        plan += [(name, mutate) for mutate in (flood, new_ids)]
    plan += [("star_wars", drop_column), ("thanksgiving", add_column), ("synthetic", reorder)]
    plan += [("star_wars", rename_id), ("thanksgiving", numbers_for_labels), ("synthetic", silent_week)]
    plan += [("synthetic", swap_dates), ("synthetic", iso_dates), ("synthetic", swap_columns)]
    return [Case(name, mutate, seed, 0 if name == "synthetic" else seed) for seed, (name, mutate) in enumerate(plan)]
