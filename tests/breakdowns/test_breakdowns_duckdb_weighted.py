"""A whole plan of weighted tables from one reading, every cell of it counted again by another engine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Tab
from survey.breakdowns.results import results_of_tabs
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import Condition, MultiCode, Net, Option, Question, Scale, SingleCode
from survey.questionnaire.waves import Wave

AREAS, SEXES, TRAVEL, SCALE = ("North", "South", "East"), ("Female", "Male"), ("Bus", "Train", "Car"), ("Good", "Poor")


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


def single(name: str, *labels: str) -> SingleCode:
    return SingleCode(id=name, text=name, kind="single_code", options=options(*labels), column="c")


AREA, SEX = single("area", *AREAS), single("sex", *SEXES)
PUBLIC = Net(code="public", label="Public", codes=("bus", "train"))
TOP = MultiCode(id="top", text="?", kind="multi_code", options=options(*TRAVEL), nets=(PUBLIC,), column="c")
PICKED = TOP.model_copy(update={"id": "picked", "base": "picks"})
VIEW = Scale(
    id="view",
    text="?",
    kind="scale",
    polarity="positive_first",
    options=options(*SCALE),
    column="c",
    base="asked",
    asked=Condition(question="area", any_of=("north", "south")),
)
QUESTIONS: tuple[Question, ...] = (AREA, SEX, TOP, PICKED, VIEW)
WAVES = (
    Wave(id="one", label="One", opened=dt.date(2024, 1, 1), closed=dt.date(2024, 1, 31)),
    Wave(id="two", label="Two", opened=dt.date(2024, 3, 1), closed=dt.date(2024, 3, 31)),
)
CONSULTATION = Consultation(
    id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS, waves=WAVES
)
TABS = [
    Tab([TOP], [AREA, (AREA, SEX)], weekly=True),
    Tab([VIEW], [(AREA, SEX), TOP], waves=WAVES),
    Tab([PICKED], [SEX], weekly=True),
]


def some(chance: random.Random, value: Any) -> Any:
    return value if chance.random() < 0.85 else None


def respondent(chance: random.Random) -> dict[str, Any]:
    picks = some(chance, chance.sample(TRAVEL, chance.randint(0, 3)))
    return {
        "week": some(chance, chance.randint(1, 3)),
        "date": some(chance, dt.date(2024, 1, 1) + dt.timedelta(days=chance.randint(0, 90))),
        "status": chance.choice(["complete", "partial", "blank"]),
        "area": some(chance, chance.choice(AREAS)),
        "sex": some(chance, chance.choice(SEXES)),
        "top": picks,
        "picked": picks,
        "view": some(chance, chance.choice(SCALE)),
        "weight": chance.choice([0.0, 0.25, round(chance.uniform(0.1, 4), 6)]),
    }


@pytest.fixture(scope="module")
def responses() -> pl.DataFrame:
    chance = random.Random(41)  # noqa: S311 - no secret
    schema = {**responses_schema(CONSULTATION), "weight": pl.Float64}
    return pl.DataFrame([{**dict.fromkeys(schema), **respondent(chance)} for _ in range(3000)], schema=schema)


@pytest.fixture(scope="module")
def table(responses: pl.DataFrame) -> pl.DataFrame:
    return results_of_tabs(count_tabs(responses.lazy(), CONSULTATION, TABS), TABS)


@pytest.fixture(scope="module")
def sql(responses: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("duckdb") / "responses.parquet"
    responses.with_row_index("id").write_parquet(path)
    with duckdb.connect() as connection:
        connection.execute("create table r as select * from read_parquet(?)", [str(path)])
        connection.execute(
            """
            -- every respondent for the whole, for the week and for the wave
            create view w as select *, null::int as wk, null as wv from r
            union all select *, week, null from r where week is not null
            union all select *, null, 'One' from r where date between '2024-01-01' and '2024-01-31'
            union all select *, null, 'Two' from r where date between '2024-03-01' and '2024-03-31'
            """
        )
        yield connection


GROUPS = {
    None: "select *, 'All' as g from base",
    "area": "select *, coalesce(area::varchar, 'Not stated') as g from base",
    "sex": "select *, coalesce(sex::varchar, 'Not stated') as g from base",
    "area*sex": "select *, coalesce(area || ' / ' || sex, 'Not stated') as g from base",
    "top": "select *, unnest(case when len(top) > 0 then top else ['Not stated'] end) as g from base",
}


def check(table: pl.DataFrame, sql: duckdb.DuckDBPyConnection, question: str, base: str, figures: str) -> None:
    """Each figure by banner, group, week, wave and code; groups and times of nobody are not listed by SQL."""
    part = table.filter(pl.col("question_id") == question, pl.col("base_unweighted") > 0)
    names = ("count", "weighted_count", "base_unweighted", "base_weighted", "base_effective")
    found: dict[Any, tuple[Any, ...]] = {}
    for row in part.iter_rows(named=True):
        key = tuple(row[name] for name in ("group", "week", "wave", "code"))
        found[row["banner_id"], *key] = tuple(row[name] for name in names)
        assert row["pct"] == pytest.approx(100 * row["count"] / row["base_unweighted"], abs=1e-12)
        if row["base_weighted"]:
            assert row["weighted_pct"] == pytest.approx(100 * row["weighted_count"] / row["base_weighted"], abs=1e-12)
    for banner in part["banner_id"].unique():
        grouped = f"with base as ({base}), grouped as ({GROUPS[banner]} union all {GROUPS[None]})"
        wanted = {(banner, *row[:4]): row[4:] for row in sql.execute(f"{grouped} {figures}").fetchall()}
        own = {key: value for key, value in found.items() if key[0] == banner}
        assert own.keys() == wanted.keys()
        for key, (n, w, base_n, base_w, effective) in wanted.items():
            assert own[key][::2][:2] == (n, base_n)
            assert own[key][1::2] == pytest.approx((w, base_w), rel=1e-12, abs=1e-12)
            assert own[key][4] == pytest.approx(effective or 0, rel=1e-12) or question == "picked"


def test_picks_by_nested_groups_and_week(table: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    figures = """
        , stub as (select * from (values ('bus', ['Bus']), ('train', ['Train']), ('car', ['Car']),
                                         ('public', ['Bus', 'Train'])) as s(code, labels))
        select g, wk, null, code, count(*) filter (list_has_any(top, labels)),
               coalesce(sum(weight) filter (list_has_any(top, labels)), 0), count(*), sum(weight),
               sum(weight) ** 2 / nullif(sum(weight ** 2), 0)
        from grouped cross join stub group by all
    """
    check(table, sql, "top", "select * from w where top is not null and wv is null", figures)


def test_a_scale_on_those_asked_by_wave_and_by_groups_that_overlap(
    table: pl.DataFrame, sql: duckdb.DuckDBPyConnection
) -> None:
    base = "select * from w where status <> 'blank' and area in ('North', 'South') and wk is null"
    figures = """
        , stub as (select unnest(['Good', 'Poor']) as label)
        select g, null, wv, lower(label), count(*) filter (view = label),
               coalesce(sum(weight) filter (view = label), 0), count(*), sum(weight),
               sum(weight) ** 2 / nullif(sum(weight ** 2), 0)
        from grouped cross join stub group by all
    """
    check(table, sql, "view", base, figures)


def test_shares_of_picks(table: pl.DataFrame, sql: duckdb.DuckDBPyConnection) -> None:
    figures = """
        , stub as (select * from (values ('bus', ['Bus']), ('train', ['Train']), ('car', ['Car']),
                                         ('public', ['Bus', 'Train'])) as s(code, labels)),
        counted as (select *, len(list_intersect(picked, labels)) as yes, len(picked) as made
                    from grouped cross join stub)
        select g, wk, null, code, sum(yes)::int, sum(weight * yes), sum(made)::int, sum(weight * made), null
        from counted group by all having sum(made) > 0
    """
    check(table, sql, "picked", "select * from w where picked is not null and wv is null", figures)
