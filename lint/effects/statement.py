"""From a statement's operations to their effects."""

from collections.abc import Sequence

from lint.catalog import Catalog
from lint.effects.effect import NOTHING, Effects
from lint.effects.moment import Moment
from lint.ops import Operation
from lint.transaction import Transaction


def effects_of(
    op: Operation, catalog: Catalog, transaction: Transaction, pg_version: int
) -> Effects:
    """Return what PostgreSQL does for an operation that is its statement's only one."""
    return effects_of_statement((op,), catalog, transaction, pg_version)[0]


def effects_of_statement(
    operations: Sequence[Operation], catalog: Catalog, transaction: Transaction, pg_version: int
) -> tuple[Effects, ...]:
    """Return what PostgreSQL does for each operation of one statement, in the order given."""
    moment = Moment(catalog=catalog, transaction=transaction, version=pg_version)
    return tuple(_effects(operation, moment) for operation in operations)


def _effects(_op: Operation, _moment: Moment) -> Effects:
    return NOTHING
