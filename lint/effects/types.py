"""What creating, altering and dropping types and schemas does."""

from collections.abc import Iterable

from lint.effects.domains import domains_over, row_users
from lint.effects.dropping import Dropped
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.functions import function_dropped
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.rewriting import rewritten
from lint.effects.type_change import type_change
from lint.effects.type_names import is_missing_type
from lint.facts import CompositeType, Domain, Table
from lint.names import Name, TypeName
from lint.ops import (
    AddAttribute,
    AddEnumValue,
    AlterAttributeType,
    AlterColumnType,
    CreateComposite,
    CreateDomain,
    CreateEnum,
    CreateSchema,
    CreateType,
    DropAttribute,
    DropDomain,
    DropSchema,
    DropType,
    RenameAttribute,
    RenameEnumValue,
    SetObjectOwner,
)

AX = Lock.ACCESS_EXCLUSIVE
AlterAttribute = AddAttribute | DropAttribute | AlterAttributeType | RenameAttribute


def create_type(
    op: CreateEnum | CreateComposite | CreateDomain | CreateType, moment: Moment
) -> Effects:
    """Return the effects of CREATE TYPE or CREATE DOMAIN: nobody uses it yet."""
    new = moment.catalog.new_name(op.name)
    if new in moment.catalog.types or isinstance(moment.catalog.relations.get(new), Table):
        return refused(f'type "{op.name.name}" already exists')
    if isinstance(op, CreateDomain) and is_missing_type(op.type, moment.catalog):
        return refused(f'type "{op.type}" does not exist')
    if isinstance(op, CreateComposite):
        for each in op.attributes:
            if is_missing_type(each.type, moment.catalog):
                return refused(f'type "{each.type}" does not exist')
    return NOTHING


def _type_missing(name: Name, moment: Moment) -> Effects | None:
    if is_missing_type(TypeName(name), moment.catalog):
        return refused(f'type "{name}" does not exist')
    return None


def add_enum_value(op: AddEnumValue, moment: Moment) -> Effects:
    """Return the effects of ADD VALUE: none on tables."""
    if (missing := _type_missing(op.type, moment)) is not None:
        return missing
    enum = moment.catalog.enum(op.type)
    if enum is None or not enum.is_complete:
        return NOTHING
    if op.label in enum.labels:
        return NOTHING if op.if_not_exists else refused(f'enum label "{op.label}" already exists')
    for neighbour in (op.before, op.after):
        if neighbour is not None and neighbour not in enum.labels:
            return refused(f'"{neighbour}" is not an existing enum label')
    return NOTHING


def rename_enum_value(op: RenameEnumValue, moment: Moment) -> Effects:
    """Return the effects of RENAME VALUE: none on tables."""
    if (missing := _type_missing(op.type, moment)) is not None:
        return missing
    enum = moment.catalog.enum(op.type)
    if enum is None or not enum.is_complete:
        return NOTHING
    if op.label not in enum.labels:
        return refused(f'"{op.label}" is not an existing enum label')
    if op.new_label in enum.labels:
        return refused(f'enum label "{op.new_label}" already exists')
    return NOTHING


def alter_attribute(op: AlterAttribute, moment: Moment) -> Effects:
    """Return the effects of altering a composite type's attribute: stored rows are not touched."""
    if (missing := _type_missing(op.type, moment)) is not None:
        return missing
    name = moment.catalog.qualified(op.type)
    if isinstance(op, AlterAttributeType):
        for table, column in row_users(name, moment):
            return refused(
                f'cannot alter type "{op.type.name}" because column "{table.name.name}.{column}" '
                "uses it"
            )
    typed = [
        table
        for table in moment.catalog.relations.values()
        if isinstance(table, Table) and table.of_type == name
    ]
    if typed and not op.cascade:
        return refused(
            f'cannot alter type "{op.type.name}" because it is the type of a typed table'
        )
    return combined([on(name, AX), *(_retyped(op, table, moment) for table in typed)])


def _retyped(op: AlterAttribute, table: Table, moment: Moment) -> Effects:
    """Return the effects on a table OF the type: its rows follow the attribute's new type."""
    column = table.column(op.attribute) if isinstance(op, AlterAttributeType) else None
    if not isinstance(op, AlterAttributeType) or column is None:
        return on(table.name, AX)
    clause = AlterColumnType(table=table.name, column=op.attribute, type=op.new_type)
    if type_change(clause, column, moment).rewrites:
        return rewritten(table, moment, f"converts {op.attribute} to {op.new_type}")
    return on(table.name, AX)


def set_type_owner(op: SetObjectOwner, moment: Moment) -> Effects:
    """Return the effects of OWNER TO on a type: a composite one is a relation too."""
    name = moment.catalog.qualified(op.name)
    if isinstance(moment.catalog.types.get(name), CompositeType):
        return on(name, AX)
    return NOTHING


def drop_types(op: DropType | DropDomain, moment: Moment) -> Effects:
    """Return the effects of DROP TYPE or DROP DOMAIN; with CASCADE their columns go."""
    dropped = Dropped(moment, cascade=op.cascade)
    for name in op.names:
        fact = moment.catalog.type(name)
        if fact is None:
            if op.if_exists:
                continue
            if is_missing_type(TypeName(name), moment.catalog):
                return refused(f'type "{name}" does not exist')
            continue
        if isinstance(op, DropDomain) and not isinstance(fact, Domain):
            return refused(f'"{name}" is not a domain')
        if isinstance(fact, CompositeType):
            dropped.lock(fact.name)
        _drop_users(fact.name, moment, dropped, op.names)
    return dropped.effects()


def _drop_users(name: Name, moment: Moment, dropped: Dropped, named: Iterable[Name]) -> None:
    label = f"type {name.name}"
    fact = moment.catalog.types.get(name)
    going = {moment.catalog.qualified(each) for each in named}
    if isinstance(fact, Domain):
        for above in domains_over(fact, moment):
            if above not in going and dropped.needs_cascade(label, f"type {above.name}"):
                return
    for table, column in row_users(name, moment):
        if dropped.needs_cascade(label, f"column {column} of table {table.name.name}"):
            return
        dropped.column(table, column)
    for composite in moment.catalog.types.values():
        if isinstance(composite, CompositeType) and any(
            moment.catalog.qualified(each.type.name) == name for each in composite.attributes
        ):
            what = f"column of composite type {composite.name.name}"
            if composite.name not in going and not dropped.needs_cascade(label, what):
                dropped.lock(composite.name)


def create_schema(op: CreateSchema, moment: Moment) -> Effects:
    """Return the effects of CREATE SCHEMA."""
    if op.name is not None and op.name in moment.catalog.schemas and not op.if_not_exists:
        return refused(f'schema "{op.name}" already exists')
    return NOTHING


def drop_schema(op: DropSchema, moment: Moment) -> Effects:
    """Return the effects of DROP SCHEMA: with CASCADE everything in it goes."""
    catalog = moment.catalog
    dropped = Dropped(moment, cascade=True)
    for schema in (name.name for name in op.names):
        if schema not in catalog.schemas and catalog.is_complete:
            if op.if_exists:
                continue
            return refused(f'schema "{schema}" does not exist')
        inside = sorted(
            (each for each in catalog.relations.values() if each.name.schema == schema),
            key=lambda each: each.name,
        )
        types = [each for each in catalog.types.values() if each.name.schema == schema]
        has_functions = any(name.schema == schema for name in catalog.functions)
        if not op.cascade and (inside or types or has_functions):
            return refused(f"cannot drop schema {schema} because other objects depend on it")
        for relation in inside:
            dropped.relation(relation)
        for fact in types:
            if isinstance(fact, CompositeType):
                dropped.lock(fact.name)
            _drop_users(fact.name, moment, dropped, ())
        for name in [each for each in catalog.functions if each.schema == schema]:
            for function in catalog.functions.get(name) or ():
                function_dropped(function, moment, dropped)
    return dropped.effects()
