"""Types: enums, domains, composites and the rest; a dropped type takes its columns along."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import NotNull
from lint.facts import CompositeType, Domain, EnumType, OtherType, Table, TypeFact
from lint.names import Name, TypeName
from lint.replay.columns import drop as drop_column
from lint.replay.columns import resolved_type
from lint.replay.edit import create_type, free_name, put, put_type
from lint.replay.rewrite import renamed_everywhere


def create_enum(catalog: Catalog, op: ops.CreateEnum) -> Catalog:
    """Return the catalog after CREATE TYPE AS ENUM."""
    fact = EnumType(name=catalog.new_name(op.name), serial=0, labels=op.labels)
    return create_type(catalog, fact)


def add_enum_value(catalog: Catalog, op: ops.AddEnumValue) -> Catalog:
    """Return the catalog after ADD VALUE."""
    enum = _known_enum(catalog, op.type)
    if enum is None or op.label in enum.labels:
        return catalog
    place = _place(enum.labels, op)
    labels = (*enum.labels[:place], op.label, *enum.labels[place:])
    added = (*enum.added, (op.label, catalog.next_serial))
    catalog = put_type(catalog, enum.but(labels=labels, added=added))
    return catalog.but(next_serial=catalog.next_serial + 1)


def _place(labels: tuple[str, ...], op: ops.AddEnumValue) -> int:
    if op.before in labels:
        return labels.index(op.before)
    if op.after in labels:
        return labels.index(op.after) + 1
    return len(labels)


def _known_enum(catalog: Catalog, name: Name) -> EnumType | None:
    found = catalog.type(name)
    if isinstance(found, EnumType):
        return found
    if found is not None or catalog.is_complete:
        return None
    return EnumType(name=catalog.qualified(name), serial=0, labels=(), is_complete=False)


def rename_enum_value(catalog: Catalog, op: ops.RenameEnumValue) -> Catalog:
    """Return the catalog after RENAME VALUE."""
    enum = _known_enum(catalog, op.type)
    if enum is None:
        return catalog
    labels = tuple(op.new_label if label == op.label else label for label in enum.labels)
    return put_type(catalog, enum.but(labels=labels))


def edit_enum_rows(
    catalog: Catalog, old: str | None, new: str | None, enum: Name | None
) -> Catalog:
    """Return the catalog after UPDATE or DELETE of pg_enum: the label renamed, or gone."""
    for fact in tuple(catalog.types.values()):
        is_meant = enum is None or fact.name == catalog.qualified(enum)
        if isinstance(fact, EnumType) and is_meant and (old is None or old in fact.labels):
            labels = tuple(
                new if label == old and new is not None else label
                for label in fact.labels
                if new is not None or (old is not None and label != old)
            )
            catalog = put_type(catalog, fact.but(labels=labels))
    return catalog


def create_composite(catalog: Catalog, op: ops.CreateComposite) -> Catalog:
    """Return the catalog after CREATE TYPE AS (…)."""
    name = catalog.new_name(op.name)
    return create_type(catalog, CompositeType(name=name, serial=0, attributes=op.attributes))


def add_attribute(catalog: Catalog, op: ops.AddAttribute) -> Catalog:
    """Return the catalog after ADD ATTRIBUTE."""
    fact = catalog.type(op.type)
    if not isinstance(fact, CompositeType):
        return catalog
    return put_type(catalog, fact.but(attributes=(*fact.attributes, op.attribute)))


def drop_attribute(catalog: Catalog, op: ops.DropAttribute) -> Catalog:
    """Return the catalog after DROP ATTRIBUTE."""
    fact = catalog.type(op.type)
    if not isinstance(fact, CompositeType):
        return catalog
    left = tuple(each for each in fact.attributes if each.name != op.attribute)
    return put_type(catalog, fact.but(attributes=left))


def alter_attribute(catalog: Catalog, op: ops.AlterAttributeType) -> Catalog:
    """Return the catalog after ALTER ATTRIBUTE TYPE."""
    fact = catalog.type(op.type)
    if not isinstance(fact, CompositeType):
        return catalog
    changed = tuple(
        each.but(type=op.new_type) if each.name == op.attribute else each
        for each in fact.attributes
    )
    return put_type(catalog, fact.but(attributes=changed))


def rename_attribute(catalog: Catalog, op: ops.RenameAttribute) -> Catalog:
    """Return the catalog after RENAME ATTRIBUTE."""
    fact = catalog.type(op.type)
    if not isinstance(fact, CompositeType):
        return catalog
    changed = tuple(
        each.but(name=op.new_name) if each.name == op.attribute else each
        for each in fact.attributes
    )
    return put_type(catalog, fact.but(attributes=changed))


def create_other(catalog: Catalog, op: ops.CreateType) -> Catalog:
    """Return the catalog after CREATE TYPE of a range or base type."""
    name = catalog.new_name(op.name)
    fact = OtherType(name=name, serial=0, kind=op.kind, subtype=op.subtype)
    return create_type(catalog, fact)


def create_domain(catalog: Catalog, op: ops.CreateDomain) -> Catalog:
    """Return the catalog after CREATE DOMAIN."""
    domain = Domain(
        name=catalog.new_name(op.name),
        serial=0,
        base=resolved_type(catalog, op.type),
        default=op.default,
        collation=op.collation,
    )
    for constraint in op.constraints:
        domain = _constrained(domain, constraint)
    return create_type(catalog, domain)


def _constrained(domain: Domain, constraint: object) -> Domain:
    if isinstance(constraint, NotNull):
        return domain.but(not_null=constraint)
    name = getattr(constraint, "name", None) or free_name(
        domain.name.name,
        "",
        "check",
        lambda taken: any(each.name == taken for each in domain.constraints),
    )
    named = constraint.but(name=name)  # type: ignore[attr-defined]  # a domain has only CHECKs
    return domain.but(constraints=(*domain.constraints, named))


def alter_domain(catalog: Catalog, op: ops.AlterDomain) -> Catalog:
    """Return the catalog after ALTER DOMAIN."""
    domain = _known_domain(catalog, op.domain)
    return catalog if domain is None else put_type(catalog, _altered(domain, op))


def _known_domain(catalog: Catalog, name: Name) -> Domain | None:
    found = catalog.type(name)
    if isinstance(found, Domain):
        return found
    if found is not None or catalog.is_complete:
        return None
    unknown = TypeName(Name(None, ""))
    return Domain(name=catalog.qualified(name), serial=0, base=unknown, is_complete=False)


def _altered(domain: Domain, op: ops.AlterDomain) -> Domain:  # noqa: PLR0911 - one per statement
    match op:
        case ops.DomainSetDefault(default=default):
            return domain.but(default=default)
        case ops.DomainDropDefault():
            return domain.but(default=None)
        case ops.DomainSetNotNull():
            return domain.but(not_null=NotNull())
        case ops.DomainDropNotNull():
            return domain.but(not_null=None)
        case ops.DomainAddConstraint(constraint=constraint):
            return _constrained(domain, constraint)
        case ops.DomainDropConstraint(constraint=name):
            left = tuple(each for each in domain.constraints if each.name != name)
            return domain.but(constraints=left)
        case ops.DomainValidateConstraint(constraint=name):
            return _each(domain, name, is_validated=True)
        case ops.DomainRenameConstraint(constraint=name, new_name=new):
            return _each(domain, name, name=new)
        case _:
            return domain


def _each(domain: Domain, called: str, /, **changes: object) -> Domain:
    changed = (each.but(**changes) if each.name == called else each for each in domain.constraints)
    return domain.but(constraints=tuple(changed))


def drop_types(catalog: Catalog, op: ops.Drop) -> Catalog:
    """Return the catalog after DROP TYPE or DROP DOMAIN."""
    for name in op.names:
        fact = catalog.type(name)
        if fact is not None:
            catalog = drop_type(catalog, fact)
    return catalog


def drop_type(catalog: Catalog, fact: TypeFact) -> Catalog:
    """Return the catalog without the type and, as CASCADE does, without columns of it."""
    for table in catalog.tables_using_type(fact.name):
        for column in table.columns:
            if column.type.name == fact.name:
                op = ops.DropColumn(table=table.name, column=column.name)
                catalog = drop_column(catalog, op)
    return catalog.but(types=catalog.types.without(fact.name))


def rename_type(catalog: Catalog, old: Name, new: Name) -> Catalog:
    """Return the catalog in which the type has another name, in every column too."""
    fact = catalog.types.get(old)
    if fact is None:
        return catalog
    users = tuple(catalog.users_of(old))
    catalog = catalog.but(types=catalog.types.without(old))
    catalog = put_type(catalog, fact.but(name=new))
    for user in users:
        current = catalog.relations.get(user.name)
        if isinstance(current, Table):
            catalog = put(catalog, renamed_everywhere(current, old, new))
    for other in tuple(catalog.types.values()):
        changed = renamed_everywhere(other, old, new)
        if changed is not other:
            catalog = put_type(catalog, changed)
    return catalog
