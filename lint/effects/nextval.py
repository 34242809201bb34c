"""Which sequences an expression draws on."""

from lint.catalog import Catalog
from lint.expressions import Cast, Constant, Expression, FunctionCall, walk
from lint.names import Name, name_in


def sequences_drawn(expression: Expression, catalog: Catalog) -> tuple[Name, ...]:
    """Return the sequences that the expression's nextval() and setval() name."""
    calls = (
        node
        for node in walk(expression)
        if isinstance(node, FunctionCall) and node.function.name in {"nextval", "setval"}
    )
    named = (_sequence(call.arguments[0], catalog) for call in calls if call.arguments)
    return tuple(name for name in named if name is not None)


def _sequence(argument: Expression, catalog: Catalog) -> Name | None:
    match argument:
        case Cast(argument=inner):
            return _sequence(inner, catalog)
        case Constant(value=text):
            return name_in(text)
        case FunctionCall(
            function=Name(name="pg_get_serial_sequence"),
            arguments=(Constant(value=table), Constant(value=column)),
        ):
            name = name_in(table)
            owner = catalog.table(name) if name is not None else None
            found = owner.column(column) if owner is not None else None
            return found.sequence if found is not None else None
    return None
