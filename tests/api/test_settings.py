from pathlib import Path

import pytest
from pydantic import ValidationError

from api import settings
from api.settings import LogFormat, Settings, SettingsError


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *(f"HEADGATE_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def test_an_empty_environment_is_a_developers_machine() -> None:
    given = settings.load()

    assert given.database_url is None
    assert (given.host, given.port, given.data) == ("127.0.0.1", 8000, Path(".headgate"))
    assert given.database_role == "headgate_app"


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/d")
    monkeypatch.setenv("HEADGATE_PORT", "9000")
    monkeypatch.setenv("HEADGATE_LOG_FORMAT", "json")
    monkeypatch.setenv("HEADGATE_DATABASE_ROLE", "")

    given = settings.load()

    assert given.database_url is not None
    assert given.database_url.get_secret_value() == "postgresql://u:p@h/d"
    assert (given.port, given.log_format, given.database_role) == (9000, LogFormat.JSON, "")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HEADGATE_PORT", "http", "HEADGATE_PORT is 'http': input should be a valid integer"),
        ("HEADGATE_PORT", "0", "HEADGATE_PORT is '0': input should be greater than or equal to 1"),
        ("HEADGATE_PORT", "", "HEADGATE_PORT is '': input should be a valid integer"),
        ("HEADGATE_LOG_LEVEL", "loud", "HEADGATE_LOG_LEVEL is 'loud': input should be 'debug'"),
        ("HEADGATE_WORKERS", "-1", "HEADGATE_WORKERS is '-1': input should be greater than"),
        ("HEADGATE_LISTEN_URL", "mysql://h", "HEADGATE_LISTEN_URL: is not a PostgreSQL URL"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as refused:
        settings.load()

    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADGATE_PORT", "x")
    monkeypatch.setenv("HEADGATE_WORKERS", "x")

    with pytest.raises(SettingsError, match=r"HEADGATE_PORT is 'x'.*; HEADGATE_WORKERS is 'x'"):
        settings.load()


def test_settings_do_not_change_and_do_not_show_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
    given = settings.load()

    assert "hunter2" not in repr(given)
    with pytest.raises(ValidationError):
        given.port = 1


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
