"""What the catalog answers, above all when it does not know everything."""

import pytest

from lint.catalog import Catalog
from lint.definitions import Check
from lint.facts import EnumType
from lint.names import Name, TypeName
from lint.parse import parse
from lint.truth import Truth

A = Name(None, "a")


def after(sql: str, start: Catalog | None = None) -> Catalog:
    catalog = Catalog.empty() if start is None else start
    for operation in parse(sql).operations:
        catalog = catalog.after(operation)
    return catalog


def unknown_after(sql: str) -> Catalog:
    return after(sql, Catalog.unknown())


@pytest.mark.parametrize(
    ("catalog", "truth"),
    [
        (Catalog.empty(), Truth.DISPROVEN),
        (Catalog.unknown(), Truth.UNKNOWN),
        (after("create table a (id int)"), Truth.PROVEN),
        (unknown_after("create table a (id int)"), Truth.PROVEN),
        (unknown_after("drop table a"), Truth.DISPROVEN),
        (unknown_after("alter table a rename to b"), Truth.DISPROVEN),
        (unknown_after("alter table a add b int"), Truth.PROVEN),
    ],
)
def test_a_table_exists(catalog: Catalog, truth: Truth) -> None:
    assert catalog.exists(A) is truth


@pytest.mark.parametrize(
    ("catalog", "truth"),
    [
        (after("create table a (id int)"), Truth.DISPROVEN),
        (after("create table a (b int)"), Truth.PROVEN),
        (Catalog.unknown(), Truth.UNKNOWN),
        (unknown_after("alter table a add c int"), Truth.UNKNOWN),
        (unknown_after("alter table a add b int"), Truth.PROVEN),
        (unknown_after("alter table a drop b"), Truth.DISPROVEN),
        (unknown_after("alter table a rename b to c"), Truth.DISPROVEN),
        (unknown_after("alter table a drop b; alter table a add b int"), Truth.PROVEN),
    ],
)
def test_a_table_has_a_column(catalog: Catalog, truth: Truth) -> None:
    assert catalog.has_column(A, "b") is truth


def test_what_is_learned_of_an_unknown_table_is_kept() -> None:
    catalog = unknown_after(
        "alter table a add constraint present check (b is not null) not valid;"
        "alter table a validate constraint present; alter table a alter c set not null;"
    )
    table = catalog.table(A)
    assert table is not None
    assert not table.is_complete
    assert table.serial == 0
    check = table.constraint("present")
    assert isinstance(check, Check)
    assert check.is_validated
    assert table.proves_not_null("c")
    assert not table.proves_not_null("b")


def test_an_unknown_enum_is_known_by_what_was_added() -> None:
    enum = unknown_after("alter type mood add value 'so'").enum(Name(None, "mood"))
    assert enum == EnumType(
        name=Name("public", "mood"), serial=0, labels=("so",), is_complete=False, added=(("so", 1),)
    )


def test_names_are_found_along_the_search_path() -> None:
    catalog = after(
        "create schema s; create table s.a (id int); create table a (id int);"
        "set search_path to s, public;"
    )
    assert catalog.qualified(A) == Name("s", "a")
    assert after("set search_path to public", catalog).qualified(A) == Name("public", "a")
    assert catalog.qualified(Name(None, "pg_class")) == Name("pg_catalog", "pg_class")


def test_a_temporary_table_hides_another() -> None:
    catalog = after("create table a (id int); create temporary table a (b int)")
    assert catalog.has_column(A, "b") is Truth.PROVEN
    assert after("drop table a", catalog).has_column(A, "id") is Truth.PROVEN


def test_a_dump_is_replayed_with_its_empty_search_path() -> None:
    catalog = after(
        "SELECT pg_catalog.set_config('search_path', '', false);"
        "CREATE TABLE public.a (id bigint NOT NULL, mood public.feeling);"
        "CREATE TYPE public.feeling AS ENUM ('x');"
        "CREATE SEQUENCE public.a_id_seq;"
        "ALTER SEQUENCE public.a_id_seq OWNED BY public.a.id;"
        "ALTER TABLE ONLY public.a ALTER COLUMN id "
        "SET DEFAULT nextval('public.a_id_seq'::regclass);"
        "ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);"
    )
    table = catalog.table(Name("public", "a"))
    assert table is not None
    assert table.primary_key is not None
    column = table.column("id")
    assert column is not None
    assert column.sequence == Name("public", "a_id_seq")


def test_who_leans_on_a_table_is_known() -> None:
    catalog = after(
        "create table a (id int primary key, b text); create table c (a int references a);"
        "create view v as select id from a; create view w as select b from a;"
    )
    assert [(table.name.name, key.columns) for table, key in catalog.foreign_keys_to(A)] == [
        ("c", ("a",))
    ]
    assert [view.name.name for view in catalog.views_of(A)] == ["v", "w"]
    assert [view.name.name for view in catalog.views_reading(A, "b")] == ["w"]


def test_who_uses_a_type_is_known() -> None:
    catalog = after(
        "create type mood as enum ('x'); create table a (m mood); create table b (m mood[]);"
        "create table c (m text)"
    )
    tables = catalog.tables_using_type(Name(None, "mood"))
    assert [table.name.name for table in tables] == ["a", "b"]


def test_a_domain_stands_for_its_base() -> None:
    catalog = after("create domain one as int; create domain two as one check (value > 0)")
    assert catalog.base_type(TypeName(Name(None, "two"))) == TypeName(Name(None, "int4"))


def test_descendants_are_found_to_any_depth() -> None:
    catalog = after(
        "create table a (id int) partition by range (id);"
        "create table b partition of a for values from (0) to (9) partition by range (id);"
        "create table c partition of b default; create table d partition of a default;"
    )
    assert [table.name.name for table in catalog.descendants(A)] == ["b", "d", "c"]
    default = catalog.default_partition(A)
    assert default is not None
    assert default.name.name == "d"


PG_ENUM = {
    "a label deleted": ("delete from pg_enum where enumlabel = 'x'", ("y",)),
    "a label deleted from one type": (
        "delete from pg_enum where enumtypid = 'mood'::regtype and enumlabel = 'x'",
        ("y",),
    ),
    "a label of another type deleted": (
        "delete from pg_enum where enumtypid = 'other'::regtype and enumlabel = 'x'",
        ("x", "y"),
    ),
    "a label renamed": (
        "update pg_catalog.pg_enum set enumlabel = 'z' where enumlabel = 'x'",
        ("z", "y"),
    ),
}


@pytest.mark.parametrize(("sql", "labels"), PG_ENUM.values(), ids=PG_ENUM)
def test_an_enum_edited_behind_its_back(sql: str, labels: tuple[str, ...]) -> None:
    catalog = after("create type mood as enum ('x', 'y'); create type other as enum ('p');" + sql)
    enum = catalog.enum(Name(None, "mood"))
    assert enum is not None
    assert enum.labels == labels


def test_objects_are_numbered_in_order_of_creation_and_keep_their_number() -> None:
    before = after("create table a (id int)")
    catalog = after("alter table a rename to b; create table a (id int)", before)
    old, new = catalog.table(Name(None, "b")), catalog.table(A)
    assert old is not None
    assert new is not None
    assert old.serial < before.next_serial <= new.serial


def test_an_older_catalog_is_not_changed_by_a_newer_one() -> None:
    before = after("create table a (id int)")
    after("alter table a add b int; drop table a", before)
    assert before == after("create table a (id int)")
