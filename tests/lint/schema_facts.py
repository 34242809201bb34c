"""A schema as plain facts, once as a live server tells it, once as the linter's catalog does."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from lint.catalog import Catalog
from lint.definitions import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexColumn,
    NotNull,
    PrimaryKey,
    Unique,
)
from lint.facts import (
    ColumnFact,
    Domain,
    EnumType,
    Index,
    MaterializedView,
    Relation,
    Sequence,
    Table,
    View,
)
from lint.names import Name, TypeName
from lint.replay.columns import constrained

Fact = tuple[object, ...]

COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') !~ '^NULL' and a.attgenerated = '',
       a.attidentity::text, a.attgenerated::text
from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attnum
"""

CONSTRAINTS = """
select c.relname, k.conname, k.contype::text, k.convalidated,
       k.confrelid::regclass::text,
       (select array_agg(a.attname::text
                         order by case when k.contype = 'c' then a.attname::text end, u.place)
          from unnest(k.conkey) with ordinality u(number, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number),
       (select array_agg(a.attname::text order by u.place)
          from unnest(k.confkey) with ordinality u(number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number)
from pg_constraint k join pg_class c on c.oid = k.conrelid
where c.relnamespace = 'public'::regnamespace and k.contype in ('c', 'f', 'p', 'u', 'x', 'n')
  and (k.contype <> 'f' or k.conparentid = 0 or c.relispartition)
"""

INDEXES = """
select i.relname, t.relname, x.indisunique, x.indisprimary, x.indisvalid,
       (select array_agg(coalesce(a.attname::text, '?') order by u.place)
          from unnest(x.indkey::int2[]) with ordinality u(number, place)
          left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = u.number),
       p.inhparent::regclass::text, x.indpred is not null
from pg_index x
join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
left join pg_inherits p on p.inhrelid = i.oid
where i.relnamespace = 'public'::regnamespace
"""

VIEWS = """
select c.relname, c.relkind::text,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0)
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
"""

TABLES = """
select c.relname, c.relkind::text = 'p', c.relpersistence::text, c.relispartition,
       c.relrowsecurity, c.relforcerowsecurity, c.relreplident::text,
       (select array_agg(p.inhparent::regclass::text order by p.inhseqno)
          from pg_inherits p where p.inhrelid = c.oid),
       (select array_agg(t.tgname::text order by t.tgname) from pg_trigger t
         where t.tgrelid = c.oid and not t.tgisinternal),
       (select array_agg(p.polname::text order by p.polname) from pg_policy p
         where p.polrelid = c.oid)
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
"""

ENUMS = """
select t.typname, array_agg(e.enumlabel::text order by e.enumsortorder)
from pg_enum e join pg_type t on t.oid = e.enumtypid
where t.typnamespace = 'public'::regnamespace group by t.typname
"""

DOMAINS = """
select t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
       (select array_agg(c.conname::text order by c.conname) from pg_constraint c
         where c.contypid = t.oid and c.contype = 'c')
from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype = 'd'
"""

SEQUENCES = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
"""

FUNCTIONS = """
select proname, provolatile::text, prosecdef from pg_proc
where pronamespace = 'public'::regnamespace
"""

QUERIES = {
    "table": TABLES,
    "column": COLUMNS,
    "constraint": CONSTRAINTS,
    "index": INDEXES,
    "view": VIEWS,
    "enum": ENUMS,
    "domain": DOMAINS,
    "sequence": SEQUENCES,
    "function": FUNCTIONS,
}


@dataclass(frozen=True, slots=True)
class Schema:
    """All facts, and how a difference between two schemas is shown."""

    facts: frozenset[Fact]

    def differences(self, other: "Schema") -> list[str]:
        """Return what only one of them has; `-` this one, `+` the other."""
        mine = [f"- {each}" for each in self.facts - other.facts]
        theirs = [f"+ {each}" for each in other.facts - self.facts]
        return sorted([*mine, *theirs], key=lambda line: line[2:])


def on_server(connection: psycopg.Connection) -> Schema:
    """Return the schema `public` of a live database."""
    facts: set[Fact] = set()
    for kind, query in QUERIES.items():
        for row in connection.execute(psycopg.sql.SQL(query)).fetchall():
            facts.add((kind, *(_frozen(value) for value in row)))
    has_names = connection.info.server_version >= 180000
    return Schema(frozenset(facts if has_names else filter(_has_a_name, facts)))


def _has_a_name(fact: Fact) -> bool:
    """Tell NOT NULL from other constraints: before PostgreSQL 18 it was none."""
    return not (fact[0] == "constraint" and fact[3] == "n")


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def in_catalog(catalog: Catalog, major: int) -> Schema:
    """Return the schema `public` as the catalog knows it."""
    facts = {fact for relation in catalog.relations.values() for fact in _of_relation(relation)}
    facts |= {fact for each in catalog.types.values() for fact in _of_type(each)}
    for name in catalog.functions:
        for function in (catalog.functions.get(name) or ()) if name.schema == "public" else ():
            made = function.definition
            letter = made.volatility.value[0]
            facts.add(("function", name.name, letter, made.is_security_definer))
    return Schema(frozenset(facts if major >= 18 else filter(_has_a_name, facts)))


def _of_relation(relation: Relation) -> Iterator[Fact]:
    if relation.name.schema != "public":
        return
    match relation:
        case Table():
            yield _table(relation)
            yield from (_column(relation, column) for column in relation.columns)
            yield from _constraints(relation)
        case Index():
            yield _index(relation)
        case View(columns=columns):
            yield ("view", relation.name.name, "v", columns)
        case MaterializedView(columns=columns):
            yield ("view", relation.name.name, "m", columns)
        case Sequence():
            yield ("sequence", relation.name.name)


def _table(table: Table) -> Fact:
    identity = {"default": "d", "full": "f", "nothing": "n", "index": "i"}
    triggers = tuple(sorted(each.name for each in table.triggers))
    policies = tuple(sorted(each.name for each in table.policies))
    return (
        "table",
        table.name.name,
        table.partition_by is not None,
        table.persistence.value[0],
        table.is_partition,
        table.has_row_security,
        table.forces_row_security,
        identity[table.replica_identity],
        tuple(_short(parent) for parent in table.parents) or None,
        triggers or None,
        policies or None,
    )


def _short(name: Name) -> str:
    return str(Name(None, name.name)) if name.schema == "public" else str(name)


def _type(type_name: TypeName) -> str:
    name = Name(
        None if type_name.name.schema == "public" else type_name.name.schema, type_name[0][1]
    )
    shown = type_name._replace(name=name)
    if name.name in {"bpchar", "bit"} and not shown.typmods:
        shown = shown._replace(typmods=(1,))
    if name.name == "numeric" and len(shown.typmods) == 1:
        shown = shown._replace(typmods=(*shown.typmods, 0))
    return str(shown)


def _column(table: Table, column: ColumnFact) -> Fact:
    identity = "" if column.identity is None else "a" if column.identity.is_always else "d"
    generated = "" if column.generated is None else "s" if column.generated.is_stored else "v"
    return (
        "column",
        table.name.name,
        column.name,
        _type(column.type),
        column.rejects_null,
        column.default is not None,
        identity,
        generated,
    )


LETTERS: dict[type[Constraint], str] = {
    Check: "c",
    ForeignKey: "f",
    PrimaryKey: "p",
    Unique: "u",
    Exclusion: "x",
    NotNull: "n",
}


def _constraints(table: Table) -> Iterator[Fact]:
    not_nulls = [column.not_null for column in table.columns if column.not_null is not None]
    for constraint in (*table.constraints, *not_nulls):
        target, referenced, columns = "-", None, _constrained(constraint)
        if isinstance(constraint, ForeignKey):
            target, referenced = _short(constraint.references), constraint.referenced
        yield (
            "constraint",
            table.name.name,
            constraint.name,
            LETTERS[type(constraint)],
            constraint.is_validated,
            target,
            columns,
            referenced,
        )


def _constrained(constraint: Constraint) -> tuple[str, ...] | None:
    if isinstance(constraint, PrimaryKey | Unique):
        return constraint.columns
    columns = constrained(constraint)
    if isinstance(constraint, Check):
        return tuple(sorted(columns)) or None
    return columns


def _index(index: Index) -> Fact:
    def shown(key: IndexColumn) -> str:
        return key.column or "?"

    return (
        "index",
        index.name.name,
        index.table.name,
        index.is_unique,
        index.is_primary,
        index.is_valid,
        (*map(shown, index.columns), *index.include),
        _short(index.parent) if index.parent else None,
        index.predicate is not None,
    )


def _of_type(fact: object) -> Iterator[Fact]:
    match fact:
        case EnumType(name=Name(schema="public", name=name), labels=labels) if labels:
            yield ("enum", name, labels)
        case Domain(name=Name(schema="public", name=name), base=base) as domain:
            names = tuple(sorted(str(each.name) for each in domain.constraints))
            yield ("domain", name, _type(base), domain.not_null is not None, names or None)
