"""Schemas, extensions, publications, comments, databases: no relation, no type, no code."""

from lint.definitions import Published
from lint.names import Name, TypeName
from lint.ops.operation import Operation


class CreateSchema(Operation):
    """`CREATE SCHEMA name`; without a name its owner names it."""

    name: str | None
    owner: str | None = None
    if_not_exists: bool = False


class RenameObject(Operation):
    """A rename of what is not a relation: type, domain, function, trigger, policy, schema, ….

    `table` is set where the thing belongs to one (trigger, policy, rule).
    """

    kind: str
    name: Name
    new_name: str
    table: Name | None = None
    arguments: tuple[TypeName, ...] | None = None


class SetObjectSchema(Operation):
    """SET SCHEMA of what is not a relation."""

    kind: str
    name: Name
    new_schema: str
    arguments: tuple[TypeName, ...] | None = None


class SetObjectOwner(Operation):
    """OWNER TO of what is not a relation."""

    kind: str
    name: Name
    owner: str
    arguments: tuple[TypeName, ...] | None = None


class CreateExtension(Operation):
    """`CREATE EXTENSION`."""

    name: str
    schema: str | None = None
    version: str | None = None
    cascade: bool = False
    if_not_exists: bool = False


class AlterExtension(Operation):
    """`ALTER EXTENSION`."""

    name: str
    version: str | None = None


class CommentOn(Operation):
    """COMMENT ON; `table` is set for a column (then `name` is the column), trigger, policy, …."""

    kind: str
    name: Name
    table: Name | None = None
    text: str | None = None


class CreatePublication(Operation):
    """`CREATE PUBLICATION`."""

    name: str
    published: tuple[Published, ...] = ()
    schemas: tuple[str, ...] = ()
    all_tables: bool = False

    @property
    def tables(self) -> tuple[Name, ...]:
        """Return the tables it names."""
        return tuple(each.table for each in self.published)


class AlterPublication(Operation):
    """`action` is add, set or drop, or options."""

    name: str
    action: str
    published: tuple[Published, ...] = ()
    schemas: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Name, ...]:
        """Return the tables it names."""
        return tuple(each.table for each in self.published)


class CreateDatabase(Operation):
    """`CREATE DATABASE`."""

    name: str


class AlterSystem(Operation):
    """`ALTER SYSTEM`."""

    setting: str | None = None
