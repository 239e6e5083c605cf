"""Real exports give their published figures, through the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.conftest import Real, Survey


def test_star_wars(survey: Survey, star_wars: Real, tmp_path: Path) -> None:
    """FiveThirtyEight, "America's Favorite 'Star Wars' Movies (And Least Favorite Characters)", 2014."""
    out = ("--outputs", tmp_path, "--json")
    ended = survey("ingest", star_wars.consultation, star_wars.export, *out)
    assert ended.code == 0
    account = ended.records[0]
    assert {name: account[name] for name in ("rows_in", "kept", "set_aside", "unread_answers")} == {
        "rows_in": 1186,
        "kept": 1186,
        "set_aside": 0,
        "unread_answers": 0,
    }
    seen = survey("rank", star_wars.consultation, *out).records
    assert [(row["code"], row["rank"], round(row["pct"], 1)) for row in seen] == [
        ("ep5", 1, 90.8),
        ("ep6", 2, 88.4),
        ("ep1", 3, 80.6),
        ("ep4", 4, 72.7),
        ("ep2", 5, 68.4),
        ("ep3", 6, 65.9),
    ]
    assert {row["base_unweighted"] for row in seen} == {835}
    favourite = survey("breakdown", star_wars.consultation, "--question", "favourite", *out).records
    first = {row["code"]: row for row in favourite if row["item"] == "1"}
    assert {row["base_unweighted"] for row in first.values()} == {471}
    shares = [round(first[code]["pct"], 1) for code in ("ep5", "ep4", "ep6", "ep1", "ep3", "ep2")]
    assert shares == [35.9, 27.2, 17.4, 10.0, 5.7, 3.8]
    shot = survey("breakdown", star_wars.consultation, "--question", "shot_first", *out).records
    assert [(row["code"], row["base_unweighted"], round(row["pct"], 1)) for row in shot] == [
        ("han", 828, 39.3),
        ("greedo", 828, 23.8),
        ("i_dont_understand_this_question", 828, 37.0),
    ]


def test_star_wars_characters(survey: Survey, star_wars: Real, tmp_path: Path) -> None:
    """The article's favourable shares of those who know the character, from the nets of a grid."""
    survey("ingest", star_wars.consultation, star_wars.export, "--outputs", tmp_path)
    rows = survey(
        "breakdown", star_wars.consultation, "--question", "characters", "--outputs", tmp_path, "--json"
    ).records
    favourable = {row["item"]: round(row["pct"]) for row in rows if row["code"] == "favourable"}
    published = {"luke_skywalker": 93, "han_solo": 92, "princess_leia_organa": 91, "yoda": 91, "darth_vader": 58}
    published |= {"obi_wan_kenobi": 91, "r2_d2": 90, "c_3p0": 85}
    assert {item: favourable[item] for item in published} == published
    assert favourable["jar_jar_binks"] == 29


def test_thanksgiving(survey: Survey, thanksgiving: Real, tmp_path: Path) -> None:
    """FiveThirtyEight, thanksgiving-2015: 1,058 respondents, 980 celebrate, 859 have turkey."""
    out = ("--outputs", tmp_path, "--json")
    ended = survey("ingest", thanksgiving.consultation, thanksgiving.export, *out)
    assert (ended.code, ended.records[0]["kept"], ended.records[0]["unread_answers"]) == (0, 1058, 0)
    counts = {
        (row["question_id"], row["code"]): row["count"]
        for row in survey("breakdown", thanksgiving.consultation, *out).records
    }
    assert counts["celebrates", "yes"] == 980
    assert counts["main_dish", "turkey"] == 859
    assert counts["side_dishes", "other_please_specify"] == 111
    assert counts["side_dishes_other", "answered"] == 111


@pytest.mark.parametrize("name", ["star_wars", "thanksgiving"])
def test_real_exports_are_sound(survey: Survey, name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    real: Real = request.getfixturevalue(name)
    ended = survey("validate", real.consultation, real.export, "--outputs", tmp_path)
    assert ended.code == 0, ended.out
    assert ended.out.startswith("sound: all ")
