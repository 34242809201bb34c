"""`headgate token`: a token for development."""

import datetime as dt

import click

from api.authentication import issuing
from api.database import supply
from api.settings import Settings
from models.tenancy import MemberRole


@click.command()
@click.option("--organization", help="The organization's slug or id; the oldest unless told.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in MemberRole], case_sensitive=False),
    default=MemberRole.ADMIN.value,
    show_default=True,
    help="What the token's bearer may see.",
)
@click.option(
    "--hours",
    type=click.IntRange(1, 24 * 365),
    default=12,
    show_default=True,
    help="How long it holds.",
)
@click.pass_obj
def token(settings: Settings, organization: str | None, role: str, hours: int) -> None:
    """Print a token for development, signed with the service's secret.

    The secret is HEADGATE_TOKEN_SECRET, or one that is kept in the data folder.
    """
    lifetime = dt.timedelta(hours=hours)
    with supply.borrowed(settings) as url:
        click.echo(issuing.token(settings, url, organization, MemberRole(role.upper()), lifetime))
