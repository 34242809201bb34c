"""Triggers, rules and policies: what hangs on a table and acts on its rows."""

from lint import ops
from lint.catalog import Catalog
from lint.facts import (
    Policy,
    RewriteRule,
    Table,
    Trigger,
    View,
)
from lint.names import Name
from lint.replay.edit import change_table, put
from lint.replay.views import resolved


def create_trigger(catalog: Catalog, op: ops.CreateTrigger) -> Catalog:
    """Return the catalog after CREATE TRIGGER; row triggers of a partitioned table spread."""
    trigger = Trigger(
        name=op.name,
        function=_function_name(catalog, op.function),
        timing=op.timing,
        events=op.events,
        for_each_row=op.for_each_row,
        columns=op.columns,
        when=op.when,
        is_constraint=op.is_constraint,
    )
    relation = catalog.relation(op.table)
    if isinstance(relation, View):
        return put(catalog, relation.but(triggers=(*relation.triggers, trigger)))
    catalog = change_table(catalog, op.table, lambda table: _with_trigger(table, trigger))
    is_spread = isinstance(relation, Table) and relation.partition_by and op.for_each_row
    for child in catalog.descendants(op.table) if is_spread else ():
        catalog = put(catalog, _with_trigger(child, trigger))
    return catalog


def _function_name(catalog: Catalog, name: Name) -> Name:
    known = catalog.functions_named(name)
    return known[0].name if known else name


def _with_trigger(table: Table, trigger: Trigger) -> Table:
    others = (each for each in table.triggers if each.name != trigger.name)
    return table.but(triggers=(*others, trigger))


def drop_trigger(catalog: Catalog, op: ops.DropTrigger) -> Catalog:
    """Return the catalog after DROP TRIGGER."""
    family = (catalog.relation(op.table), *catalog.descendants(op.table))
    for relation in family:
        if isinstance(relation, Table | View):
            left = tuple(each for each in relation.triggers if each.name != op.name)
            catalog = put(catalog, relation.but(triggers=left))
    return catalog


def enable_trigger(catalog: Catalog, op: ops.EnableTrigger) -> Catalog:
    """Return the catalog after ENABLE TRIGGER."""
    return _fire(catalog, op, op.mode)


def disable_trigger(catalog: Catalog, op: ops.DisableTrigger) -> Catalog:
    """Return the catalog after DISABLE TRIGGER."""
    return _fire(catalog, op, None)


def _fire(
    catalog: Catalog, op: ops.EnableTrigger | ops.DisableTrigger, mode: ops.FiringMode | None
) -> Catalog:
    def changed(table: Table) -> Table:
        triggers = (
            each.but(firing=mode) if op.names_all or each.name == op.trigger else each
            for each in table.triggers
        )
        return table.but(triggers=tuple(triggers))

    return change_table(catalog, op.table, changed)


def create_rule(catalog: Catalog, op: ops.CreateRule) -> Catalog:
    """Return the catalog after CREATE RULE."""
    relation = catalog.relation(op.table)
    if not isinstance(relation, Table | View):
        return catalog
    rule = RewriteRule(name=op.name, query=resolved(catalog, op.query))
    return put(catalog, relation.but(rules=(*_other_rules(relation, op.name), rule)))


def drop_rule(catalog: Catalog, op: ops.DropRule) -> Catalog:
    """Return the catalog after DROP RULE."""
    relation = catalog.relation(op.table)
    if not isinstance(relation, Table | View):
        return catalog
    return put(catalog, relation.but(rules=_other_rules(relation, op.name)))


def _other_rules(relation: Table | View, name: str) -> tuple[RewriteRule, ...]:
    return tuple(each for each in relation.rules if each.name != name)


def create_policy(catalog: Catalog, op: ops.CreatePolicy) -> Catalog:
    """Return the catalog after CREATE POLICY."""
    policy = Policy(
        name=op.name,
        command=op.command,
        is_permissive=op.is_permissive,
        roles=op.roles,
        using=op.using,
        check=op.check,
    )
    return change_table(
        catalog, op.table, lambda table: table.but(policies=(*table.policies, policy))
    )


def alter_policy(catalog: Catalog, op: ops.AlterPolicy) -> Catalog:
    """Return the catalog after ALTER POLICY."""

    def altered(policy: Policy) -> Policy:
        if policy.name != op.name:
            return policy
        return policy.but(
            roles=op.roles or policy.roles,
            using=op.using or policy.using,
            check=op.check or policy.check,
        )

    return change_table(
        catalog,
        op.table,
        lambda table: table.but(policies=tuple(altered(each) for each in table.policies)),
    )


def drop_policy(catalog: Catalog, op: ops.DropPolicy) -> Catalog:
    """Return the catalog after DROP POLICY."""
    return change_table(
        catalog,
        op.table,
        lambda table: table.but(
            policies=tuple(each for each in table.policies if each.name != op.name)
        ),
    )
