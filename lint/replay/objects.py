"""Sequences, schemas, extensions, functions, publications, owners: what is left of the catalog."""

from lint import ops
from lint.catalog import DEFAULT_PATH, Catalog
from lint.definitions import Published, Routine
from lint.expressions import (
    And,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    Operator,
)
from lint.facts import Function, MaterializedView, Publication, Sequence, Table, View
from lint.names import Name, TypeName
from lint.replay.columns import drop_sequence, drop_view
from lint.replay.constraints import with_column
from lint.replay.edit import create, put, remove
from lint.replay.indexes import drop_index
from lint.replay.renames import rename_relation
from lint.replay.tables import drop_table, new_table_name
from lint.replay.types import drop_type, edit_enum_rows, rename_type
from lint.replay.views import resolved

# Extensions that bring types, functions and operators, but no tables or views.
_WITHOUT_RELATIONS = """
    plpgsql pgcrypto uuid-ossp citext pg_trgm btree_gin btree_gist hstore ltree unaccent intarray
    fuzzystrmatch cube earthdistance tablefunc vector isn seg lo amcheck pgstattuple pgrowlocks
    pg_prewarm dict_int dict_xsyn bloom file_fdw postgres_fdw dblink
"""
WITHOUT_RELATIONS = frozenset(_WITHOUT_RELATIONS.split())
MAKES_RELATIONS = frozenset({"import foreign schema"})


def create_sequence(catalog: Catalog, op: ops.CreateSequence) -> Catalog:
    """Return the catalog after CREATE SEQUENCE."""
    name = new_table_name(catalog, op.name, op.persistence)
    if op.if_not_exists and name in catalog.relations:
        return catalog
    owned = op.owned_by and (catalog.qualified(op.owned_by[0]), op.owned_by[1])
    return create(catalog, Sequence(name=name, serial=0, owned_by=owned, options=op.options))


def alter_sequence(catalog: Catalog, op: ops.AlterSequence) -> Catalog:
    """Return the catalog after ALTER SEQUENCE."""
    sequence = catalog.sequence(op.name)
    if sequence is None:
        return catalog
    owned = op.owned_by and (catalog.qualified(op.owned_by[0]), op.owned_by[1])
    is_disowned = ("owned_by", "none") in op.options
    kept = None if is_disowned else sequence.owned_by
    catalog = put(catalog, sequence.but(owned_by=owned or kept))
    table = catalog.table(owned[0]) if owned else None
    column = table.column(owned[1]) if table and owned else None
    if table is None or column is None:
        return catalog
    return put(catalog, with_column(table, column.but(sequence=sequence.name)))


def drop_sequences(catalog: Catalog, op: ops.DropSequence) -> Catalog:
    """Return the catalog after DROP SEQUENCE; CASCADE takes the defaults that use it."""
    for name in op.names:
        sequence = catalog.sequence(name)
        if sequence is None:
            continue
        catalog = drop_sequence(catalog, sequence.name)
    return catalog


def drop_indexes(catalog: Catalog, op: ops.DropIndex) -> Catalog:
    """Return the catalog after DROP INDEX."""
    for name in op.names:
        index = catalog.index(name)
        if index is not None:
            catalog = drop_index(catalog, index)
        elif not catalog.is_complete:
            catalog = remove(catalog, catalog.qualified(name))
    return catalog


def create_schema(catalog: Catalog, op: ops.CreateSchema) -> Catalog:
    """Return the catalog after CREATE SCHEMA."""
    name = op.name or op.owner or ""
    if name in catalog.schemas:
        return catalog
    schemas = catalog.schemas.with_item(name, catalog.next_serial)
    return catalog.but(schemas=schemas, next_serial=catalog.next_serial + 1)


def drop_schemas(catalog: Catalog, op: ops.DropSchema) -> Catalog:
    """Return the catalog after DROP SCHEMA, with all that was in it."""
    for named in op.names:
        catalog = _emptied(catalog, named.name)
        catalog = catalog.but(schemas=catalog.schemas.without(named.name))
    return catalog


def _emptied(catalog: Catalog, schema: str) -> Catalog:
    for name in [each for each in catalog.relations if each.schema == schema]:
        match catalog.relations.get(name):
            case Table() as table:
                catalog = drop_table(catalog, table)
            case View() | MaterializedView() as view:
                catalog = drop_view(catalog, view)
            case None:
                pass
            case _:
                catalog = remove(catalog, name)
    for fact in [each for each in catalog.types.values() if each.name.schema == schema]:
        catalog = drop_type(catalog, fact)
    for name in [each for each in catalog.functions if each.schema == schema]:
        catalog = catalog.but(functions=catalog.functions.without(name))
    return catalog


def create_extension(catalog: Catalog, op: ops.CreateExtension) -> Catalog:
    """Return the catalog after CREATE EXTENSION."""
    extensions = catalog.extensions.with_item(op.name, op.schema or "public")
    is_complete = catalog.is_complete and op.name in WITHOUT_RELATIONS
    return catalog.but(extensions=extensions, is_complete=is_complete)


def see_other(catalog: Catalog, op: ops.Other) -> Catalog:
    """Return the catalog after a statement of which only the kind is known."""
    return made_unsure(catalog, op) if op.kind in MAKES_RELATIONS else catalog


def made_unsure(catalog: Catalog, _op: ops.Operation) -> Catalog:
    """Return the catalog after something that cannot be read: what it has made is not known."""
    return catalog.but(is_complete=False) if catalog.is_complete else catalog


def drop_extensions(catalog: Catalog, op: ops.DropExtension) -> Catalog:
    """Return the catalog after DROP EXTENSION."""
    extensions = catalog.extensions
    for name in op.names:
        extensions = extensions.without(name.name)
    return catalog.but(extensions=extensions)


def create_function(catalog: Catalog, op: ops.CreateFunction) -> Catalog:
    """Return the catalog after CREATE FUNCTION; the same arguments replace."""
    name = catalog.new_name(op.name)
    overloads = catalog.functions.get(name) or ()
    others = tuple(each for each in overloads if inputs(each.definition) != inputs(op))
    held = op.holds and resolved(catalog, op.holds)
    function = Function(name=name, serial=catalog.next_serial, definition=op.but(holds=held))
    functions = catalog.functions.with_item(name, (*others, function))
    return catalog.but(functions=functions, next_serial=catalog.next_serial + 1)


def inputs(op: ops.CreateFunction) -> tuple[TypeName, ...]:
    """Return the types of the arguments that tell overloads apart."""
    modes = {"in", "inout", "variadic"}
    return tuple(_bare(each.type) for each in op.arguments if each.mode in modes)


def _bare(type_name: TypeName) -> TypeName:
    return type_name._replace(typmods=())


def matching(catalog: Catalog, routine: Routine) -> tuple[Function, ...]:
    """Return the functions that a name, with or without arguments, means."""
    found = catalog.functions_named(routine.name)
    if routine.arguments is None:
        return found
    wanted = tuple(_bare(each) for each in routine.arguments)
    return tuple(each for each in found if inputs(each.definition) == wanted)


def alter_function(catalog: Catalog, op: ops.AlterFunction) -> Catalog:
    """Return the catalog after ALTER FUNCTION."""
    changes: dict[str, object] = {
        field: value
        for field in ("volatility", "is_security_definer", "is_strict")
        if (value := getattr(op, field)) is not None
    }
    for function in matching(catalog, op.routine):
        settings = dict(function.definition.settings) | dict(op.settings)
        kept = {} if "all" in op.reset else settings
        left = tuple((name, kept[name]) for name in kept if name not in op.reset)
        definition = function.definition.but(**changes, settings=left)
        catalog = _put_function(catalog, function, function.but(definition=definition))
    return catalog


def _put_function(catalog: Catalog, old: Function, new: Function) -> Catalog:
    overloads = catalog.functions.get(old.name) or ()
    changed = tuple(new if each is old else each for each in overloads)
    return catalog.but(functions=catalog.functions.with_item(old.name, changed))


def drop_routines(catalog: Catalog, op: ops.DropRoutine) -> Catalog:
    """Return the catalog after DROP FUNCTION."""
    for routine in op.routines:
        for function in matching(catalog, routine):
            catalog = _drop_function(catalog, function)
    return catalog


def _drop_function(catalog: Catalog, function: Function) -> Catalog:
    overloads = catalog.functions.get(function.name) or ()
    left = tuple(each for each in overloads if each is not function)
    functions = catalog.functions.with_item(function.name, left)
    catalog = catalog.but(functions=functions if left else functions.without(function.name))
    for user in tuple(catalog.users_of(function.name)) if not left else ():
        current = catalog.relations.get(user.name)
        if isinstance(current, Table):
            kept = tuple(each for each in current.triggers if each.function != function.name)
            catalog = put(catalog, current.but(triggers=kept))
    return catalog


def rename_object(catalog: Catalog, op: ops.RenameObject) -> Catalog:
    """Return the catalog after a RENAME of what is not a relation."""
    match op.kind:
        case "type" | "domain":
            old = catalog.qualified(op.name)
            return rename_type(catalog, old, Name(old.schema, op.new_name))
        case "function" | "procedure" | "routine":
            return _move_functions(catalog, op, None, op.new_name)
        case "schema":
            return _rename_schema(catalog, op.name.name, op.new_name)
        case "trigger" | "policy" | "rule" if op.table is not None:
            return _rename_on_table(catalog, op, op.table)
        case _:
            return catalog


def _rename_on_table(catalog: Catalog, op: ops.RenameObject, on: Name) -> Catalog:
    table = catalog.table(on)
    if table is None:
        return catalog
    old, new = op.name.name, op.new_name
    if op.kind == "rule":
        rules = tuple(each.but(name=new) if each.name == old else each for each in table.rules)
        return put(catalog, table.but(rules=rules))
    if op.kind == "policy":
        policies = tuple(
            each.but(name=new) if each.name == old else each for each in table.policies
        )
        return put(catalog, table.but(policies=policies))
    triggers = tuple(each.but(name=new) if each.name == old else each for each in table.triggers)
    return put(catalog, table.but(triggers=triggers))


def _move_functions(
    catalog: Catalog, op: ops.RenameObject | ops.SetObjectSchema, schema: str | None, name: str
) -> Catalog:
    for function in matching(catalog, Routine(op.name, op.arguments)):
        target = Name(schema or function.name.schema, name)
        catalog = _drop_function(catalog, function)
        overloads = (*(catalog.functions.get(target) or ()), function.but(name=target))
        catalog = catalog.but(functions=catalog.functions.with_item(target, overloads))
    return catalog


def _rename_schema(catalog: Catalog, old: str, new: str) -> Catalog:
    for name in [each for each in catalog.relations if each.schema == old]:
        catalog = rename_relation(catalog, name, Name(new, name.name))
    for fact in [each for each in catalog.types.values() if each.name.schema == old]:
        catalog = rename_type(catalog, fact.name, Name(new, fact.name.name))
    functions = catalog.functions
    for name in [each for each in functions if each.schema == old]:
        moved = Name(new, name.name)
        overloads = tuple(each.but(name=moved) for each in functions.get(name) or ())
        functions = functions.without(name).with_item(moved, overloads)
    serial = catalog.schemas.get(old) or 0
    schemas = catalog.schemas.without(old).with_item(new, serial)
    return catalog.but(functions=functions, schemas=schemas)


def set_object_schema(catalog: Catalog, op: ops.SetObjectSchema) -> Catalog:
    """Return the catalog after SET SCHEMA of a type or function."""
    if op.kind in {"type", "domain"}:
        old = catalog.qualified(op.name)
        return rename_type(catalog, old, Name(op.new_schema, old.name))
    if op.kind in {"function", "procedure", "routine"}:
        return _move_functions(catalog, op, op.new_schema, op.name.name)
    return catalog


def create_publication(catalog: Catalog, op: ops.CreatePublication) -> Catalog:
    """Return the catalog after CREATE PUBLICATION."""
    publication = Publication(
        name=op.name,
        published=_qualified(catalog, op.published),
        schemas=op.schemas,
        all_tables=op.all_tables,
    )
    return catalog.but(publications=catalog.publications.with_item(op.name, publication))


def alter_publication(catalog: Catalog, op: ops.AlterPublication) -> Catalog:
    """Return the catalog after ALTER PUBLICATION."""
    known = catalog.publications.get(op.name)
    if known is None or op.action == "options":
        return catalog
    published = _qualified(catalog, op.published)
    named = {each.table for each in published}
    if op.action == "add":
        published = (*known.published, *published)
    elif op.action == "drop":
        published = tuple(each for each in known.published if each.table not in named)
    changed = known.but(published=published)
    return catalog.but(publications=catalog.publications.with_item(op.name, changed))


def _qualified(catalog: Catalog, published: tuple[Published, ...]) -> tuple[Published, ...]:
    return tuple(each.but(table=catalog.qualified(each.table)) for each in published)


def drop_other(catalog: Catalog, op: ops.DropOther) -> Catalog:
    """Return the catalog after DROP of something else."""
    if op.kind != "publication":
        return catalog
    publications = catalog.publications
    for name in op.names:
        publications = publications.without(name.name)
    return catalog.but(publications=publications)


def edit_catalog_rows(catalog: Catalog, op: ops.Update | ops.Delete) -> Catalog:
    """Return the catalog after a write to pg_enum, which changes a type behind its back."""
    if op.table.name != "pg_enum":
        return catalog
    wanted = dict(_equalities(op.where))
    label, enum = wanted.get("enumlabel"), wanted.get("enumtypid")
    new = None
    if isinstance(op, ops.Update):
        values = {column: _text(value) for column, value in op.assignments}
        new = values.get("enumlabel")
        if new is None:
            return catalog
    return edit_enum_rows(catalog, label, new, Name(None, enum) if enum else None)


def _equalities(where: Expression | None) -> list[tuple[str, str]]:
    """Return the (column, constant) pairs that the condition demands."""
    match where:
        case And(arguments=arguments):
            return [pair for argument in arguments for pair in _equalities(argument)]
        case Operator(operator="=", left=ColumnReference(column=column), right=right):
            text = _text(right)
            return [] if text is None else [(column, text)]
        case _:
            return []


def _text(value: Expression) -> str | None:
    match value:
        case Constant(value=text, kind=ConstantKind.STRING):
            return text
        case Cast(argument=argument):
            return _text(argument)
        case _:
            return None


def set_variable(catalog: Catalog, op: ops.SetVariable) -> Catalog:
    """Return the catalog after SET search_path: unqualified names mean something else."""
    if op.name != "search_path":
        return catalog
    return with_path(catalog, op.values) if op.values else catalog.but(search_path=DEFAULT_PATH)


def reset_variable(catalog: Catalog, op: ops.ResetVariable) -> Catalog:
    """Return the catalog after RESET search_path or RESET ALL."""
    is_path = op.name in {None, "search_path"}
    return catalog.but(search_path=DEFAULT_PATH) if is_path else catalog


def with_path(catalog: Catalog, values: tuple[str | None, ...]) -> Catalog:
    """Return the catalog with the search path of these values, one or many in each."""
    words = [word.strip().strip('"') for value in values if value for word in value.split(",")]
    named = tuple(word for word in words if word not in {"$user", "pg_catalog", ""})
    return catalog.but(search_path=named)


def create_statistics(catalog: Catalog, op: ops.CreateStatistics) -> Catalog:
    """Return the catalog after CREATE STATISTICS."""
    if op.name is None:
        return catalog
    name, table = catalog.new_name(op.name), catalog.qualified(op.table)
    return catalog.but(statistics=catalog.statistics.with_item(name, table))


def drop_statistics(catalog: Catalog, op: ops.DropStatistics) -> Catalog:
    """Return the catalog after DROP STATISTICS."""
    statistics = catalog.statistics
    for name in op.names:
        statistics = statistics.without(catalog.new_name(name))
    return catalog.but(statistics=statistics)
