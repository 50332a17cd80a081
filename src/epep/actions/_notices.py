"""Telling is part of doing: the notices of an action are written, and their sending deferred, in its transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from epep.record.history import Event
from epep.record.notices import Notice
from epep.record.people import Person
from epep.record.plans import Plan

SEND = "epep.jobs.tasks.send_notice"
DELIVER = "epep.jobs.tasks.deliver"


def tell(
    kind: str,
    people: Iterable[Person],
    *,
    plan: Plan,
    but: Person | None,
    event: Event,
    about: Mapping[str, Any],
    now: datetime,
) -> None:
    """One notice to each of `people` who can be written to, except `but`, who did it."""
    for person in people:
        if person.email and person != but:
            write(kind, person, plan=plan, once=f"event {event.pk} to {person.pk}", about=about, now=now)


def write(
    kind: str, person: Person, *, plan: Plan, once: str, about: Mapping[str, Any], now: datetime
) -> Notice | None:
    """One notice, written once for each `once` (None when it was written before), and its sending deferred."""
    notice, new = Notice.objects.get_or_create(
        once=once,
        defaults={
            "recipient": person,
            "kind": kind,
            "plan_id_then": plan.pk,
            "authority_id_then": plan.young_person.authority_id,
            "about": dict(about),
            "made_at": now,
        },
    )
    if not new:
        return None
    defer(SEND, notice_id=notice.pk)
    return notice


def defer(task: str, **arguments: int | str) -> None:
    """Put a job in the queue, in this transaction: it runs if and only if the transaction is committed."""
    app.configure_task(task, allow_unknown=True, queue="epep").defer(**arguments)
