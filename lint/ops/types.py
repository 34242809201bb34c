"""Types: enums, composites, ranges and domains."""

from lint.definitions import Column, Constraint
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.ops.operation import Operation


class CreateEnum(Operation):
    """`CREATE TYPE name AS ENUM (labels)`."""

    name: Name
    labels: tuple[str, ...]


class AddEnumValue(Operation):
    """`ALTER TYPE type ADD VALUE label`."""

    type: Name
    label: str
    before: str | None = None
    after: str | None = None
    if_not_exists: bool = False


class RenameEnumValue(Operation):
    """`ALTER TYPE type RENAME VALUE label TO new_label`."""

    type: Name
    label: str
    new_label: str


class CreateComposite(Operation):
    """`CREATE TYPE name AS (attributes)`."""

    name: Name
    attributes: tuple[Column, ...]


class AddAttribute(Operation):
    """`ALTER TYPE type ADD ATTRIBUTE attribute`."""

    type: Name
    attribute: Column
    cascade: bool = False


class DropAttribute(Operation):
    """`ALTER TYPE type DROP ATTRIBUTE attribute`."""

    type: Name
    attribute: str
    if_exists: bool = False
    cascade: bool = False


class AlterAttributeType(Operation):
    """`ALTER TYPE type ALTER ATTRIBUTE attribute TYPE new_type`."""

    type: Name
    attribute: str
    new_type: TypeName
    cascade: bool = False


class RenameAttribute(Operation):
    """`ALTER TYPE type RENAME ATTRIBUTE attribute TO new_name`."""

    type: Name
    attribute: str
    new_name: str
    cascade: bool = False


class CreateType(Operation):
    """A range, base or shell type; `kind` says which."""

    name: Name
    kind: str
    subtype: TypeName | None = None


class CreateDomain(Operation):
    """`CREATE DOMAIN`."""

    name: Name
    type: TypeName
    default: Expression | None = None
    constraints: tuple[Constraint, ...] = ()
    collation: Name | None = None


class AlterDomain(Operation):
    """A clause of ALTER DOMAIN."""

    domain: Name


class DomainSetDefault(AlterDomain):
    """`ALTER DOMAIN … SET DEFAULT`."""

    default: Expression


class DomainDropDefault(AlterDomain):
    """`ALTER DOMAIN … DROP DEFAULT`."""


class DomainSetNotNull(AlterDomain):
    """`ALTER DOMAIN … SET NOT NULL`."""


class DomainDropNotNull(AlterDomain):
    """`ALTER DOMAIN … DROP NOT NULL`."""


class DomainAddConstraint(AlterDomain):
    """`ALTER DOMAIN … ADD CONSTRAINT`."""

    constraint: Constraint


class DomainDropConstraint(AlterDomain):
    """`ALTER DOMAIN … DROP CONSTRAINT`."""

    constraint: str
    if_exists: bool = False
    cascade: bool = False


class DomainValidateConstraint(AlterDomain):
    """`ALTER DOMAIN … VALIDATE CONSTRAINT`."""

    constraint: str


class DomainRenameConstraint(AlterDomain):
    """`ALTER DOMAIN … RENAME CONSTRAINT`."""

    constraint: str
    new_name: str
