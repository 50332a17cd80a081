"""The plan page: for everybody at every stage, with what is next, whose turn it is, and nothing that is not theirs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.cast import Cast, weeks
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.actions import meetings, people, plans
from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves, sees
from epep.protocol.moves import MOVES
from epep.protocol.stages import Stage, Step
from epep.record.facts import day_of
from epep.record.history import Event
from epep.record.people import YoungPerson
from epep.record.plans import parts_for
from epep.web.asking import Seen
from epep.web.band import WAYS, Band, ways
from epep.web.duties import About, asked

At = Callable[[Stage], Scene]
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
FAMILY = (Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON)
COPIES = (Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR)
HISTORY = (
    Part.SOCIAL_WORKER,
    Part.EDUCATION_ADVISER,
    Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
    Part.VIRTUAL_SCHOOL_HEAD,
)


def opens(scene: Scene, part: Part) -> bool:
    """Whether this part comes to the plan page at all."""
    if part in COPIES:
        return scene.walk.standing.facts.copies_sent_on is not None
    return part is not Part.SYSTEM_ADMINISTRATOR


def page_of(scene: Scene, part: Part) -> str:
    answer = visitor(scene, part).get("plan")
    assert answer.status_code == 200
    return main(answer)


def seen(scene: Scene, part: Part) -> Seen:
    standing = scene.walk.standing
    person = scene.cast[part]
    return Seen(standing, parts_for(person, standing.plan, day_of(scene.walk.now)), person, scene.walk.now)


@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize("stage", Stage)
def test_the_page_is_drawn_for_everybody_at_every_stage(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    if not opens(scene, part):
        assert visitor(scene, part).get("plan").status_code == 404
        return
    page = page_of(scene, part)
    assert ("Your plan" if part is Part.YOUNG_PERSON else "Yas’s p") in page
    if part in FAMILY:
        assert "What has happened" not in page
        return
    for step in Step:
        assert step.value in page
    assert "What has happened" in page
    assert (reverse("history", args=[scene.plan_id]) in page) == (part in HISTORY)


@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize("stage", Stage)
def test_titles_are_links_where_the_section_is_theirs_to_read(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    if not opens(scene, part):
        return
    page, parts = page_of(scene, part), seen(scene, part).parts
    for section in scene.walk.standing.form.sections_for("termly_review"):
        href = f'href="{reverse("section", args=[scene.plan_id, section.key])}"'
        assert (href in page) == sees.reads(section, parts), section.key


@pytest.mark.parametrize("part", [part for part in ACCOUNTS if part not in FAMILY])
@pytest.mark.parametrize("stage", Stage)
def test_whose_turn_it_is_gets_the_button_and_nobody_else(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    if not opens(scene, part):
        return
    page, duties = page_of(scene, part), scene.walk.standing.duties
    mine = [duty for duty in duties if duty.part in seen(scene, part).parts]
    band = page[page.index('class="pep-next') :].partition("</section>")[0]
    assert ("Your turn:" in band) == bool(mine)
    assert ("pep-button" in band or "govuk-button" in band) == bool(mine)
    if duties and not mine:
        assert "You need do nothing." in band


def test_the_band_says_by_when_and_what_comes_after(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    assert "Your turn: arrange the meeting, by Monday 23 November 2026" in page_of(scene, Part.SOCIAL_WORKER)
    others = page_of(scene, Part.EDUCATION_ADVISER)
    assert "Next: arrange the meeting, by Monday 23 November 2026" in others
    assert "This is for Sam Okafor, social worker. You need do nothing." in others
    scene.walk.later(days=15)
    late = page_of(scene, Part.SOCIAL_WORKER)
    assert "Your turn: arrange the meeting, 1 day late" in late
    assert "pep-next--late" in late


def test_a_meeting_to_come_is_no_ones_turn_yet(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    walk.write(scene.walk.on(day_of(scene.walk.now)))
    walk.sdqs(scene.walk)
    page = page_of(scene, Part.DESIGNATED_TEACHER)
    assert "Next: the meeting, Monday 30 November 2026 at 10am" in page
    assert reverse("hold", args=[scene.plan_id]) not in page
    scene.walk.on(day_of(scene.walk.standing.plan.meetings.get().starts_at))
    assert "Your turn: record the meeting, today" in page_of(scene, Part.DESIGNATED_TEACHER)


def test_every_move_has_its_way_from_the_page() -> None:
    """Writing is done from the sections; a review is one page for its two verdicts."""
    drawn = {move for move, _, _, _ in WAYS}
    assert set(MOVES) - drawn == {moves.WRITE, moves.ASK_AGAIN}
    assert drawn <= set(MOVES)


@pytest.mark.parametrize("part", [part for part in ACCOUNTS if part not in FAMILY])
@pytest.mark.parametrize("stage", Stage)
def test_every_way_on_the_page_leads_to_a_page_that_opens(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    if not opens(scene, part):
        return
    who = seen(scene, part)
    found = ways(who, Band("", ""))
    visit = visitor(scene, part)
    for way in found:
        if not way.href.endswith("/package/"):
            assert visit.get_at(way.href).status_code == 200, way
    links = {reverse(page, args=[scene.plan_id]) for move, _, page, useful in WAYS if who.may(move) and useful(who)}
    assert links <= {way.href for way in found}


@pytest.mark.parametrize("stage", Stage)
def test_every_duty_of_the_reader_leads_to_a_page_that_opens(at_stage: At, stage: Stage) -> None:
    scene = at_stage(stage)
    standing = scene.walk.standing
    meeting = standing.plan.meetings.filter(cancellation=None).first()
    about = About(standing.plan, "Yas", standing.form, standing.local, scene.walk.now, meeting)
    for duty in standing.duties:
        assert visitor(scene, duty.part).get_at(asked(duty, about).href).status_code == 200, duty


def test_each_section_says_who_has_it_and_how_far_it_is(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    walk.write(scene.walk, "progress")
    plans.write_section(
        plan_id=scene.plan_id,
        key="social_care",
        answers={"update": "Moved in September."},
        based_on=0,
        by=scene.cast[Part.SOCIAL_WORKER],
        now=scene.walk.now,
    )
    page = page_of(scene, Part.SOCIAL_WORKER)
    progress, attendance, social_care = (
        page[page.index(f'/sections/{key}/"') :].partition("</li>")[0]
        for key in ("progress", "attendance", "social_care")
    )
    assert "Dee Marlowe, 9 Nov" in progress
    assert "Done" in progress
    assert "Dee Marlowe" in attendance
    assert "Not started" in attendance
    left = scene.walk.plan.sections.get(key="social_care").unanswered
    assert left > 0
    assert f"You, 9 Nov; {left} answer" in social_care
    assert "Started" in social_care
    scene.walk.on(day_of(scene.walk.standing.plan.meetings.get().starts_at))
    late = page_of(scene, Part.SOCIAL_WORKER)
    assert "3 days late" in late[late.index('/sections/attendance/"') :].partition("</li>")[0]


def test_p12_what_has_to_be_put_right_stands_before_the_author(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    page = page_of(scene, Part.DESIGNATED_TEACHER)
    box = page[page.index("Please put this right and submit again") :].partition("</section>")[0]
    assert "Target 2 does not say who does what." in box
    assert "Who will do this?" in box
    assert reverse("section", args=[scene.plan_id, "new_targets"]) in box
    assert "Ed Lindqvist" in box
    assert page.index("Please put this right") < page.index('id="sections"')
    assert "Please put this right" not in page_of(scene, Part.CARER)
    assert "To be submitted again" in page


def test_p09_the_answer_to_a_check_stands_before_the_author_until_it_is_submitted(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    teacher, adviser = scene.cast[Part.DESIGNATED_TEACHER], scene.cast[Part.EDUCATION_ADVISER]
    plans.ask_for_check(plan_id=scene.plan_id, of=Part.EDUCATION_ADVISER, by=teacher, now=scene.walk.now)
    assert reverse("answer_check", args=[scene.plan_id]) in page_of(scene, Part.EDUCATION_ADVISER)
    plans.answer_check(
        plan_id=scene.plan_id,
        comments={"progress": "Say which level."},
        message="Nearly there.",
        by=adviser,
        now=scene.walk.now,
    )
    page = page_of(scene, Part.DESIGNATED_TEACHER)
    assert "What the check says" in page
    assert "Say which level." in page
    assert "Nearly there." in page
    walk.submit(scene.walk.later(hours=1))
    assert "What the check says" not in page_of(scene, Part.DESIGNATED_TEACHER)


def test_p01_the_meeting_says_to_whom_it_was_confirmed_and_what_was_late(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    starts_at = scene.walk.now + weeks(1)
    walk.arrange(scene.walk, starts_at)
    walk.confirm(scene.walk.later(days=1), "school")
    page = page_of(scene, Part.SOCIAL_WORKER)
    card = page[page.index('id="meeting"') :].partition("</section>")[0]
    assert "Monday 16 November 2026 at 10am" in card
    assert "Room 4, Priory Court (in person)" in card
    assert "Confirmed 10 Nov, 4 days late" in card
    assert card.count("4 days late") == 3


def test_p17_a_cancelled_meeting_stays_on_the_page_with_its_reason(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    worker = scene.cast[Part.SOCIAL_WORKER]
    meetings.cancel(plan_id=scene.plan_id, reason="The college is closed.", by=worker, now=scene.walk.now)
    page = page_of(scene, Part.DESIGNATED_TEACHER)
    assert "Cancelled: Monday 30 November 2026" in page
    assert "The college is closed." in page
    assert "No date yet." in page


def test_what_was_saved_and_sent_is_said_with_its_references(at_stage: At) -> None:
    page = page_of(at_stage(Stage.NOTED), Part.SOCIAL_WORKER)
    after = page[page.index("After the quality check") :].partition("</section>")[0]
    for said in ("Saved in Mosaic", "reference M0", "Saved in Virtual School Box", "For everybody", "Case note"):
        assert said in after
    assert "Not yet" not in after
    assert "After the quality check" not in page_of(at_stage(Stage.SUBMITTED), Part.SOCIAL_WORKER)


def test_a_plan_that_ended_early_says_so_and_why(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    worker = scene.cast[Part.SOCIAL_WORKER]
    plans.end_early(plan_id=scene.plan_id, reason="Yas moved to Wales.", by=worker, now=scene.walk.now)
    page = page_of(scene, Part.DESIGNATED_TEACHER)
    assert "This plan was ended early" in page
    assert "Yas moved to Wales." in page
    assert "You can also" not in page
    assert "This plan was ended early." in page_of(scene, Part.YOUNG_PERSON)


def test_the_people_in_the_plan_and_the_parts_that_nobody_plays(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    teacher = scene.cast.young_person.team.get(part=Part.DESIGNATED_TEACHER)
    yesterday = day_of(scene.walk.now) - timedelta(days=1)
    people.leave_team(member=teacher, ends_on=yesterday, by=None, now=scene.walk.now)
    page = page_of(scene, Part.SOCIAL_WORKER)
    who = page[page.index("Who is in this plan") :]
    assert "Designated teacher" in who
    assert "Nobody yet" in who
    assert "Max Abara, parent" in who
    assert "No account; gets what is shared" in who
    assert "Max Abara" not in page_of(scene, Part.CARER)


@pytest.mark.parametrize("part", [Part.SOCIAL_WORKER, Part.CARER])
def test_each_look_is_recorded_once(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.PREPARING)
    before = Event.objects.count()
    page_of(scene, part)
    event = Event.objects.latest("pk")
    assert Event.objects.count() == before + 1
    assert (event.verb, event.by_id_then, event.plan_id_then) == (
        "looked_at_plan",
        scene.cast[part].pk,
        scene.plan_id,
    )
    assert "looked at the plan" not in page_of(scene, part)


@pytest.mark.parametrize("stage", Stage)
def test_the_page_asks_the_database_a_bounded_number_of_times(
    at_stage: At, stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene = at_stage(stage)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    with django_assert_max_num_queries(36):
        visit.get("plan")


def test_turning_18_is_said_with_what_to_do(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    today = day_of(scene.walk.now)
    born = (today + timedelta(days=62)).replace(year=(today + timedelta(days=62)).year - 18)
    YoungPerson.objects.filter(pk=scene.cast.young_person.pk).update(date_of_birth=born)
    page = page_of(scene, Part.SOCIAL_WORKER)
    assert "Yas turns 18 on Sunday 10 January 2027, in 62 days. Finish and close this plan, or end it early." in page
    assert "open one only when Yas agrees" in page


@pytest.mark.parametrize("part", [Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR])
def test_p14_who_gets_a_copy_is_led_to_no_page_that_is_not_theirs(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.NOTED)
    address = reverse("young_person", args=[scene.cast.young_person.pk])
    assert address not in text(visitor(scene, part).get("plan"))
    assert address in text(visitor(scene, Part.SOCIAL_WORKER).get("plan"))


def test_a_strangers_plan_is_no_plan(at_stage: At, far: Cast) -> None:
    scene, other = at_stage(Stage.PREPARING), at_stage(Stage.HELD)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    for name in ("plan", "history"):
        strange = visit.get_at(reverse(name, args=[other.plan_id]))
        absent = visit.get_at(reverse(name, args=[999_999]))
        assert (strange.status_code, main(strange)) == (absent.status_code, main(absent))
        assert strange.status_code == 404
