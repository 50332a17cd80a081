"""The verbs of filing: where a passed plan is saved (P13), and the package on its way there."""

import re
from datetime import datetime

from django.db import transaction

from epep.actions._gate import Entered, enter, note
from epep.actions._notices import DELIVER, defer
from epep.actions._typed import refuse, too_long
from epep.actions.outcomes import Invalid, Missing
from epep.form.answers import one_line
from epep.form.parts import Part
from epep.protocol import after, moves
from epep.protocol.local import Destination
from epep.record.facts import day_of, rules_of
from epep.record.filing import Delivery, Filing
from epep.record.history import Event
from epep.record.people import Person, authorities_of
from epep.record.reviews import Review


@transaction.atomic
def record_saved(*, plan_id: int, destination: str, reference: str, by: Person, now: datetime) -> Filing:
    """P13: the plan is saved in one destination, with its reference there. The social worker is told once all are.

    Raises `Invalid` for an unknown destination, one recorded before, or a reference that cannot be one.
    """
    entered = enter(plan_id, moves.RECORD_SAVED, by=by, now=now)
    place, reference = _place(entered, destination), one_line(reference)
    refuse({"reference": _wrong_reference(place, reference)})
    passed = Review.objects.select_related("submission").get(submission__plan=entered.plan, verdict="passed")
    filing = Filing.objects.create(
        submission=passed.submission, destination=place.key, reference=reference, at=now, by=by
    )
    last = entered.facts.unfiled == {place.key}
    note(
        entered,
        f"saved the plan in {place.label}, reference {filing.reference}",
        details={"destination": place.key, "reference": filing.reference},
        tells=moves.RECORD_SAVED.tells if last else (),
    )
    return filing


def _place(entered: Entered, destination: str) -> Destination:
    places = {place.key: place for place in entered.local.filing.destinations}
    if destination not in places:
        raise Invalid({"destination": f"Choose one of: {', '.join(place.label for place in places.values())}."})
    if destination in entered.facts.filed:
        raise Invalid({"destination": f"It was recorded as saved in {places[destination].label} before."})
    return places[destination]


def _wrong_reference(place: Destination, reference: str) -> str:
    if not reference:
        return f"Enter the reference that {place.label} gives it."
    if wrong := too_long("The reference", reference, 200):
        return wrong
    if not re.fullmatch(place.reference_pattern, reference):
        return f"That does not look like a reference of {place.label}. {place.reference_hint}."
    return ""


@transaction.atomic
def delivered(*, delivery_id: int, place: str, sha256: str, now: datetime) -> Delivery:
    """The package is in the destination's folder, at `place`, checked by its digest. The worker's word."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.delivered_at is None:
        delivery.delivered_at, delivery.place, delivery.sha256 = now, place, sha256
        delivery.tries, delivery.last_error, delivery.given_up_at = delivery.tries + 1, "", None
        delivery.save()
        _note(delivery, "delivered", "put the filing package in the folder of {}", now, by=None)
    return delivery


@transaction.atomic
def not_delivered(*, delivery_id: int, error: str, final: bool, now: datetime) -> Delivery:
    """The package could not be put in its folder. `final` ends the tries until somebody presses Try again."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    delivery.tries, delivery.last_error = delivery.tries + 1, one_line(error)[:500]
    delivery.given_up_at = now if final else None
    delivery.save()
    if final:
        _note(delivery, "not_delivered", "could not put the filing package in the folder of {}", now, by=None)
    return delivery


@transaction.atomic
def deliver_again(*, delivery_id: int, by: Person, now: datetime) -> Delivery:
    """Try once more to put a package in its folder. For the administrator of the plan's authority; else `Missing`."""
    mine = authorities_of(by, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, day_of(now))
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk=delivery_id, submission__plan__young_person__authority__in=mine)
        .first()
    )
    if delivery is None:
        raise Missing
    if delivery.delivered_at is None:
        delivery.given_up_at = None
        delivery.save()
        defer(DELIVER, delivery_id=delivery.pk)
        _note(delivery, "deliver_again", "asked for the filing package to be put in its folder again", now, by=by)
    return delivery


def _label(delivery: Delivery) -> str:
    """What the authority calls the destination; its key where it is no longer in the settings."""
    places = after.save_to(rules_of(delivery.submission.plan.young_person.authority.slug))
    return next((place.label for place in places if place.key == delivery.destination), delivery.destination)


def _note(delivery: Delivery, verb: str, says: str, now: datetime, *, by: Person | None) -> None:
    plan = delivery.submission.plan
    Event.objects.create(
        at=now,
        verb=verb,
        by_id_then=by.pk if by else None,
        by_name=by.name if by else "epep",
        as_part=Part.VIRTUAL_SCHOOL_ADMINISTRATOR if by else "",
        authority_id_then=plan.young_person.authority_id,
        young_person_id_then=plan.young_person_id,
        plan_id_then=plan.pk,
        says=says.format(_label(delivery)),
        details={"delivery": delivery.pk, "error": delivery.last_error},
    )
