"""Compares the duties projection with the facts, plan by plan."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from epep.actions.duties import Row, rows_of, stored, wanted
from epep.jobs.findings import Finding
from epep.record.duties import DutyRow
from epep.record.facts import Standing, day_of, standing_of, standings_of
from epep.record.plans import Plan

CHUNK = 200  # plans at a time


def check_duties(now: datetime) -> Iterator[list[Finding]]:
    """What is wrong with the duties of each plan, one list a plan (empty when nothing is)."""
    ids = list(Plan.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = Plan.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")
        rows: dict[int, list[Row]] = {}
        for row in DutyRow.objects.filter(plan__in=chunk):
            rows.setdefault(row.plan_id, []).append(stored(row))
        for standing in standings_of(chunk, day_of(now)):
            same = sorted(rows.get(standing.plan.pk, [])) == wanted(standing)
            yield [] if same else _look_again(standing, now)


@transaction.atomic
def _look_again(standing: Standing, now: datetime) -> list[Finding]:
    """What is wrong once nobody can act on the plan: somebody may have while it was being looked at."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=standing.plan.pk)
    there, should = Counter(rows_of(plan.pk)), Counter(wanted(standing_of(plan.pk, day_of(now))))
    missing = [f"{_words(row)} is missing" for row in (should - there).elements()]
    too_many = [f"{_words(row)} should not be there" for row in (there - should).elements()]
    return [Finding(f"plan {plan.pk}", f"of its duties, {wrong}") for wrong in missing + too_many]


def _words(row: Row) -> str:
    due, what, part, about, young_person, authority = row
    on = f" on {', '.join(about)}" if about else ""
    return f"{what!r}{on} by {part}, due {due}, for young person {young_person} of authority {authority},"
