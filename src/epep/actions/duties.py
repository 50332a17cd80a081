"""Keeping the duties projection true: what changes in it without anybody doing anything, and its repair."""

from datetime import datetime

from django.db import transaction

from epep.actions._gate import refresh_duties
from epep.record.duties import DutyRow
from epep.record.facts import Standing, day_of, standing_of
from epep.record.plans import Plan

Row = tuple[str, str, str, tuple[str, ...]]


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
    """The duties of a plan as they stand in the projection, as (due, what, part, about), in order."""
    rows = DutyRow.objects.filter(plan=plan_id)
    return sorted((row.due_on.isoformat(), row.what, row.part, tuple(row.about)) for row in rows)


def wanted(standing: Standing) -> list[Row]:
    """The duties that a plan's facts give, in the same shape."""
    return sorted((duty.due.isoformat(), duty.what.value, duty.part.value, duty.about) for duty in standing.duties)
