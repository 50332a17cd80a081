"""Every verb of the protocol: done, refused, recorded, told, and all of it or nothing."""

from collections import Counter
from collections.abc import Iterable

import pytest
from django.db import connection
from tests.actions.verbs import CRT, LCA, VERBS, Verb
from tests.cast import Cast
from tests.scenes import At, Scene

from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.parts import Part
from epep.protocol.moves import MOVES, Code
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.history import Event
from epep.record.notices import Notice
from epep.record.plans import Plan

each_verb = pytest.mark.parametrize("verb", VERBS, ids=[f"{verb.name}-to-{verb.end}" for verb in VERBS])
OUTSIDE = {Part.PARENT, Part.SYSTEM_ADMINISTRATOR}
"""Parts to whom a plan does not exist."""
COPIED = {CRT, LCA}
"""Parts to whom it does not exist until a copy is sent to them (P14), which it has been from `SHARED` on."""


def test_there_is_a_verb_here_for_every_move() -> None:
    assert {verb.name for verb in VERBS} == {move.name for move in MOVES}


def ready(verb: Verb, at_stage: At) -> Scene:
    scene = at_stage(verb.start)
    verb.ready(scene)
    return scene


@each_verb
def test_done_by_whoever_may_and_the_plan_is_where_it_should_be(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    assert scene.stage is verb.start
    verb.do(scene, scene.cast[verb.by], scene.walk.now)
    assert scene.stage is verb.end


@each_verb
def test_refused_to_every_other_part(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    outside = OUTSIDE if verb.start in {Stage.SHARED, Stage.NOTED} else OUTSIDE | COPIED
    before = everything()
    for part in scene.cast.people.keys() - verb.may:
        with pytest.raises(Missing if part in outside else Refused) as caught:
            verb.do(scene, scene.cast[part], scene.walk.now)
        if isinstance(caught.value, Refused):
            assert caught.value.refusal.code is Code.WRONG_PART, part
            assert caught.value.refusal.text.startswith("You cannot ")
    assert everything() == before


@each_verb
def test_refused_at_every_other_stage(verb: Verb, at_stage: At) -> None:
    for stage in set(Stage) - verb.at:
        scene = at_stage(stage)
        with pytest.raises(Refused) as caught:
            verb.do(scene, scene.cast[verb.by], scene.walk.now)
        assert caught.value.refusal.code is Code.WRONG_STAGE, stage


@each_verb
def test_refused_to_strangers_as_if_there_were_no_such_plan(verb: Verb, at_stage: At, far: Cast) -> None:
    scene = ready(verb, at_stage)
    for part in verb.may:
        with pytest.raises(Missing):
            verb.do(scene, far[part], scene.walk.now)


@each_verb
def test_recorded_in_exactly_one_row_of_history(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    seen = set(Event.objects.values_list("pk", flat=True))
    by = scene.cast[verb.by]
    verb.do(scene, by, scene.walk.now)
    new = Event.objects.exclude(pk__in=seen)
    event = new.get(plan_id_then=scene.plan_id)
    young_person = scene.walk.young_person
    assert (event.verb, event.at) == (verb.name, scene.walk.now)
    assert (event.by_id_then, event.by_name, event.as_part) == (by.pk, by.name, verb.by)
    assert (event.young_person_id_then, event.authority_id_then) == (young_person.pk, young_person.authority_id)
    assert event.says
    others = new.exclude(pk=event.pk)
    if verb.name == "pass_for_saving":
        assert [(one.verb, one.plan_id_then) for one in others] == [("open_plan", scene.walk.plan.next_plan.pk)]
    else:
        assert not others


@each_verb
def test_told_to_exactly_those_who_should_know_and_a_job_for_each(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    seen, jobs = set(Notice.objects.values_list("pk", flat=True)), jobs_waiting()
    verb.do(scene, scene.cast[verb.by], scene.walk.now)
    new = list(Notice.objects.exclude(pk__in=seen))
    assert {notice.recipient_id for notice in new} == expected_recipients(verb, scene)
    assert len(new) == len({notice.recipient_id for notice in new})
    assert {(notice.kind, notice.plan_id_then, notice.made_at) for notice in new} <= {
        (verb.name, scene.plan_id, scene.walk.now)
    }
    deferred = jobs_waiting() - jobs
    deliveries = 2 if verb.name == "pass_for_saving" else 0
    assert deferred["epep.jobs.tasks.send_notice"] == len(new)
    assert deferred["epep.jobs.tasks.deliver"] == deliveries
    assert deferred.total() == len(new) + deliveries


def expected_recipients(verb: Verb, scene: Scene) -> set[int]:
    """Who plays a part to be told: in the team, or a post in the authority, where each cast has put somebody."""
    posts = {Part.VIRTUAL_SCHOOL_ADMINISTRATOR, CRT, LCA}
    found = {scene.cast[part].pk for part in verb.told - posts}
    for part in verb.told & posts:
        found |= set(scene.cast.authority.posts.filter(part=part).values_list("person_id", flat=True))
    return found


@each_verb
def test_all_or_nothing_when_the_very_last_write_fails(
    verb: Verb, at_stage: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = ready(verb, at_stage)
    last = 2 if verb.name == "pass_for_saving" else 1
    before, calls = everything(), iter(range(1, 9))
    write = DutyRow.objects.bulk_create

    def fail_at_last(rows: Iterable[DutyRow]) -> list[DutyRow]:
        if next(calls) < last:
            return write(rows)
        assert everything() != before, "nothing had been written yet, so nothing is proved"
        raise RuntimeError("the power went")

    monkeypatch.setattr(DutyRow.objects, "bulk_create", fail_at_last)
    with pytest.raises(RuntimeError, match="the power went"):
        verb.do(scene, scene.cast[verb.by], scene.walk.now)
    assert everything() == before


@each_verb
def test_the_duties_are_those_of_the_facts_afterwards(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    verb.do(scene, scene.cast[verb.by], scene.walk.now)
    plans = [scene.walk.plan, *Plan.objects.filter(previous=scene.walk.plan)]
    for plan in plans:
        scene.walk.plan = plan
        rows = DutyRow.objects.filter(plan=plan)
        owed = [(row.due_on, row.what, row.part, tuple(row.about)) for row in rows]
        assert sorted(owed) == sorted((d.due, d.what, d.part, d.about) for d in scene.walk.standing.duties)


ONCE = ("confirm", "ask_for_check", "answer_check", "send_copies")


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.name in ONCE], ids=lambda verb: verb.name)
def test_doing_it_again_changes_nothing_and_says_so(verb: Verb, at_stage: At) -> None:
    scene = ready(verb, at_stage)
    verb.do(scene, scene.cast[verb.by], scene.walk.now)
    before = everything()
    with pytest.raises(Invalid):
        verb.do(scene, scene.cast[verb.by], scene.walk.now)
    assert everything() == before


def everything() -> list[tuple[str, int, str]]:
    """Every table with its number of rows and a digest of all their values; the queue of jobs among them."""
    with connection.cursor() as cursor:
        tables = [*(name for name in connection.introspection.table_names(cursor) if name != "django_session")]
        cursor.execute(
            " union all ".join(
                f"select '{table}', count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') "
                f'from "{table}" t'
                for table in sorted(tables)
            )
        )
        return list(cursor.fetchall())


def jobs_waiting() -> Counter[str]:
    """How many jobs wait, by task."""
    with connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_jobs where status = 'todo'")
        return Counter(name for (name,) in cursor.fetchall())
