"""Names of things and of types, as a statement writes them.

A name without a schema stays without one: which schema it means is for the catalog to say, by the
search path in force.
"""

import re
from typing import NamedTuple

PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")

# Reserved words of PostgreSQL 18 that cannot stand unquoted as a column's or a table's name.
_RESERVED = """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check
    collate collation column concurrently constraint create cross current_catalog current_date
    current_role current_schema current_time current_timestamp current_user default deferrable desc
    distinct do else end except false fetch for foreign freeze from full grant group having ilike in
    initially inner intersect into is isnull join lateral leading left like limit localtime
    localtimestamp natural not notnull null offset on only or order outer overlaps placing primary
    references returning right select session_user similar some symmetric system_user table
    tablesample then to trailing true union unique user using variadic verbose when where window
    with
"""
RESERVED = frozenset(_RESERVED.split())


def quoted(identifier: str) -> str:
    """Return the identifier as SQL writes it: in double quotes only when it must be."""
    if PLAIN.match(identifier) and identifier not in RESERVED:
        return identifier
    return '"' + identifier.replace('"', '""') + '"'


class Name(NamedTuple):
    """A possibly qualified name; `str()` is valid SQL."""

    schema: str | None
    name: str

    def __str__(self) -> str:
        if self.schema is None:
            return quoted(self.name)
        return f"{quoted(self.schema)}.{quoted(self.name)}"


class TypeName(NamedTuple):
    """A type as written; types of pg_catalog carry their internal name and no schema.

    `integer`, `int4` and `pg_catalog.int4` are all `TypeName(Name(None, "int4"))`. `serial` and its
    sisters stay as written. Modifiers are the numbers in parentheses, words where an extension's
    type takes words.
    """

    name: Name
    typmods: tuple[int | str, ...] = ()
    array: bool = False
    of_column: bool = False  # written as table.column%TYPE

    def __str__(self) -> str:
        return spelled(self)


SPELLED = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "varbit": "bit varying",
    "timestamptz": "timestamp with time zone",
    "timestamp": "timestamp without time zone",
    "timetz": "time with time zone",
    "time": "time without time zone",
}


def spelled(type_name: TypeName) -> str:
    """Return the type as format_type() of PostgreSQL would print it."""
    name = SPELLED.get(type_name.name.name) if type_name.name.schema is None else None
    word = name or str(type_name.name)
    modifiers = _modifiers(type_name)
    if modifiers and " with" in word:
        head, tail = word.split(" ", 1)
        word = f"{head}{modifiers} {tail}"
    else:
        word += modifiers
    return word + "[]" * type_name.array


def _modifiers(type_name: TypeName) -> str:
    shown = type_name.typmods
    if type_name.name == Name(None, "interval"):
        shown = shown[1:]  # the first is the mask of fields
    return f"({','.join(map(str, shown))})" if shown else ""


# A name in a text, as regclass reads it: words in quotes as they are, others in lower case.
_PART = re.compile(r'"((?:[^"]|"")*)"|([^".]+)')


def name_in(text: str) -> Name | None:
    """Return the relation that a text names."""
    parts = [quoted or plain.strip().lower() for quoted, plain in _PART.findall(text)]
    if not parts:
        return None
    return Name(parts[-2] if len(parts) > 1 else None, parts[-1].replace('""', '"'))
