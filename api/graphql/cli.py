"""`headgate schema`: the schema as files that others read."""

import json
from pathlib import Path

import click
from graphql import lexicographic_sort_schema, print_schema

from api.errors import HeadgateError

_COMMITTED = Path(__file__).parents[1] / "schema.graphql"


@click.group()
def schema() -> None:
    """Write the GraphQL schema, and what it reads of the database."""


@schema.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=_COMMITTED,
    help="The file to write; api/schema.graphql unless told, and - prints.",
)
@click.option("--check", is_flag=True, help="Write nothing; fail where the file is out of date.")
def export(output: Path, *, check: bool) -> None:
    """Write the schema in GraphQL's own language, sorted."""
    text = sdl()
    if str(output) == "-":
        click.echo(text, nl=False)
    elif not check:
        output.write_text(text, encoding="utf-8")
    elif not output.is_file() or output.read_text(encoding="utf-8") != text:
        raise HeadgateError(f"{output} is out of date; run headgate schema export")


@schema.command()
def contract() -> None:
    """Print which fields read which column, as JSON, for the migration linter."""
    click.echo(json.dumps(_contract(), indent=2, ensure_ascii=False))


def sdl() -> str:
    """Return the schema in GraphQL's own language, sorted, so that a change is a small diff."""
    from api.schema import schema as made  # noqa: PLC0415 - building it takes a second

    return print_schema(lexicographic_sort_schema(made._schema)) + "\n"  # noqa: SLF001 - as building.py says


def _contract() -> object:
    from api.graphql import contract as contracts  # noqa: PLC0415 - the same
    from api.schema import READ_BY_HAND, REGISTRY  # noqa: PLC0415 - the same

    return {"version": 1, "columns": contracts.of_registry(REGISTRY, READ_BY_HAND)}
