"""`survey themes learn`: a model of what people coded, the codes it may give alone, and what to code next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame

PROPOSED, QUALITY, SHEET = "model_proposals.csv", "model_quality.csv", "to_code.xlsx"
APPLIED, APPLIED_QUALITY = "model_codes.csv", "model_codes_quality.csv"
_FEW_RIGHT = 0.7  # of the rules' codes


def learn(
    consultation: ConsultationName,
    quality: Annotated[
        float, typer.Option("--quality", min=0.5, max=1, help="Micro-F1 that codes given unattended have to reach.")
    ] = 0.9,
    number: Annotated[int, typer.Option("--queue", min=1, help="How many answers to code next.")] = 100,
    apply: Annotated[bool, typer.Option("--apply", help="Let survey themes code use the codes from now on.")] = False,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey themes learn police_crime_plan_2024 --quality 0.9

    Learns from what people decided (survey themes review) and proposes codes for the other answers, with probabilities.
    Nothing is coded by it before --apply, and then only answers it is certain enough of to reach --quality.
    """
    from pipelines.files import write
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.theme_embeddings import embedding
    from pipelines.theme_review import by_rules_alone, load_decisions, write_sheet
    from survey.themes.decisions import standing
    from survey.themes.migrate import migrated
    from survey.themes.model_codes import Settings
    from survey.themes.model_codes import learn as learned_from

    desk, answers, frame, coding = by_rules_alone(open_desk(consultation, outputs))
    decisions, _ = migrated(load_decisions(desk), coding.coded, frame)
    decided = standing(decisions, answers)
    learned = learned_from(answers, coding.coded, decided, frame, Settings(quality, number, embedding(desk)))
    write(desk.private / PROPOSED, learned.proposed.write_csv().encode())
    write(desk.private / QUALITY, learned.quality.write_csv().encode())
    if apply:
        import polars as pl

        write(desk.private / APPLIED, learned.proposed.filter(pl.col("unattended")).write_csv().encode())
        write(desk.private / APPLIED_QUALITY, learned.quality.write_csv().encode())
    if json:
        as_json([*records(learned.proposed), {"quality": records(learned.quality), "surest": records(learned.surest)}])
    else:
        _show(learned.quality.row(0, named=True))
        _show_surest(learned.surest)
    if len(learned.to_code):
        path = write_sheet(desk, SHEET, learned.to_code, frame)
        say(f"the {len(learned.to_code):,} answers that teach most: {path}; filled in:")
        say(f"survey themes review {desk.called} FILE --coder NAME, then learn again")
    say(f"every code proposed: {desk.private / PROPOSED}")
    _say_what_holds(desk, apply, len(model_codes(desk, answers, frame)))


def model_codes(desk: Desk, answers: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """The codes of `learn --apply` that still stand, text and frame version as they were; says which do not."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from pipelines.show import say
    from survey.themes.model_codes import PROPOSED as SCHEMA
    from survey.themes.model_codes import standing_codes

    path = desk.private / APPLIED
    if not path.is_file():
        return pl.DataFrame(schema=SCHEMA)
    with told_if_damaged(path, "the codes of the model", f"survey themes learn {desk.called} --apply makes them again"):
        stored = pl.read_csv(path, schema=SCHEMA)
    found = standing_codes(stored, answers, frame)
    if len(found) < len(stored):
        say(f"{len(stored) - len(found):,} of {len(stored):,} codes of the model no longer stand: the text or the code")
        say(f"frame has changed. survey themes learn {desk.called} --apply learns again")
    return found


def quality_in_words(desk: Desk) -> str:
    """What the model that is applied was measured at; empty where that is not known."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from survey.themes.model_quality import QUALITY as SCHEMA

    path = desk.private / APPLIED_QUALITY
    if not path.is_file():
        return ""
    with told_if_damaged(path, "the quality of the model", f"survey themes learn {desk.called} --apply makes it again"):
        row = pl.read_csv(path, columns=list(SCHEMA), schema_overrides=SCHEMA).row(0, named=True)
    if row["quality"] is None:
        return ""
    f1, lower, upper = (f"{row[name]:.2f}" for name in ("quality", "quality_lower", "quality_upper"))
    return f"on answers that it had not seen these met a person's at micro-F1 {f1}, interval {lower} to {upper}"


def _say_what_holds(desk: Desk, apply: bool, standing: int) -> None:
    """Whether `standing` codes of the model are in use, and since when."""
    from pipelines.show import say

    if standing and apply:
        say(f"applied: {desk.private / APPLIED}. People override rules and model; the model adds to the rules,")
        say("and takes the place of other only. To undo: delete that file.")
    elif standing:
        say(f"in use are still {standing:,} codes of an earlier --apply: {desk.private / APPLIED}")
    elif apply:
        say("no code is sure enough: the model codes nothing, nor do the codes of an earlier --apply stand")
    else:
        say("nothing is applied: survey themes learn ... --apply")


def _show(row: dict[str, Any]) -> None:
    from pipelines.show import say, table

    rows = [
        ("answers decided by people", f"{row['examples']:,}"),
        ("codes they gave", f"{row['codes']:,}"),
        ("micro-F1 of rules and model together, all decided", _span(row, "f1")),
        ("share of the rules' codes that people gave too", _percent(row["rules_right"])),
        ("mean distance of probabilities from what was so", f"{row['calibration_error']:.3f}"),
        ("open answers", f"{row['open_answers']:,}"),
        ("sentence embeddings", row["embeddings"] or "none: words alone"),
        *_unattended(row),
        ("micro-F1 that 100 more decisions would add", _gain(row)),
    ]
    table("What was learned (cross-validated, 95% intervals)", ("figure", "value"), rows)
    if row["rules_right"] is not None and row["rules_right"] < _FEW_RIGHT:
        say("the model takes none of the rules' codes away: mend the phrases that give codes which people do not give;")
        say("survey themes agree tells how often each code is.")


def _show_surest(surest: pl.DataFrame) -> None:
    from pipelines.show import table

    heads = ("surest of the decided", "open answers as sure", "micro-F1", "codes right", "answers wholly right")
    rows = [
        (
            f"{100 * row['share']:.0f}%",
            f"{row['open_answers']:,}",
            _span(row, "quality"),
            f"{100 * row['precision']:.0f}%",
            f"{100 * row['exact']:.0f}%",
        )
        for row in surest.iter_rows(named=True)
    ]
    title = "What --quality can be asked, a standard error less: micro-F1 if so many were coded unattended"
    table(title, heads, rows)


def _unattended(row: dict[str, Any]) -> list[tuple[str, str]]:
    from survey.themes.unattended import ENOUGH

    if row["quality"] is None:
        return [
            (f"coded unattended at micro-F1 {row['quality_asked']:g}", f"none: no {ENOUGH} decided answers are so sure")
        ]
    share = 100 * row["unattended_answers"] / max(row["open_answers"], 1)
    of = f"{100 * row['unattended_examples'] / row['examples']:.0f}% of the decided answers"
    return [
        (f"coded unattended at micro-F1 {row['quality_asked']:g}", f"{row['unattended_answers']:,} ({share:.0f}%)"),
        (f"micro-F1 of these, measured on {of}", _span(row, "quality")),
        ("share of their codes that is right", _percent(row["precision"])),
        ("share of them that has all its codes and no other", _percent(row["exact"])),
    ]


def _percent(share: float | None) -> str:
    return "none were given" if share is None else f"{100 * share:.0f}%"


def _gain(row: dict[str, Any]) -> str:
    if row["gain_of_100"] is None:
        return "too few decisions to tell"
    return f"{row['gain_of_100']:+.3f} ({row['gain_lower']:+.3f} to {row['gain_upper']:+.3f})"


def _span(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:.3f} ({row[name + '_lower']:.3f} to {row[name + '_upper']:.3f})"
