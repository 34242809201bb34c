"""Where types written by hand find the types of entities, which exist only once the schema is made.

A field that shows rows of an entity says so as Strawberry's lazy types do, without an import of
another domain; for the type checker such a field holds a `Row`:

    if TYPE_CHECKING:
        from api.graphql.rows import Row as Contact

    ContactType = Annotated["Contact", strawberry.lazy("api.graphql.entity_types")]
"""


def publish(name: str, made: type) -> None:
    """Let lazy types find the type of an entity."""
    globals()[name] = made
