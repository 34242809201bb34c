"""`headgate token` makes tokens that the service believes."""

import asyncio
import datetime as dt
import stat
import uuid
from pathlib import Path

import jwt
import psycopg
import pytest
from click.testing import CliRunner, Result

from api.authentication import secret
from api.authentication.verification import Authenticator, SecretKey
from api.cli import main
from api.graphql.context import Viewer
from api.settings import Settings
from models.tenancy import MemberRole
from tests.rows import Rows

pytestmark = pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])


def run(database_url: str, data: Path, *arguments: str, **environment: str) -> Result:
    given = {"DATABASE_URL": database_url, "HEADGATE_DATA": str(data), **environment}
    return CliRunner().invoke(main, ["token", *arguments], env=given)


def viewer(data: Path, token: str) -> Viewer:
    key = secret.find(Settings(data=data))
    assert key is not None
    checked = Authenticator((SecretKey(key),), "headgate", "headgate")
    return asyncio.run(checked.viewer(f"Bearer {token.strip()}"))


def organization(rows: Rows) -> uuid.UUID:
    return uuid.UUID(str(rows.organization_id))


def test_a_token_is_for_the_organization_and_role_that_are_named(
    migrated_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        first, second = Rows(owner, "first"), Rows(owner, "second")
        analyst = uuid.UUID(str(second.add("members", role="ANALYST")["id"]))
    for arguments, expected in (
        ([], Viewer(None, organization(first), MemberRole.ADMIN)),
        (["--role", "member"], Viewer(None, organization(first), MemberRole.MEMBER)),
        (["--organization", "second"], Viewer(None, organization(second), MemberRole.ADMIN)),
        (
            ["--organization", str(organization(second)), "--role", "ANALYST"],
            Viewer(analyst, organization(second), MemberRole.ANALYST),
        ),
    ):
        made = run(migrated_url, tmp_path, *arguments)
        assert made.exit_code == 0, made.output
        assert viewer(tmp_path, made.output) == expected


def test_the_secret_is_made_once_for_its_owner_alone(migrated_url: str, tmp_path: Path) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        Rows(owner, "ours")
    data = tmp_path / "data"
    run(migrated_url, data)
    kept = secret.path(Settings(data=data))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before = kept.read_text()
    run(migrated_url, data)
    assert kept.read_text() == before


def test_a_token_holds_as_long_as_asked(migrated_url: str, tmp_path: Path) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        Rows(owner, "ours")
    made = run(migrated_url, tmp_path, "--hours", "2").output.strip()
    claims = jwt.decode(made, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == dt.timedelta(hours=2).total_seconds()


def test_what_cannot_be_made_is_said_in_one_line(migrated_url: str, tmp_path: Path) -> None:
    hidden = (
        "or row-level security hides it from this login; name one by its id with --organization, "
        "or load demo data with headgate db seed\n"
    )
    cases = [
        ([], {}, f"Error: no organization is there, {hidden}"),
        (["--organization", "x"], {}, f"Error: no organization 'x' is there, {hidden}"),
        (
            [],
            {"HEADGATE_TOKEN_KEYS_URL": "https://issuer.example/keys"},
            (
                "Error: tokens are made by whoever publishes the keys at HEADGATE_TOKEN_KEYS_URL; "
                "unset it to make tokens here\n"
            ),
        ),
    ]
    for arguments, environment, message in cases:
        refused = run(migrated_url, tmp_path, *arguments, **environment)
        assert (refused.exit_code, refused.output) == (1, message)


def test_a_short_secret_is_refused_without_being_shown(migrated_url: str, tmp_path: Path) -> None:
    environment = {"HEADGATE_TOKEN_SECRET": "hunter2"}
    refused = run(migrated_url, tmp_path, **environment)
    assert (refused.exit_code, refused.output) == (
        1,
        (
            "Error: HEADGATE_TOKEN_SECRET: value should have at least 32 items after validation, "
            "not 7\n"
        ),
    )
