"""What triggers, rules, policies, comments, statistics and publications do to relations."""

from collections.abc import Iterable

from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.kinds import comment_refusal
from lint.effects.lock import Lock
from lint.effects.moment import Moment, is_system
from lint.effects.rewriting import locked
from lint.facts import CompositeType, Table, View
from lint.names import Name
from lint.ops import (
    AlterPolicy,
    AlterPublication,
    CommentOn,
    CreateEventTrigger,
    CreatePolicy,
    CreatePublication,
    CreateRule,
    CreateStatistics,
    CreateTrigger,
    DropOnTable,
    DropPolicy,
    DropRule,
    DropStatistics,
    DropTrigger,
    RenameObject,
)

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE
SRX = Lock.SHARE_ROW_EXCLUSIVE


def _missing(name: Name, moment: Moment) -> Effects | None:
    return refused(f'relation "{name.name}" does not exist') if moment.lacks(name) else None


def create_trigger(op: CreateTrigger, moment: Moment) -> Effects:
    """Return the effects of CREATE TRIGGER: writers wait, on the partitions too."""
    if (missing := _missing(op.table, moment)) is not None:
        return missing
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, View) and op.timing != "instead of" and op.for_each_row:
        return refused(f'"{op.table.name}" is a view')
    if isinstance(relation, Table) and op.timing == "instead of":
        return refused(f'"{op.table.name}" is a table')
    triggers = relation.triggers if isinstance(relation, Table | View) else ()
    if not op.or_replace and any(each.name == op.name for each in triggers):
        return refused(f'trigger "{op.name}" for relation "{op.table.name}" already exists')
    if _lacks_function(op.function, moment):
        return refused(f"function {op.function}() does not exist")
    parts = [locked(moment, op.table, SRX)]
    if op.for_each_row:
        parts += _partitions(op.table, SRX, moment)
    if op.references is not None:
        parts.append(locked(moment, op.references, SRX))
    return combined(parts)


def create_event_trigger(op: CreateEventTrigger, moment: Moment) -> Effects:
    """Return the effects of CREATE EVENT TRIGGER: none on tables, if the function is one for it."""
    found = moment.catalog.functions_named(op.function)
    returned = {each.definition.returns for each in found}
    names = {each.name.name for each in returned if each is not None}
    if op.function.name in _BUILT_IN_TRIGGERS or (found and "event_trigger" not in names):
        return refused(f"function {op.function} must return type event_trigger")
    if _lacks_function(op.function, moment):
        return refused(f"function {op.function}() does not exist")
    return NOTHING


_BUILT_IN_TRIGGERS = frozenset(
    {"suppress_redundant_updates_trigger", "tsvector_update_trigger"}
    | {"tsvector_update_trigger_column"}
)


def _lacks_function(name: Name, moment: Moment) -> bool:
    return (
        moment.catalog.is_complete
        and not len(moment.catalog.extensions)
        and name.name not in _BUILT_IN_TRIGGERS
        and not moment.catalog.functions_named(name)
    )


def _partitions(name: Name, lock: Lock, moment: Moment) -> list[Effects]:
    """Return the locks on the partitions, which have the row triggers of their parent."""
    table = moment.table(name)
    if table is None or table.partition_by is None:
        return []
    return [on(each.name, lock) for each in moment.catalog.descendants(table.name)]


def drop_on_table(op: DropOnTable, moment: Moment) -> Effects:
    """Return the effects of DROP TRIGGER, RULE or POLICY: nobody may look while it goes."""
    if moment.lacks(op.table):
        missing = refused(f'relation "{op.table.name}" does not exist')
        return NOTHING if op.if_exists else missing
    table = moment.table(op.table)
    if table is None or not table.is_complete:
        return locked(moment, op.table, AX)
    word, is_there = _found(op, table)
    if not is_there:
        missing = refused(f'{word} "{op.name}" for table "{op.table.name}" does not exist')
        return NOTHING if op.if_exists else missing
    if isinstance(op, DropTrigger) and _is_cloned(op.name, table, moment):
        return refused(
            f"cannot drop trigger {op.name} on table {table.name.name} because the trigger of its "
            "parent requires it"
        )
    for_each_row = isinstance(op, DropTrigger) and any(
        each.name == op.name and each.for_each_row for each in table.triggers
    )
    partitions = _partitions(op.table, AX, moment) if for_each_row else []
    return combined([on(table.name, AX), *partitions])


def _is_cloned(trigger: str, table: Table, moment: Moment) -> bool:
    """Tell if a partition has the row trigger from the partitioned table above it."""
    parents = (moment.table(each) for each in table.parents) if table.is_partition else ()
    return any(
        any(each.name == trigger and each.for_each_row for each in parent.triggers)
        or _is_cloned(trigger, parent, moment)
        for parent in parents
        if parent is not None
    )


def _found(op: DropOnTable, table: Table) -> tuple[str, bool]:
    match op:
        case DropTrigger():
            return "trigger", any(each.name == op.name for each in table.triggers)
        case DropPolicy():
            return "policy", any(each.name == op.name for each in table.policies)
        case DropRule():
            return "rule", any(each.name == op.name for each in table.rules)
    return "object", True


def create_rule(op: CreateRule, moment: Moment) -> Effects:
    """Return the effects of CREATE RULE."""
    if (missing := _missing(op.table, moment)) is not None:
        return missing
    relation = moment.catalog.relation(op.table)
    rules = relation.rules if isinstance(relation, Table | View) else ()
    if any(each.name == op.name for each in rules) and not op.or_replace:
        return refused(f'rule "{op.name}" for relation "{op.table.name}" already exists')
    for name in op.writes:
        if (missing := _missing(name, moment)) is not None:
            return missing
    written = [locked(moment, each, Lock.ROW_EXCLUSIVE) for each in op.writes]
    return combined([locked(moment, op.table, AX), *written])


def policy(op: CreatePolicy | AlterPolicy, moment: Moment) -> Effects:
    """Return the effects of CREATE and ALTER POLICY."""
    if (missing := _missing(op.table, moment)) is not None:
        return missing
    table = moment.table(op.table)
    is_there = table is not None and any(each.name == op.name for each in table.policies)
    if isinstance(op, CreatePolicy) and is_there:
        return refused(f'policy "{op.name}" for table "{op.table.name}" already exists')
    if isinstance(op, AlterPolicy) and table is not None and table.is_complete and not is_there:
        return refused(f'policy "{op.name}" for table "{op.table.name}" does not exist')
    return locked(moment, op.table, AX)


def rename_object(op: RenameObject, moment: Moment) -> Effects:
    """Return the effects of renaming a trigger, policy or rule; other objects have no relation."""
    if op.table is None:
        renamed = moment.catalog.type(op.name) if op.kind == "type" else None
        return on(renamed.name, AX) if isinstance(renamed, CompositeType) else NOTHING
    if (missing := _missing(op.table, moment)) is not None:
        return missing
    table = moment.table(op.table)
    triggers = table.triggers if table is not None and op.kind == "trigger" else ()
    is_cloned = any(each.name == op.name.name and each.for_each_row for each in triggers)
    partitions = _partitions(op.table, AX, moment) if is_cloned else []
    return combined([locked(moment, op.table, AX), *partitions])


_COMMENTED = frozenset(
    {"table", "view", "materialized view", "index", "sequence", "foreign table", "column"}
)


def comment(op: CommentOn, moment: Moment) -> Effects:
    """Return the effects of COMMENT ON a relation or column."""
    if op.kind.lower() not in _COMMENTED:
        return NOTHING
    name = op.table if op.table is not None else op.name
    if (missing := _missing(name, moment)) is not None:
        return missing
    refusal = comment_refusal(op.kind.lower(), name, moment.catalog.relation(name))
    return refused(refusal) if refusal is not None else locked(moment, name, SUX)


def create_statistics(op: CreateStatistics, moment: Moment) -> Effects:
    """Return the effects of CREATE STATISTICS."""
    if (missing := _missing(op.table, moment)) is not None:
        return missing
    return locked(moment, op.table, SUX)


def drop_statistics(op: DropStatistics, moment: Moment) -> Effects:
    """Return the effects of DROP STATISTICS on the tables they are about."""
    parts = []
    for name in op.names:
        table = moment.catalog.statistics.get(moment.catalog.new_name(name))
        if table is not None:
            parts.append(on(table, SUX))
        elif moment.catalog.is_complete and not op.if_exists:
            return refused(f'statistics object "{name}" does not exist')
    return combined(parts)


def create_publication(op: CreatePublication, moment: Moment) -> Effects:
    """Return the effects of CREATE PUBLICATION on the tables it names."""
    return _published(op.tables, moment)


def alter_publication(op: AlterPublication, moment: Moment) -> Effects:
    """Return the effects of ALTER PUBLICATION: SET lets go of the old tables too."""
    old = moment.catalog.publications.get(op.name)
    before = old.tables if old is not None and op.action == "set" else ()
    return _published((*op.tables, *before), moment)


def _published(names: Iterable[Name], moment: Moment) -> Effects:
    parts = []
    for name in names:
        if (missing := _missing(name, moment)) is not None:
            return missing
        family = moment.family(name)
        table = family[0] if family else None
        if table is not None and table.partition_by is None:
            parts += [on(each.name, SUX) for each in family]
        elif not is_system(moment.name(name)):
            parts.append(on(moment.name(name), SUX))
    return combined(parts)
