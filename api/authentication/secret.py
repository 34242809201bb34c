"""The secret that signs tokens on a developer's machine: made once, kept in the data folder."""

import os
import secrets
from pathlib import Path
from typing import Final

from api.errors import HeadgateError
from api.settings import Settings

_FILE: Final = "token-secret"
_BYTES: Final = 32


def path(settings: Settings) -> Path:
    """Return where the data folder's secret is kept."""
    return settings.data.expanduser().absolute() / _FILE


def find(settings: Settings) -> str | None:
    """Return the secret that the environment names, or else the data folder's."""
    if settings.token_secret is not None:
        return settings.token_secret.get_secret_value()
    if settings.token_keys_url is not None:
        # Whose issuer publishes keys must not be outdone by a file that was left behind.
        return None
    try:
        return path(settings).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HeadgateError(f"{str(path(settings))!r} cannot be read: {error.strerror}") from error


def make() -> str:
    """Return a new secret."""
    return secrets.token_urlsafe(_BYTES)


def ensure(settings: Settings) -> str | None:
    """Return the secret, made now where there is none and nothing else checks tokens."""
    found = find(settings)
    if found is not None or settings.token_keys_url is not None:
        return found
    file = path(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    made = make()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another command made it at the same moment.
        return find(settings)
    with os.fdopen(descriptor, "w", encoding="ascii") as output:
        output.write(made + "\n")
    return made
