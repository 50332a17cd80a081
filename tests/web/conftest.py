"""Windows of the browser and, for what needs no database, a server of the pages."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page
from tests.web.axe import Complaints


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it)
        """Write nothing."""


class _Threads(WSGIServer):
    daemon_threads = True


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
