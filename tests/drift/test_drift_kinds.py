"""Each kind of change, on an export of 100 responses small enough to be worked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from survey.drift.drift import drift
from survey.drift.finding import DRIFT, overall
from survey.frames import conform
from survey.questionnaire.definition import Finished
from tests.drift.drifting import Export, dates, profiled
from tests.exports import every_kind

ROWS = 100


def export() -> Export:
    """100 responses, ten a day from 14 to 23 July 2024; 60 live in the North, 40 in the South."""
    days = [dt.date(2024, 7, 14) + dt.timedelta(days=row // 10) for row in range(ROWS)]
    columns: dict[str, list[str]] = {
        "ID": [f"{row:04d}" for row in range(ROWS)],
        "Started": [day.strftime("%d/%m/%Y 09:30") for day in days],
        "Ended": [day.strftime("%d/%m/%Y 09:40") for day in days],
        "Email": [f"person{row}@example.org" for row in range(ROWS)],
        "Where do you live?": [("North", "South")[row % 5 > 2] for row in range(ROWS)],
        "What matters most?": [("Burglary; theft;Speeding", "Parking")[row % 2] for row in range(ROWS)],
        "How safe do you feel? [By day]": [("Safe", "Neither", "Unsafe")[row % 3] for row in range(ROWS)],
        "How safe do you feel? [After dark]": [("Safe", "Unsafe")[row % 2] for row in range(ROWS)],
        "Order: Patrols": ["1"] * ROWS,
        "Order: Cameras": ["2"] * ROWS,
        "Anything else?": [f"A remark that is number {row}'s own" for row in range(ROWS)],
        "Age": [str(20 + row % 50) for row in range(ROWS)],
        "Moved": [f"{1 + row % 28:02d}/04/2020" for row in range(ROWS)],
        "Visit: Park": [("Park", "")[row % 2] for row in range(ROWS)],
        "Visit: Market": [("Market", "")[row % 3 > 0] for row in range(ROWS)],
    }
    texts = pl.DataFrame([pl.Series(str(place), cells) for place, cells in enumerate(columns.values())])
    return Export(every_kind(), tuple(columns), texts, dt.date(2024, 7, 24))


def told(now: Export, before: Export | None = None) -> list[dict[str, Any]]:
    """The findings; `before` is the export above, taken the week before, if none is given."""
    then = replace(before or export(), taken=dt.date(2024, 7, 17))
    found = drift(profiled(now), [profiled(then)], now.consultation)
    assert conform(found, DRIFT).equals(found)
    return found.to_dicts()


def swap(each: Export, holds: str, texts: dict[str, str]) -> Export:
    place = each.place(holds)
    return each.changed(place, each.texts[str(place)].replace(texts))


def one(findings: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The only finding, which is of this kind."""
    assert [row["kind"] for row in findings] == [kind]
    return findings[0]


def acceptance(row: dict[str, Any]) -> tuple[str | None, ...]:
    return row["question_id"], row["accept_kind"], row["accept_code"], row["accept_text"]


def test_nothing_changed_is_green() -> None:
    now = profiled(export())
    found = drift(now, [replace_hash(now)], every_kind())
    assert (found.height, overall(found)) == (0, "green")
    assert drift(now, [], every_kind()).is_empty()


def replace_hash(profile: Any) -> Any:
    return profile.model_copy(update={"sha256": "another", "taken": dt.date(2024, 7, 17)})


def test_answers_given_again_to_known_responses_are_no_share_of_the_new_ones() -> None:
    """60 came from the North, and 20 of those known moved there: 80 more answers of it than newcomers."""
    days = [dt.date(2024, 7, 24) + dt.timedelta(days=row // 10) for row in range(60)]
    ids = [f"{row:04d}" for row in range(ROWS, ROWS + 60)]
    now = export()
    new = now.texts.head(60).with_columns(
        pl.Series(str(now.place("response_id")), ids),
        pl.Series(str(now.place("started")), [day.strftime("%d/%m/%Y 09:30") for day in days]),
        pl.Series(str(now.place("completed")), [day.strftime("%d/%m/%Y 09:40") for day in days]),
    )
    later = replace(now, texts=pl.concat([now.texts, new]), taken=dt.date(2024, 7, 30))
    place = later.names.index("Where do you live?")
    moved = later.texts[str(place)].to_list()
    souths = [row for row, text in enumerate(moved) if text == "South"][:20]
    later = later.changed(place, ["North" if row >= ROWS or row in souths else text for row, text in enumerate(moved)])
    assert not [row for row in told(later) if row["kind"] == "share_jump" and "North" in row["what"]]


def test_an_option_reworded_for_those_who_came_since() -> None:
    """The tool leaves old answers as they were: North keeps 36 of its 60, and the guess goes by the new responses."""
    before = export().rows(list(range(60)))
    new = export().texts["4"].to_list()
    new[60:] = ["The other half" if text == "North" else text for text in new[60:]]
    row = one(told(export().changed(4, new), before), "reworded_option")
    assert acceptance(row) == ("area", "alias", "north", "The other half")
    assert "the option had 60.0% before and has 36.0%, 0.0% of those who came since" in row["evidence"]


def test_a_new_and_a_missing_column() -> None:
    new = one(told(export().with_column("Shoe size", ["42"] * ROWS)), "new_column")
    assert (new["level"], new["where"]) == ("amber", "export.csv, column 'Shoe size'")
    assert 'add "Shoe size" to ignored' in new["fix"]
    places = [place for place in range(15) if place != 11]
    missing = one(told(export().ordered(places)), "missing_column")
    assert (missing["level"], missing["question_id"], missing["accept_kind"]) == ("red", "age", None)
    assert missing["evidence"] == "question age; 100 filled cells before"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Where do you live?", "Your area", ("area", "column", None, "Your area")),
        ("Visit: Park", "Visit: Parks and gardens", ("visits", "alias", "park", "Parks and gardens")),
        ("Visit: Park", "Goes to the park", ("visits", "column", "park", "Goes to the park")),
        (
            "How safe do you feel? [By day]",
            "Safe (By day)",
            ("safe", "column", "by_day", "Safe (By day)"),
        ),
        ("Ended", "Finished at", (None, "column", "completed", "Finished at")),
        ("Anything else?", "Further remarks", ("words", "column", None, "Further remarks")),
    ],
)
def test_a_renamed_column(old: str, new: str, wanted: tuple[str | None, ...]) -> None:
    found = told(export().renamed(export().names.index(old), new))
    assert acceptance(one(found, "renamed_column")) == wanted
    assert found[0]["level"] == "red"


def test_another_spelling_that_is_read_all_the_same_is_green() -> None:
    row = one(told(export().renamed(4, "Where do  you LIVE?")), "renamed_column")
    assert (row["level"], row["accept_kind"]) == ("green", None)


def test_reordered_columns_name_the_one_that_moved() -> None:
    row = one(told(export().ordered([0, 11, *range(1, 11), 12, 13, 14])), "reordered_columns")
    assert (row["level"], row["what"]) == ("amber", "columns stand in another order than before: 'Age'")


def test_a_reworded_option_is_offered_as_an_alias() -> None:
    row = one(told(swap(export(), "area", {"South": "The south of the city"})), "reworded_option")
    assert acceptance(row) == ("area", "alias", "south", "The south of the city")
    assert (row["level"], row["fix"]) == ("red", 'question area, option south: aliases = ["The south of the city"]')
    assert row["evidence"].startswith("40 of 100 answers (40.0%); the option had 40.0% before and has 0.0%")


def test_an_option_that_keeps_its_share_was_not_reworded() -> None:
    """Ten of a hundred answers turn into a text like "North", which 60 gave before and 54 give now."""
    now = export()
    texts = now.texts["4"].to_list()
    for place in range(0, ROWS, 10):
        texts[place] = "North-east"
    row = one(told(now.changed(4, texts)), "new_option")
    assert (row["level"], row["accept_kind"]) == ("red", None)
    assert row["evidence"] == "10 of 100 answers (10.0%)"


def test_what_denies_an_option_is_not_its_other_wording() -> None:
    """Without an export before only the wording tells."""
    now = swap(export(), "safe.after_dark", {"Safe": "Not safe"})
    found = drift(profiled(now), [], now.consultation).to_dicts()
    assert acceptance(one(found, "new_option")) == ("safe", None, None, None)


def test_a_new_pick_in_a_delimited_column() -> None:
    now = swap(export(), "priorities", {"Parking": "Parking;Street lighting"})
    row = one(told(now), "new_option")
    assert (row["question_id"], row["what"].split(" is ")[0]) == ("priorities", "'Street lighting'")


def test_numbers_where_labels_stood() -> None:
    row = one(told(swap(export(), "area", {"North": "1", "South": "2"})), "codes_for_labels")
    assert (row["level"], row["accept_kind"], row["evidence"]) == ("red", None, "100 answers: 1, 2")


def test_a_text_of_one_response_is_counted_and_not_kept() -> None:
    texts = export().texts["4"].to_list()
    texts[0] = "12 Acacia Avenue"
    now = profiled(export().changed(4, texts))
    assert b"Acacia" not in now.to_json()
    row = one(drift(now, [], every_kind()).to_dicts(), "new_option")
    assert (row["level"], row["evidence"]) == ("amber", "1 of 100 answers")


def test_dates_with_the_month_first() -> None:
    place = export().place("started")
    swapped = export().texts[str(place)].str.replace(r"^(\d\d)/(\d\d)", "$2/$1")
    found = told(export().changed(place, swapped))
    row = next(row for row in found if row["kind"] == "date_format_changed")
    assert row["level"] == "red"
    assert row["fix"].startswith('[export], started: format = "%m/%d/%Y %H:%M"')


def test_a_number_that_became_words() -> None:
    now = export().changed(11, ["thirty"] * ROWS)
    row = one(told(now), "type_changed")
    assert (row["level"], row["question_id"]) == ("red", "age")
    assert row["what"] == "the column 'Age' should hold numbers, and holds texts"


def test_ids_of_another_pattern() -> None:
    row = one(told(export().changed(0, "WEB-" + export().texts["0"])), "id_pattern_changed")
    assert (row["level"], row["what"]) == ("amber", "response ids have the form WEB-9{4}, before 9{4}")


def test_a_share_that_jumps_names_its_test() -> None:
    """200 new responses after the first 100: 90% of them in the North, of whom there were 60%.

    By hand: pooled (60 + 180) / 300 = 0.8; standard error sqrt(0.8 x 0.2 x (1/100 + 1/200)) = 0.04899;
    z = 0.3 / 0.04899 = 6.12, two-sided p 9e-10.
    """
    new = export().rows([*range(100), *range(100)])
    texts = [("South", "North")[row % 10 > 0] for row in range(200)]
    moved = swap_days(new.changed(4, texts), 10)
    now = replace(moved, texts=pl.concat([export().texts, moved.texts]), taken=dt.date(2024, 8, 3))
    found = [row for row in told(now) if row["kind"] == "share_jump"]
    assert [row["what"] for row in found] == [
        "'North': 90.0% of the new responses, 60.0% before",
        "'South': 10.0% of the new responses, 40.0% before",
    ]
    assert found[0]["evidence"].startswith("180 of 200 against 60 of 100; two-proportion z, Holm over ")
    assert found[0]["evidence"].endswith("shares: p under 0.0001")
    assert found[0]["level"] == "amber"


def swap_days(each: Export, later: int) -> Export:
    """The same responses so many days later."""
    place = each.place("started")
    texts = [
        (dt.datetime.strptime(text, "%d/%m/%Y %H:%M") + dt.timedelta(days=later)).strftime("%d/%m/%Y %H:%M")
        for text in each.texts[str(place)]
    ]
    return each.changed(place, texts)


def test_five_times_the_volume() -> None:
    """Ten a day before, fifty a day now: (ln 50.5 - ln 10.5) / 0.2 = 7.85."""
    days = swap_days(export(), 10)
    now = replace(days, texts=pl.concat([days.texts] * 5), taken=dt.date(2024, 8, 3))
    row = one(told(now), "volume_jump")
    assert (row["level"], row["what"]) == ("amber", "50 new responses a day, usually 10")
    assert row["evidence"].endswith(": +7.9")


def test_a_week_without_responses() -> None:
    kept = [row for row in range(ROWS) if not 20 <= row < 90]
    row = one(told(export().rows(kept), export().rows(range(20))), "volume_jump")
    assert row["what"] == "no response from 2024-07-16 to 2024-07-22"
    assert dates(export()) is not None


def test_a_mark_of_finished_responses_in_other_words() -> None:
    """The definition says "Complete"; the tool wrote so before, and writes "Done" now."""
    definition = every_kind()
    marked = definition.export.model_copy(update={"finished": Finished(column="Status", values=("Complete",))})
    plain = replace(export(), consultation=definition.model_copy(update={"export": marked}))
    before, now = plain.with_column("Status", ["Complete"] * ROWS), plain.with_column("Status", ["Done"] * ROWS)
    row = one(told(now, before), "finished_mark_changed")
    assert (row["level"], row["evidence"]) == ("red", "100 filled cells, none with a text of values; 100 before")
