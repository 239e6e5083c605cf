"""Triple-S: against published readings of real files, small ones written by hand, and hostile ones."""

from __future__ import annotations

import builtins
import random
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import UnreadableError
from survey.ingest.cells import Described, Table
from survey.ingest.table import open_table
from survey.ingest.triple_s import read_triple_s
from survey.ingest.triple_s_fields import number
from survey.questionnaire.definition import Export

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "exports" / "triple-s"
DOCTYPE = (
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">'
)


def shared_bytes(number: int) -> tuple[bytes, bytes]:
    if not FILES.exists():
        pytest.skip("the shared Triple-S files are not here")
    return (FILES / f"sample-{number}.sss").read_bytes(), (FILES / f"sample-{number}.asc").read_bytes()


def shared(number: int) -> Table:
    return read_triple_s(*shared_bytes(number), f"sample-{number}")


def sss(*variables: str, record: str = "", root: str = 'version="2.0"') -> bytes:
    """A definition of these variables."""
    inside = "".join(variables)
    text = f"<sss {root}><survey><record ident='A' {record}>{inside}</record></survey></sss>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{DOCTYPE}{text}'.encode()


def variable(name: str, kind: str, position: str, inside: str = "", attributes: str = "") -> str:
    """A variable at `start-finish`."""
    start, _, finish = position.partition("-")
    place = f'<position start="{start}"' + (f' finish="{finish}"' if finish else "") + "/>"
    return (
        f'<variable ident="1" type="{kind}" {attributes}><name>{name}</name><label>The {name}</label>'
        f"{place}{inside}</variable>"
    )


def values(**labels: str) -> str:
    """Values by code, the code with a letter before it: `c1="One"`."""
    return (
        "<values>"
        + "".join(f'<value code="{code[1:]}">{label}</value>' for code, label in labels.items())
        + "</values>"
    )


def texts(table: Table, name: str) -> list[str]:
    return table.column(table.names.index(name)).to_list()


def described(table: Table, name: str) -> Described:
    return next(each for each in table.dictionary if each.name == name)


def picked(table: Table, name: str) -> list[set[str]]:
    """The codes of the options that each record picks; a cell holds nothing but its option's label."""
    variable = described(table, name)
    columns = [texts(table, column) for column in variable.columns]
    for (_, label), column in zip(variable.values, columns, strict=True):
        assert set(column) <= {label, ""}
    codes = [code for code, _ in variable.values]
    return [{code for code, text in zip(codes, row, strict=True) if text} for row in zip(*columns, strict=True)]


def refusal(definition: bytes, records: bytes = b"1\n") -> str:
    with pytest.raises(UnreadableError) as caught:
        read_triple_s(definition, records, "wave.sss")
    return str(caught.value)


# Real files, against the readings that the R package sss has for them in its tests


def test_sample_1_is_read_as_published() -> None:
    table = shared(1)
    assert texts(table, "Q1") == [
        "Visited before within the year",
        "Visited before that",
        "Visited before within the year",
    ]
    assert picked(table, "Q2") == [{"1", "3", "9"}, {"2"}, {"1", "4", "9"}]
    assert texts(table, "Q3") == ["Amusement Park", "", '"Marco\'s" Restaurant']
    assert picked(table, "Q4") == [{"1", "9"}, {"2"}, {"9", "4"}]
    assert texts(table, "Q5") == ["12", "Not stated", "58"]
    assert texts(table, "Q6") == ["Yes", "Yes", "No"]
    assert texts(table, "Q7") == ["Within 3 months", "More than 1 years time", ""]
    assert texts(table, "Q99") == ["1.4", "0.9", "0.7"]


def test_the_definition_of_sample_1() -> None:
    table = shared(1)
    kinds = ["single", "multiple", "text", "multiple", "number", "single", "single", "number"]
    assert [each.kind for each in table.dictionary] == kinds
    assert described(table, "Q4").label == "Two favourite attractions visited"
    assert described(table, "Q2").columns[2] == 'Q2 - "Friar Tuck" Restaurant'
    assert described(table, "Q5").values == (("500", "500 or more"), ("999", "Not stated"))
    assert described(table, "Q5").missing == ("Not stated",)
    assert (table.platform, table.typed_dates, table.rows_in, table.set_aside.height) == ("triple_s", True, 3, 0)
    assert table.lines.to_list() == [1, 2, 3]
    assert table.raw(1) == "3010000000                              209991300.9000"


DAYS = ["Mon", "Tues", "Wednes", "Thurs", "Satur", "Fri", "Thurs", "Wednes", "Thurs", "Sun"]


@pytest.mark.parametrize(("sample", "last"), [(4, ["Fixed", "Mobile", "Mobile"]), (5, ["3", "3", "3"])])
def test_samples_4_and_5_are_read_as_published(sample: int, last: list[str]) -> None:
    """Code 3 of sample 5 has no label: a missing value in R, the code itself here."""
    table = shared(sample)
    assert texts(table, "foyer") == [str(number) for number in range(1, 11)]
    assert texts(table, "weekday") == [f"{day}day" for day in DAYS]
    assert texts(table, "typtel") == ["Fixed", "Fixed", "Mobile", "Mobile", "Fixed", "Mobile", "Fixed", *last]
    assert described(table, "typtel").label == "TYPTEL-Telephone Type"
    assert table.notes == (("typtel: no label for 3",) if sample == 5 else ())


# The example of the standard's version 2.0, with records after its rules


def test_every_type_by_fixed_places() -> None:
    definition = sss(
        variable("ID", "quantity", "1-4", "<values><range from='1' to='9999'/></values>", 'use="serial"'),
        variable(
            "day",
            "date",
            "5-12",
            "<values><range from='20050101' to='20051231'/><value code='99999999'>Forgot</value></values>",
        ),
        variable("at", "time", "13-18"),
        variable("rate", "single", "19-20", values(c1="Good", c10="Bad")),
        variable("when", "single", "21", values(cA="Soon", cB="Never"), 'format="literal"'),
        variable("again", "logical", "22"),
        variable("said", "character", "23-30", "<size>8</size>"),
        variable("WT", "quantity", "31-36", "<values><range from='0.00' to='99.99'/></values>", 'use="weight"'),
    )
    records = (
        "00072005022813450001A1 fine   00.750\n"
        '   82005023024000010B0café,"  -01.50\n'
        "  1099999999       9 Z        100   \n"
    )
    table = read_triple_s(definition, records.encode(), "wave")
    assert table.texts.rows() == [
        ("7", "2005-02-28", "13:45:00", "Good", "Soon", "Yes", " fine", "0.75"),
        ("8", "20050230", "240000", "Bad", "Never", "No", 'café,"', "-1.5"),
        ("10", "Forgot", "", "9", "", "Z", "", "100"),
    ]
    assert [each.kind for each in table.dictionary] == [
        "number", "date", "text", "single", "single", "single", "text", "number"
    ]  # fmt: skip
    assert described(table, "day").missing == ("Forgot",)
    assert described(table, "rate").values == (("1", "Good"), ("10", "Bad"))
    assert table.notes == (
        "ID is the serial number of the records",
        "the file weights its records by WT: no weights are applied",
        "rate: no label for 9",
        "again: no label for Z",
    )


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("100000000 ", {"1"}),
        ("1 1     1 ", {"1", "3", "9"}),
        ("0100000010", {"2", "9"}),
        ("0000000000", set()),
        ("          ", set()),
        ("0000001000", {"7"}),  # without a label
    ],
)
def test_bits(field: str, codes: set[str]) -> None:
    definition = sss(
        variable("Q", "multiple", "1-10", values(c1="A", c2="B", c3="C", c9="Z")), variable("x", "logical", "11")
    )
    table = read_triple_s(definition, f"{field}1\n".encode(), "wave")
    assert picked(table, "Q") == [codes]
    told = "Q: 1 records pick none of its options, and stand as unanswered"
    assert (told in table.notes) == (not codes and bool(field.strip()))


@pytest.mark.parametrize(
    ("spread", "place", "field", "codes"),
    [
        ('subfields="2"', "1-2", "10", {"1"}),
        ('subfields="2"', "1-2", "01", {"1"}),
        ('subfields="2"', "1-2", "91", {"1", "9"}),
        ('subfields="2"', "1-2", "  ", set()),
        ('subfields="2" width="2"', "1-4", " 1 0", {"1"}),
        ('subfields="2" width="2"', "1-4", "0901", {"1", "9"}),
        ('subfields="2" width="1"', "1-4", "02  ", {"2"}),
        ('subfields="2" width="1"', "1-4", "7100", {"1", "7"}),
    ],
)
def test_spread(spread: str, place: str, field: str, codes: set[str]) -> None:
    labels = values(c1="A", c2="B", c9="Z")
    definition = sss(variable("Q", "multiple", place, f"<spread {spread}/>{labels}"), variable("x", "logical", "9"))
    table = read_triple_s(definition, f"{field:8}1\n".encode(), "wave")
    assert picked(table, "Q") == [codes]


def test_multiple_fields_that_cannot_be_read_stand_as_they_are() -> None:
    definition = sss(
        variable("Q", "multiple", "1-3", values(c1="A", c2="B", c3="C")),
        variable("R", "multiple", "4-7", '<spread subfields="2" width="1"/>' + values(c1="A", c2="B")),
    )
    table = read_triple_s(definition, b"1x01200\n0101234\n", "wave")
    assert table.texts.rows() == [("1x0", "", "", "A", "B"), ("", "B", "", "1234", "")]
    assert table.notes == (
        "Q: 1 records hold no codes that can be read: see the first column",
        "R: 1 records hold no codes that can be read: see the first column",
    )


def test_special_values_of_a_quantity() -> None:
    """999 stands apart from the range; 500 goes on with it, and so does 0."""
    inside = (
        "<values><range from='1' to='499'/><value code='0'>None at all</value>"
        "<value code='500'>500 or more</value><value code='999'>Not stated</value></values>"
    )
    table = read_triple_s(sss(variable("Q", "quantity", "1-3", inside)), b"000\n 58\n500\n999\n  7\nabc\n800\n", "wave")
    assert texts(table, "Q") == ["None at all", "58", "500 or more", "Not stated", "7", "abc", "800"]
    assert described(table, "Q").missing == ("Not stated",)


def test_version_1_puts_the_range_beside_the_values() -> None:
    definition = sss(variable("Q", "quantity", "1-3", "<range from='0.0' to='9.9'/>"), root='version="1.1"')
    assert texts(read_triple_s(definition, b"0.5\n.50\n-.5\n", "wave"), "Q") == ["0.5", "0.5", "-0.5"]


# CSV


def test_csv_with_a_header_line() -> None:
    definition = sss(
        variable("id", "character", "1", "<size>4</size>"),
        variable("Q", "multiple", "2", values(c1="A", c2="B", c3="C")),
        variable("R", "multiple", "3", '<spread subfields="2" width="2"/>' + values(c1="A", c12="L")),
        variable("S", "multiple", "4-5", '<spread subfields="2"/>' + values(c1="A", c12="L")),
        variable("said", "character", "6", "<size>99</size>"),
        variable("n", "quantity", "7", "<values><range from='0' to='9'/></values>"),
        record='format="csv" skip="1"',
    )
    records = (
        "id,Q,R,S1,S2,said,n\r\n"
        '0012,"011","0112",1,12,"two\r\nlines, ""quoted""",7\r\n'
        "0013,11,1,,12,,\r\n"
        "0014,000\r\n"
        ',"","0100",,, lead,3\r\n'
    )
    table = read_triple_s(definition, records.encode(), "wave")
    assert table.names == ("id", "Q - A", "Q - B", "Q - C", "R - A", "R - L", "S - A", "S - L", "said", "n")
    assert table.texts.rows() == [
        ("0012", "", "B", "C", "A", "L", "A", "L", 'two\r\nlines, "quoted"', "7"),
        ("0013", "11", "", "", "1", "", "", "L", "", ""),  # a spreadsheet took the leading zeros: not guessed at
        ("", "", "", "", "A", "", "", "", " lead", "3"),
    ]
    assert table.lines.to_list() == [2, 4, 6]
    assert table.set_aside.rows() == [(5, None, "2 cells where the definition needs 7", "0014,000")]
    assert table.rows_in == 4


def test_csv_with_names_that_the_definition_does_not_skip() -> None:
    definition = sss(variable("a", "character", "1"), variable("b", "logical", "2"), record='format="csv"')
    table = read_triple_s(definition, b"a,b\nx,1\n", "wave")
    assert table.texts.rows() == [("x", "Yes")]
    assert "first line holds the variables' names" in table.notes[0]


# Records that do not fit


TAIL = sss(
    variable("id", "quantity", "1-3", "<values><range from='1' to='999'/></values>"),
    variable("rate", "single", "4", values(c1="Good", c2="Bad")),
    variable("why", "single", "5-6", "<filter>rate</filter>" + values(c1="Cost", c12="Time")),
    variable("said", "character", "7-16", "<size>10</size>"),
)


def test_trailing_blanks_that_an_editor_cut_are_blanks() -> None:
    table = read_triple_s(TAIL, b"001112fine\r\n0022\r\n003112ten places\r\n\r\n", "wave")
    assert table.texts.rows() == [
        ("1", "Good", "Time", "fine"),
        ("2", "Bad", "", ""),
        ("3", "Good", "Time", "ten places"),
    ]
    assert table.set_aside.height == 0
    assert table.notes == ("2 records end before place 16, their trailing blanks cut off: read as blank",)


def test_short_records_are_set_aside() -> None:
    """The second lacks a rating that everybody was asked, the third has a code cut in two."""
    table = read_triple_s(TAIL, b"001112fine\n002\n00321\n004212ten places\n", "wave")
    assert texts(table, "id") == ["1", "4"]
    assert table.set_aside.rows() == [
        (2, None, "3 places where the definition needs 16", "002"),
        (3, None, "5 places where the definition needs 16", "00321"),
    ]
    assert table.rows_in == 4


def test_a_file_that_keeps_its_blanks_has_no_short_records() -> None:
    table = read_triple_s(TAIL, b"001112fine      \n002212cut sh\n", "wave")
    assert texts(table, "said") == ["fine"]
    assert table.set_aside["line"].to_list() == [2]


def test_longer_records_are_told_of() -> None:
    table = read_triple_s(TAIL, b"001112ten placesmore\n002112ten places  \n", "wave")
    assert table.texts.height == 2
    assert table.notes == ("1 records go on past place 16, where the definition has no variable: not read",)


def test_places_counted_in_bytes() -> None:
    definition = sss(variable("said", "character", "1-6", "<size>6</size>"), variable("ok", "logical", "7"))
    table = read_triple_s(definition, "café 1\nplain 0\n".encode(), "wave")
    assert table.texts.rows() == [("café", "Yes"), ("plain", "No")]
    assert "counted in bytes" in table.notes[0]
    assert read_triple_s(definition, "café  1\nplain 0\n".encode(), "wave").texts.rows() == table.texts.rows()
    assert read_triple_s(definition, "café  1\nplain 0\n".encode("cp1252"), "wave").texts.rows() == table.texts.rows()


def test_lines_before_the_records_are_skipped() -> None:
    definition = sss(variable("n", "quantity", "1-2", "<range from='1' to='9'/>"), record='format="fixed" skip="2"')
    table = read_triple_s(definition, b"made by\na tool\n 1\n 2\n\x1a", "wave")
    assert texts(table, "n") == ["1", "2"]
    assert table.lines.to_list() == [3, 4]


def test_no_record_that_fits() -> None:
    assert "none of the 2 records fits the definition" in refusal(TAIL, b"1\n2\n")
    header = sss(variable("a", "logical", "1"), record='format="csv" skip="1"')
    assert "a definition, but no records" in refusal(header, b"a\n")
    assert "empty" in refusal(TAIL, b"")


# Definitions


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_definitions_in_other_encodings_than_they_declare(encoding: str) -> None:
    declared = sss(variable("Größe", "logical", "1")).decode()
    table = read_triple_s(declared.encode(encoding), b"1\n", "wave")
    assert table.names == ("Größe",)
    assert described(table, "Größe").label == "The Größe"


def test_declared_encodings_are_followed() -> None:
    text = sss(variable("prénom", "logical", "1")).decode().replace("UTF-8", "ISO-8859-1")
    assert read_triple_s(text.encode("latin-1"), b"1\n", "wave").notes == ()
    russian = text.replace("ISO-8859-1", "windows-1251").replace("prénom", "имя").encode("cp1251")
    assert read_triple_s(russian, b"1\n", "wave").names == ("имя",)


def test_the_default_language_is_read() -> None:
    label = (
        '<label><text xml:lang="cy">Oed</text><text xml:lang="en-GB" mode="analysis">Age</text>'
        '<text xml:lang="en-GB" mode="interview">How old are<br/>you?</text></label>'
    )
    inside = (
        '<values><value code="1">Young<text xml:lang="cy">Ifanc</text></value>'
        '<value code="2"><text xml:lang="cy">Hen</text></value></values>'
    )
    definition = sss(
        variable("age", "single", "1", inside).replace("<label>The age</label>", label),
        root='version="2.0" languages="en cy"',
    )
    table = read_triple_s(definition, b"1\n2\n", "wave")
    assert described(table, "age").label == "How old are you?"
    assert texts(table, "age") == ["Young", "Hen"]
    assert table.notes == ("texts in cy, en, en-GB: those in en are read",)


def test_names_that_stand_twice_and_labels_that_do() -> None:
    definition = sss(
        variable("Q", "logical", "1"),
        variable("q", "multiple", "2-3", values(c1="Yes", c2="Yes")),
        variable("Q", "strange", "4"),
    )
    table = read_triple_s(definition, b"111x\n", "wave")
    assert table.names == ("Q", "q - Yes", "q - Yes (2)", "Q (2)")
    assert table.dictionary[1].columns == ("q - Yes", "q - Yes (2)")
    assert table.dictionary[2].columns == ("Q (2)",)
    assert texts(table, "Q (2)") == ["x"]
    assert table.notes == ("Q: type 'strange' is not of Triple-S: read as text", "q: codes 1, 2 have one label, 'yes'")


def test_all_problems_of_a_definition_are_told_at_once() -> None:
    told = refusal(
        sss(
            variable("a", "logical", "0"),
            variable("b", "logical", "5-4"),
            variable("c", "multiple", "1-2", values(c1="A", c3="C")),
            variable("d", "multiple", "1-2", '<spread subfields="3"/>' + values(c1="A")),
            "<variable type='logical'><name>e</name></variable>",
            variable("f", "logical", "99999999999999999999"),
            record='skip="some"',
        )
    )
    for name in "abcdef":
        assert f"[wave.sss, variable {name}]" in told
    assert "no <position>" in told
    assert "expected 3 places; got 2" in told
    assert "no skip that can be read" in told


def test_what_is_no_definition() -> None:
    assert "not XML" in refusal(b"ID,Started\n1,2\n")
    assert "line 1" in refusal(b"<sss><record></sss>")
    assert "not the definition of one record" in refusal(b"<html><body/></html>")
    assert "a hierarchy of several records" in refusal(b"<sss><record/><record/></sss>")
    assert "no variables" in refusal(b"<sss><record/></sss>")
    assert "before XML" in refusal(b'SSS\nVERSION 1.1\nDATE "1 May 1998"\n')
    assert "read by the rules of 2.0" in read_triple_s(
        sss(variable("a", "logical", "1"), root='version="3.0"'), b"1\n", "wave"
    ).notes[0]  # fmt: skip


# Nothing is read from outside, and nothing swells


def hostile(doctype: str, label: str) -> bytes:
    inside = f"<sss version='2.0'><record>{variable('a', 'logical', '1')}</record></sss>".replace("The a", label)
    return f"<?xml version='1.0'?>{doctype}{inside}".encode()


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file can be opened, no connection made."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("something outside was asked for")

    monkeypatch.setattr(builtins, "open", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)


@pytest.mark.usefixtures("sealed")
def test_the_dtd_is_not_fetched(tmp_path: Path) -> None:
    dtd = tmp_path / "sss_v20.dtd"
    dtd.touch()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        for where in (f"http://127.0.0.1:{server.getsockname()[1]}/sss_v20.dtd", dtd.as_uri()):
            definition = hostile(f"<!DOCTYPE sss SYSTEM '{where}'>", "Agree?")
            assert read_triple_s(definition, b"1\n", "wave").dictionary[0].label == "Agree?"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE sss [<!ENTITY leak SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE sss [<!ENTITY leak SYSTEM 'http://127.0.0.1:9/secret'>]>",
        "<!DOCTYPE sss [<!ENTITY leak PUBLIC 'x' 'file:///etc/hostname'>]>",
        "<!DOCTYPE sss [<!ENTITY % more SYSTEM 'file:///etc/hostname'> %more;]>",
        "<!DOCTYPE sss [<!ENTITY leak 'text'>]>",
    ],
)
def test_entities_are_refused(doctype: str) -> None:
    assert "the definition holds entities" in refusal(hostile(doctype, "&leak;"))


def test_entities_are_refused_in_whatever_encoding() -> None:
    definition = hostile("<!DOCTYPE sss [<!ENTITY leak SYSTEM 'file:///etc/hostname'>]>", "&leak;").decode()
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig"):
        assert "entities" in refusal(definition.encode(encoding))


def test_an_undefined_entity_is_told_with_its_line() -> None:
    assert "undefined entity" in refusal(hostile(DOCTYPE, "caf&eacute;"))


def test_entities_do_not_swell() -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    begun = time.monotonic()
    assert "entities" in refusal(hostile(f"<!DOCTYPE sss [<!ENTITY l0 'lol'>{laughs}]>", "&l11;"))
    assert time.monotonic() - begun < 1


def test_deep_nesting_and_long_numbers_end() -> None:
    assert "no variables" in refusal(b"<sss><record>" + b"<x>" * 50_000 + b"</x>" * 50_000 + b"</record></sss>")
    digits = "9" * 10_000
    definition = sss(variable("n", "quantity", "1-9", f"<values><range from='-{digits}' to='1e999999999'/></values>"))
    assert texts(read_triple_s(definition, b"1e9999999\n", "wave"), "n") == ["1e9999999"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_numbers_keep_their_value(value: object) -> None:
    padded = f"{value:015}"
    assert float(number(padded)) == float(padded)
    assert number(number(padded)) == number(padded)
    assert not number(padded).startswith(("00", "-00"))


def test_damaged_files_end_in_words_or_in_a_table() -> None:
    chance = random.Random(7)  # noqa: S311
    whole = shared_bytes(1)
    for turn in range(400):
        files = [bytearray(each) for each in whole]
        damaged = files[turn % 2]
        if turn % 4 < 2:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            for _ in range(chance.randrange(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.choice([chance.randrange(256), *b'019<>"= &'])
        try:
            table = read_triple_s(bytes(files[0]), bytes(files[1]), "hostile")
        except UnreadableError:
            continue
        assert {len(row) for row in table.texts.rows()} == {len(table.names)}
        assert table.rows_in == table.height + table.set_aside.height


def test_records_alone_are_told_for_what_they_are() -> None:
    with pytest.raises(UnreadableError, match="records of a Triple-S survey without their definition"):
        open_table(b"1Amusement Park 12", "sample-1.asc", Export(response_id="auto"))
