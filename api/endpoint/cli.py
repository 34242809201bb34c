"""`headgate explain`: what the service does for an operation."""

import json
from typing import IO

import click

from api.authentication import issuing
from api.database import supply
from api.database.pool import Access
from api.endpoint import explaining
from api.endpoint.explaining import Question
from api.errors import HeadgateError
from api.settings import Settings
from models.tenancy import MemberRole


@click.command()
@click.argument("operation", type=click.File(encoding="utf-8"))
@click.option("--name", help="Which operation of the document; the only one unless told.")
@click.option("--variables", default="{}", help="The operation's variables, as JSON.")
@click.option("--organization", help="The organization's slug or id; the oldest unless told.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in MemberRole], case_sensitive=False),
    default=MemberRole.ADMIN.value,
    show_default=True,
    help="Who asks.",
)
@click.option("--analyze", is_flag=True, help="Run the statement, to see where its time goes.")
@click.pass_obj
def explain(  # noqa: PLR0913, PLR0917 - the options of a command
    settings: Settings,
    operation: IO[str],
    name: str | None,
    variables: str,
    organization: str | None,
    role: str,
    *,
    analyze: bool,
) -> None:
    """Print the SQL that OPERATION becomes, and PostgreSQL's plan of it.

    OPERATION is a file with a GraphQL document, or - to read one from standard input.
    """
    from api.schema import schema  # noqa: PLC0415 - building it takes a second

    with supply.borrowed(settings) as url:
        viewer = issuing.viewer(url, organization, MemberRole(role.upper()))
        asked = Question(operation.read(), name, _variables(variables), viewer)
        access = Access(url, settings.database_role)
        made = schema._schema  # noqa: SLF001 - Strawberry offers no other way
        for part in explaining.explain(made, access, asked, is_run=analyze):
            click.echo(part + "\n")


def _variables(text: str) -> dict[str, object]:
    try:
        read = json.loads(text)
    except ValueError as error:
        raise HeadgateError(f"--variables is no JSON: {error}") from error
    if not isinstance(read, dict):
        raise HeadgateError("--variables is no JSON object; write it as '{\"first\": 10}'")
    return read
