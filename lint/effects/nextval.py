"""Which sequences an expression draws on."""

from lint.expressions import Cast, Constant, Expression, FunctionCall, walk
from lint.names import Name


def sequences_drawn(expression: Expression) -> tuple[Name, ...]:
    """Return the sequences that the expression's nextval() and setval() name."""
    calls = (
        node
        for node in walk(expression)
        if isinstance(node, FunctionCall) and node.function.name in {"nextval", "setval"}
    )
    named = (_named(call.arguments[0]) for call in calls if call.arguments)
    return tuple(name for name in named if name is not None)


def _named(argument: Expression) -> Name | None:
    while isinstance(argument, Cast):
        argument = argument.argument
    if not isinstance(argument, Constant):
        return None
    schema, _, name = argument.value.rpartition(".")
    return Name(schema.strip('"') or None, name.strip('"'))
