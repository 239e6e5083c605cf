"""A net balance on the page is told by nets where an option is withheld, as it is drawn; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.explain_figures import behind
from pipelines.places import Desk, open_desk
from survey.publish.standing.parts import Cell, Part
from tests.charts.gallery import coded, frame
from tests.pipelines.small import QUESTIONNAIRE


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(QUESTIONNAIRE)
    return open_desk(str(folder), tmp_path)


@pytest.mark.parametrize(
    ("net", "published", "formula"),
    [
        (85, "+70.0", "net balance 85.00% less 15.00% = +70.0"),
        (None, "[c]", "withheld"),
    ],
)
def test_a_balance_with_an_option_withheld(desk: Desk, net: int | None, published: str, formula: str) -> None:
    question = desk.consultation.question("safe")
    rows = coded(question, (None, 30, 15, None), 100, banner_id="area", group="North")
    for row in rows:
        if row["code"] == "safe_at_all":
            row.update(count=net, pct=net)
    cell = Cell("", ("North",), "balance", "+70.0")
    part = Part("table 1", "safe_by_area", "By area", "safe", (cell,), ())
    (told,) = behind(desk, part, frame(rows), "small_report.html").told
    assert (told.published, told.formula, told.same) == (published, formula, published == "+70.0")
