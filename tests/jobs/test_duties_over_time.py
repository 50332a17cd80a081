"""Teams change on days when nobody does anything; the duties projection follows."""

from datetime import timedelta

from tests.cast import NOW, Cast, weeks
from tests.make import a_plan, a_plan_at

from epep.actions import people
from epep.actions.duties import rows_of
from epep.form.parts import Part
from epep.jobs import duties, walk
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.facts import day_of
from epep.record.history import Event


def writers(plan_id: int) -> set[str]:
    return set(DutyRow.objects.filter(plan=plan_id, what="write").values_list("part", flat=True))


def test_on_the_day_after_a_carer_s_last_day_the_author_owes_the_views(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    carer = cast.young_person.team.get(part=Part.CARER)
    last = day_of(plan.now) + timedelta(days=5)
    people.leave_team(member=carer, ends_on=last, by=None, now=plan.now)
    assert Part.CARER in writers(plan.plan.pk)
    assert duties.settle_changed_teams(plan.now + timedelta(days=5)) == 0
    assert duties.settle_changed_teams(plan.now + timedelta(days=6)) == 1
    assert Part.CARER not in writers(plan.plan.pk)
    assert duties.settle_changed_teams(plan.now + timedelta(days=6)) == 0


def test_a_worker_that_was_down_for_days_catches_up(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    carer = cast.young_person.team.get(part=Part.CARER)
    people.leave_team(member=carer, ends_on=day_of(plan.now) + timedelta(days=1), by=None, now=plan.now)
    assert duties.settle_changed_teams(plan.now + timedelta(days=7)) == 1
    assert Part.CARER not in writers(plan.plan.pk)


def test_on_a_carer_s_first_day_the_views_are_theirs(cast: Cast) -> None:
    now, today = NOW, day_of(NOW)
    leaving = cast.young_person.team.get(part=Part.CARER)
    people.leave_team(member=leaving, ends_on=today - timedelta(days=9), by=None, now=now)
    people.join_team(
        young_person=cast.young_person,
        person=cast[Part.CARER],
        part=Part.CARER,
        starts_on=today + timedelta(days=3),
        by=None,
        now=now,
    )
    plan = a_plan(cast)
    walk.arrange(plan, now + weeks(3))
    assert Part.CARER not in writers(plan.plan.pk)
    assert duties.settle_changed_teams(now + timedelta(days=2)) == 0
    assert duties.settle_changed_teams(now + timedelta(days=3)) == 1
    assert Part.CARER in writers(plan.plan.pk)


def test_rebuilding_repairs_every_plan_and_leaves_no_history(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    right, events = rows_of(plan.plan.pk), Event.objects.count()
    DutyRow.objects.filter(plan=plan.plan).delete()
    assert duties.rebuild(plan.now) == 1
    assert rows_of(plan.plan.pk) == right
    assert duties.rebuild(plan.now) == 0
    assert Event.objects.count() == events
