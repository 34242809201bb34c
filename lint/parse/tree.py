"""The parser's answer, typed at the door.

The parser can build Python objects or print JSON; reading the JSON is ten times as fast, and a file
of DDL is half of what a run costs. A node is a dictionary; a node of varying kind is wrapped in a
dictionary of one entry, its kind. What has its default value (zero, false, none) is left out.
"""

import json

from lint.names import Name, TypeName
from lint.parse.door import parser

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Tree = dict[str, Json]


class SqlError(Exception):
    """SQL that the parser refuses: its words, and the offset (in characters) it points at."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def statements_of(sql: str) -> list[Tree]:
    """Return the raw statements, `stmt` with `stmt_location` and `stmt_len` in bytes."""
    try:
        answer = parser.parse_sql_json(sql)
    except parser.ParseError as error:
        raise _placed(error, sql) from error
    try:
        return nodes(json.loads(answer), "stmts")
    except RecursionError as error:
        raise SqlError("this nests too deeply to be read; split it", 0) from error


def functions_of(sql: str) -> list[Tree]:
    """Return the PL/pgSQL functions or DO blocks of a statement."""
    try:
        answer = json.loads(parser.parse_plpgsql_json(sql))
    except parser.ParseError as error:
        raise SqlError(str(error.args[0]), 0) from error
    return [each for each in answer if isinstance(each, dict)]


def tokens_of(sql: str) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of every token and comment, in characters, `end` exclusive."""
    try:
        return [(token.start, token.end + 1, token.name) for token in parser.scan(sql)]
    except parser.ParseError as error:
        raise _placed(error, sql) from error


def _placed(error: parser.ParseError, sql: str) -> SqlError:
    message, offset = str(error.args[0]), error.args[1] if len(error.args) > 1 else 0
    if isinstance(offset, int) and not sql.isascii():
        # pglast shifts the place in a text that is not ASCII; the same text in ASCII fails alike.
        plain = "".join(letter if letter.isascii() else "x" for letter in sql)
        try:
            parser.parse_sql_json(plain)
        except parser.ParseError as same:
            offset = same.args[1]
    return SqlError(message, min(max(offset or 0, 0), len(sql)))


def text(node: Tree, key: str) -> str | None:
    """Return the string under the key, or None."""
    value = node.get(key)
    return value if isinstance(value, str) else None


def word(node: Tree, key: str) -> str:
    """Return the string under the key, or an empty one."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def flag(node: Tree, key: str) -> bool:
    """Return the boolean under the key."""
    return node.get(key) is True


def number(node: Tree, key: str, default: int = 0) -> int:
    """Return the integer under the key."""
    value = node.get(key)
    return value if isinstance(value, int) else default


def child(node: Tree, key: str) -> Tree:
    """Return the node under the key, or an empty one."""
    value = node.get(key)
    return value if isinstance(value, dict) else {}


def nodes(node: Tree, key: str) -> list[Tree]:
    """Return the list of nodes under the key."""
    value = node.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def unwrapped(wrapper: Tree) -> tuple[str, Tree]:
    """Return kind and node of a wrapped node; an empty wrapper has an empty kind."""
    for kind, node in wrapper.items():
        return kind, node if isinstance(node, dict) else {}
    return "", {}


def inner(wrapper: Tree) -> Tree:
    """Return the node inside a wrapped node whose kind is known."""
    return unwrapped(wrapper)[1]


def strings(node: Tree, key: str) -> tuple[str, ...]:
    """Return a list of String nodes as Python strings."""
    return tuple(string(each) for each in nodes(node, key))


def string(wrapper: Tree) -> str:
    """Return what a String, Integer, Float, Boolean, constant, name or type node says."""
    kind, node = unwrapped(wrapper)
    if kind == "A_Const":
        return constant_text(node)
    if kind == "TypeName":
        return str(type_name(node))
    if kind == "List":
        return ".".join(strings(node, "items"))
    if kind == "Integer":
        return str(number(node, "ival"))
    if kind == "Boolean":
        return "true" if flag(node, "boolval") else "false"
    return word(node, "sval") or word(node, "fval")


def constant_text(node: Tree) -> str:
    """Return the text of an A_Const node."""
    if "ival" in node:
        return str(number(child(node, "ival"), "ival"))
    if "boolval" in node:
        return "true" if flag(child(node, "boolval"), "boolval") else "false"
    for key in ("sval", "fval", "bsval"):
        if key in node:
            return word(child(node, key), key)
    return ""


def name_of(parts: tuple[str, ...]) -> Name:
    """Return the name of dotted parts; pg_catalog goes without saying, a database is dropped."""
    if len(parts) == 1:
        return Name(None, parts[0])
    if not parts:
        return Name(None, "")
    schema = None if parts[-2] == "pg_catalog" else parts[-2]
    return Name(schema, parts[-1])


def relation_name(node: Tree) -> Name:
    """Return the name of a RangeVar; relations of pg_catalog keep their schema."""
    return Name(text(node, "schemaname"), word(node, "relname"))


def dotted_relation(parts: tuple[str, ...]) -> Name:
    """Return a relation's name from its dotted parts; pg_catalog is kept."""
    return Name(parts[-2] if len(parts) > 1 else None, parts[-1] if parts else "")


def type_name(node: Tree) -> TypeName:
    """Return the type of a TypeName node."""
    modifiers = tuple(_modifier(each) for each in nodes(node, "typmods"))
    return TypeName(
        name_of(strings(node, "names")),
        modifiers,
        array="arrayBounds" in node,
        of_column=flag(node, "pct_type"),
    )


def _modifier(wrapper: Tree) -> int | str:
    kind, node = unwrapped(wrapper)
    if kind == "A_Const":
        said = constant_text(node)
        return int(said) if "ival" in node else said
    return ".".join(strings(node, "fields"))


def options_of(node: Tree, key: str) -> tuple[tuple[str, str], ...]:
    """Return a list of DefElem nodes as (name, value) pairs; a bare name has the value `true`."""
    pairs = []
    for wrapper in nodes(node, key):
        element = inner(wrapper)
        argument = child(element, "arg")
        name = word(element, "defname")
        space = text(element, "defnamespace")
        pairs.append(
            (f"{space}.{name}" if space else name, string(argument) if argument else "true")
        )
    return tuple(pairs)


def option(node: Tree, key: str, name: str) -> Tree:
    """Return the argument of the DefElem of that name, or an empty node."""
    for wrapper in nodes(node, key):
        element = inner(wrapper)
        if text(element, "defname") == name:
            return child(element, "arg")
    return {}


def role(node: Tree) -> str:
    """Return the role of a RoleSpec: its name, `public`, `current_user`, …."""
    kind = word(node, "roletype")
    return word(node, "rolename") or kind.removeprefix("ROLESPEC_").lower()


def roles(node: Tree, key: str) -> tuple[str, ...]:
    """Return the roles of a list of RoleSpec nodes."""
    return tuple(role(inner(each)) for each in nodes(node, key))


def is_cascade(node: Tree) -> bool:
    """Tell if the statement says CASCADE."""
    return node.get("behavior") == "DROP_CASCADE"
