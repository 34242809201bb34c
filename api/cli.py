"""The command `headgate`: what it can do, and how it says that it cannot."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from api import settings as environment
from api.authentication.cli import token
from api.database.cli import db
from api.endpoint.cli import explain
from api.errors import HeadgateError
from api.graphql.cli import schema
from api.serving import run_workers
from api.settings import Settings
from api.up import up as run_everything


class OneLineErrors(click.Group):
    """A group whose commands print what the operator can put right as one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say in one line why it cannot be done."""
        try:
            result: object = super().invoke(ctx)
        except HeadgateError as error:
            raise click.ClickException(str(error)) from error
        return result


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="headgate")
@click.pass_context
def main(context: click.Context) -> None:
    """The GraphQL API over your marketing funnels, and its database."""
    context.obj = environment.load()


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The embedded server's folder.",
)
@click.option("--postgres-port", type=click.IntRange(1, 65535), help="The embedded server's port.")
@click.pass_obj
def up(settings: Settings, port: int | None, data: Path | None, postgres_port: int | None) -> None:
    """Start everything on localhost: PostgreSQL, its schema, demo data and the service.

    With DATABASE_URL set, that database is migrated and used instead, and no demo data is loaded.
    """
    chosen = _chosen(settings, port=port, data=data, postgres_port=postgres_port)
    # For one developer on one machine; headgate serve is what listens to others.
    _end_process(lambda: run_everything(_chosen(chosen, host="127.0.0.1"), click.echo))


@main.command()
@click.option("--host", help="The address to listen on.  [env: HEADGATE_HOST]")
@click.option("--port", type=click.IntRange(1, 65535), help="The port.  [env: HEADGATE_PORT]")
@click.option("--workers", type=click.IntRange(1, 512), help="Processes.  [env: HEADGATE_WORKERS]")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve on a database that is there and migrated, as in production."""
    run_workers(_chosen(settings, host=host, port=port, workers=workers))


def _end_process(last: Callable[[], None]) -> NoReturn:
    """Do the last thing of this process, and end it without tearing Python down.

    A thread of the embedded Granian that calls into Python meanwhile would abort the process.
    """
    code = 0
    try:
        last()
    except HeadgateError as error:
        click.ClickException(str(error)).show()
        code = 1
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _chosen(settings: Settings, **options: object) -> Settings:
    """Return the settings with what the command line says instead."""
    given = {name: value for name, value in options.items() if value is not None}
    return settings.model_copy(update=given)


main.add_command(db)
main.add_command(explain)
main.add_command(schema)
main.add_command(token)
