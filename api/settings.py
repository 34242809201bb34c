"""What the environment says about how this process shall run: read once, then passed along."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from api.database import address
from api.database.address import DatabaseError
from api.errors import HeadgateError

PREFIX = "HEADGATE_"
DEFAULT_ROLE = "headgate_app"

_SECRETS = frozenset({"DATABASE_URL", "listen_url", "token_secret", "explorer_token"})


class SettingsError(HeadgateError):
    """A variable of the environment has a value that cannot be used."""


class LogFormat(StrEnum):
    """How a log line is written."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class ExecutorKind(StrEnum):
    """What answers operations."""

    COMPILED = "compiled"
    INTERPRETED = "interpreted"


class Settings(BaseSettings):
    """Everything the environment decides.

    `DATABASE_URL` goes by the name that hosts use; every other variable begins with `HEADGATE_`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=False)

    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="any PostgreSQL 14-18; without it an embedded server is started",
    )
    database_role: str = Field(
        default=DEFAULT_ROLE,
        description="the role the service acts as; empty where the login itself has its rights",
    )
    listen_url: SecretStr | None = Field(
        default=None,
        description="the database past a transaction pooler, which passes on no notifications",
    )
    data: Annotated[Path, NoDecode] = Field(
        default=Path(".headgate"), description="the folder of the embedded server"
    )
    host: str = Field(default="127.0.0.1", description="the address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="the port to listen on")
    postgres_port: int | None = Field(
        default=None, ge=1, le=65535, description="the embedded server's port; any free one"
    )
    workers: int = Field(default=1, ge=1, le=512, description="processes of `headgate serve`")
    pool_size: int = Field(default=10, ge=1, le=1000, description="connections per process")
    token_secret: SecretStr | None = Field(
        default=None, min_length=32, description="what tokens are signed with (HS256)"
    )
    token_keys_url: str | None = Field(
        default=None,
        pattern="^https?://",
        description="where the issuer of tokens publishes its keys (JWKS; RS256, ES256)",
    )
    token_issuer: str = Field(default="headgate", description="who must have issued a token (iss)")
    token_audience: str = Field(
        default="headgate", description="whom a token must be meant for (aud)"
    )
    explorer_token: SecretStr | None = Field(
        default=None, description="the token that the explorer begins with, on this machine alone"
    )
    request_seconds: float = Field(
        default=15.0, gt=0, le=600, description="how long an operation may take"
    )
    executor: ExecutorKind = Field(
        default=ExecutorKind.COMPILED,
        description="compiled (to one SQL statement, where an operation can be) or interpreted",
    )
    development: bool = Field(
        default=False, description="whether answers tell how they came about; headgate up says yes"
    )
    log_format: LogFormat = Field(default=LogFormat.CONSOLE, description="console or json")
    log_level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error")

    @field_validator("listen_url")
    @classmethod
    def _is_address(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            try:
                address.parse(given.get_secret_value())
            except DatabaseError as error:
                said = str(error).removeprefix("DATABASE_URL ")
                raise PydanticCustomError("address", "{said}", {"said": said}) from error
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment and nothing else: no file is found by chance."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings


def load() -> Settings:
    """Return what the environment says, or say which variable is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_faults(error))) from None


def _faults(error: ValidationError) -> list[str]:
    return [
        _named(str(fault["loc"][0]), fault["input"]) + ": " + _lower_first(fault["msg"])
        for fault in error.errors()
    ]


def _named(field: str, given: object) -> str:
    """Return the variable and its value, unless that is a secret."""
    return _variable(field) if field in _SECRETS else f"{_variable(field)} is {given!r}"


def _variable(field: str) -> str:
    return field if field == "DATABASE_URL" else f"{PREFIX}{field.upper()}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
