"""Columns, constraints, index keys and partition bounds, from the parser's tree."""

from lint.definitions import (
    Action,
    Argument,
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    IndexColumn,
    NotNull,
    PartitionBound,
    PartitionBy,
    PrimaryKey,
    Routine,
    Unique,
)
from lint.names import Name
from lint.parse.expressions import expression, expressions, optional
from lint.parse.tree import (
    Tree,
    child,
    flag,
    inner,
    name_of,
    nodes,
    number,
    options_of,
    relation_name,
    string,
    strings,
    text,
    type_name,
    word,
)

ACTIONS = {
    "a": Action.NO_ACTION,
    "r": Action.RESTRICT,
    "c": Action.CASCADE,
    "n": Action.SET_NULL,
    "d": Action.SET_DEFAULT,
}
MODES = {
    "FUNC_PARAM_OUT": "out",
    "FUNC_PARAM_INOUT": "inout",
    "FUNC_PARAM_VARIADIC": "variadic",
    "FUNC_PARAM_TABLE": "table",
}


def column(node: Tree) -> Column:
    """Return the column of a ColumnDef node; a column of a partition may have no type."""
    name = word(node, "colname")
    raw = [inner(each) for each in nodes(node, "constraints")]
    by_kind = {word(each, "contype"): each for each in raw}
    identity = by_kind.get("CONSTR_IDENTITY")
    default = by_kind.get("CONSTR_DEFAULT")
    return Column(
        name=name,
        type=type_name(child(node, "typeName")),
        default=optional(default, "raw_expr") if default else None,
        generated=_generated(by_kind.get("CONSTR_GENERATED")),
        identity=identity_of(identity) if identity else None,
        constraints=constraints(raw, column=name),
        collation=collation(node),
        storage=text(node, "storage_name"),
        compression=text(node, "compression"),
    )


def collation(node: Tree) -> Name | None:
    """Return the collation a ColumnDef or a domain names."""
    clause = child(node, "collClause")
    return name_of(strings(clause, "collname")) if clause else None


def _generated(node: Tree | None) -> Generated | None:
    if node is None:
        return None
    return Generated(expression(child(node, "raw_expr")), word(node, "generated_kind") == "s")


def identity_of(node: Tree) -> Identity:
    """Return the identity a Constraint node makes."""
    return Identity(word(node, "generated_when") == "a", options_of(node, "options"))


def constraints(raw: list[Tree], column: str = "") -> tuple[Constraint, ...]:
    """Return the constraints; what follows one (DEFERRABLE, NOT ENFORCED) is made part of it."""
    found: list[Constraint] = []
    for node in raw:
        kind = word(node, "contype")
        if kind in TRAILERS and found:
            found[-1] = found[-1].but(**TRAILERS[kind])
        else:
            made = constraint(node, column)
            found += [made] if made else []
    return tuple(found)


TRAILERS: dict[str, dict[str, bool]] = {
    "CONSTR_ATTR_DEFERRABLE": {"is_deferrable": True},
    "CONSTR_ATTR_DEFERRED": {"is_deferrable": True, "is_initially_deferred": True},
    "CONSTR_ATTR_NOT_ENFORCED": {"is_enforced": False, "is_validated": False},
}


def constraint(node: Tree, column: str = "") -> Constraint | None:  # noqa: PLR0911 - one per kind
    """Return the constraint of a Constraint node; None for what is no constraint (DEFAULT, …)."""
    match word(node, "contype"):
        case "CONSTR_CHECK":
            return _check(node)
        case "CONSTR_NOTNULL":
            return _not_null(node, column)
        case "CONSTR_UNIQUE":
            return _unique(node, column)
        case "CONSTR_PRIMARY":
            return _primary_key(node, column)
        case "CONSTR_FOREIGN":
            return _foreign_key(node, column)
        case "CONSTR_EXCLUSION":
            return _exclusion(node)
        case _:
            return None


def _check(node: Tree) -> Check:
    return Check(
        name=text(node, "conname"),
        expression=expression(child(node, "raw_expr")),
        is_validated=not flag(node, "skip_validation"),
        is_enforced=flag(node, "is_enforced"),
        no_inherit=flag(node, "is_no_inherit"),
    )


def _not_null(node: Tree, column: str) -> NotNull:
    return NotNull(
        name=text(node, "conname"),
        column="".join(strings(node, "keys")) or column,
        is_validated=not flag(node, "skip_validation"),
        no_inherit=flag(node, "is_no_inherit"),
    )


def _columns(node: Tree, key: str, column: str) -> tuple[str, ...]:
    return strings(node, key) or ((column,) if column else ())


def _unique(node: Tree, column: str) -> Unique:
    index = text(node, "indexname")
    return Unique(
        name=text(node, "conname"),
        columns=() if index else _columns(node, "keys", column),
        include=strings(node, "including"),
        using_index=index,
        without_overlaps=flag(node, "without_overlaps"),
        nulls_not_distinct=flag(node, "nulls_not_distinct"),
        is_deferrable=flag(node, "deferrable"),
        is_initially_deferred=flag(node, "initdeferred"),
        options=options_of(node, "options"),
        tablespace=text(node, "indexspace"),
    )


def _primary_key(node: Tree, column: str) -> PrimaryKey:
    index = text(node, "indexname")
    return PrimaryKey(
        name=text(node, "conname"),
        columns=() if index else _columns(node, "keys", column),
        include=strings(node, "including"),
        using_index=index,
        without_overlaps=flag(node, "without_overlaps"),
        is_deferrable=flag(node, "deferrable"),
        is_initially_deferred=flag(node, "initdeferred"),
        options=options_of(node, "options"),
        tablespace=text(node, "indexspace"),
    )


def _foreign_key(node: Tree, column: str) -> ForeignKey:
    return ForeignKey(
        name=text(node, "conname"),
        columns=_columns(node, "fk_attrs", column),
        references=relation_name(child(node, "pktable")),
        referenced=strings(node, "pk_attrs"),
        on_delete=ACTIONS.get(word(node, "fk_del_action"), Action.NO_ACTION),
        on_update=ACTIONS.get(word(node, "fk_upd_action"), Action.NO_ACTION),
        is_match_full=word(node, "fk_matchtype") == "f",
        set_columns=strings(node, "fk_del_set_cols"),
        with_period=flag(node, "fk_with_period"),
        is_validated=not flag(node, "skip_validation"),
        is_enforced=flag(node, "is_enforced"),
        is_deferrable=flag(node, "deferrable"),
        is_initially_deferred=flag(node, "initdeferred"),
    )


def _exclusion(node: Tree) -> Exclusion:
    pairs = [nodes(inner(each), "items") for each in nodes(node, "exclusions")]
    return Exclusion(
        name=text(node, "conname"),
        method=text(node, "access_method") or "btree",
        columns=tuple(index_column(inner(pair[0])) for pair in pairs),
        operators=tuple(string(pair[1]).rpartition(".")[2] for pair in pairs),
        predicate=optional(node, "where_clause"),
        is_deferrable=flag(node, "deferrable"),
        is_initially_deferred=flag(node, "initdeferred"),
    )


def index_column(node: Tree) -> IndexColumn:
    """Return the key of an IndexElem, PartitionElem or StatsElem node."""
    nulls = word(node, "nulls_ordering")
    opclass, collated = strings(node, "opclass"), strings(node, "collation")
    return IndexColumn(
        column=text(node, "name"),
        expression=optional(node, "expr"),
        collation=name_of(collated) if collated else None,
        operator_class=name_of(opclass) if opclass else None,
        is_descending=word(node, "ordering") == "SORTBY_DESC",
        nulls_first={"SORTBY_NULLS_FIRST": True, "SORTBY_NULLS_LAST": False}.get(nulls),
    )


def index_columns(node: Tree, key: str) -> tuple[IndexColumn, ...]:
    """Return the keys of the list under the key."""
    return tuple(index_column(inner(each)) for each in nodes(node, key))


def partition_by(node: Tree) -> PartitionBy:
    """Return how a PartitionSpec node divides the table."""
    strategy = word(node, "strategy").removeprefix("PARTITION_STRATEGY_").lower()
    return PartitionBy(strategy, index_columns(node, "partParams"))


def bound(node: Tree) -> PartitionBound:
    """Return the bound of a PartitionBoundSpec node."""
    is_hash = word(node, "strategy") == "h"
    return PartitionBound(
        is_default=flag(node, "is_default"),
        values=expressions(node, "listdatums"),
        lower=expressions(node, "lowerdatums"),
        upper=expressions(node, "upperdatums"),
        modulus=number(node, "modulus") if is_hash else None,
        remainder=number(node, "remainder") if is_hash else None,
    )


def argument(node: Tree) -> Argument:
    """Return the argument of a FunctionParameter node."""
    return Argument(
        name=text(node, "name"),
        type=type_name(child(node, "argType")),
        mode=MODES.get(word(node, "mode"), "in"),
        default=optional(node, "defexpr"),
    )


def routine(node: Tree) -> Routine:
    """Return the routine an ObjectWithArgs node names."""
    name = name_of(strings(node, "objname"))
    if flag(node, "args_unspecified"):
        return Routine(name, None)
    return Routine(name, tuple(type_name(inner(each)) for each in nodes(node, "objargs")))
