"""`headgate db`: the database by hand.

Every command works on `DATABASE_URL` where it is set, and else on the embedded server, which is
started for the command where none runs.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api import interruption, seeding
from api.database import address, embedded, migrations, supply
from api.database.address import DatabaseUrl
from api.database.migrations import Standing
from api.seeding import Scale
from api.settings import Settings


@click.group()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The embedded server's folder.  [env: HEADGATE_DATA; default: .headgate]",
)
@click.pass_context
def db(context: click.Context, data: Path | None) -> None:
    """Migrate, inspect and fill the database.

    It is the one of DATABASE_URL, or else the embedded server's.
    """
    if data is not None:
        settings: Settings = context.obj
        context.obj = settings.model_copy(update={"data": data})


@db.command()
@click.argument("revision", default="head")
@click.option("--sql", "as_sql", is_flag=True, help="Print the SQL; no database is touched.")
@click.pass_obj
def upgrade(settings: Settings, revision: str, as_sql: bool) -> None:  # noqa: FBT001 - click passes it by name
    """Bring the database up to REVISION (all the way, if none is named)."""
    if as_sql:
        click.echo(migrations.upgrade_sql(revision), nl=False)
        return
    with _database(settings) as url:
        migrations.upgrade(url, revision, click.echo)
        click.echo(_where(url))


# So that -1 is a revision and not an option.
@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("revision")
@click.option("--sql", "as_sql", is_flag=True, help="Print the SQL of FROM:TO.")
@click.pass_obj
def downgrade(settings: Settings, revision: str, as_sql: bool) -> None:  # noqa: FBT001 - click passes it by name
    """Take the database back to REVISION, such as base, or one step with -1."""
    if as_sql:
        click.echo(migrations.downgrade_sql(revision), nl=False)
        return
    with _database(settings) as url:
        migrations.downgrade(url, revision, click.echo)
        click.echo(_where(url))


@db.command()
@click.pass_obj
def current(settings: Settings) -> None:
    """Print the revision that the database is at."""
    with _database(settings) as url:
        click.echo(_where(url))


@db.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def reset(settings: Settings, yes: bool) -> None:  # noqa: FBT001 - click passes it by name
    """Destroy everything in the database's public schema, and migrate it anew."""
    with _database(settings) as url:
        if not yes:
            click.confirm(f"Destroy everything in {address.describe(url)}?", abort=True)
        _drop_everything(url)
        migrations.upgrade(url)
        click.echo(f"{_where(url)}; fill it with: headgate db seed")


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def psql(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open psql on the database; ARGUMENTS are psql's own."""
    settings: Settings = context.obj
    with _database(settings) as url:
        context.exit(_run_psql(url, arguments))


@db.command(name="url")
@click.pass_obj
def print_url(settings: Settings) -> None:
    """Print the database's URL, password included."""
    click.echo(supply.running(settings))


@db.command()
@click.option(
    "--scale",
    type=click.Choice([scale.value for scale in Scale]),
    default=Scale.SMALL.value,
    show_default=True,
)
@click.pass_obj
def seed(settings: Settings, scale: str) -> None:
    """Fill the database with demo data."""
    with _database(settings) as url:
        seeding.load(url, Scale(scale))


@contextlib.contextmanager
def _database(settings: Settings) -> Iterator[DatabaseUrl]:
    """Give the database, and stop what was started for it when a signal ends the command."""
    with interruption.handled(), supply.borrowed(settings) as url:
        yield url


def _where(url: DatabaseUrl) -> str:
    found = migrations.applied(url)
    here = ", ".join(sorted(found)) or "base"
    match migrations.standing(found):
        case Standing.AT_HEAD:
            return f"at {here} (head)"
        case Standing.BEHIND:
            return f"at {here}; headgate db upgrade goes on to {', '.join(migrations.heads())}"
        case Standing.AHEAD:
            return f"at {here}, which this release does not know: a newer one has migrated it"


def _drop_everything(url: DatabaseUrl) -> None:
    try:
        with psycopg.connect(url) as connection:
            connection.execute("drop schema public cascade")
            connection.execute("create schema public")
            connection.execute("grant usage on schema public to public")
    except psycopg.Error as error:
        raise address.refusal(url, error) from error


def _run_psql(url: DatabaseUrl, arguments: tuple[str, ...]) -> int:
    # The password goes by the environment: arguments are there for every user to see.
    parameters = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    password = parameters.pop("password", "")
    target = make_conninfo("", **parameters)
    given = os.environ | ({"PGPASSWORD": password} if password else {})
    program = embedded.binary("psql")
    # Ctrl-C cancels a query in psql; it must not end us, who wait for psql. A handler, unlike
    # SIG_IGN, is not handed down to psql.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    line = [str(program), f"--dbname={target}", *arguments]
    return subprocess.run(line, env=given, check=False).returncode  # noqa: S603 - our own binary
