"""The sample tells its whole story, through the real actions, however the calendar falls."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from epep.form.answers import shown_among
from epep.form.model import Kind, Question, load
from epep.form.parts import Part
from epep.jobs import sample
from epep.jobs.sample_steps import workday
from epep.jobs.sample_story import STORY
from epep.jobs.sample_words import bank
from epep.jobs.walk import at
from epep.protocol.days import is_working_day
from epep.protocol.duties import What
from epep.protocol.stages import Stage
from epep.record.facts import Standing, day_of, standings_of
from epep.record.history import Event
from epep.record.meetings import Meeting
from epep.record.people import Person
from epep.record.plans import Plan, Section
from epep.record.sharing import Decision, Share

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FORM = load()
A_SENTENCE = re.compile(r"[A-Z0-9].*[.!?]|None", re.DOTALL)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Where every sample plan stands, made once and rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        steps: list[int] = []
        sample.make(lambda done, of: steps.append(done), now=at(TODAY, 16))
        standings = standings_of(Plan.objects.order_by("pk"), TODAY)
        for standing in standings:
            assert standing.duties is not None
        emails = list(Person.objects.exclude(email=None).values_list("email", flat=True))
        sections = Section.objects.exclude(written_at=None).select_related("plan__young_person__provider")
        writings = Event.objects.filter(verb="write_section").values_list("plan_id_then", "details", "at")
        shares = list(Share.objects.filter(part__in=[Part.CARER, Part.PARENT]))
        met = dict(Meeting.objects.filter(cancellation=None).values_list("plan", "starts_at"))
        scored = set(Plan.objects.exclude(young_person__sdqs=None).values_list("pk", flat=True))
        yield steps, standings, emails, list(sections), list(writings), shares, met, scored
        transaction.set_rollback(True)


def test_it_shows_its_progress_plan_by_plan(told: Any) -> None:
    assert told[0] == list(range(1, len(STORY) + 1))


def test_there_is_a_plan_at_every_stage(told: Any) -> None:
    assert {standing.stage for standing in told[1]} == set(Stage)


def test_there_is_one_late_in_each_way(told: Any) -> None:
    late = {duty.what for standing in told[1] for duty in standing.duties if duty.due < TODAY}
    assert late >= set(What) - {What.CHECK, What.NEXT, What.CLOSE, What.SDQ}


def test_one_is_cancelled_one_not_in_education_one_turns_18_and_one_was_resubmitted(told: Any) -> None:
    standings: list[Standing] = told[1]
    assert any(standing.facts.cancelled_on for standing in standings)
    assert any(standing.plan.kind == "not_in_education" for standing in standings)
    assert any(standing.plan.young_person.age_on(TODAY) - 18 >= 0 for standing in standings)
    assert any(standing.facts.submissions == 2 for standing in standings)


def test_everybody_is_plainly_invented(told: Any) -> None:
    assert all(email.endswith("@example.org") for email in told[2])


def test_nothing_happens_after_the_moment_it_is_made(told: Any) -> None:
    assert all(standing.facts.opened_on <= TODAY for standing in told[1])
    assert all(day_of(standing.plan.opened_at) <= TODAY for standing in told[1])


def _asked(place: str) -> Question:
    """The question that a line of the word bank answers: "[kind/]section.question[.column]"."""
    section, question, *column = place.rpartition("/")[2].split(".")
    asked = FORM.section(section).question(question)
    return asked.column(column[0]) if column else asked


@pytest.mark.parametrize("place", sorted(bank()))
def test_every_answer_is_whole_and_fits_its_question(place: str) -> None:
    asked = _asked(place)
    for answer in filter(None, bank()[place]):
        if asked.kind is Kind.LONG:
            assert A_SENTENCE.fullmatch(answer), f"half a sentence: {answer!r}. Quote answers that have a comma."
        elif asked.kind is Kind.TEXT:
            assert re.match("[A-Z0-9]", answer), f"half an answer: {answer!r}"
        elif asked.options:
            assert answer in {choice.key for choice in asked.options}


def _answered(section: Section) -> Iterator[tuple[Question, Any]]:
    """Each question of a section with its answer, tables column by column."""
    for question in shown_among(FORM.section(section.key).questions, section.answers):
        answer = section.answers.get(question.key)
        if question.kind is Kind.TABLE:
            yield from ((column, row.get(column.key)) for row in answer or () for column in question.columns)
        elif answer:
            yield question, answer


def test_no_answer_echoes_its_question(told: Any) -> None:
    answers = [(asked, answer) for section in told[3] for asked, answer in _answered(section)]
    assert len(answers) > 1000
    for asked, answer in answers:
        if asked.kind in {Kind.TEXT, Kind.LONG} and answer:
            assert asked.label not in answer
            assert "Written on" not in answer


def test_what_is_written_before_the_meeting_and_at_it(told: Any) -> None:
    met = told[6]
    at_it = [(day_of(when), day_of(met[plan])) for plan, details, when in told[4]
             if details["section"] in {"new_targets", "meeting_record"}]  # fmt: skip
    assert len(at_it) > 40
    assert all(written >= meeting for written, meeting in at_it)


def test_nobody_writes_on_a_weekend_or_bank_holiday(told: Any) -> None:
    assert told[4]
    assert all(is_working_day(day_of(when)) for _, _, when in told[4])


@pytest.mark.parametrize("weekday", range(7))
def test_every_day_of_the_story_is_a_working_day_on_its_own_side_of_today(weekday: int) -> None:
    today = date(2026, 12, 21) + timedelta(days=weekday)
    days = [workday(today, day) for day in range(-140, 60)]
    assert all(is_working_day(day) for day in days)
    assert days == sorted(days)
    assert max(days[:140]) < today <= min(days[140:])


def test_the_header_says_what_the_plan_before_says(told: Any) -> None:
    headers = [section for section in told[3] if section.key == "header"]
    assert {header.plan.number for header in headers} == {1, 2}
    for header in headers:
        last = told[6].get(header.plan.previous_id)
        assert header.answers["first_plan"] == ("no" if last else "yes")
        assert header.answers.get("last_plan_on") == (day_of(last).isoformat() if last else None)


def test_a_first_plan_says_nothing_of_a_plan_before(told: Any) -> None:
    first = [section for section in told[3] if section.plan.number == 1]
    assert not any(section.key == "previous_targets" for section in first)
    assert not any("since_last_plan" in section.answers for section in first)


def test_everybody_learns_at_their_own_provider(told: Any) -> None:
    with_one = [section for section in told[3] if section.key == "education" and section.plan.young_person.provider]
    assert len({section.answers["provider"] for section in with_one}) == 3
    assert all(one.answers["provider"] == one.plan.young_person.provider.name for one in with_one)


def test_where_there_are_scores_nobody_says_why_there_are_none(told: Any) -> None:
    sdqs = [section for section in told[3] if section.key == "sdq"]
    assert {section.plan_id for section in sdqs} <= told[7]
    assert all(section.answers.keys() == {"because_of_score"} for section in sdqs)


def test_p15_one_is_shared_in_full_one_with_sections_left_out_and_one_not_at_all(told: Any) -> None:
    shares: list[Share] = told[5]
    assert {share.decision for share in shares} == set(Decision.values)
    assert any(share.left_out for share in shares)
    assert all(share.reason for share in shares if share.decision == Decision.NO)
    assert any(share.decision == Decision.NO and share.part == Part.PARENT for share in shares)
