"""GraphiQL as a person meets it: in a real browser, on demo data, with nothing from elsewhere.

It runs where the system has Chromium, and says so where it has not.
"""

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.demo.scale import Scale
from tests.api.explorer.conftest import Demo

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
PATIENCE_MILLISECONDS = 120_000
# A browser of its own calls home at every start; none of that belongs in a test.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium on this machine; on Debian: apt install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def small(serving: Callable[..., Demo]) -> Demo:
    return serving(Scale.SMALL)


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, small: Demo, asked: list[str]) -> Iterator[Page]:
    """The explorer in a fresh window, its schema loaded."""
    window = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = window.new_page()
    opened.set_default_timeout(PATIENCE_MILLISECONDS)
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(small.url)
    # What is clicked before the editor has the first tab's operation is lost.
    expect(opened.get_by_label("Operation Editor")).to_contain_text(
        "WhoAsks", timeout=PATIENCE_MILLISECONDS
    )
    yield opened
    window.close()


def example(page: Page, name: str) -> None:
    """Open an example in a tab of its own and run it."""
    panel = page.get_by_role("region", name="Examples")
    if not panel.is_visible():
        page.get_by_role("button", name="Show Examples").click()
    tabs = page.get_by_role("tab")
    before = tabs.count()
    panel.get_by_role("button", name=name).click()
    expect(tabs).to_have_count(before + 1, timeout=PATIENCE_MILLISECONDS)
    # The editor is filled once its tab is there, and the tab is called by the operation once
    # GraphiQL has read it: what is run before that is something else.
    operation = name.title().replace(" ", "")
    editor = page.get_by_label("Operation Editor")
    expect(editor).to_contain_text(operation, timeout=PATIENCE_MILLISECONDS)
    selected = page.get_by_role("tab", selected=True)
    expect(selected).to_contain_text(operation, timeout=PATIENCE_MILLISECONDS)
    page.get_by_role("button", name="Execute query").click()


def shows(page: Page, *texts: str) -> None:
    """Wait until the answer holds the texts, whose lines the editor draws with its own blanks."""
    answer = page.get_by_label("Result Window")
    for text in texts:
        expect(answer).to_contain_text(text, timeout=PATIENCE_MILLISECONDS)


def test_examples_of_two_domains_show_the_demo_data(page: Page) -> None:
    example(page, "Newest orders")
    shows(page, "totalCount", "@mail.")
    example(page, "Order by number")
    shows(page, "orderByNumber", "Haddad")


def test_a_subscription_is_drawn_anew_when_the_data_changes(page: Page, small: Demo) -> None:
    example(page, "Funnel live")
    shows(page, "funnelChanged", "Orders")
    before = page.get_by_label("Result Window").inner_text()
    with psycopg.connect(small.database_url) as connection:
        connection.execute(
            "insert into funnel_sessions (organization_id, company_id, funnel_id, session_token) "
            "select organization_id, company_id, id, gen_random_uuid() from funnels "
            "where organization_id = "
            "(select id from organizations order by created_at, id limit 1) limit 1"
        )
    expect(page.get_by_label("Result Window")).not_to_have_text(
        before, timeout=PATIENCE_MILLISECONDS
    )
    page.get_by_role("button", name="Stop query").click()


def test_the_first_tab_runs_with_the_token_that_it_begins_with(page: Page) -> None:
    page.get_by_role("button", name="Execute query").click()
    shows(page, "viewer", "ADMIN")


def test_the_documentation_is_found(page: Page) -> None:
    page.get_by_role("button", name="Show Documentation Explorer").click()
    docs = page.get_by_role("region", name="Documentation Explorer")
    docs.get_by_role("link", name="Query", exact=True).click()
    expect(docs.get_by_role("link", name="orders", exact=True)).to_be_visible()
    expect(docs).to_contain_text("Order")


def test_nothing_is_asked_of_another_server(page: Page, small: Demo, asked: list[str]) -> None:
    example(page, "Who asks")
    shows(page, "organization")
    ours = urlsplit(small.url).netloc
    foreign = [one for one in asked if urlsplit(one).netloc not in {"", ours}]
    assert len(asked) > 3
    assert foreign == []
