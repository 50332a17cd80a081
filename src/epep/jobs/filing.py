"""Delivering filing packages (P13): each lands once in its destination's folder, checked, or is listed with why not."""

import logging
from datetime import datetime

from django.db import transaction

from epep.actions import filing
from epep.adapters.ports import Failed, Passing, Permanent, Receipt
from epep.jobs.outside import folder
from epep.papers.package import Labels, Package, package
from epep.protocol import after
from epep.protocol.local import LocalRules
from epep.record.facts import rules_of
from epep.record.filing import Delivery

log = logging.getLogger(__name__)


def deliver(delivery_id: int, *, last: bool, now: datetime) -> None:
    """Put one package in its folder unless it is there, given up, or being delivered at this moment.

    Raises `Passing` when it should be tried again. On the `last` try it is given up instead, and listed.
    Locked like a notice (`epep.jobs.notices.send`); after a crash the same package is found there and counts as done.
    """
    with transaction.atomic():
        waiting = Delivery.objects.filter(pk=delivery_id, delivered_at=None, given_up_at=None)
        locked = waiting.select_for_update(of=("self",), skip_locked=True)
        delivery = locked.select_related("submission__pdf", "submission__plan__young_person__authority").first()
        if delivery is None:
            return
        found = _receipt_or_failure(delivery)
        final = last or isinstance(found, Permanent)
        if isinstance(found, Receipt):
            filing.delivered(delivery_id=delivery_id, place=found.place, sha256=found.sha256, now=now)
        else:
            filing.not_delivered(delivery_id=delivery_id, error=str(found), final=final, now=now)
    if isinstance(found, Failed) and not final:
        raise found


def package_of(delivery: Delivery, local: LocalRules) -> Package:
    """The filing package of a delivery, as the authority's settings label it now."""
    submission = delivery.submission
    labels = Labels(place=local.case_note.place, case_note=local.case_note.text)
    return package(submission.content, bytes(submission.pdf.content), labels=labels)


def folder_of(delivery: Delivery, local: LocalRules) -> str | None:
    """The folder in the authority's settings for this delivery; None when the settings name none any more."""
    return next((place.folder for place in after.save_to(local) if place.key == delivery.destination), None)


def _receipt_or_failure(delivery: Delivery) -> Receipt | Failed:
    try:
        local = rules_of(delivery.submission.plan.young_person.authority.slug)
        path = folder_of(delivery, local)
        if path is None:
            return Permanent("The settings name no folder for this destination any more. Save it by hand.")
        made = package_of(delivery, local)
        return folder(path).put(made.name, made.files)
    except Failed as error:
        return error
    except Exception:  # a fault of ours must be listed too, not lost
        log.exception("delivery %s could not be made", delivery.pk)
        return Passing("epep could not make this filing package. Tell whoever looks after epep.")
