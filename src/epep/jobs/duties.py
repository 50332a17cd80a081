"""The duties projection over time: teams change on days when nobody does anything, and with them who owes what."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from epep.actions import duties
from epep.record.facts import day_of
from epep.record.people import TeamMember
from epep.record.plans import Plan

LOOK_BACK = timedelta(days=7)  # a worker that was down for a week catches up


def settle_changed_teams(now: datetime) -> int:
    """Settle the plans of young people whose team changed of itself in these days; says how many plans changed."""
    today = day_of(now)
    since = today - LOOK_BACK
    began = Q(starts_on__gt=since, starts_on__lte=today)
    ended = Q(ends_on__gte=since, ends_on__lt=today)
    changed = TeamMember.objects.filter(began | ended).values("young_person")
    return _settle(Plan.objects.filter(young_person__in=changed, closure=None), now)


def rebuild(now: datetime) -> int:
    """Settle every plan there is; says how many changed."""
    return _settle(Plan.objects.all(), now)


def _settle(plans: QuerySet[Plan], now: datetime) -> int:
    ids = plans.order_by("pk").values_list("pk", flat=True)
    return sum(duties.settle(plan_id=pk, now=now) for pk in ids.iterator())
