"""Keeping the duties projection true: what changes in it without anybody doing anything, and its repair."""

from datetime import datetime

from django.db import transaction

from epep.actions._gate import refresh_duties
from epep.record.duties import DutyRow
from epep.record.facts import Standing, day_of, standing_of
from epep.record.plans import Plan

Row = tuple[str, str, str, tuple[str, ...], int, int]
"""A duty as it is stored: due, what, part, about, and the ids of the young person and of the authority."""


@transaction.atomic
def settle(*, plan_id: int, now: datetime) -> bool:
    """Make the duties of one plan what its facts say today, and say whether that changed them.

    No fact changes, so nothing goes into the history.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    standing = standing_of(plan_id, day_of(now))
    if rows_of(plan_id) == wanted(standing):
        return False
    refresh_duties(standing)
    return True


def rows_of(plan_id: int) -> list[Row]:
    """The duties of a plan as they stand in the projection, in order."""
    return sorted(stored(row) for row in DutyRow.objects.filter(plan=plan_id))


def stored(row: DutyRow) -> Row:
    """One row of the projection, whatever stands in it."""
    return (row.due_on.isoformat(), row.what, row.part, tuple(row.about), row.young_person_id, row.authority_id)


def wanted(standing: Standing) -> list[Row]:
    """The duties that a plan's facts give, as they should be stored, in order."""
    young_person = standing.plan.young_person
    return sorted(
        (duty.due.isoformat(), duty.what.value, duty.part.value, duty.about, young_person.pk, young_person.authority_id)
        for duty in standing.duties
    )
