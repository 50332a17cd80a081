"""Reminders of what is due soon and of what is late, on the days the authority has set, one a duty, person and day."""

from datetime import date, datetime, timedelta

from epep.actions import notices
from epep.form.parts import Part
from epep.jobs.letters import DUE_SOON, OVERDUE
from epep.protocol.local import LocalRules
from epep.record.duties import DutyRow
from epep.record.facts import day_of, rules_of
from epep.record.people import Authority, playing


def remind(now: datetime) -> int:
    """Write the reminders of this day that are not written yet; says how many. Doing it again writes none."""
    return sum(_remind(authority, now) for authority in Authority.objects.all())


def _remind(authority: Authority, now: datetime) -> int:
    kinds = _kinds_by_due_day(rules_of(authority.slug), day_of(now))
    owed = DutyRow.objects.filter(authority=authority, due_on__in=kinds)
    rows = owed.select_related("plan__young_person", "young_person").iterator()
    return sum(_remind_of(row, kinds[row.due_on], now) for row in rows)


def _kinds_by_due_day(local: LocalRules, today: date) -> dict[date, str]:
    """The due days of which people are reminded `today`, each with the kind of reminder."""
    soon = {today + timedelta(days=days): DUE_SOON for days in local.reminders.days_before}
    late = {today - timedelta(days=days): OVERDUE for days in local.reminders.days_after}
    return soon | late


def _remind_of(duty: DutyRow, kind: str, now: datetime) -> int:
    """Write one reminder to each person who plays the part that owes `duty` and can be written to."""
    today = day_of(now)
    people = {person.pk: person for person, _ in playing(duty.young_person, frozenset({Part(duty.part)}), today)}
    written = [
        notices.remind(
            kind=kind,
            person=person,
            plan=duty.plan,
            once=f"{duty.what} of {duty.part} in plan {duty.plan_id}, due {duty.due_on}, to {pk} on {today}",
            about={"duty": duty.what, "due": duty.due_on.isoformat()},
            now=now,
        )
        for pk, person in people.items()
        if person.email
    ]
    return sum(written)
