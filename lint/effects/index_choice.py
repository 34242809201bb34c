"""Which index may become a constraint with USING INDEX, and which may not."""

from collections.abc import Iterator

from lint.definitions import KeyConstraint
from lint.effects.moment import Moment
from lint.facts import Index
from lint.names import Name
from lint.ops import AddConstraint


def using_index_refusal(op: AddConstraint, key: KeyConstraint, moment: Moment) -> str | None:
    """Return why the index named by USING INDEX cannot carry the constraint."""
    name = Name(op.table.schema, key.using_index or "")
    if moment.lacks(name):
        return f'index "{name.name}" does not exist'
    table = moment.table(op.table)
    if table is not None and table.partition_by is not None:
        return "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables"
    index = moment.catalog.index(name)
    if index is None:
        return None
    if table is not None and index.table != table.name:
        return f'index "{name.name}" does not belong to table "{table.name.name}"'
    return _shape_refusal(index, key, moment)


def _shape_refusal(index: Index, key: KeyConstraint, moment: Moment) -> str | None:
    return next(_shape_refusals(index, key, moment), None)


def _shape_refusals(index: Index, key: KeyConstraint, moment: Moment) -> Iterator[str]:
    name = index.name.name
    if index.constraint is not None:
        yield f'index "{name}" is already associated with a constraint'
    if not index.is_valid:
        yield f'index "{name}" is not valid'
    if not index.is_unique:
        yield f'"{name}" is not a unique index'
    if index.plain_columns is None:
        yield f'index "{name}" contains expressions'
    if index.predicate is not None:
        yield f'"{name}" is a partial index'
    for place, column in enumerate(index.columns, 1):
        if column.is_descending or column.nulls_first or column.operator_class is not None:
            yield f'index "{name}" column number {place} does not have default sorting behavior'
    if key.name is not None and key.name != name:
        taken = index.name._replace(name=key.name)
        if moment.catalog.relation(taken) is not None:
            yield f'relation "{key.name}" already exists'
