"""Types and domains, from the parser's tree to operations."""

from collections.abc import Callable

from lint import ops
from lint.definitions import Constraint
from lint.names import Name
from lint.parse import definitions as made
from lint.parse.expressions import expression, optional
from lint.parse.naming import object_kind
from lint.parse.tree import (
    Tree,
    child,
    flag,
    inner,
    is_cascade,
    name_of,
    nodes,
    option,
    relation_name,
    strings,
    text,
    type_name,
    unwrapped,
    word,
)

Operations = list[ops.Operation]


def create_enum(node: Tree) -> Operations:
    """Return CREATE TYPE AS ENUM."""
    name = name_of(strings(node, "typeName"))
    return [ops.CreateEnum(name=name, labels=strings(node, "vals"))]


def alter_enum(node: Tree) -> Operations:
    """Return ALTER TYPE ADD VALUE or RENAME VALUE."""
    name = name_of(strings(node, "typeName"))
    old, new = text(node, "oldVal"), word(node, "newVal")
    if old is not None:
        return [ops.RenameEnumValue(type=name, label=old, new_label=new)]
    neighbour, is_after = text(node, "newValNeighbor"), flag(node, "newValIsAfter")
    return [
        ops.AddEnumValue(
            type=name,
            label=new,
            before=None if is_after else neighbour,
            after=neighbour if is_after else None,
            if_not_exists=flag(node, "skipIfNewValExists"),
        )
    ]


def create_composite(node: Tree) -> Operations:
    """Return CREATE TYPE AS (…)."""
    attributes = tuple(made.column(inner(each)) for each in nodes(node, "coldeflist"))
    name = relation_name(child(node, "typevar"))
    return [ops.CreateComposite(name=name, attributes=attributes)]


def create_range(node: Tree) -> Operations:
    """Return CREATE TYPE AS RANGE."""
    kind, subtype = unwrapped(option(node, "params", "subtype"))
    return [
        ops.CreateType(
            name=name_of(strings(node, "typeName")),
            kind="range",
            subtype=type_name(subtype) if kind == "TypeName" else None,
        )
    ]


def define(node: Tree) -> Operations:
    """Return CREATE TYPE of a base type; aggregates, operators and so on are nobody's concern."""
    name = name_of(strings(node, "defnames"))
    if word(node, "kind") == "OBJECT_TYPE":
        return [ops.CreateType(name=name, kind="base")]
    return [ops.Other(kind=f"create {object_kind(node, 'kind')}", name=name)]


def create_domain(node: Tree) -> Operations:
    """Return CREATE DOMAIN."""
    raw = [inner(each) for each in nodes(node, "constraints")]
    defaults = [each for each in raw if word(each, "contype") == "CONSTR_DEFAULT"]
    return [
        ops.CreateDomain(
            name=name_of(strings(node, "domainname")),
            type=type_name(child(node, "typeName")),
            default=optional(defaults[0], "raw_expr") if defaults else None,
            constraints=made.constraints(raw),
            collation=made.collation(node),
        )
    ]


def alter_domain(node: Tree) -> Operations:  # noqa: PLR0911 - one per kind
    """Return one of the ALTER DOMAIN statements."""
    domain, name = name_of(strings(node, "typeName")), word(node, "name")
    match word(node, "subtype"):
        case "T" if "def" in node:
            default = expression(child(node, "def"))
            return [ops.DomainSetDefault(domain=domain, default=default)]
        case "T":
            return [ops.DomainDropDefault(domain=domain)]
        case "N":
            return [ops.DomainDropNotNull(domain=domain)]
        case "O":
            return [ops.DomainSetNotNull(domain=domain)]
        case "C":
            return _domain_constraint(domain, made.constraint(inner(child(node, "def"))))
        case "V":
            return [ops.DomainValidateConstraint(domain=domain, constraint=name)]
        case _:
            return [
                ops.DomainDropConstraint(
                    domain=domain,
                    constraint=name,
                    if_exists=flag(node, "missing_ok"),
                    cascade=is_cascade(node),
                )
            ]


def _domain_constraint(domain: Name, constraint: Constraint | None) -> Operations:
    if constraint is None:
        return [ops.Other(kind="alter domain", name=domain)]
    return [ops.DomainAddConstraint(domain=domain, constraint=constraint)]


CONVERTERS: dict[str, Callable[[Tree], Operations]] = {
    "CreateEnumStmt": create_enum,
    "AlterEnumStmt": alter_enum,
    "CompositeTypeStmt": create_composite,
    "CreateRangeStmt": create_range,
    "DefineStmt": define,
    "CreateDomainStmt": create_domain,
    "AlterDomainStmt": alter_domain,
}
