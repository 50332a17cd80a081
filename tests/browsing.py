"""The browser of the tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.web.axe import chromium

from epep.config.migrating import forget_connections


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright, chromium(playwright) as started:
        # Playwright's loop runs in this thread until the end, and Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield started
        forget_connections()  # those made beside the loop, which the end of the test database would trip over
