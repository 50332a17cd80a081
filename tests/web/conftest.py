"""A browser and, for what needs no database, a server of the pages."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.axe import Complaints, chromium

from epep.config.migrating import forget_connections


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it)
        """Write nothing."""


class _Threads(WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright, chromium(playwright) as started:
        # Playwright's loop runs in this thread until the end, and Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield started
        forget_connections()  # those made beside the loop, which the end of the test database would trip over


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the product's pages without a database, for those that ask nothing of it."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window of 1280 by 900 pixels."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> Complaints:
    """What the console of `page` says from now on."""
    return Complaints(page)
