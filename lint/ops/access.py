"""Who may do what: policies, privileges and roles."""

from lint.expressions import Expression
from lint.names import Name
from lint.ops.operation import Operation


class CreatePolicy(Operation):
    """`CREATE POLICY`."""

    name: str
    table: Name
    command: str = "all"
    is_permissive: bool = True
    roles: tuple[str, ...] = ()
    using: Expression | None = None
    check: Expression | None = None


class AlterPolicy(Operation):
    """`ALTER POLICY`."""

    name: str
    table: Name
    roles: tuple[str, ...] = ()
    using: Expression | None = None
    check: Expression | None = None


class Privileges(Operation):
    """GRANT or REVOKE on objects; empty `privileges` is ALL; a grantee `public` is everybody.

    `all_in_schema`: `names` are schemas and the privilege is for all objects of `kind` in them.
    """

    privileges: tuple[str, ...]
    kind: str
    names: tuple[Name, ...]
    grantees: tuple[str, ...]
    columns: tuple[str, ...] = ()
    all_in_schema: bool = False


class Grant(Privileges):
    """`GRANT privileges ON kind names TO grantees`."""

    with_grant_option: bool = False


class Revoke(Privileges):
    """`REVOKE privileges ON kind names FROM grantees`."""

    cascade: bool = False


class GrantRole(Operation):
    """`GRANT roles TO grantees`."""

    roles: tuple[str, ...]
    grantees: tuple[str, ...]


class RevokeRole(Operation):
    """`REVOKE roles FROM grantees`."""

    roles: tuple[str, ...]
    grantees: tuple[str, ...]


class AlterDefaultPrivileges(Operation):
    """`action` is the GRANT or REVOKE it makes the default, without names."""

    schemas: tuple[str, ...]
    action: Operation


class ReassignOwned(Operation):
    """`REASSIGN OWNED`."""

    roles: tuple[str, ...]
    owner: str


class CreateRole(Operation):
    """`CREATE ROLE`."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


class AlterRole(Operation):
    """`ALTER ROLE`."""

    name: str
    options: tuple[tuple[str, str], ...] = ()
