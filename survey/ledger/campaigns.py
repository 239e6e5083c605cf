"""Campaign texts: the template many responses share, and what each respondent added to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from survey.frames import empty
from survey.ledger.frames import ADDITIONS, CAMPAIGNS
from survey.ledger.profiles import in_order
from survey.ledger.settings import LedgerSettings
from survey.ledger.shared_text import SharedText, shared_texts
from survey.ledger.words import spans
from survey.questionnaire.kinds import FreeText

GAP = " … "
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The campaign texts found (CAMPAIGNS), and what was added to them (ADDITIONS)."""

    texts: pl.DataFrame
    additions: pl.DataFrame


def campaigns(responses: pl.DataFrame, questions: Sequence[FreeText], settings: LedgerSettings) -> pl.DataFrame:
    """The campaign texts in the answers to free-text questions: one row a text (schema CAMPAIGNS), the most held first.

    A campaign text is one of at least `campaign_words` words that at least `campaign_responses` responses share,
    whatever each adds before, within or after it. A passage many quote, of the question say, is found as well: read it.
    """
    return find_campaigns(responses, questions, settings).texts


def find_campaigns(responses: pl.DataFrame, questions: Sequence[FreeText], settings: LedgerSettings) -> Campaigns:
    """The campaign texts as in `campaigns`, with what each response added to them.

    Additions are the words of the verbatim that are not the template's, in runs: verbatim[start:end] == added. What
    people put over a template, such as their name, stands there too.
    """
    ordered = in_order(responses)
    texts, additions = [empty(CAMPAIGNS)], [empty(ADDITIONS)]
    for question in questions:
        held = ordered.select("response_id", "date", verbatim=question.id).drop_nulls("verbatim")
        distinct = held.group_by("verbatim").len("holders").sort("verbatim")
        for shared in shared_texts(distinct["verbatim"], distinct["holders"], settings):
            added = _added(shared, distinct["verbatim"], question.id)
            rows = held.join(added, on="verbatim", maintain_order="left_right")
            group = f"campaign:{question.id}:{rows['response_id'][0]}"
            rows = rows.with_columns(pl.lit(group).alias("group"))
            texts.append(_text(rows, _template(distinct["verbatim"][shared.fullest], shared.covered[shared.fullest])))
            additions.append(rows.select(list(ADDITIONS)))
    together = pl.concat(texts).sort("question_id", "responses", "group", descending=[False, True, False])
    return Campaigns(together, pl.concat(additions))


def _added(shared: SharedText, verbatims: pl.Series, question: str) -> pl.DataFrame:
    """ADDITIONS of each text, by `verbatim` in the place of group and response."""
    rows: list[tuple[str | int | None, ...]] = []
    for doc, covered in shared.covered.items():
        text = verbatims[doc]
        found = spans(text)
        rest = sorted(set(range(len(found))) - set(covered))
        facts = (text, question, len(covered), len(found))
        rows += [(*facts, start, end, text[start:end]) for start, end in _runs(found, rest)]
        if not rest:
            rows.append((*facts, None, None, None))
    schema = {"verbatim": pl.String} | {
        name: kind for name, kind in ADDITIONS.items() if name not in ("group", "response_id")
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _runs(found: list[tuple[int, int]], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From the first to the last character of each run of neighbouring words."""
    start = 0
    for at, place in enumerate(places):
        if at + 1 == len(places) or places[at + 1] != place + 1:
            yield found[places[start]][0], found[place][1]
            start = at + 1


def _template(text: str, covered: Sequence[int]) -> str:
    return GAP.join(text[start:end] for start, end in _runs(spans(text), covered))


def _text(rows: pl.DataFrame, template: str) -> pl.DataFrame:
    """One row of CAMPAIGNS."""
    responses = rows.unique("response_id", keep="first", maintain_order=True)
    return pl.DataFrame(
        {
            "group": rows["group"][0],
            "question_id": rows["question_id"][0],
            "template": template,
            "words": len(spans(template)),
            "responses": len(responses),
            "unchanged": responses["added"].null_count(),
            "first": responses["date"].min(),
            "last": responses["date"].max(),
            "examples": ", ".join(responses["response_id"].head(EXAMPLES)),
        },
        schema=dict(CAMPAIGNS),
    )
