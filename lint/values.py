"""Which values a column or a type admits, where it admits a list: enums, CHECKs and domains.

A value counts when something names it: a label of an enum, a constant that a CHECK compares with.
It is refused when the enum lacks it or when a constraint provably fails for it, whatever the other
columns hold: `status in ('a', 'b')`, `= any (array[…])`, ORs, NOT IN, ranges, `~ '^(a|b)$'`.
Constraints that are NOT VALID refuse new values like any other; those NOT ENFORCED do not.
"""

import re
from collections.abc import Iterator

from lint.catalog import Catalog
from lint.definitions import Check, Constraint
from lint.effects.proof import implied, normal
from lint.expressions import (
    And,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    InList,
    IsNotNull,
    Not,
    Operator,
    Or,
    Quantified,
    walk,
)
from lint.facts import ColumnFact, Domain, EnumType, Table, TypeFact
from lint.names import TypeName

DOMAIN_VALUE = ColumnReference("value")
ALTERNATIVES = re.compile(r"\^\((?:\?:)?([\w -]+(?:\|[\w -]+)*)\)\$")


def constant(value: str) -> Constant:
    """Return the label of an enum as the constant that a CHECK would name."""
    return Constant(value, ConstantKind.STRING)


def values_of_column(catalog: Catalog, table: Table, column: ColumnFact) -> frozenset[Constant]:
    """Return the listed values that the column takes."""
    named = _named(_checks(table.constraints), ColumnReference(column.name))
    listed = frozenset(named) | values_of_type(catalog, column.type)
    return frozenset(each for each in listed if not refuses(catalog, table, column, each))


def values_of_type(catalog: Catalog, type_name: TypeName) -> frozenset[Constant]:
    """Return the listed values that the type takes; of an array, its elements."""
    return values_of(catalog, catalog.type(type_name.name))


def values_of(catalog: Catalog, fact: TypeFact | None) -> frozenset[Constant]:
    """Return the listed values that an enum or a domain takes."""
    match fact:
        case EnumType(labels=labels):
            return frozenset(map(constant, labels))
        case Domain(constraints=constraints, base=base):
            named = frozenset(_named(_checks(constraints), DOMAIN_VALUE))
            listed = named | values_of_type(catalog, base)
            return frozenset(each for each in listed if not fact_refuses(catalog, fact, each))
    return frozenset()


def refuses(catalog: Catalog, table: Table, column: ColumnFact, value: Constant) -> bool:
    """Tell if the column provably does not take the value."""
    reference = ColumnReference(column.name)
    is_checked = any(_fails(each, reference, value) for each in _checks(table.constraints))
    return is_checked or fact_refuses(catalog, catalog.type(column.type.name), value)


def fact_refuses(catalog: Catalog, fact: TypeFact | None, value: Constant) -> bool:
    """Tell if the type provably does not take the value."""
    match fact:
        case EnumType(labels=labels, is_complete=is_complete):
            return is_complete and value.value not in labels
        case Domain(constraints=constraints, base=base):
            is_checked = any(_fails(each, DOMAIN_VALUE, value) for each in _checks(constraints))
            return is_checked or fact_refuses(catalog, catalog.type(base.name), value)
    return False


def listed_columns(check: Check) -> tuple[str, ...]:
    """Return the columns for which the CHECK admits a list of values and nothing else."""
    claim = _claim(check.expression)
    names = (node.column for node in walk(claim) if isinstance(node, ColumnReference))
    other = constant("\0")
    return tuple(
        name for name in dict.fromkeys(names) if _fails(claim, ColumnReference(name), other)
    )


def _checks(constraints: tuple[Constraint, ...]) -> tuple[Expression, ...]:
    return tuple(
        _claim(each.expression)
        for each in constraints
        if isinstance(each, Check) and each.is_enforced
    )


def _fails(claim: Expression, column: ColumnReference, value: Constant) -> bool:
    return implied((IsNotNull(column), Operator("=", column, value)), Not(claim))


def _named(claims: tuple[Expression, ...], column: ColumnReference) -> Iterator[Constant]:
    for claim in claims:
        for node in walk(claim):
            match node:
                case Operator(_, ColumnReference(name), Constant() as value):
                    if name == column.column:
                        yield value


def _claim(check: Expression) -> Expression:
    """Return the CHECK as single comparisons of columns with constants."""
    return normal(_spelled_out(check))


def _spelled_out(check: Expression) -> Expression:
    """Return the CHECK with patterns and array literals written as lists."""
    match check:
        case And(arguments):
            return And(tuple(map(_spelled_out, arguments)))
        case Or(arguments):
            return Or(tuple(map(_spelled_out, arguments)))
        case Operator("~", Expression() as left, right):
            return _in_list(left, _alternatives(right)) or check
        case Quantified(left, "=", right, False):
            return _in_list(left, _elements(right)) or check
    return check


def _in_list(left: Expression, values: list[str]) -> Expression | None:
    return InList(left, tuple(map(constant, values))) if values else None


def _alternatives(right: Expression) -> list[str]:
    match _bare(right):
        case Constant(pattern) if found := ALTERNATIVES.fullmatch(pattern):
            return found.group(1).split("|")
    return []


def _elements(right: Expression) -> list[str]:
    match _bare(right):
        case Constant(text) if text.startswith("{") and text.endswith("}"):
            return [each.strip().strip('"') for each in text[1:-1].split(",")]
    return []


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression
