"""`survey themes agree`: coders held against each other and the rules, and what that says of the published figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.code_frame import CodeFrame
    from survey.themes.agree import Sets
    from survey.themes.code import Coding

_MOST = 0.5  # of the answers of a sheet have to be read for it to count as read
_LATER = 0.1  # of all answers


def agree(consultation: ConsultationName, outputs: Outputs = OUTPUTS, json: AsJson = False) -> None:
    """Example: survey themes agree police_crime_plan_2024

    Coders against each other and against the rules: kappa and alpha a code; every percentage, as published and by rules
    alone, put right by what was found; precision and recall by area and other groups.
    """
    from pipelines.files import csv_bytes, write
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say
    from pipelines.theme_review import AGAIN, by_rules_alone, load_decisions, load_drawn
    from survey.errors import Problem, UsageError
    from survey.themes.decisions import standing
    from survey.themes.migrate import migrated

    desk, answers, frame, coding = by_rules_alone(open_desk(consultation, outputs))
    decisions, again = (standing(each, answers) for each in migrated(load_decisions(desk), coding.coded, frame))
    if decisions.is_empty():
        hint = f"first: survey themes sample {desk.called}, then survey themes review {desk.called} FILE --coder NAME"
        raise UsageError(Problem("nobody has decided on any answer as it stands", desk.consultation.id, hint=hint))
    drawn = load_drawn(desk).join(answers, on="response_id", how="semi")
    if len(again):
        say(f"{len(again):,} decisions were on codes that are no more, or were split, and are left out here: figures")
        say(f"put right lack what stands in those answers until people look again ({desk.private / AGAIN}).")
    read = read_by_chance(desk, drawn, decisions, answers, say)
    names = ("agreement", "coding_error", "quality", "published")
    tables = dict(zip(names, _tables(desk, frame, coding, (decisions, drawn), read), strict=True))
    for name, found in tables.items():
        write(desk.tables / f"themes_{name}.csv", csv_bytes(found))
    if json:
        as_json([{name: records(found)} for name, found in tables.items()])
    else:
        _show(tables)
    say(f"all of it as CSV: {desk.tables}. kappa over 0.6 is held to be satisfactory, alpha from 0.8 firm; both are")
    say("unsteady for rare codes: look at the prevalence beside.")


def _tables(
    desk: Desk, frame: CodeFrame, coding: Coding, on_record: tuple[pl.DataFrame, pl.DataFrame], read: Sets
) -> tuple[pl.DataFrame, ...]:
    from itertools import combinations

    import polars as pl

    from survey.themes.agree import RULES, agreement, coding_error, sets_of_people, sets_of_rules

    decisions, drawn = on_record
    rules = sets_of_rules(coding.coded)
    people = {coder: sets_of_people(decisions.filter(coder=coder)) for coder in decisions["coder"].unique().sort()}
    everyone = {RULES: rules, **people}
    pairs = [agreement((a, everyone[a]), (b, everyone[b]), frame) for a, b in combinations(everyone, 2)]
    strata, seen = strata_and_read(coding, drawn, read)
    of_answers = {key: strata[key[0]] for key in rules}
    error = coding_error(rules, of_answers, read, frame)
    return pl.concat(pairs), error, _quality(desk, rules, of_answers, read), _published(desk, strata, seen)


def strata_and_read(
    coding: Coding, drawn: pl.DataFrame, read: Sets
) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The stratum that each respondent was drawn from, and of those all whose answers were read the codes."""
    from survey.themes.agree import sets_of_rules
    from survey.themes.published import of_respondents
    from survey.themes.sample import by_sheets, strata_of

    seen = of_respondents(read, sets_of_rules(coding.coded))
    since = dict(drawn.select("response_id", "since").iter_rows())
    return by_sheets(dict(strata_of(coding.coded).iter_rows()), since, seen), seen


def _published(desk: Desk, strata: dict[str, str], read: dict[str, frozenset[str]]) -> pl.DataFrame:
    """What breakdown and publications print: codes by people and the model too, of respondents."""
    from pipelines.coding import code
    from pipelines.responses import load_responses
    from survey.themes.published import published_error
    from survey.themes.question import with_themes

    responses = load_responses(desk)
    frame, coding = code(desk, responses)
    return published_error(with_themes(responses, coding, frame), strata, read, frame)


def sheets_read(drawn: pl.DataFrame, decisions: pl.DataFrame, answers: pl.DataFrame) -> dict[int, list[str]]:
    """The respondents of each sheet that `sample` drew and somebody read."""
    from survey.themes.decisions import KEYS, latest

    done: dict[int, list[str]] = {}
    for number in drawn["drawn"].drop_nulls().unique().sort():
        people = drawn.filter(drawn=number)
        sheet = answers.join(people, on="response_id", how="semi")
        if sheet.join(latest(decisions), on=KEYS, how="semi").height >= _MOST * sheet.height:
            done[number] = people["response_id"].to_list()
    return done


def read_by_chance(
    desk: Desk, drawn: pl.DataFrame, decisions: pl.DataFrame, answers: pl.DataFrame, say: Callable[[str], None]
) -> Sets:
    """What people found in the answers of respondents that `sample` drew and somebody read. Of those read for another
    reason, as the hard ones that `learn` asks for, nothing follows for the rest. All that was read, where no drawn
    sheet was, and where that is every answer.
    """
    from survey.themes.agree import sets_of_people
    from survey.themes.decisions import latest

    every, done = sets_of_people(latest(decisions)), sheets_read(drawn, decisions, answers)
    if not done:
        say("no sheet of survey themes sample was read: if the answers read were chosen for what they say, figures put")
        say("right lean to what these say.")
        return every
    if len(every) == len(answers):
        return every
    on_them = {who for sheet in done.values() for who in sheet}
    found = {key: codes for key, codes in every.items() if key[0] in on_them}
    if len(found) < len(every):
        say(f"figures are put right by the {len(found):,} answers read that survey themes sample drew; the other")
        say(f"{len(every) - len(found):,} read count as people coded them, but say nothing of the rest.")
    there = drawn.filter(drawn["since"] <= max(done))
    later = answers.join(there, on="response_id", how="anti").height
    if later > _LATER * len(answers):
        say(f"{later:,} answers came after the last sheet that was read: figures put right take them to be like those")
        say(f"before. survey themes sample {desk.called} draws some of them too.")
    return found


def _quality(desk: Desk, rules: Sets, strata: dict[tuple[str, str], str], read: Sets) -> pl.DataFrame:
    """By area, and by every question that has a population to compare with."""
    import polars as pl

    from pipelines.responses import load_responses
    from survey.themes.agree import QUALITY, quality_by

    consultation = desk.consultation
    names = [
        *([consultation.area] if consultation.area else []),
        *(margin.question for margin in consultation.population),
    ]
    responses = load_responses(desk)
    tables = [pl.DataFrame(schema=QUALITY)]
    for name in dict.fromkeys(name for name in names if name):
        groups = dict(responses.select("response_id", pl.col(name).cast(pl.String)).drop_nulls().iter_rows())
        question = consultation.question(name)
        order = [option.label for option in getattr(question, "options", ())]
        tables.append(quality_by(rules, read, groups, name, order, strata))
    return pl.concat(tables)


def _show(tables: dict[str, pl.DataFrame]) -> None:
    from pipelines.show import table

    heads = ("coders", "code", "answers", "both", "first only", "second only", "prevalence %", "kappa", "alpha")
    rows = [
        (
            f"{row['first']}, {row['second']}",
            row["label"],
            row["answers"],
            row["both"],
            row["first_only"],
            row["second_only"],
            _one(row["prevalence"]),
            _span(row, "kappa", 2),
            _span(row, "alpha", 2),
        )
        for row in tables["agreement"].iter_rows(named=True)
    ]
    table("Agreement", heads, rows)
    published = tables["published"].rename({"right_pct": "right"})
    told = [
        (row["label"], row["published"], _one(row["published_pct"]), _span(row, "right", 1))
        for row in published.iter_rows(named=True)
    ]
    of = f"of {_most(published, 'respondents'):,} respondents who wrote an answer to an open question"
    table(f"Published: % {of}; put right by what was read", ("code", "published", "published %", "% put right"), told)
    error = tables["coding_error"]
    shown = [
        (row["label"], row["coded"], _one(row["pct"]), row["read_with"], row["read_without"], _span(row, "adjusted", 1))
        for row in error.rename({"adjusted_pct": "adjusted"}).iter_rows(named=True)
    ]
    columns = ("code", "coded", "% by rules", "read with it", "read without", "% put right")
    table(f"By rules alone: % of {_most(error, 'answers'):,} answers", columns, shown)
    groups = [
        (row["banner_id"], row["group"], row["answers"], _one(row["precision"]), _one(row["recall"]))
        for row in tables["quality"].iter_rows(named=True)
    ]
    if groups:
        table("The rules against people, by group", ("by", "group", "answers", "precision %", "recall %"), groups)


def _most(frame: pl.DataFrame, name: str) -> int:
    """The base: the same in every row."""
    return int(frame[name][0]) if len(frame) else 0


def _one(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _span(row: dict[str, float | None], name: str, places: int) -> str:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    if value is None:
        return ""
    span = f" ({lower:z.{places}f} to {upper:z.{places}f})" if lower is not None and upper is not None else ""
    return f"{value:z.{places}f}{span}"  # z: no "-0.00"
