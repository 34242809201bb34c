"""Opaque tokens: base64url of text, read back only when it is exactly what was written."""

import base64
import binascii


def encode(text: str) -> str:
    """Return the token of a text."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(token: str) -> str | None:
    """Return the text of a token, or None where no text has that token."""
    padded = token + "=" * (-len(token) % 4)
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return text if encode(text) == token else None
