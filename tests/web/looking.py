"""A browser that looks at pages of the test's own transaction: each request is answered in this very process."""

from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from playwright.sync_api import Page, Route
from tests.web.axe import Complaints, everything_wrong

from epep.jobs.walk import Walk

SITE = "http://localhost"


def connect(page: Page, client: Client, walk: Walk) -> None:
    """From here on what `page` asks of `SITE` is answered to `client`, at the walk's moment, with its headers."""
    of_the_test = connections["default"]

    def answer(route: Route) -> None:
        connections["default"] = of_the_test  # Playwright calls this from its loop, where Django would make another
        url = urlsplit(route.request.url)
        with patch("epep.web.clock.now", return_value=walk.now):
            found: Any = client.get(url.path + (f"?{url.query}" if url.query else ""))
        headers = {name: value for name, value in found.headers.items() if name.lower() != "content-length"}
        route.fulfill(status=found.status_code, headers=headers, body=_body(found))

    page.route(f"{SITE}/**", answer)


def _body(response: HttpResponse | StreamingHttpResponse) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        parts: Any = response.streaming_content
        return b"".join(parts)
    return response.content


def look(page: Page, path: str, complaints: Complaints) -> list[str]:
    """Open a page and give what is wrong with it: axe, keyboard, 320 and 640 pixels, target size, HTML, console."""
    answer = page.goto(SITE + path)
    assert answer is not None
    assert answer.status == 200, (path, answer.status)
    return everything_wrong(page, complaints, answer.text())
