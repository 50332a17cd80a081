"""Looking is recorded too: one history row for each look at a plan or a submission and for each download."""

from datetime import datetime

from epep.form.parts import Part
from epep.record.history import LOOKS, Event
from epep.record.people import Person
from epep.record.plans import Plan


def looked(*, plan: Plan, verb: str, says: str, parts: frozenset[Part], by: Person, now: datetime) -> None:
    """Record a look. `verb` is one of `LOOKS`; `says` goes after the person's name: "looked at the plan"."""
    if verb not in LOOKS:
        raise ValueError(f"{verb} is not a way of looking: {', '.join(sorted(LOOKS))}")
    Event.objects.create(
        at=now,
        verb=verb,
        by_id_then=by.pk,
        by_name=by.name,
        as_part=next(iter(sorted(parts - {Part.AUTHOR})), ""),
        authority_id_then=plan.young_person.authority_id,
        young_person_id_then=plan.young_person_id,
        plan_id_then=plan.pk,
        says=says,
    )
