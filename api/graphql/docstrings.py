"""Descriptions of what is written by hand, from its docstrings, which Strawberry ignores."""

import inspect

from graphql import GraphQLNamedType, GraphQLSchema, is_interface_type, is_object_type
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

_DEFINITION = "strawberry-definition"


def describe(schema: GraphQLSchema) -> None:
    """Give every type and field without a description its docstring."""
    for made in schema.type_map.values():
        definition = made.extensions.get(_DEFINITION)
        if not isinstance(definition, StrawberryObjectDefinition):
            continue
        made.description = made.description or _of_class(definition.origin)
        _describe_fields(made)


def _describe_fields(made: GraphQLNamedType) -> None:
    if not (is_object_type(made) or is_interface_type(made)):
        return
    for field in made.fields.values():
        declared = field.extensions.get(_DEFINITION)
        if field.description is None and isinstance(declared, StrawberryField):
            field.description = _of_resolver(declared)


def _of_class(origin: type) -> str | None:
    text = origin.__doc__
    # A dataclass without a docstring gets its signature for one.
    if text is None or text.startswith(f"{origin.__name__}("):
        return None
    return inspect.cleandoc(text)


def _of_resolver(field: StrawberryField) -> str | None:
    resolver = field.base_resolver
    text = None if resolver is None else resolver.wrapped_func.__doc__
    return None if text is None else inspect.cleandoc(text)
