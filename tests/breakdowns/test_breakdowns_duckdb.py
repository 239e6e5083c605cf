"""Tables of random responses, counted again by another engine from SQL written for the purpose."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.ranking import ranking
from survey.breakdowns.results import results
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import Condition, MultiCode, Net, Number, Option, Question, Ranking, Scale, SingleCode


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


AREAS, TRAVEL, SCALE, FILMS = (
    ("Dudley", "Walsall", "Solihull"),
    ("Bus", "Train", "Car", "Foot"),
    ("Very", "Fairly", "Not"),
    ("X", "Y", "Z"),
)
AREA = SingleCode(id="area", text="Area?", kind="single_code", options=options(*AREAS), column="c")
TOP = MultiCode(
    id="top",
    text="Top?",
    kind="multi_code",
    options=options(*TRAVEL),
    nets=(Net(code="public", label="Public", codes=("bus", "train")),),
    column="c",
    asked=Condition(question="area", any_of=("dudley", "walsall")),
    base="asked",
)
SAFE = Scale(
    id="safe",
    text="Safe?",
    kind="scale",
    polarity="positive_first",
    options=options(*SCALE),
    nets=(Net(code="safe", label="Safe", codes=("very", "fairly")),),
    column="c",
    base_where=Condition(question="top", all_of=("bus", "car")),
)
RANKED = Ranking(id="ranked", text="Rank?", kind="ranking", options=options(*FILMS), columns="{option}")
AGE = Number(id="age", text="Age?", kind="number", column="c")
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 8, 10))
CONSULTATION = Consultation(
    id="c",
    name="C",
    owner="O",
    fieldwork=FIELDWORK,
    export=Export(response_id="id"),
    questions=(AREA, TOP, SAFE, RANKED, AGE),
)


def some(chance: random.Random, value: Any) -> Any:
    return value if chance.random() < 0.8 else None


def respondent(chance: random.Random) -> dict[str, Any]:
    places = [chance.randint(1, 3) for _ in FILMS]  # ties and gaps among them
    return {
        "week": some(chance, chance.randint(1, 3)),  # nobody in week 4
        "status": chance.choice(["complete", "partial", "blank"]),
        "area": some(chance, chance.choice(AREAS)),
        "top": some(chance, chance.sample(TRAVEL, chance.randint(1, 4))),
        "safe": some(chance, chance.choice(SCALE)),
        **{f"ranked.{film.casefold()}": some(chance, place) for film, place in zip(FILMS, places, strict=True)},
        "age": some(chance, float(chance.randint(16, 99)) + chance.choice([0, 0.1])),
    }


@pytest.fixture(scope="module")
def responses() -> pl.DataFrame:
    chance = random.Random(20240714)  # noqa: S311 - no secret
    schema = responses_schema(CONSULTATION)
    rows = [{**dict.fromkeys(schema), **respondent(chance)} for _ in range(4000)]
    return pl.DataFrame(rows, schema=schema)


@pytest.fixture(scope="module")
def sql(responses: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("duckdb") / "responses.parquet"
    responses.write_parquet(path)
    with duckdb.connect() as connection:
        connection.execute("create table r as select * from read_parquet(?)", [str(path)])
        # Every respondent once for the whole of fieldwork, and once for the week.
        connection.execute(
            "create view w as select *, null::int as wk from r union all select *, week from r where week is not null"
        )
        yield connection


def keyed(table: pl.DataFrame, *columns: str) -> dict[Any, Any]:
    """Figures by (item, code, group, week); those without a base, which SQL does not list, are left out."""
    table = table.filter(pl.col("base_unweighted") > 0)
    keys = table.select("item", "code", "group", "week").rows()
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, table.select(columns).rows(), strict=True))


def check(table: pl.DataFrame, expected: list[tuple[Any, ...]]) -> None:
    """Counts and bases are the same; percentages to 1e-12."""
    wanted = {row[:4]: row[4:] for row in expected}
    found = keyed(table, "count", "base_unweighted")
    assert found == wanted
    percentages = {key: (100.0 * count / base,) for key, (count, base) in wanted.items()}
    for key, (pct,) in keyed(table, "pct").items():
        assert pct == pytest.approx(percentages[key][0], abs=1e-12)


def table_of(responses: pl.DataFrame, question: Question, banner: Question | None, weekly: bool) -> pl.DataFrame:
    cells = count(responses.lazy(), CONSULTATION, [question], banner, weekly)
    return results(cells, [question], banner)


def test_multi_code_by_area_by_week(responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    expected = sql.execute(
        """
        with base as (select * from w where area in ('Dudley', 'Walsall') and status <> 'blank'),
        grouped as (select *, 'All' as g from base union all select *, area as g from base),
        stub as (select * from (values ('bus', ['Bus']), ('train', ['Train']), ('car', ['Car']), ('foot', ['Foot']),
                                       ('public', ['Bus', 'Train'])) as s(code, labels))
        select null, code, g, wk, count(*) filter (list_has_any(top, labels)), count(*)
        from grouped cross join stub group by all
        """
    ).fetchall()
    assert len(expected) == 5 * 3 * 4
    check(table_of(responses, TOP, AREA, True), expected)


def test_scale_by_a_banner_with_several_groups_a_respondent(
    responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection
) -> None:
    asked_to_all = TOP.model_copy(update={"asked": None})
    expected = sql.execute(
        """
        with base as (select * from r where safe is not null),
        grouped as (select safe, 'All' as g from base
                    union all select safe, unnest(coalesce(top, ['Not stated'])) from base),
        stub as (select * from (values ('very', ['Very']), ('fairly', ['Fairly']), ('not', ['Not']),
                                       ('safe', ['Very', 'Fairly'])) as s(code, labels))
        select null, code, g, null, count(*) filter (list_contains(labels, safe::varchar)), count(*)
        from grouped cross join stub group by all
        """
    ).fetchall()
    assert len(expected) == 4 * 6
    check(table_of(responses, SAFE.model_copy(update={"base_where": None}), asked_to_all, False), expected)


def test_scale_on_a_narrowed_base(responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    expected = sql.execute(
        """
        with base as (
            select * from w
            where safe is not null and list_has_all(top, ['Bus', 'Car'])
              and area::varchar in ('Dudley', 'Walsall') -- who was not asked `top` is not in a base that stands on it
        )
        select null, lower(o), 'All', wk, count(*) filter (safe::varchar = o), count(*)
        from base cross join (select unnest(['Very', 'Fairly', 'Not']) as o) group by all
        union all
        select null, 'safe', 'All', wk, count(*) filter (safe::varchar <> 'Not'), count(*) from base group by all
        """
    ).fetchall()
    assert len(expected) == 4 * 4
    check(table_of(responses, SAFE, None, True), expected)


def test_places_of_a_ranking(responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    expected = sql.execute(
        """
        with long as (unpivot (select rowid as id, "ranked.x" as x, "ranked.y" as y, "ranked.z" as z from r)
                      on x, y, z into name film value place),
        bases as (select place, count(distinct id) as base from long group by all)
        select place::varchar, film, 'All', null, count(*), base from long join bases using (place) group by all
        """
    ).fetchall()
    assert len(expected) == 9
    check(table_of(responses, RANKED, None, False), expected)


def test_statistics_of_a_number_by_area(responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    expected = sql.execute(
        """
        with grouped as (select age, 'All' as g from r
                         union all select age, coalesce(area::varchar, 'Not stated') from r)
        select g, avg(age), median(age), min(age), max(age), count(age) from grouped group by all
        """
    ).fetchall()
    found = keyed(table_of(responses, AGE, AREA, False), "value", "count")
    wanted = {
        (None, code, group, None): (value, n)
        for group, *values, n in expected
        for code, value in zip(("mean", "median", "minimum", "maximum"), values, strict=True)
    }
    assert found.keys() == wanted.keys()
    for key, (value, n) in wanted.items():
        assert found[key] == (pytest.approx(value, abs=1e-9), n)


def test_the_weekly_ranking(responses: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    expected = sql.execute(
        """
        with picks as (select week, unnest(top) as o from r
                       where area in ('Dudley', 'Walsall') and status <> 'blank' and week is not null),
        counts as (select week, o, count(*) as n from picks group by all),
        ranks as (select *, rank() over (partition by week order by n desc) as place from counts)
        select week, lower(o), n, place, lag(place) over (partition by o order by week) - place,
               sum((place = 1)::int) over (partition by o)
        from ranks order by week, place
        """
    ).fetchall()
    cells = count(responses.lazy(), CONSULTATION, [TOP], weekly=True)
    table = ranking(cells, TOP, FIELDWORK)
    figures = table.filter(pl.col("week") < 4).select("week", "code", "count", "rank", "rank_change", "weeks_first")
    assert len(expected) == 12
    assert sorted(figures.rows()) == sorted(expected)
    assert table.filter(pl.col("week") == 4).select("count", "rank").rows() == [(0, None)] * 4
