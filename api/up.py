"""`headgate up`: the database, its schema, demo data and the service, in one command.

The service runs inside this process, so that a kill -9 takes it along; only the embedded PostgreSQL
survives, and the next start adopts it.
"""

import asyncio
import datetime as dt
import socket
from collections.abc import Callable

import psycopg
from pydantic import SecretStr

from api import interruption, logs, seeding, serving
from api.app import create_app, with_database
from api.authentication import issuing, secret
from api.database import address, migrations, supply
from api.database.address import DatabaseUrl
from api.database.embedded import EmbeddedServer
from api.endpoint import handler
from api.errors import HeadgateError
from api.interruption import Interruption
from api.seeding import Scale
from api.settings import Settings
from models.tenancy import MemberRole

Say = Callable[[str], None]

_TOKEN_LIFETIME = dt.timedelta(hours=12)


def up(settings: Settings, say: Say) -> None:
    """Run everything until a signal asks to stop."""
    require_free_port(settings)
    logs.configure(settings.log_format, settings.log_level)
    with interruption.handled() as signals:
        url = supply.given(settings)
        if url is None:
            _run_with_embedded(settings, signals, say)
            return
        address.check(url)
        _upgrade(url, say)
        # A database of one's own is not filled with inventions unasked: headgate db seed does it.
        _run(settings, url, None, signals, say)


def _upgrade(url: DatabaseUrl, say: Say) -> None:
    """Bring the schema up to date; `headgate db upgrade` says which revisions that takes."""
    applied: list[str] = []
    migrations.upgrade(url, report=applied.append)
    if applied:
        say(f"brought the schema up to date: {len(applied)} revisions")


def require_free_port(settings: Settings) -> None:
    """Say so before anything is started if another program listens on our port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise HeadgateError(
                f"port {settings.port} on {settings.host} cannot be used: "
                f"{(error.strerror or str(error)).lower()}; name another with --port"
            ) from error


def _run_with_embedded(settings: Settings, signals: Interruption, say: Say) -> None:
    say(f"starting PostgreSQL in {supply.cluster(settings)}")
    with supply.owned(settings) as server:
        try:
            url = supply.ensure_database(server)
            _upgrade(url, say)
            if seeding.is_there() and seeding.is_empty(url):
                say("loading demo data")
                seeding.load(url, Scale.SMALL)
            _run(settings, url, server, signals, say)
        finally:
            signals.is_ignored()
            say("stopping PostgreSQL")


def _run(
    settings: Settings,
    url: DatabaseUrl,
    server: EmbeddedServer | None,
    signals: Interruption,
    say: Say,
) -> None:
    if server is None:
        settings = _with_passing_secret(settings)
    settings = settings.model_copy(update={"development": True})
    token = _token(settings, url)
    service = serving.serve(
        create_app(_with_token(with_database(settings, url), token)),
        settings,
        database=server,
        interruption=signals,
        is_listening=lambda: say(banner(settings, server, token)),
    )
    # Not asyncio.run, which closes the loop: a thread of Granian's may still hand it something.
    asyncio.new_event_loop().run_until_complete(service)


def _token(settings: Settings, url: DatabaseUrl) -> str | None:
    """Return a token to begin with, where there is an organization and we sign tokens here."""
    try:
        return issuing.token(settings, url, None, MemberRole.ADMIN, _TOKEN_LIFETIME)
    except (HeadgateError, psycopg.Error):
        # Nobody asked for it; headgate token says why there is none.
        return None


def _with_passing_secret(settings: Settings) -> Settings:
    """Return the settings with a secret for this run: beside a given database we keep no folder."""
    if secret.find(settings) is not None or settings.token_keys_url is not None:
        return settings
    return settings.model_copy(update={"token_secret": SecretStr(secret.make())})


def _with_token(settings: Settings, token: str | None) -> Settings:
    return settings.model_copy(update={"explorer_token": SecretStr(token) if token else None})


def banner(settings: Settings, server: EmbeddedServer | None, token: str | None) -> str:
    """Return what a person wants to know when the service runs."""
    lines = [f"Headgate runs on http://{settings.host}:{settings.port}"]
    if server is not None:
        lines.append(f"  data      {server.cluster.parent}")
        lines.append("  database  headgate db psql (or headgate db url)")
    lines.append(f"  explorer  http://{settings.host}:{settings.port}{handler.PATH}")
    if token is not None:
        lines.append(f"  token     {token}")
    return "\n".join([*lines, "  stop      Ctrl-C"])
