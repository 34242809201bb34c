"""The clauses of ALTER TABLE that are about a constraint."""

from lint.definitions import Constraint
from lint.ops.alter_table import AlterTable


class AddConstraint(AlterTable):
    """`ADD CONSTRAINT constraint`."""

    constraint: Constraint


class AlterConstraint(AlterTable):
    """None means: left as it is."""

    constraint: str
    is_deferrable: bool | None = None
    is_initially_deferred: bool | None = None
    is_enforced: bool | None = None
    no_inherit: bool | None = None


class ValidateConstraint(AlterTable):
    """`VALIDATE CONSTRAINT constraint`."""

    constraint: str


class DropConstraint(AlterTable):
    """`DROP CONSTRAINT constraint`."""

    constraint: str
    if_exists: bool = False
    cascade: bool = False


class RenameConstraint(AlterTable):
    """`RENAME CONSTRAINT constraint TO new_name`."""

    constraint: str
    new_name: str
