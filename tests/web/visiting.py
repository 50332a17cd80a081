"""Somebody who visits pages: signed in as one person, at a moment that the test sets."""

import re
from typing import Any
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from tests.scenes import Scene

from epep.form.parts import Part
from epep.jobs.walk import Walk
from epep.record.people import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Visitor:
    """One person at the pages of one plan, always at the moment that the walk has come to."""

    def __init__(self, person: Person, walk: Walk) -> None:
        self.walk = walk
        self.client = Client()
        self.client.force_login(person, backend=BACKEND)

    def get(self, name: str, *arguments: object, **query: Any) -> HttpResponse:
        """Look at a page of the plan; `arguments` follow the plan's id in its address."""
        return self._at(self.walk, self.client.get, self.address(name, *arguments), query)

    def post(self, name: str, *arguments: object, **data: Any) -> HttpResponse:
        """Send a form to a page of the plan."""
        return self._at(self.walk, self.client.post, self.address(name, *arguments), data)

    def get_at(self, url: str) -> HttpResponse:
        """Look at any address."""
        return self._at(self.walk, self.client.get, url, {})

    def post_to(self, url: str, **data: Any) -> HttpResponse:
        """Send a form to any address."""
        return self._at(self.walk, self.client.post, url, data)

    def follow(self, response: HttpResponse) -> str:
        """The page that an answer leads to."""
        assert response.status_code == 302, (response.status_code, text(response)[:2000])
        return text(self.get_at(response["Location"]))

    def address(self, name: str, *arguments: object) -> str:
        """The address of a page of the plan."""
        return reverse(name, args=[self.walk.plan.pk, *arguments])

    @staticmethod
    def _at(walk: Walk, ask: Any, url: str, data: dict[str, Any]) -> HttpResponse:
        with patch("epep.web.clock.now", return_value=walk.now):
            answer: HttpResponse = ask(url, data)
        return answer


def visitor(scene: Scene, part: Part) -> Visitor:
    """Whoever plays `part` in a scene."""
    return Visitor(scene.cast[part], scene.walk)


def text(response: HttpResponse) -> str:
    """The page as text."""
    return response.content.decode()


def main(response: HttpResponse) -> str:
    """What the page says itself, without what stands around it and without its one-time tokens."""
    inside = text(response).partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="(csrfmiddlewaretoken|typed_by)" value="[^"]+"', "", inside)


def sign_in(page: Page, address: str, person: Person) -> None:
    """Make a browser's page that of somebody who has signed in at `address`."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "epep", "value": client.cookies["epep"].value, "url": address}])
