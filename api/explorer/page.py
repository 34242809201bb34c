"""The page that a browser gets at the endpoint, and the files that it loads.

No file of it comes from another server, and its policy lets it talk to none. A token is written
into it only under `headgate up`, and only for a browser that names this machine by a name of its
own: a page of a foreign name that leads here must not read the token.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

BUILT: Final = Path(__file__).parent / "built"
POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_SETTINGS: Final = '<script type="application/json" id="settings">{}</script>'
_OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_MISSING: Final = (
    "<!doctype html><title>Headgate</title><p>The explorer is not built; make setup builds it."
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page as it was built, and the token that it may begin with."""

    html: str
    token: str | None = field(default=None, repr=False)

    def for_host(self, host: str | None) -> str:
        """Return the page for a browser that reached us under a name."""
        if self.token is None or _hostname(host) not in _OWN_NAMES:
            return self.html
        # In a script element only "<" could end it.
        settings = json.dumps({"token": self.token}).replace("<", "\\u003c")
        return self.html.replace(_SETTINGS, _SETTINGS.replace("{}", settings))


def load(token: str | None) -> Page:
    """Return the page, or one that says how it is built."""
    file = BUILT / "index.html"
    return Page(file.read_text(encoding="utf-8") if file.is_file() else _MISSING, token)


def _hostname(host: str | None) -> str | None:
    try:
        return urlsplit(f"//{host or ''}").hostname
    except ValueError:
        return None
