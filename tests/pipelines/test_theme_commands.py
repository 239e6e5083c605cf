"""The code frame out and in, codings from week to week, proposals: through the command."""

from __future__ import annotations

import csv
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest

from tests.exports import CONSULTATIONS, export_text
from tests.pipelines.conftest import Survey

FRAME = """
[code_frame]
version = 1

[[net]]
code = "police"
label = "Police"

[[code]]
code = "few_officers"
label = "Too few officers"
net = "police"
definition = "Not enough police officers or bobbies in the streets."
phrases = ["too few", "bobbies"]
examples = ["There are too few of them"]

[[code]]
code = "speeding"
label = "Speeding"
net = "police"
definition = "Cars that drive too fast."
phrases = ["speed*"]
"""


def row(place: int, words: str) -> str:
    return f'{place:04d},15/07/2024 09:{place:02d},15/07/2024 09:{place:02d},,x,North,Speeding,,,,,"{words}",,,,'


@pytest.fixture
def folder(survey: Survey, tmp_path: Path) -> Path:
    home = tmp_path / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", home)
    (home / "code_frame.toml").write_text(FRAME, encoding="utf-8")
    take(survey, home, row(1, "Too few bobbies 😡"), row(2, "Speeding"), row(3, "as above"), row(4, "Lovely"))
    return home


def take(survey: Survey, home: Path, *rows: str) -> None:
    (home.parent / "export.csv").write_text(export_text(*rows), newline="")
    assert survey("ingest", home, home.parent / "export.csv", "--outputs", home.parent).code == 0


def private(home: Path, name: str) -> Path:
    return home.parent / "every_kind" / "private" / name


def test_records_and_the_account_as_json(survey: Survey, folder: Path) -> None:
    *codes, last = survey("themes", "code", folder, "--outputs", folder.parent, "--json").records
    assert codes[0] == {
        "response_id": "0001",
        "question_id": "words",
        "code": "few_officers",
        "net": "police",
        "by": "rule",
        "start": 0,
        "end": 7,
        "words": "Too few",
        "rule": "too few",
        "frame_version": 1,
    }
    (account,) = last["account"]
    counts = {"answered": 4, "coded": 2, "other": 1, "nothing_said": 0, "cannot_decide": 1}
    assert account == {"question_id": "words", **counts, "frame_version": 1}


def test_weeks_change_no_code_without_a_cause(survey: Survey, folder: Path) -> None:
    out = ("--outputs", folder.parent)
    assert survey("themes", "code", folder, *out).code == 0
    first = private(folder, "coded.csv").read_bytes()
    assert survey("themes", "code", folder, *out).code == 0
    assert private(folder, "coded.csv").read_bytes() == first
    assert survey("themes", "changes", folder, *out, "--json").records == []
    take(survey, folder, row(1, "Too few bobbies 😡"), row(2, "Fast cars"), row(3, "as above"), row(4, "Lovely"))
    assert survey("themes", "code", folder, *out).code == 0
    text = FRAME.replace('"bobbies"]', '"lovely"]').replace("version = 1", "version = 2")
    (folder / "code_frame.toml").write_text(text, encoding="utf-8")
    assert survey("themes", "code", folder, *out).code == 0
    found = survey("themes", "changes", folder, *out, "--json").records
    assert [(each["response_id"], each["code"], each["change"], each["cause"]) for each in found] == [
        ("0002", "other", "gained", "text"),
        ("0002", "speeding", "lost", "text"),
        ("0004", "few_officers", "gained", "rule"),
        ("0004", "other", "lost", "rule"),
    ]
    told = survey("themes", "changes", folder, *out)
    assert "Too few officers" in told.out
    assert told.code == 0


def test_a_day_that_is_past_leaves_the_record_alone(survey: Survey, folder: Path) -> None:
    assert survey("themes", "code", folder, "--outputs", folder.parent, "--as-of", "2999-01-01").code == 0
    assert not private(folder, "coding_record.csv").exists()
    assert private(folder, "as_of_2999-01-01/coded.csv").exists()


def test_the_frame_goes_out_and_comes_back(survey: Survey, folder: Path) -> None:
    for name in ("frame.qdc", "frame.xlsx"):
        path = folder.parent / name
        assert survey("themes", "frame", folder, "--export", path).code == 0
        assert "nothing changed" in survey("themes", "frame", folder, "--import", path).err
    path = folder.parent / "frame.qdc"
    path.write_text(path.read_text(encoding="utf-8").replace(">Cars that", ">Vehicles that"), encoding="utf-8")
    ended = survey("themes", "frame", folder, "--import", path)
    assert ended.code == 0
    assert "version 2" in ended.out
    assert 'definition = "Vehicles that drive too fast."' in (folder / "code_frame.toml").read_text(encoding="utf-8")
    assert (folder / "code_frame.v1.toml").read_text(encoding="utf-8") == FRAME


MIXED = """
[code_frame]
version = 1

[[net]]
code = "roads"
label = "Roads"

[[net]]
code = "police"
label = "Police"
""" + "".join(
    f"""
[[code]]
code = "{code}"
label = "{code}"
net = "{net}"
definition = "What is said of {code}."
phrases = ["{code}"]
"""
    for code, net in (("speeding", "roads"), ("officers", "police"), ("potholes", "roads"), ("stations", "police"))
)


def test_a_codebook_that_nobody_changed_is_no_new_version(survey: Survey, folder: Path) -> None:
    """It holds codes net by net, where the frame may have them in any order."""
    frame, path = folder / "code_frame.toml", folder.parent / "frame.qdc"
    frame.write_text(MIXED, encoding="utf-8")
    assert survey("themes", "frame", folder, "--export", path).code == 0
    assert "nothing changed" in survey("themes", "frame", folder, "--import", path).err
    assert frame.read_text(encoding="utf-8") == MIXED

    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(">What is said of potholes.", ">Holes."), encoding="utf-8")
    assert survey("themes", "frame", folder, "--import", path).code == 0
    codes = tomllib.loads(frame.read_text(encoding="utf-8"))["code"]
    assert [code["code"] for code in codes] == ["speeding", "officers", "potholes", "stations"]
    assert codes[2]["definition"] == "Holes."


def test_codes_that_came_and_went_are_told(survey: Survey, folder: Path) -> None:
    path = folder.parent / "frame.qdc"
    assert survey("themes", "frame", folder, "--export", path).code == 0
    text = path.read_text(encoding="utf-8").replace("\nspeeding\n", "\ndriving\n")
    path.write_text(text, encoding="utf-8")
    ended = survey("themes", "frame", folder, "--import", path)
    assert "new codes: driving" in ended.err
    assert "codes that are gone: speeding" in ended.err
    assert 'retire = ["speeding"]' in (folder / "code_frame.toml").read_text(encoding="utf-8")


def test_an_example_that_its_rules_miss_fails_the_check(survey: Survey, folder: Path) -> None:
    (folder / "code_frame.toml").write_text(FRAME.replace("There are too few", "Not many"), encoding="utf-8")
    ended = survey("themes", "frame", folder, "--json")
    assert ended.code == 1
    assert ended.records[0]["missed"] == ["Not many of them"]


def test_a_file_of_another_kind_is_refused(survey: Survey, folder: Path) -> None:
    for option in ("--export", "--import"):
        ended = survey("themes", "frame", folder, option, folder.parent / "frame.docx")
        assert (ended.code, ".qdc or .xlsx" in ended.err) == (2, True)


def test_proposals_are_listed_and_counted_nowhere(survey: Survey, folder: Path) -> None:
    words = ("there are not enough police in our streets", "sunny", "dogs", "cars drive fast", "trees", "nice park")
    take(survey, folder, *(row(place, each) for place, each in enumerate(words, start=1)))
    ended = survey("themes", "code", folder, "--outputs", folder.parent, "--nearest", "--json")
    assert {each.get("code") for each in ended.records[:-1]} == {"other"}
    with private(folder, "nearest_codes.csv").open(encoding="utf-8") as file:
        proposed = {each["text"]: each["code"] for each in csv.DictReader(file)}
    assert proposed == {words[0]: "few_officers", words[3]: "speeding"}


NOTES = """Group,Question,Text
Victims,Why?,Speeding again
Victims,,too few of them
Under 25,,speeding cars 😡
Under 25,,-
"""


def test_notes_of_focus_groups_stand_beside_the_survey(survey: Survey, folder: Path) -> None:
    path = folder.parent / "SYNTHETIC_notes.csv"
    path.write_text(NOTES, encoding="utf-8")
    *codes, account, beside = survey("themes", "notes", folder, path, "--outputs", folder.parent, "--json").records
    assert [(each["response_id"], each["code"], each["words"]) for each in codes] == [
        ("note 0001", "speeding", "Speeding"),
        ("note 0002", "few_officers", "too few"),
        ("note 0003", "speeding", "speeding"),
        ("note 0004", "no_comment", None),
    ]
    assert (account["account"][0]["answered"], account["account"][0]["coded"]) == (4, 3)
    by_code = {each["code"]: (each["notes"], each["groups"], each["responses"]) for each in beside["beside"]}
    assert (by_code["speeding"], by_code["few_officers"]) == ((2, 2, 1), (1, 1, 1))
    answers = survey("themes", "code", folder, "--outputs", folder.parent, "--json").records[-1]["account"]
    assert answers[0]["answered"] == 4  # the survey's, as before
    toml = folder.parent / "SYNTHETIC_notes.toml"
    toml.write_text('[[note]]\ngroup = "Victims"\ntext = "Speeding again"\n', encoding="utf-8")
    told = survey("themes", "notes", folder, toml, "--outputs", folder.parent)
    assert (told.code, "responses to the survey" in told.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("n.csv", "group,txt\nVictims,x\n", "did you mean 'text'?"),
        ("n.csv", "group,text\nVictims,\n", "no text"),
        ("n.csv", "", "no notes"),
        ("n.toml", "[[note]", "cannot be read"),
        ("n.toml", "note = [1]", "cannot be read"),
    ],
)
def test_notes_that_cannot_be_used_are_refused_in_words(
    survey: Survey, folder: Path, name: str, text: str, words: str
) -> None:
    (folder.parent / name).write_text(text, encoding="utf-8")
    ended = survey("themes", "notes", folder, folder.parent / name, "--outputs", folder.parent)
    assert (ended.code, words in ended.err) == (3, True)


def test_a_first_code_frame_is_drafted_from_the_answers(survey: Survey, folder: Path) -> None:
    (folder / "code_frame.toml").unlink()
    said = [f"cars on the pavement, number {place}" for place in range(1, 9)]
    said += [f"lights are broken at stop {place}" for place in range(1, 9)]
    take(survey, folder, *(row(place, words) for place, words in enumerate(said, start=1)))
    refused = survey("themes", "code", folder, "--outputs", folder.parent)
    assert (refused.code, "survey themes suggest" in refused.err) == (2, True)
    done = survey("themes", "suggest", folder, "--outputs", folder.parent, "--json")
    assert done.code == 0, done.err
    topics = [line for line in done.records if "pavement" in line["phrases"]]
    assert topics[0]["answers"] == 8
    sheet = folder.parent / "marked.csv"
    sheet.write_text("topic,phrases,accept,net\n1,pavement; cars,Pavement parking,streets\n", encoding="utf-8")
    assert survey("themes", "suggest", folder, "--outputs", folder.parent, "--accept", sheet).code == 0
    coded = survey("themes", "code", folder, "--outputs", folder.parent, "--json").records
    assert sum(each.get("code") == "pavement_parking" for each in coded) == 16


def test_a_mistake_in_a_coders_sheet_is_told_by_its_row_in_the_workbook(survey: Survey, folder: Path) -> None:
    assert survey("themes", "sample", folder, "--outputs", folder.parent).code == 0
    book = openpyxl.load_workbook(private(folder, "second_coder.xlsx"))
    cells = next(row for row in book["Answers"].iter_rows() if row[0].value == "0002")
    cells[3].value = "Speding"
    book.save(folder.parent / "filled.xlsx")
    refused = survey(
        "themes", "review", folder, folder.parent / "filled.xlsx", "--coder", "AB", "--outputs", folder.parent
    )
    assert refused.code == 3
    assert f"filled.xlsx, row {cells[0].row}" in refused.err
    assert "did you mean 'speeding'?" in refused.err


def test_agreement_no_better_than_chance_is_no_minus_nought(survey: Survey, folder: Path) -> None:
    """Of 704 answers the rules gave "speeding" two, the coder another one: kappa just under nought, alpha near it."""
    said = {n: "Speeding" if n == 1700 else "Lovely" for n in range(1001, 1701)}
    take(survey, folder, *(row(1, words).replace("0001,", f"{n:04d},", 1) for n, words in said.items()))
    assert survey("themes", "sample", folder, "--least", "704", "--outputs", folder.parent).code == 0
    book = openpyxl.load_workbook(private(folder, "second_coder.xlsx"))
    for cells in (each for each in book["Answers"].iter_rows() if str(each[0].value).isdigit()):
        cells[3].value = "speeding" if cells[0].value == "1001" else "other"
    book.save(folder.parent / "filled.xlsx")
    filled = folder.parent / "filled.xlsx"
    assert survey("themes", "review", folder, filled, "--coder", "AB", "--outputs", folder.parent).code == 0
    shown = survey("themes", "agree", folder, "--outputs", folder.parent).out
    (line,) = [each for each in shown.splitlines() if "Speeding" in each and "rules, AB" in each]
    assert " 0.00 (" in line
    assert "-0.00" not in shown


def test_agree_tells_the_share_that_breakdown_publishes(survey: Survey, folder: Path) -> None:
    """Not that of the rules alone: two decisions made it another. All answers were read but one without a code."""
    out = ("--outputs", folder.parent)
    sheet = folder.parent / "decided.csv"
    sheet.write_text(
        "response_id,question_id,codes\n0001,words,few_officers\n0003,words,speeding\n0004,words,speeding\n"
    )
    assert survey("themes", "review", folder, sheet, "--coder", "AB", *out).code == 0
    tables = {
        name: rows for part in survey("themes", "agree", folder, *out, "--json").records for name, rows in part.items()
    }
    told = {each["code"]: each for each in tables["published"]}
    by_rules = {each["code"]: each["pct"] for each in tables["coding_error"]}
    asked = survey("breakdown", folder, "--question", "themes", *out, "--json").records
    published = {row["code"]: (row["count"], row["pct"], row["base_unweighted"]) for row in asked if not row["is_net"]}
    for code, each in told.items():
        assert (each["published"], each["published_pct"], each["respondents"]) == published[code]
    assert (by_rules["speeding"], told["speeding"]["published_pct"]) == (25, 75)
    words = " ".join(survey("themes", "agree", folder, *out).out.split())
    assert "Published: % of 4 respondents who wrote an answer to an open question; put right by what was read" in words


def test_what_was_not_read_by_chance_puts_no_figure_right(survey: Survey, folder: Path) -> None:
    """Of 400 answers "speeding" is in half. The sheet drawn finds all of these right; then 40 are read that were chosen
    for being wrong, as learn would: nothing follows from them for the rest.
    """
    out = ("--outputs", folder.parent)
    words = {n: "Speeding cars" if n % 2 else "Lovely" for n in range(1001, 1401)}
    take(survey, folder, *(row(1, each).replace("0001,", f"{n:04d},", 1) for n, each in words.items()))
    assert "somebody has read before" not in survey("themes", "sample", folder, *out).err
    book = openpyxl.load_workbook(private(folder, "second_coder.xlsx"))
    drawn = [str(cells[0].value) for cells in book["Answers"].iter_rows() if str(cells[0].value).isdigit()]
    by_hand = {one: "speeding" if int(one) > 1000 and int(one) % 2 else "other" for one in drawn}
    hard = [str(n) for n in words if n % 2 and str(n) not in drawn][:40]

    def agreed(read: dict[str, str], coder: str) -> tuple[float, float, str]:
        sheet = folder.parent / "decided.csv"
        rows = (f"{one},words,{code}\n" for one, code in read.items())
        sheet.write_text("response_id,question_id,codes\n" + "".join(rows))
        assert survey("themes", "review", folder, sheet, "--coder", coder, *out).code == 0
        ended = survey("themes", "agree", folder, *out, "--json")
        tables = {name: rows for part in ended.records for name, rows in part.items()}
        (told,) = [each for each in tables["published"] if each["code"] == "speeding"]
        return told["published_pct"], told["right_pct"], ended.err

    share = 100 * 200 / 404
    published, right, told = agreed(by_hand, "AB")
    assert right == pytest.approx(share, abs=0.5)
    assert f"{len(drawn)} of them somebody has read before" in survey("themes", "sample", folder, *out).err
    assert "say nothing of the rest" not in told
    lower, same, told = agreed(dict.fromkeys(hard, "other"), "CD")
    assert lower == pytest.approx(published - 100 * 40 / 404)
    assert same == pytest.approx(right)
    assert "the other 40 read count as people coded them, but say nothing of the rest." in " ".join(told.split())
    private(folder, "drawn.csv").unlink()
    *_, told = agreed(by_hand, "AB")
    assert "no sheet of survey themes sample was read" in told


def test_who_publishes_themes_that_a_reading_speaks_against_is_told(survey: Survey, folder: Path) -> None:
    """Half of 404 are "speeding" by rules; who reads the drawn sheet finds it in none of them, and only in these."""
    out = ("--outputs", folder.parent)
    words = {n: "Speeding cars" if n % 2 else "Lovely" for n in range(1001, 1401)}
    take(survey, folder, *(row(1, each).replace("0001,", f"{n:04d},", 1) for n, each in words.items()))
    assert survey("themes", "sample", folder, *out).code == 0
    book = openpyxl.load_workbook(private(folder, "second_coder.xlsx"))
    drawn = [str(cells[0].value) for cells in book["Answers"].iter_rows() if str(cells[0].value).isdigit()]
    assert "CAUTION" not in survey("tables", folder, *out).err

    sheet = folder.parent / "decided.csv"
    for code, told in (("speeding", False), ("other", True)):
        given = {one: code if int(one) > 1000 and int(one) % 2 else "other" for one in drawn}
        rows = (f"{one},words,{each}\n" for one, each in given.items())
        sheet.write_text("response_id,question_id,codes\n" + "".join(rows))
        assert survey("themes", "review", folder, sheet, "--coder", "AB", *out).code == 0
        err = survey("tables", folder, *out).err
        assert ("themes other shares are to be published" in err) == told
    parts = survey("themes", "agree", folder, *out, "--json").records
    (row_,) = [each for part in parts for each in part.get("published", []) if each["code"] == "speeding"]
    span = f"{row_['right_lower']:.1f} to {row_['right_upper']:.1f}"
    assert f"“Speeding” {row_['published_pct']:.1f}%, by what was read {row_['right_pct']:.1f}% ({span})" in err


def test_a_coders_sheet_whose_columns_were_sorted_alone_is_refused(survey: Survey, folder: Path) -> None:
    """Codes beside another answer's text, and an answer twice with other codes: told, and nothing taken in."""
    assert survey("themes", "sample", folder, "--outputs", folder.parent).code == 0
    book = openpyxl.load_workbook(private(folder, "second_coder.xlsx"))
    rows = [[str(cell.value or "") for cell in row] for row in book["Answers"].iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "response_id")
    (one, other, *_) = rows[head + 1 :]
    sheet = folder.parent / "filled.csv"
    review = ("themes", "review", folder, sheet, "--outputs", folder.parent, "--coder")

    def told(*lines: list[str], coder: str = "AB") -> tuple[int, str]:
        with sheet.open("w", newline="") as file:
            csv.writer(file).writerows([rows[head], *lines])
        done = survey(*review, coder)
        return done.code, done.err

    code, err = told([*one[:2], other[2], "speeding"])
    assert (code, "the text beside these codes is not this answer's [filled.csv, row 2]" in err) == (3, True)
    code, err = told([*one[:3], "speeding"], [*one[:3], "other"])
    assert (code, "an answer stands twice, with other codes [filled.csv, row 3]" in err) == (3, True)
    assert not private(folder, "decisions.csv").exists()
    for name in ("=1+1", "rules", "A\nB", " "):
        assert told([*one[:3], "speeding"], coder=name)[0] == 2
    code, err = told([*one[:3], "speeding"], [*other[:3], ""])
    assert (code, err.startswith("1 decisions taken in from filled.csv. 1 rows without codes left")) == (0, True)


@pytest.mark.parametrize("mangled", [b"", b"a,b\n1,2\n", b"response_id;question_id\n1;2\n", b"\xff\xfe\x00"])
def test_a_file_of_ours_that_a_spreadsheet_mangled_is_told(survey: Survey, folder: Path, mangled: bytes) -> None:
    out = ("--outputs", folder.parent)
    for name, command in (
        ("decisions.csv", ["themes", "code"]),
        ("model_codes.csv", ["themes", "code"]),
        ("unread_answers.csv", ["breakdown"]),
        ("set_aside.csv", ["ledger"]),
        ("quotes_used.csv", ["quotes", "--code", "speeding"]),
    ):
        private(folder, name).write_bytes(mangled)
        done = survey(*command, folder, *out)
        assert (done.code, name in done.err) == (3, True), (name, done.err)
        private(folder, name).unlink()


def test_what_people_decided_outlives_a_rename_a_split_and_blanks_and_is_told_where_the_words_changed(
    survey: Survey, folder: Path
) -> None:
    out = ("--outputs", folder.parent)
    sheet = folder.parent / "decided.csv"
    sheet.write_text(
        "response_id,question_id,codes\n0001,words,speeding\n0002,words,few_officers; speeding; other\n"
        "0003,words,few_officers\n0004,words,speeding\n"
    )
    assert survey("themes", "review", folder, sheet, "--coder", "AB", *out).code == 0
    (account,) = survey("themes", "code", folder, *out, "--json").records[-1]["account"]
    assert (account["answered"], account["coded"], account["other"]) == (4, 4, 0)  # one is "other" beside codes
    text = (
        FRAME.replace("version = 1", "version = 2").replace("few_officers", "officers").replace('"speeding"', '"fast"')
    )
    split = '\n[[code]]\ncode = "slow"\nlabel = "Slow"\nnet = "police"\ndefinition = "Slow."\nphrases = ["slow"]\n'
    moved = '\n[[migration]]\nto = 2\nrename = { few_officers = "officers" }\nsplit = { speeding = ["fast", "slow"] }\n'
    (folder / "code_frame.toml").write_text(text + split + moved, encoding="utf-8")
    take(survey, folder, row(1, "Too few  bobbies 😡 "), row(2, "Slow"), row(3, "as above"), row(4, "Lovely"))
    ended = survey("themes", "code", folder, *out, "--json")
    assert "1 answers have other words than when people decided on them" in ended.err
    assert "2 decisions of people were on codes that are no more, or were split" in ended.err
    assert "the 3 answers that people have to read again" in ended.err
    book = openpyxl.load_workbook(private(folder, "read_again.xlsx"))
    ids = [cells[0].value for cells in book["Answers"].iter_rows() if str(cells[0].value).isdigit()]
    assert ids == ["0001", "0002", "0004"]
    *codes, last = ended.records
    assert [(each["response_id"], each["code"], each["by"]) for each in codes] == [
        ("0001", "cannot_decide", "person"),  # speeding: fast or slow? neither is in its words
        ("0002", "slow", "rule"),
        ("0003", "officers", "person"),
        ("0004", "cannot_decide", "person"),
    ]
    assert (last["account"][0]["answered"], last["account"][0]["coded"]) == (4, 2)
    changed = survey("themes", "changes", folder, *out, "--json").records
    later = [(each["response_id"], each["code"], each["change"]) for each in changed if each["frame_version"] == 2]
    assert ("0003", "officers", "gained") not in later
    told = survey("themes", "agree", folder, *out, "--json")
    ((agreed,), *_) = ([each for each in part["agreement"] if each["code"] == "officers"] for part in told.records[:1])
    # Of the second the words changed: nothing is left of what was decided on it.
    assert "2 decisions were on codes that are no more, or were split, and are left out here" in told.err
    assert (agreed["answers"], agreed["both"], agreed["second_only"]) == (1, 0, 1)
