"""Random schemas with rows in them, and random statements about them, for hypothesis.

Every type has two values that differ, so that keys are unique and foreign keys find their rows; two
rows are put into every table. The statements are meant to be accepted most of the time, and to
meet what leans on the columns: indexes, constraints, views, policies, partitions, children.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

VALUES = {
    "int": ("1", "2"),
    "bigint": ("1", "2"),
    "smallint": ("1", "2"),
    "numeric": ("1", "2"),
    "numeric(8,2)": ("1", "2"),
    "numeric(10,2)": ("1", "2"),
    "real": ("1", "2"),
    "double precision": ("1", "2"),
    "text": ("'1'", "'2'"),
    "varchar": ("'1'", "'2'"),
    "varchar(10)": ("'1'", "'2'"),
    "varchar(20)": ("'1'", "'2'"),
    "char(4)": ("'1'", "'2'"),
    "boolean": ("true", "false"),
    "date": ("'2020-01-01'", "'2020-01-02'"),
    "timestamp": ("'2020-01-01'", "'2020-01-02'"),
    "timestamp(3)": ("'2020-01-01'", "'2020-01-02'"),
    "time": ("'10:00'", "'11:00'"),
    "time(2)": ("'10:00'", "'11:00'"),
    "interval": ("'1 day'", "'2 days'"),
    "interval(2)": ("'1 day'", "'2 days'"),
    "uuid": (
        "'00000000-0000-0000-0000-000000000001'",
        "'00000000-0000-0000-0000-000000000002'",
    ),
    "jsonb": ("'1'", "'2'"),
    "inet": ("'10.0.0.1'", "'10.0.0.2'"),
    "cidr": ("'10.0.0.1'", "'10.0.0.2'"),
    "bit(4)": ("'0001'", "'0010'"),
    "varbit(8)": ("'0001'", "'0010'"),
    "int[]": ("'{1}'", "'{2}'"),
    "text[]": ("'{1}'", "'{2}'"),
    "varchar(5)[]": ("'{1}'", "'{2}'"),
    "mood": ("'1'", "'2'"),
    "label": ("'1'", "'2'"),
    "short_label": ("'1'", "'2'"),
    "positive": ("1", "2"),
}
NUMBERS = ("int", "bigint", "smallint", "numeric", "numeric(8,2)", "numeric(10,2)", "positive")
TEXTS = ("text", "varchar", "varchar(10)", "varchar(20)", "label", "short_label")
DEFAULTS = {
    **dict.fromkeys(("int", "bigint", "numeric"), ("5", "-1", "(random() * 9)::int", "dice()")),
    **dict.fromkeys(("text", "varchar"), ("'x'", "lower('A')", "gen_random_uuid()::text")),
    "uuid": ("gen_random_uuid()",),
    "timestamp": ("now()", "clock_timestamp()", "localtimestamp"),
    "date": ("current_date",),
    "boolean": ("false",),
    "mood": ("'1'",),
    "jsonb": ("'{}'",),
    "int[]": ("'{}'", "array[1]"),
    "double precision": ("random()", "0"),
}

PREAMBLE = """
create type mood as enum ('1', '2', '3');
create domain label as text;
create domain short_label as varchar(10);
create domain positive as int check (value > 0);
create function dice() returns int language sql volatile as 'select 4';
create function touch() returns trigger language plpgsql as 'begin return new; end';
"""

Draw = Callable[[st.SearchStrategy[object]], object]


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table of the random schema, as the statements need to know it."""

    name: str
    columns: dict[str, str]
    key: str | None
    constraints: tuple[str, ...]
    indexes: tuple[str, ...]
    triggers: tuple[str, ...]
    is_partitioned: bool = False
    child: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A random schema: the SQL that makes it, and its tables."""

    sql: str
    tables: tuple[TableDraft, ...]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Return a schema of two or three tables and what stands around them."""
    parts = [PREAMBLE]
    tables: list[TableDraft] = []
    for name in ("a", "b", "c")[: draw(st.integers(2, 3))]:
        table, text = draw(_tables(name, tuple(tables)))
        tables.append(table)
        parts.append(text)
    parts += [draw(_around(table)) for table in tables]
    return Draft("\n".join(part for part in parts if part), tuple(tables))


@st.composite
def _tables(draw: st.DrawFn, name: str, others: tuple[TableDraft, ...]) -> tuple[TableDraft, str]:
    key_type = draw(st.sampled_from(("int", "bigint", "text", "varchar(20)", "uuid")))
    columns = {"id": key_type}
    for place in range(draw(st.integers(2, 4))):
        columns[f"{name}{place}"] = draw(st.sampled_from(sorted(VALUES)))
    shape = draw(st.sampled_from(("plain", "plain", "plain", "partitioned", "parent")))
    lines, constraints, key = [], [], None
    for column, type_name in columns.items():
        lines.append(f"{column} {type_name}{draw(_column_rest(column, type_name))}")
    if shape != "partitioned" and draw(st.booleans()):
        lines.append("primary key (id)")
        key, constraints = "id", [f"{name}_pkey"]
    checked = draw(st.sampled_from(sorted(columns)))
    if draw(st.booleans()):
        lines.append(f"constraint {name}_present check ({draw(_check(checked, columns[checked]))})")
        constraints.append(f"{name}_present")
    if key and others and shape == "plain" and draw(st.booleans()):
        other = others[-1]
        if other.key and not other.is_partitioned:
            columns["other_id"] = other.columns[other.key]
            lines.append(
                f"other_id {columns['other_id']} constraint {name}_fk references {other.name}"
            )
            constraints.append(f"{name}_fk")
    text = [f"create table {name} ({', '.join(lines)})"]
    if shape == "partitioned":
        text[0] += " partition by list (id)"
        first, second = VALUES[key_type]
        text.append(f"create table {name}_1 partition of {name} for values in ({first})")
        rest = "default" if draw(st.booleans()) else f"for values in ({second})"
        text.append(f"create table {name}_2 partition of {name} {rest}")
    if shape == "parent":
        text.append(f"create table {name}_child (extra int) inherits ({name})")
    for place in (0, 1):
        values = ", ".join(VALUES[type_name][place] for type_name in columns.values())
        text.append(f"insert into {name} ({', '.join(columns)}) values ({values})")
    indexes, index_text = draw(_indexes(name, columns))
    child = (
        f"{name}_1" if shape == "partitioned" else f"{name}_child" if shape == "parent" else None
    )
    table = TableDraft(
        name, columns, key, tuple(constraints), indexes, (f"{name}_touch",),
        is_partitioned=shape == "partitioned", child=child,
    )  # fmt: skip
    return table, ";\n".join([*text, *index_text]) + ";"


@st.composite
def _column_rest(draw: st.DrawFn, column: str, type_name: str) -> str:
    rest = ""
    if column != "id" and type_name in DEFAULTS and draw(st.integers(0, 3)) == 0:
        rest += f" default {draw(st.sampled_from(DEFAULTS[type_name]))}"
    if draw(st.integers(0, 3)) == 0:
        rest += " not null"
    return rest


@st.composite
def _check(draw: st.DrawFn, column: str, type_name: str) -> str:
    value = VALUES[type_name][0]
    choices = [f"{column} is not null", f"{column} is not null and id is not null"]
    if type_name in NUMBERS:
        choices += [f"{column} > 0", f"{column} is not null and {column} > 0"]
    if type_name in TEXTS:
        choices += [f"{column} <> ''", f"length({column}) > 0"]
    if type_name != "jsonb":
        choices.append(f"{column} is not null or {column} = {value}")
    return draw(st.sampled_from(choices))


@st.composite
def _indexes(
    draw: st.DrawFn, name: str, columns: dict[str, str]
) -> tuple[tuple[str, ...], list[str]]:
    names, text = [], []
    usable = [column for column in sorted(columns) if columns[column] != "xml"]
    for place in range(draw(st.integers(0, 2))):
        index = f"{name}_index_{place}"
        column = draw(st.sampled_from(usable))
        key = column
        if columns[column] in TEXTS and draw(st.booleans()):
            key = f"lower({column})"
        where = f" where {draw(st.sampled_from(usable))} is not null" * draw(st.booleans())
        include = f" include ({draw(st.sampled_from(usable))})" * draw(st.booleans())
        text.append(f"create index {index} on {name} ({key}){include}{where}")
        names.append(index)
    return tuple(names), text


@st.composite
def _around(draw: st.DrawFn, table: TableDraft) -> str:
    """Return a view, a trigger or a policy that leans on the table."""
    column = draw(st.sampled_from(sorted(table.columns)))
    choices = (
        "", "", "",
        f"create view {table.name}_view as select {column} from {table.name};",
        f"create trigger t before update on {table.name} for each row execute function touch();",
        f"create policy {table.name}_policy on {table.name} using ({column} is not null);",
        f"create statistics {table.name}_stats on id, {table.name}0 from {table.name};",
    )  # fmt: skip
    return draw(st.sampled_from(choices))


# --- statements ------------------------------------------------------------------------------


@st.composite
def texts(draw: st.DrawFn, draft: Draft) -> str:
    """Return a statement about the schema."""
    table = draw(st.sampled_from(draft.tables))
    if draw(st.integers(0, 3)) == 0:
        return draw(_other_statement(draft, table))
    target = table.name
    if table.child is not None and draw(st.integers(0, 4)) == 0:
        target = table.child
    clauses = draw(st.lists(_clause(draft, table), min_size=1, max_size=3, unique=True))
    if draw(st.integers(0, 2)):
        clauses = clauses[:1]
    only = "only " * (draw(st.integers(0, 9)) == 0)
    return f"alter table {only}{target} {', '.join(clauses)}"


@st.composite
def _clause(draw: st.DrawFn, draft: Draft, table: TableDraft) -> str:
    column = draw(st.sampled_from(sorted(table.columns)))
    kind = draw(st.integers(0, 19))
    if kind < 6:
        return draw(_type_clause(column, table.columns[column]))
    if kind < 10:
        return draw(_add_column(draft))
    simple = (
        f"alter column {column} set not null",
        f"alter column {column} drop not null",
        f"alter column {column} drop default",
        f"alter column {column} set default null",
        f"alter column {column} set statistics 50",
        f"drop column {column}",
        f"drop column {column} cascade",
        f"add constraint fresh_check check ({column} is not null)",
        f"add constraint fresh_check check ({column} is not null) not valid",
        f"add unique ({column})",
        "add primary key (id)",
        "set (fillfactor = 80)",
        "enable row level security",
        "replica identity full",
        "disable trigger all",
        "set unlogged",
        *(f"drop constraint {name}" for name in table.constraints),
        *(f"drop constraint {name} cascade" for name in table.constraints),
        *(f"validate constraint {name}" for name in table.constraints),
        *(f"cluster on {name}" for name in table.indexes),
    )
    return draw(st.sampled_from(simple))


@st.composite
def _type_clause(draw: st.DrawFn, column: str, old: str) -> str:
    target = draw(st.sampled_from(sorted(VALUES)))
    family = old.partition("(")[0]
    near = [name for name in sorted(VALUES) if name.partition("(")[0] == family]
    if draw(st.booleans()):
        target = draw(st.sampled_from([*near, "text", "bigint", "numeric(12,2)"]))
    using = draw(st.sampled_from(("", "", "", f" using {column}::{target}", f" using {column}")))
    return f"alter column {column} type {target}{using}"


@st.composite
def _add_column(draw: st.DrawFn, draft: Draft) -> str:
    type_name = draw(st.sampled_from(sorted(VALUES)))
    name = draw(st.sampled_from(("fresh", "fresh", "newer")))
    rest = ""
    if type_name in DEFAULTS and draw(st.booleans()):
        rest += f" default {draw(st.sampled_from(DEFAULTS[type_name]))}"
        rest += " not null" * draw(st.booleans())
    other = draw(st.sampled_from(draft.tables))
    definitions = (
        *[f"{type_name}{rest}"] * 4,
        "bigint generated always as identity",
        "serial",
        "text generated always as (id::text) stored",
        f"{type_name}{rest} unique",
        f"{type_name}{rest} check ({name} is not null or id is not null)",
        f"{other.columns['id']} references {other.name}",
    )
    return f"add column {name} {draw(st.sampled_from(definitions))}"


@st.composite
def _other_statement(draw: st.DrawFn, draft: Draft, table: TableDraft) -> str:
    name = table.name
    column = draw(st.sampled_from(sorted(table.columns)))
    other = draw(st.sampled_from(draft.tables))
    choices = [
        f"create index on {name} ({column})",
        f"create unique index fresh_index on {name} ({column}) where {column} is not null",
        f"drop table {name}",
        f"drop table {name} cascade",
        f"truncate {name}",
        f"truncate {name} cascade",
        f"alter table {name} rename column {column} to renamed",
        f"alter table {name} rename to renamed",
        f"comment on column {name}.{column} is 'x'",
        f"reindex table {name}",
        f"lock table {name} in share mode",
        f"create table fresh (id int, other {other.columns['id']} references {other.name})",
        f"create table fresh (like {name} including all)",
        f"create view fresh as select {column} from {name}",
        f"create trigger fresh before insert on {name} for each row execute function touch()",
        f"create policy fresh on {name} using ({column} is not null)",
        f"delete from {name}",
        f"update {name} set {column} = {column}",
        f"alter table {name} add constraint fk foreign key ({column}) references {other.name}",
        f"alter table {name} add foreign key ({column}) references {other.name} not valid",
        "alter domain label add constraint filled check (value <> '')",
        "alter domain positive drop constraint positive_check",
        "alter domain short_label set not null",
        "alter type mood add value '4'",
        "drop type mood cascade",
        "drop domain label cascade",
        *(f"drop index {index}" for index in table.indexes),
        *(f"reindex index {index}" for index in table.indexes),
        *(f"alter index {index} rename to renamed" for index in table.indexes),
        *(f"cluster {name} using {index}" for index in table.indexes),
    ]
    if table.is_partitioned:
        choices += [
            f"alter table {name} detach partition {name}_1",
            f"drop table {name}_1",
            f"create table {name}_9 partition of {name} for values in ({_third(table)})",
        ]
    return draw(st.sampled_from(choices))


def _third(table: TableDraft) -> str:
    first = VALUES[table.columns["id"]][0]
    return first.replace("1", "9")
