from collections.abc import Iterator

import pytest

from lint import engine
from lint.catalog import Catalog
from lint.finding import ExplainedEffect, InputError, Report, Risk, Severity
from lint.migration import Migration, Positions, Transactions
from lint.names import Name
from lint.ops import AlterTable, DropTable, Operation, SetNotNull
from lint.rule import (
    Before,
    Complaint,
    MigrationRule,
    OperationRule,
    Rule,
    Run,
    SchemaRule,
    SuppressionRule,
    load_rules,
)
from lint.suppress import Suppression


def judge_drop(op: object, before: Before) -> Complaint | None:
    assert isinstance(op, DropTable)
    return Complaint(f"{op.names[0]} is dropped by {before.migration.id}", "-- keep it")


def judge_clause(op: object, before: Before) -> Iterator[Complaint]:
    assert isinstance(op, AlterTable)
    later = len(before.later)
    yield Complaint(f"{op.table} changes, {later} to come", "-- wait", severity=Severity.NOTE)


def judge_run(run: Run) -> Complaint | None:
    return Complaint(f"{len(run.steps)} steps", "-- fewer", at=run.operations[-1])


def judge_schema(before: Catalog, after: Catalog, run: Run) -> Iterator[Complaint]:
    for name, was, now in after.relations.changes_since(before.relations):
        if was is not None and now is None:
            yield Complaint(f"{name} is gone", "-- bring it back", at=cause_of_loss(run, name))


def cause_of_loss(run: Run, name: Name) -> Operation | None:
    return run.cause(lambda catalog: name not in catalog.relations)


def judge_comment(comment: object, is_used: bool) -> Complaint | None:  # noqa: FBT001
    assert isinstance(comment, Suppression)
    return None if is_used else Complaint("unused", "-- remove it")


def break_down(_op: object, _before: Before) -> None:
    raise KeyError("lost")


DROP = OperationRule(
    code="HG301",
    severity=Severity.ERROR,
    name="drop",
    page="Why.",
    on=(DropTable,),
    check=judge_drop,
)
CLAUSE = OperationRule(
    code="HG101",
    severity=Severity.WARNING,
    name="clause",
    page="Clauses.\n\nMore.",
    on=(AlterTable,),
    check=judge_clause,
)
STEPS = MigrationRule(
    code="HG501", severity=Severity.WARNING, name="steps", page="Steps.", check=judge_run
)
GONE = SchemaRule(
    code="HG401", severity=Severity.ERROR, name="gone", page="Gone.", check=judge_schema
)
UNUSED = SuppressionRule(
    code="HG990", severity=Severity.WARNING, name="unused", page="Unused.", check=judge_comment
)
BROKEN = OperationRule(
    code="HG999",
    severity=Severity.ERROR,
    name="broken",
    page="Broken.",
    on=(SetNotNull,),
    check=break_down,
)


def migrations(*texts: str, history: int = 0) -> list[Migration]:
    return [
        Migration(
            f"{number:04}",
            f"{number:04}.sql",
            sql,
            Transactions.WRAPPED,
            Positions(sql),
            is_linted=number > history,
        )
        for number, sql in enumerate(texts, start=1)
    ]


def check(*texts: str, rules: tuple[Rule, ...], history: int = 0) -> Report:
    known = migrations(*texts, history=history)
    return engine.check(known, pg_version=18, start=Catalog.empty(), rules=rules)


def said(report: Report) -> list[tuple[str, str, int, int, str]]:
    return [(each.code, each.path, each.line, each.column, each.what) for each in report.findings]


def test_a_finding_has_its_place_its_reason_and_its_fix() -> None:
    report = check("create table a (id int);\n\n  drop table a;", rules=(DROP,))
    (finding,) = report.findings
    assert (finding.code, finding.rule, finding.severity) == ("HG301", "drop", Severity.ERROR)
    assert (finding.migration, finding.path) == ("0001", "0001.sql")
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (3, 3, 3, 15)
    assert finding.what == "a is dropped by 0001"
    assert finding.why == "Why."
    assert finding.fix == "-- keep it"


def test_every_kind_of_rule_is_asked_in_the_order_of_the_text() -> None:
    report = check(
        "create table a (id int);",
        "alter table a add b int, add c int;\ndrop table a;",
        rules=(STEPS, DROP, GONE, CLAUSE),
        history=1,
    )
    assert said(report) == [
        ("HG101", "0002.sql", 1, 15, "a changes, 2 to come"),
        ("HG101", "0002.sql", 1, 26, "a changes, 1 to come"),
        ("HG301", "0002.sql", 2, 1, "a is dropped by 0002"),
        ("HG401", "0002.sql", 2, 1, "public.a is gone"),
        ("HG501", "0002.sql", 2, 1, "3 steps"),
    ]
    assert [each.severity for each in report.findings[:2]] == [Severity.NOTE, Severity.NOTE]


def test_history_is_replayed_and_not_judged() -> None:
    report = check(
        "create table a (id int); drop table a;", "select 1", rules=(DROP, STEPS), history=1
    )
    assert [each.id for each in report.migrations] == ["0002"]
    assert [each.code for each in report.findings] == ["HG501"]


def test_a_suppressed_finding_is_held_back_and_kept_apart() -> None:
    sql = "create table a (id int);\n-- headgate: allow HG301 because so\ndrop table a;"
    report = check(sql, rules=(DROP, UNUSED))
    assert report.findings == ()
    assert [each.code for each in report.suppressed] == ["HG301"]


def test_a_suppression_that_holds_nothing_back_is_a_finding() -> None:
    sql = "-- headgate: allow HG301 because so\nselect 1;"
    report = check(sql, rules=(DROP, UNUSED))
    assert said(report) == [("HG990", "0001.sql", 1, 1, "unused")]


def test_what_fails_inside_is_an_error_with_a_place_and_the_rest_is_checked() -> None:
    sql = "create table a (id int);\nalter table a alter id set not null;\ndrop table a;"
    report = check(sql, rules=(BROKEN, DROP))
    assert [each.code for each in report.findings] == ["HG301"]
    (error,) = report.errors
    assert (error.path, error.line, error.column) == ("0001.sql", 2, 15)
    assert error.message.startswith("the linter failed on this statement (KeyError: 'lost', ")


def test_sql_that_does_not_parse_is_an_error_with_a_place_and_the_rest_is_checked() -> None:
    report = check("creat table a ();\ndrop table if exists b;", rules=(DROP,))
    assert report.errors == (InputError("0001.sql", 1, 1, 'syntax error at or near "creat"'),)
    assert [each.code for each in report.findings] == ["HG301"]


def test_what_could_not_be_parsed_may_have_made_anything() -> None:
    known = migrations("creat table b (id int);", "drop table b;")
    explanation = engine.explain(known, pg_version=18, start=Catalog.empty())
    assert [(each.sql, each.fails) for each in explanation.statements] == [("drop table b", None)]


def test_a_joined_migration_does_not_join_history() -> None:
    known = [
        each.but(transactions=Transactions.JOINED)
        for each in migrations("create table a (id int); lock a;", "select 1", history=1)
    ]
    seen: list[int] = []

    def look(run: Run) -> None:
        seen.extend(len(step.transaction.locks) for step in run.steps)

    rule = STEPS.but(check=look)
    engine.check(known, pg_version=18, start=Catalog.empty(), rules=[rule])
    assert seen == [0]


@pytest.mark.parametrize(
    ("sql", "risk"),
    [
        ("select 1;", Risk.LOW),
        ("create table b (id int); create index on b (id);", Risk.LOW),
        ("alter table a add b int;", Risk.MEDIUM),
        ("alter table a alter id set not null;", Risk.HIGH),
        ("create index on a (id);", Risk.HIGH),
        ("drop table a;", Risk.HIGH),
    ],
)
def test_the_risk_follows_from_findings_and_effects(sql: str, risk: Risk) -> None:
    report = check("create table a (id int);", sql, rules=(DROP,), history=1)
    assert [each.risk for each in report.migrations] == [risk]


def test_production_notes_say_who_waits_and_for_how_long() -> None:
    report = check(
        "create table a (id int); create table b (id int);",
        "alter table a alter id set not null; alter table b add c int; create index on b (id);",
        rules=(),
        history=1,
    )
    work = ("reading every row", "reading every row and building b_id_idx")
    assert report.migrations[0].production_notes == (
        f"public.a: ACCESS EXCLUSIVE, for as long as {work[0]} takes; reads and writes wait",
        f"public.b: ACCESS EXCLUSIVE, for as long as {work[1]} takes; reads and writes wait",
    )


def test_explain_tells_what_each_statement_does() -> None:
    known = migrations(
        "create table a (id int);",
        "-- first\nalter table a alter id set not null, add b int;\n"
        "do $$ begin create table c (id int); alter table c add d int; drop table a; end $$;",
        history=1,
    )
    explanation = engine.explain(known, pg_version=18, start=Catalog.empty())
    first, second = explanation.statements
    assert (first.migration, first.path, first.line, first.transaction) == (
        "0002",
        "0002.sql",
        2,
        1,
    )
    assert first.sql == "alter table a alter id set not null, add b int"
    assert first.effects == (
        ExplainedEffect(relation="public.a", lock="ACCESS EXCLUSIVE", rewrites=False, scans=True),
    )
    assert second.line == 3
    assert [effect.relation for effect in second.effects] == ["public.a"]


def test_the_rules_of_the_house_load_in_order_of_code() -> None:
    codes = [rule.code for rule in load_rules()]
    assert codes == sorted(codes)
    assert "HG201" in codes
