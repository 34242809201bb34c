"""Transactions, settings and prepared statements."""

from lint.names import Name
from lint.ops.operation import Operation


class Begin(Operation):
    """`BEGIN` or `START TRANSACTION`."""


class Commit(Operation):
    """`COMMIT` or `END`."""

    and_chain: bool = False


class Rollback(Operation):
    """`ROLLBACK` or `ABORT`."""

    and_chain: bool = False


class Savepoint(Operation):
    """`SAVEPOINT`."""

    name: str


class RollbackTo(Operation):
    """`ROLLBACK TO SAVEPOINT name`."""

    name: str


class ReleaseSavepoint(Operation):
    """`RELEASE SAVEPOINT name`."""

    name: str


class PrepareTransaction(Operation):
    """`PREPARE TRANSACTION`."""


class SetVariable(Operation):
    """SET, SET LOCAL or set_config(); no `values`: SET … TO DEFAULT; a value None: not constant."""

    name: str
    values: tuple[str | None, ...] = ()
    is_local: bool = False
    by_function: bool = False


class ResetVariable(Operation):
    """RESET; no name: RESET ALL or DISCARD ALL."""

    name: str | None = None


class SetConstraints(Operation):
    """Empty `names`: ALL."""

    names: tuple[Name, ...] = ()
    is_deferred: bool = False


class Execute(Operation):
    """EXECUTE of a prepared statement, when PREPARE was not seen it is a blind spot."""

    name: str
