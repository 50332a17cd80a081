"""Every address and method as the same parts elsewhere, with an ended part, signed out: nothing is told."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.web.matrix import SIGNED_OUT_TOO, addresses
from tests.web.scenery import ACCOUNTS, METHODS, Scenery, ask, of_one_young_person, signed_in

from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import Person, Post, TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scenery(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scenery]:
    """A plan that is filed: it has everything there is to keep from strangers."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scenery(Stage.FILED)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(scenery: Scenery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epep.web.clock.now", lambda: scenery.now)


def strangers(scenery: Scenery, kind: str) -> list[tuple[Part, Person]]:
    """The same parts elsewhere in the authority (but for posts, which see all of it), or in another authority."""
    cast = scenery.near if kind == "elsewhere in the authority" else scenery.far
    sees_all = {Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.VIRTUAL_SCHOOL_HEAD}
    return [(part, cast[part]) for part in ACCOUNTS if kind == "in another authority" or part not in sees_all]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["elsewhere in the authority", "in another authority"])
def test_a_stranger_gets_the_answer_for_what_does_not_exist(scenery: Scenery, kind: str, method: str) -> None:
    tried = 0
    for _part, person in strangers(scenery, kind):
        client = signed_in(person)
        for address in filter(of_one_young_person, addresses()):
            found = ask(client, method, scenery.url(address))
            absent = ask(client, method, scenery.url(address, nonexistent=True))
            assert (found.status_code, words(found)) == (absent.status_code, words(absent)), (address.name, person)
            assert found.status_code in (404, 405), (address.name, person.name)
            tried += 1
    assert tried > 100


def words(response: HttpResponse) -> str:
    """The page without its one-time token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("method", METHODS)
def test_a_part_that_ended_yesterday_gives_nothing_today(scenery: Scenery, method: str) -> None:
    yesterday = day_of(scenery.now) - timedelta(days=1)
    with transaction.atomic():
        TeamMember.objects.filter(young_person=scenery.cast.young_person).update(ends_on=yesterday)
        Post.objects.filter(authority=scenery.cast.authority).update(ends_on=yesterday)
        for part in ACCOUNTS:
            client = signed_in(scenery.cast[part])
            for address in filter(of_one_young_person, addresses()):
                status = ask(client, method, scenery.url(address)).status_code
                assert status in (404, 405), (address.name, part)
        transaction.set_rollback(True)


@pytest.mark.parametrize("method", METHODS)
def test_signed_out_people_are_asked_to_sign_in(scenery: Scenery, method: str) -> None:
    for address in addresses():
        if address.name not in SIGNED_OUT_TOO:
            response = ask(Client(), method, scenery.url(address))
            assert response.status_code in (302, 401, 405), address.name
            assert "Yas" not in response.content.decode(), address.name
            if response.status_code == 302:
                assert reverse("account_login") in response["Location"], address.name
