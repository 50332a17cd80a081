"""Yas's plan at one stage with its people, and the same parts elsewhere, for the matrix of addresses."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, make_cast
from tests.make import a_plan_at
from tests.web.matrix import Address

from epep.actions import people
from epep.form.parts import Part
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.filing import Delivery
from epep.record.people import Person, TeamMember

ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
METHODS = ("get", "post")
NOBODY_HAS_IT = 999_999_999


class Scenery:
    """Yas's plan at one stage, its people, and the same parts elsewhere. Made once for all tests of this file."""

    def __init__(self, stage: Stage) -> None:
        central = people.add_authority(slug="central-bedfordshire", name="Central Bedfordshire", by=None, now=NOW)
        northmere = people.add_authority(slug="northmere", name="Northmere", by=None, now=NOW)
        self.cast = make_cast(central)
        self.near, self.far = make_cast(central, ".near", mosaic_id="1083422"), make_cast(northmere, ".far")
        self.walk: Walk = a_plan_at(stage, self.cast)
        self.now = self.walk.now + timedelta(minutes=1)

    def url(self, address: Address, *, nonexistent: bool = False) -> str:
        """The address with its arguments filled in for Yas's plan, or for a plan that nobody has."""
        delivery = Delivery.objects.order_by("pk").values_list("pk", flat=True).first() or NOBODY_HAS_IT
        known = {
            "plan_id": self.walk.plan.pk,
            "young_person_id": self.cast.young_person.pk,
            "delivery_id": delivery,
            "notice_id": NOBODY_HAS_IT,
            "member_id": TeamMember.objects.filter(young_person=self.cast.young_person).values_list("pk", flat=True)[0],
            "key": "progress",
            "number": 1,
            "uidb36": "1",
        }
        if nonexistent:
            known |= {"plan_id": NOBODY_HAS_IT, "young_person_id": NOBODY_HAS_IT, "delivery_id": NOBODY_HAS_IT}
        return reverse(address.name, kwargs={name: known[name] for name in address.arguments})


def signed_in(person: Person) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def ask(client: Client, method: str, url: str) -> HttpResponse:
    """One request; what it writes is undone."""
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response


def of_one_young_person(address: Address) -> bool:
    return bool({"plan_id", "young_person_id", "delivery_id"} & set(address.arguments))
