"""What ALTER DOMAIN and ALTER TYPE do to the tables that use the type.

A new rule for a domain is checked in every table with a column of it, under SHARE: writers wait.
"""

from collections.abc import Iterator

from lint.definitions import NotNull
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.facts import CompositeType, Domain, MaterializedView, Table
from lint.names import Name, TypeName
from lint.ops import (
    AlterDomain,
    DomainAddConstraint,
    DomainDropConstraint,
    DomainSetNotNull,
    DomainValidateConstraint,
)


def alter_domain(op: AlterDomain, moment: Moment) -> Effects:  # noqa: PLR0911 - one per clause
    """Return the effects of a clause of ALTER DOMAIN."""
    domain = moment.catalog.domain(op.domain)
    if domain is None:
        if moment.catalog.is_complete and moment.catalog.type(op.domain) is None:
            return refused(f'type "{op.domain}" does not exist')
        return NOTHING
    match op:
        case DomainAddConstraint():
            return _added(op, domain, moment)
        case DomainSetNotNull():
            return NOTHING if domain.not_null is not None else checked(domain, moment)
        case DomainValidateConstraint():
            return _validated(op, domain, moment)
        case DomainDropConstraint() if not op.if_exists and _is_absent(domain, op.constraint):
            return refused(
                f'constraint "{op.constraint}" of domain "{domain.name.name}" does not exist'
            )
    return NOTHING


def _is_absent(domain: Domain, constraint: str) -> bool:
    names = {each.name for each in (*domain.constraints, domain.not_null) if each is not None}
    return domain.is_complete and constraint not in names


def _added(op: DomainAddConstraint, domain: Domain, moment: Moment) -> Effects:
    name = op.constraint.name
    if name is not None and any(each.name == name for each in domain.constraints):
        return refused(f'constraint "{name}" for domain "{domain.name.name}" already exists')
    if isinstance(op.constraint, NotNull) and domain.not_null is not None:
        return NOTHING
    return checked(domain, moment) if op.constraint.is_validated else NOTHING


def _validated(op: DomainValidateConstraint, domain: Domain, moment: Moment) -> Effects:
    if _is_absent(domain, op.constraint):
        return refused(
            f'constraint "{op.constraint}" of domain "{domain.name.name}" does not exist'
        )
    return checked(domain, moment)


def checked(domain: Domain, moment: Moment) -> Effects:
    """Return the effects of reading every column of the domain."""
    parts: list[Effects] = []
    for type_name in (domain.name, *domains_over(domain, moment)):
        for user in _hidden_users(type_name, moment):
            return refused(f'cannot alter type "{domain.name.name}" because {user} uses it')
        parts += _scans(type_name, domain, moment)
    return combined(parts)


def domains_over(domain: Domain, moment: Moment) -> Iterator[Name]:
    """Yield the domains that are built on the domain, to any depth."""
    for fact in moment.catalog.types.values():
        if isinstance(fact, Domain) and not fact.base.array:
            base = moment.catalog.qualified(fact.base.name)
            if base == domain.name and fact.name != domain.name:
                yield fact.name
                yield from domains_over(fact, moment)


def _scans(type_name: Name, domain: Domain, moment: Moment) -> Iterator[Effects]:
    for table in moment.catalog.tables_using_type(type_name):
        if moment.stored(table) and any(
            _is_of(column.type, type_name, moment) and not column.type.array
            for column in table.columns
        ):
            why = f"checks the values of domain {domain.name.name}"
            yield on(table.name, Lock.SHARE, scans=True, because=why)
    for view in moment.catalog.relations.values():
        if isinstance(view, MaterializedView) and _gives(view, type_name, moment):
            why = f"checks the values of domain {domain.name.name}"
            yield on(view.name, Lock.SHARE, scans=True, because=why)


def _gives(view: MaterializedView, type_name: Name, moment: Moment) -> bool:
    """Tell if the view gives a column of the type as it is."""
    outputs = {str(getattr(each, "column", "")) for each in view.query.outputs}
    for read in view.query.reads:
        table = moment.table(read.relation) if read.relation is not None else None
        column = table.column(read.column) if table is not None and read.column else None
        if column is not None and read.column in outputs and _is_of(column.type, type_name, moment):
            return True
    return False


def _is_of(type_name: TypeName, name: Name, moment: Moment) -> bool:
    return moment.catalog.qualified(type_name.name) == name


def _hidden_users(type_name: Name, moment: Moment) -> Iterator[str]:
    """Yield the columns that hold the type inside a value: arrays, rows, ranges."""
    catalog = moment.catalog
    for table in catalog.tables_using_type(type_name):
        for column in table.columns:
            if column.type.array and _is_of(column.type, type_name, moment):
                yield f'column "{table.name.name}.{column.name}"'
    for fact in catalog.types.values():
        if isinstance(fact, CompositeType) and any(
            _is_of(each.type, type_name, moment) for each in fact.attributes
        ):
            for table in catalog.tables_using_type(fact.name):
                for column in table.columns:
                    if _is_of(column.type, fact.name, moment):
                        yield f'column "{table.name.name}.{column.name}"'


def row_users(type_name: Name, moment: Moment) -> Iterator[tuple[Table, str]]:
    """Yield the columns whose values are rows of the composite type."""
    for table in moment.catalog.tables_using_type(type_name):
        for column in table.columns:
            if _is_of(column.type, type_name, moment):
                yield table, column.name
