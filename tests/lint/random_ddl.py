"""Random DDL over whatever the catalog holds at the moment; some of it PostgreSQL will refuse."""

import random
from collections.abc import Callable

from lint.catalog import Catalog
from lint.facts import EnumType, Index, MaterializedView, Sequence, Table, View

TYPES = ["int", "bigint", "text", "varchar(20)", "numeric(10,2)", "date", "timestamptz", "boolean"]
VALUES = {"int": "1", "bigint": "2", "text": "'x'", "varchar(20)": "'y'", "numeric(10,2)": "3"}


class Dice:
    """One seed's choices; names are few, so that they meet again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a test's own dice

    def one(self, choices: list[str]) -> str:
        """Return one of the choices, or a name that nothing has."""
        return self._random.choice(choices) if choices else "missing"

    def maybe(self, text: str, chance: float = 0.5) -> str:
        """Return the text, or nothing."""
        return text if self._random.random() < chance else ""

    def new(self, kind: str) -> str:
        """Return a name that may be taken."""
        return f"{kind}{self._random.randrange(6)}"

    def statement(self, catalog: Catalog) -> str:
        """Return a statement about what is there, or about something new."""
        return self._random.choice(MAKERS)(self, catalog)

    def shuffled(self, choices: list[str], most: int) -> list[str]:
        """Return up to `most` of the choices, at least one, in any order."""
        count = min(len(choices), self._random.randint(1, most))
        return self._random.sample(choices, count) if choices else ["missing"]


def _tables(catalog: Catalog) -> list[str]:
    found = (each for each in catalog.relations.values() if isinstance(each, Table))
    return sorted(each.name.name for each in found)


def _columns(catalog: Catalog, table: str) -> list[str]:
    known = next(
        (
            each
            for each in catalog.relations.values()
            if isinstance(each, Table) and each.name.name == table
        ),
        None,
    )
    return [column.name for column in known.columns] if known else []


def _named(catalog: Catalog, kind: type) -> list[str]:
    found = (each for each in catalog.relations.values() if isinstance(each, kind))
    return sorted(each.name.name for each in found)


def _enums(catalog: Catalog) -> list[str]:
    return sorted(each.name.name for each in catalog.types.values() if isinstance(each, EnumType))


def _constraints(catalog: Catalog, table: str) -> list[str]:
    known = [each for each in catalog.relations.values() if each.name.name == table]
    tables = [each for each in known if isinstance(each, Table)]
    return sorted({str(each.name) for table in tables for each in table.constraints})


def create_table(dice: Dice, catalog: Catalog) -> str:
    name = dice.new("t")
    columns = [
        dice.one(
            [
                "id bigint generated always as identity primary key",
                "id serial",
                "id int not null",
                "id int primary key",
            ]
        )
    ]
    for place in range(3):
        kind = dice.one([*TYPES, *_enums(catalog)])
        default = f" default {VALUES[kind]}" if kind in VALUES else ""
        columns.append(
            f"c{place} {kind}{dice.maybe(default, 0.3)}{dice.maybe(' not null', 0.3)}"
            f"{dice.maybe(' unique', 0.2)}"
        )
    columns.append(dice.maybe("check (id > 0)", 0.3))
    columns.append(dice.maybe("unique (id, c0)", 0.2))
    target = dice.one(_tables(catalog))
    columns.append(dice.maybe(f"foreign key (id) references {target}", 0.2))
    body = ", ".join(filter(None, columns))
    parted = dice.maybe(" partition by range (id)", 0.2)
    return f"create table {name} ({body}){parted}"


def create_partition(dice: Dice, catalog: Catalog) -> str:
    parent = dice.one(_tables(catalog))
    start = dice.one(["0", "100", "200"])
    bound = dice.one([f"for values from ({start}) to ({int(start) + 100})", "default"])
    return f"create table {dice.new('p')} partition of {parent} {bound}"


def attach_partition(dice: Dice, catalog: Catalog) -> str:
    tables = _tables(catalog)
    bound = dice.one(["for values from (300) to (400)", "default"])
    return f"alter table {dice.one(tables)} attach partition {dice.one(tables)} {bound}"


def detach_partition(dice: Dice, catalog: Catalog) -> str:
    found = [
        each
        for each in catalog.relations.values()
        if isinstance(each, Table) and each.is_partition and each.parents
    ]
    pairs = sorted(f"{each.parents[0].name} detach partition {each.name.name}" for each in found)
    return f"alter table {dice.one(pairs or ['t0 detach partition t1'])}"


def create_like(dice: Dice, catalog: Catalog) -> str:
    what = dice.one(["including all", "including defaults", "including indexes", ""])
    return f"create table {dice.new('t')} (like {dice.one(_tables(catalog))} {what})"


def create_inheriting(dice: Dice, catalog: Catalog) -> str:
    parent = dice.one(_tables(catalog))
    return f"create table {dice.new('t')} (extra int) inherits ({parent})"


def alter_table(dice: Dice, catalog: Catalog) -> str:
    table = dice.one(_tables(catalog))
    columns = _columns(catalog, table)
    clauses = dice.shuffled(_clauses(dice, catalog, table, columns), 2)
    return f"alter table {table} {', '.join(clauses)}"


def _clauses(dice: Dice, catalog: Catalog, table: str, columns: list[str]) -> list[str]:
    column, other = dice.one(columns), dice.one(columns)
    kind, new = dice.one([*TYPES, *_enums(catalog)]), dice.new("c")
    target, constraint = dice.one(_tables(catalog)), dice.one(_constraints(catalog, table))
    default = VALUES.get(kind, "null")
    return [
        f"add column {new} {kind}",
        f"add column {new} {kind} not null default {default}",
        f"add column {new} {kind} unique",
        f"add column {new} int check ({new} > 0)",
        f"add column {new} int generated always as (1 + 1) stored",
        f"add column {new} bigserial",
        f"add column {new} int references {target}",
        f"drop column {column}",
        f"drop column {column} cascade",
        f"alter column {column} set not null",
        f"alter column {column} drop not null",
        f"alter column {column} set default null",
        f"alter column {column} drop default",
        f"alter column {column} type text",
        f"alter column {column} type bigint using null",
        f"alter column {column} add generated by default as identity",
        f"alter column {column} drop identity if exists",
        f"add check ({column} is not null){dice.maybe(' not valid')}",
        f"add constraint {dice.new('k')} check ({column} = {other} or {other} is null)",
        f"add unique ({column}){dice.maybe(' include (' + other + ')', 0.3)}",
        f"add primary key ({column})",
        f"add foreign key ({column}) references {target}{dice.maybe(' not valid')}",
        f"validate constraint {constraint}",
        f"drop constraint {constraint}",
        f"drop constraint {constraint} cascade",
        "enable row level security",
        f"replica identity {dice.one(['full', 'nothing', 'default'])}",
        dice.one(["set unlogged", "set logged"]),
    ]


def renames(dice: Dice, catalog: Catalog) -> str:
    table = dice.one(_tables(catalog))
    column, constraint = dice.one(_columns(catalog, table)), dice.one(_constraints(catalog, table))
    return dice.one(
        [
            f"alter table {table} rename to {dice.new('t')}",
            f"alter table {table} rename column {column} to {dice.new('c')}",
            f"alter table {table} rename constraint {constraint} to {dice.new('k')}",
            f"alter index {dice.one(_named(catalog, Index))} rename to {dice.new('i')}",
            f"alter sequence {dice.one(_named(catalog, Sequence))} rename to {dice.new('s')}",
            f"alter view {dice.one(_named(catalog, View))} rename to {dice.new('v')}",
            f"alter type {dice.one(_enums(catalog))} rename to {dice.new('e')}",
        ]
    )


def create_index(dice: Dice, catalog: Catalog) -> str:
    table = dice.one(_tables(catalog))
    columns = _columns(catalog, table)
    keys = ", ".join(
        dice.one([column, f"({column}::text)", f"{column} desc"])
        for column in dice.shuffled(columns, 2)
    )
    name = dice.maybe(dice.new("i") + " ")
    rest = dice.maybe(f" where {dice.one(columns)} is not null", 0.3)
    unique, only = dice.maybe("unique ", 0.3), dice.maybe("only ", 0.2)
    return f"create {unique}index {name}on {only}{table} ({keys}){rest}"


def create_view(dice: Dice, catalog: Catalog) -> str:
    source = dice.one([*_tables(catalog), *_named(catalog, View)])
    second = dice.one(_tables(catalog))
    columns = _columns(catalog, source)
    query = dice.one(
        [
            f"select * from {source}",
            f"select {dice.one(columns)} from {source}",
            f"select a.*, 1 as one from {source} a cross join {second} b",
            f"select count(*), max({dice.one(columns)}) as top from {source}",
        ]
    )
    kind = dice.one(["view", "or replace view", "materialized view"])
    return f"create {kind} {dice.new('v')} as {query}"


def create_enum(dice: Dice, _: Catalog) -> str:
    return f"create type {dice.new('e')} as enum ('a', 'b', 'c')"


def alter_enum(dice: Dice, catalog: Catalog) -> str:
    place = dice.one(["", " before 'a'", " after 'a'", " before 'c'"])
    label = dice.one(["d", "e", "f", "a"])
    return f"alter type {dice.one(_enums(catalog))} add value if not exists '{label}'{place}"


def drops(dice: Dice, catalog: Catalog) -> str:
    cascade = dice.maybe(" cascade")
    return dice.one(
        [
            f"drop table {dice.one(_tables(catalog))}{cascade}",
            f"drop index {dice.one(_named(catalog, Index))}{cascade}",
            f"drop view {dice.one(_named(catalog, View))}{cascade}",
            f"drop materialized view {dice.one(_named(catalog, MaterializedView))}{cascade}",
            f"drop sequence {dice.one(_named(catalog, Sequence))}{cascade}",
            f"drop type {dice.one(_enums(catalog))}{cascade}",
        ]
    )


MAKERS: list[Callable[[Dice, Catalog], str]] = [
    *[create_table] * 3,
    *[create_partition] * 2,
    attach_partition,
    detach_partition,
    create_like,
    create_inheriting,
    *[alter_table] * 8,
    *[renames] * 2,
    *[create_index] * 3,
    *[create_view] * 2,
    create_enum,
    alter_enum,
    *[drops] * 2,
]
