"""The sample tells its whole story, through the real actions, however the calendar falls."""

from datetime import date
from typing import Any

import pytest

from epep.jobs import sample
from epep.jobs.sample_story import STORY
from epep.jobs.walk import at
from epep.protocol.duties import What
from epep.protocol.stages import Stage
from epep.record.facts import Standing, day_of, standings_of
from epep.record.people import Person
from epep.record.plans import Plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


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
        yield steps, standings, emails
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
