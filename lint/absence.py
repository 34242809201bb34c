"""What becomes of an INSERT that leaves a column out, as a client's does that does not know it.

It works when the column takes NULL or fills in a value by itself: by a default other than NULL, an
identity, a generated expression, a serial, or the default of its domain.
"""

from lint.catalog import Catalog
from lint.clients import at_commit, column_of
from lint.definitions import Check, Column, NotNull, PrimaryKey
from lint.effects.proof import implied
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    IsNotNull,
)
from lint.facts import ColumnFact, Domain
from lint.names import Name
from lint.rule import Before
from lint.truth import Truth

DOMAIN_VALUE = ColumnReference("value")


def is_null(expression: Expression | None) -> bool:
    """Tell if a default is none at all: absent, NULL, or a cast of NULL."""
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression is None or (
        isinstance(expression, Constant) and expression.kind is ConstantKind.NULL
    )


def fills_in(catalog: Catalog, column: Column | ColumnFact) -> bool:
    """Tell if the column gives itself a value other than NULL."""
    if column.generated is not None or column.identity is not None:
        return True
    if isinstance(column, Column) and column.is_serial:
        return True
    if column.default is not None:
        return not is_null(column.default)
    return any(not is_null(domain.default) for domain in domains(catalog, column))


def domains(catalog: Catalog, column: Column | ColumnFact) -> tuple[Domain, ...]:
    """Return the domains the column's type is made of, outermost first."""
    found: list[Domain] = []
    type_name = column.type
    while not type_name.array and (domain := catalog.domain(type_name.name)) is not None:
        found.append(domain)
        type_name = domain.base
    return tuple(found)


def refuses_null(catalog: Catalog, column: Column | ColumnFact) -> bool:
    """Tell if the column, its inline constraints or its domain refuse NULL."""
    if isinstance(column, ColumnFact):
        is_own = column.not_null is not None
    else:
        is_own = column.is_not_null or any(
            demands(each, ColumnReference(column.name)) for each in column.constraints
        )
    return is_own or any(map(_domain_refuses_null, domains(catalog, column)))


def _domain_refuses_null(domain: Domain) -> bool:
    checks = (each for each in domain.constraints if demands(each, DOMAIN_VALUE))
    return domain.not_null is not None or any(checks)


def demands(constraint: object, column: ColumnReference) -> bool:
    """Tell if the constraint refuses every row with NULL in the column."""
    match constraint:
        case NotNull(column=name):
            return name in {"", column.column}
        case PrimaryKey(columns=columns):
            return column.column in columns
        case Check(expression=expression, is_enforced=True):
            return implied((expression,), IsNotNull(column))
    return False


def fills_in_at_commit(before: Before, table: Name, column: str) -> bool:
    """Tell if the column fills in a value once the transaction has committed, or is gone then."""
    later = at_commit(before)
    fact = column_of(later, table, column)
    if fact is None:
        return later.has_column(table, column) is Truth.DISPROVEN and later.table(table) is not None
    return fills_in(later, fact)
