"""Privileges and roles, from the parser's tree to operations."""

from collections.abc import Callable

from lint import ops
from lint.names import Name
from lint.parse.naming import object_kind, object_name
from lint.parse.tree import (
    Tree,
    child,
    flag,
    inner,
    is_cascade,
    nodes,
    option,
    options_of,
    relation_name,
    role,
    roles,
    strings,
    unwrapped,
    word,
)

Operations = list[ops.Operation]


def grant(node: Tree) -> Operations:
    """Return GRANT or REVOKE on objects."""
    rights = [inner(each) for each in nodes(node, "privileges")]
    fields = {
        "privileges": tuple(word(each, "priv_name") for each in rights),
        "kind": object_kind(node, "objtype"),
        "names": tuple(_granted(each) for each in nodes(node, "objects")),
        "grantees": roles(node, "grantees"),
        "columns": tuple(name for each in rights for name in strings(each, "cols")),
        "all_in_schema": word(node, "targtype") == "ACL_TARGET_ALL_IN_SCHEMA",
    }
    if flag(node, "is_grant"):
        return [ops.Grant(**fields, with_grant_option=flag(node, "grant_option"))]  # type: ignore[arg-type]  # typed above
    return [ops.Revoke(**fields, cascade=is_cascade(node))]  # type: ignore[arg-type]  # typed above


def _granted(wrapper: Tree) -> Name:
    kind, node = unwrapped(wrapper)
    return relation_name(node) if kind == "RangeVar" else object_name(wrapper)


def grant_role(node: Tree) -> Operations:
    """Return GRANT or REVOKE of roles."""
    granted = tuple(word(inner(each), "priv_name") for each in nodes(node, "granted_roles"))
    grantees = roles(node, "grantee_roles")
    make = ops.GrantRole if flag(node, "is_grant") else ops.RevokeRole
    return [make(roles=granted, grantees=grantees)]


def default_privileges(node: Tree) -> Operations:
    """Return ALTER DEFAULT PRIVILEGES."""
    schemas = strings(inner(option(node, "options", "schemas")), "items")
    action = grant(child(node, "action"))[0]
    return [ops.AlterDefaultPrivileges(schemas=schemas, action=action)]


def create_role(node: Tree) -> Operations:
    """Return CREATE ROLE, USER or GROUP."""
    return [ops.CreateRole(name=word(node, "role"), options=options_of(node, "options"))]


def alter_role(node: Tree) -> Operations:
    """Return ALTER ROLE."""
    return [ops.AlterRole(name=role(child(node, "role")), options=options_of(node, "options"))]


def drop_role(node: Tree) -> Operations:
    """Return DROP ROLE."""
    return [ops.DropRole(names=roles(node, "roles"), if_exists=flag(node, "missing_ok"))]


def drop_owned(node: Tree) -> Operations:
    """Return DROP OWNED."""
    return [ops.DropOwned(roles=roles(node, "roles"), cascade=is_cascade(node))]


def reassign_owned(node: Tree) -> Operations:
    """Return REASSIGN OWNED."""
    owner = role(child(node, "newrole"))
    return [ops.ReassignOwned(roles=roles(node, "roles"), owner=owner)]


CONVERTERS: dict[str, Callable[[Tree], Operations]] = {
    "GrantStmt": grant,
    "GrantRoleStmt": grant_role,
    "AlterDefaultPrivilegesStmt": default_privileges,
    "CreateRoleStmt": create_role,
    "AlterRoleStmt": alter_role,
    "AlterRoleSetStmt": alter_role,
    "DropRoleStmt": drop_role,
    "DropOwnedStmt": drop_owned,
    "ReassignOwnedStmt": reassign_owned,
}
