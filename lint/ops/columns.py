"""The clauses of ALTER TABLE that are about one column."""

from lint.definitions import Column
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.ops.alter_table import AlterTable


class AddColumn(AlterTable):
    """`ADD COLUMN column`."""

    column: Column
    if_not_exists: bool = False


class DropColumn(AlterTable):
    """`DROP COLUMN column`."""

    column: str
    if_exists: bool = False
    cascade: bool = False


class SetDefault(AlterTable):
    """`ALTER COLUMN column SET DEFAULT default`."""

    column: str
    default: Expression


class DropDefault(AlterTable):
    """`ALTER COLUMN column DROP DEFAULT`."""

    column: str


class SetNotNull(AlterTable):
    """`ALTER COLUMN column SET NOT NULL`."""

    column: str


class DropNotNull(AlterTable):
    """`ALTER COLUMN column DROP NOT NULL`."""

    column: str


class AlterColumnType(AlterTable):
    """`ALTER COLUMN column TYPE type USING using`."""

    column: str
    type: TypeName
    using: Expression | None = None
    collation: Name | None = None


class SetGeneratedExpression(AlterTable):
    """`ALTER COLUMN column SET EXPRESSION AS (expression)`."""

    column: str
    expression: Expression


class DropGeneratedExpression(AlterTable):
    """`ALTER COLUMN column DROP EXPRESSION`."""

    column: str
    if_exists: bool = False


class AddIdentity(AlterTable):
    """`ALTER COLUMN column ADD GENERATED … AS IDENTITY`."""

    column: str
    is_always: bool
    options: tuple[tuple[str, str], ...] = ()


class SetIdentity(AlterTable):
    """`ALTER COLUMN column SET GENERATED …`, `RESTART`, and the like."""

    column: str
    options: tuple[tuple[str, str], ...] = ()


class DropIdentity(AlterTable):
    """`ALTER COLUMN column DROP IDENTITY`."""

    column: str
    if_exists: bool = False


class SetStatistics(AlterTable):
    """`ALTER COLUMN column SET STATISTICS target`."""

    column: str
    target: int | None = None


class SetStorage(AlterTable):
    """`ALTER COLUMN column SET STORAGE storage`."""

    column: str
    storage: str


class SetCompression(AlterTable):
    """`ALTER COLUMN column SET COMPRESSION compression`."""

    column: str
    compression: str


class SetColumnOptions(AlterTable):
    """`ALTER COLUMN column SET (options)`."""

    column: str
    options: tuple[tuple[str, str], ...] = ()


class ResetColumnOptions(AlterTable):
    """`ALTER COLUMN column RESET (options)`."""

    column: str
    options: tuple[str, ...] = ()


class RenameColumn(AlterTable):
    """`RENAME COLUMN column TO new_name`."""

    column: str
    new_name: str
