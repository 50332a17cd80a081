"""Reminders: on the authority's days, to whoever owes it, once."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from tests.cast import Cast
from tests.make import a_plan, a_plan_at

from epep.actions import people, plans
from epep.form.dates import LONDON
from epep.form.parts import Part
from epep.jobs import reminders, walk
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.notices import Notice
from epep.record.people import Person


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=LONDON)


def written(day: date, kind: str) -> set[tuple[Person, str]]:
    """Who is reminded of what on that morning."""
    before = set(Notice.objects.values_list("pk", flat=True))
    reminders.remind(morning(day))
    new = Notice.objects.exclude(pk__in=before)
    assert {notice.kind for notice in new} <= {kind}
    return {(notice.recipient, notice.about["duty"]) for notice in new}


def test_p01_the_social_worker_is_reminded_three_days_and_one_day_before_and_one_three_and_seven_after(
    cast: Cast,
) -> None:
    a_plan(cast)
    due = DutyRow.objects.get(what="arrange").due_on
    expected = {(cast[Part.SOCIAL_WORKER], "arrange")}
    for days in range(-5, 10):
        kind = "due_soon" if days < 0 else "overdue"
        reminded = written(due + timedelta(days=days), kind)
        assert reminded == (expected if days in {-3, -1, 1, 3, 7} else set()), days


def test_a_morning_that_comes_twice_writes_nothing_twice(cast: Cast) -> None:
    a_plan_at(Stage.PREPARING, cast)
    day = DutyRow.objects.get(what="hold").due_on - timedelta(days=1)
    first = written(day, "due_soon")
    assert len(first) > 3
    assert reminders.remind(morning(day)) == 0
    assert reminders.remind(morning(day) + timedelta(hours=4)) == 0


def test_everybody_who_plays_the_part_is_reminded_and_nobody_who_left_or_cannot_be_written_to(cast: Cast) -> None:
    plan = a_plan(cast)
    now = plan.now
    started = date(2026, 11, 1)
    for name, email, ends_on in (
        ("Second Worker", "second@example.org", None),
        ("Left Worker", "left@example.org", date(2026, 11, 10)),
        ("No Mail", None, None),
    ):
        person = people.add_person(name=name, email=email, authority=cast.authority, by=None, now=now)
        people.join_team(
            young_person=cast.young_person,
            person=person,
            part=Part.SOCIAL_WORKER,
            starts_on=started,
            ends_on=ends_on,
            by=None,
            now=now,
        )
    due = DutyRow.objects.get(what="arrange").due_on
    reminded = {person.name for person, _ in written(due - timedelta(days=1), "due_soon")}
    assert reminded == {cast[Part.SOCIAL_WORKER].name, "Second Worker"}


def test_a_duty_of_the_whole_authority_reminds_its_administrator(cast: Cast) -> None:
    a_plan_at(Stage.PASSED, cast)
    due = DutyRow.objects.get(what="save").due_on
    assert written(due + timedelta(days=1), "overdue") == {
        (cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], "save"),
        (cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], "copies"),
    }


def test_what_is_done_or_ended_reminds_nobody(cast: Cast) -> None:
    plan = a_plan(cast)
    due = DutyRow.objects.get(what="arrange").due_on
    plans.end_early(plan_id=plan.plan.pk, reason="They moved", by=cast[Part.SOCIAL_WORKER], now=plan.now)
    Notice.objects.all().delete()
    assert written(due + timedelta(days=1), "overdue") == set()


def test_two_plans_of_one_person_each_give_their_own_reminders(cast: Cast) -> None:
    first = a_plan_at(Stage.PASSED, cast)
    walk.file(first.later(hours=1))
    rows = DutyRow.objects.filter(part=Part.SOCIAL_WORKER)
    assert rows.values("plan").distinct().count() == 2
    for day in set(rows.values_list("due_on", flat=True)):
        owed = {(cast[Part.SOCIAL_WORKER], what) for what in rows.filter(due_on=day).values_list("what", flat=True)}
        assert owed <= written(day - timedelta(days=1), "due_soon")


def test_days_are_england_s_days_not_utc_s(cast: Cast) -> None:
    a_plan(cast, now=datetime(2027, 4, 5, 10, tzinfo=LONDON))
    due = DutyRow.objects.get(what="arrange").due_on
    just_after_midnight = datetime(due.year, due.month, due.day, 0, 30, tzinfo=LONDON) - timedelta(days=3)
    assert just_after_midnight.astimezone(timezone.get_fixed_timezone(0)).day != just_after_midnight.day
    assert reminders.remind(just_after_midnight) == 1


def test_weeks_go_by_and_each_reminder_stays_one(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    for day in range(60):
        reminders.remind(plan.now + timedelta(days=day))
        reminders.remind(plan.now + timedelta(days=day, hours=1))
    keys = Notice.objects.filter(kind__in=("due_soon", "overdue")).values_list("recipient", "about", "made_at__date")
    assert len(keys) == len({str(key) for key in keys}) > 20
