"""The explorer: a page of our own files, with a token only for who sits at this machine."""

import re
from pathlib import Path

import httpx
import pytest

from api.explorer import page
from api.explorer.page import BUILT, Page
from tests.api.endpoint.conftest import Running, codes

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SLOT = '<script type="application/json" id="settings">{}</script>'


@pytest.mark.parametrize(
    ("host", "is_shown"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("headgate.example", False),
        ("localhost.example:8000", False),
        ("[::1", False),
        (None, False),
    ],
)
def test_the_token_is_written_only_for_a_name_of_this_machine(
    host: str | None, *, is_shown: bool
) -> None:
    html = Page(f"<head>{SLOT}</head>", "a</script>b").for_host(host)
    filled = SLOT.replace("{}", '{"token": "a\\u003c/script>b"}')
    assert html == f"<head>{filled if is_shown else SLOT}</head>"


def test_the_page_has_the_place_for_its_settings() -> None:
    assert SLOT in page.load(None).html


def test_a_browser_gets_the_page_and_its_files_from_us_alone(served: Running) -> None:
    shown = httpx.get(served.url, headers={"accept": BROWSER})
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'self'" in shown.headers["content-security-policy"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', shown.text)
    files = [address for address in loaded if not address.startswith("data:")]
    assert len(files) >= 2
    for address in files:
        assert address.startswith("/graphql/assets/")
        found = httpx.get(served.url.removesuffix("/graphql") + address)
        assert found.status_code == 200
        assert found.headers["cache-control"] == "max-age=31536000, immutable"


def test_what_is_no_file_of_the_explorer_is_not_found(served: Running) -> None:
    for name in ("missing.js", "../index.html", "%2e%2e/%2e%2e/page.py", ""):
        assert httpx.get(f"{served.url}/assets/{name}").status_code == 404


def test_a_program_never_gets_the_page(served: Running) -> None:
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.9"):
        assert codes(httpx.get(served.url, headers={"accept": accept})) == ["UNAUTHENTICATED"]


def test_the_built_files_load_nothing_from_another_server() -> None:
    scripts = [*list((BUILT / "assets").glob("*.css")), BUILT / "index.html"]
    assert len(scripts) >= 2
    for file in scripts:
        assert foreign(file) == []


def foreign(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return re.findall(
        r"(?:src=[\"']|href=[\"']|url\([\"']?|@import [\"'])(https?://[^\"')]+)", text
    )
