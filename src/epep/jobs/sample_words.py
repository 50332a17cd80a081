"""The invented words of the sample plans: from `sample_words.yaml`, and what follows from the plan itself.

What a plan knows (its number, the plan before, the provider, the SDQ scores) is never invented beside it, so that no
sample plan contradicts itself.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from epep.jobs.sample_steps import working
from epep.jobs.walk import Walk, Wording, Words
from epep.record.facts import day_of
from epep.record.meetings import Meeting

WORDS = Path(__file__).with_name("sample_words.yaml")

LEFT_OUT = ""
"""The answer of somebody who leaves a question out."""

STATUSES = {"college": "college", "school": "school_sixth_form", "training": "training_provider"}
"""What somebody does at each kind of provider."""


@cache
def bank() -> dict[str, list[str]]:
    """The answers of `sample_words.yaml`, by question, or by kind of plan or status and question."""
    found: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


def words_of(number: int) -> Wording:
    """The words for the plans of one young person: each question's answers take turns, from `number` on."""

    def wording(walk: Walk) -> Words:
        known = {**_of_the_young_person(walk), **_of_the_plan(walk), **_of_the_sdqs(walk)}
        special = known.get("education.status", walk.plan.kind)

        def words(place: str, row: int) -> Any:
            if place in known:
                return known[place]
            answers = bank().get(f"{special}/{place}") or bank().get(place)
            if answers is None:
                return None
            in_table = place.count(".") == 2
            return answers[(row if in_table else number) % len(answers)]

        return words

    return wording


def _of_the_young_person(walk: Walk) -> dict[str, str]:
    """Since when they are in care, with a pathway plan two weeks later, and where they learn."""
    first = walk.young_person.plans.order_by("number").first() or walk.plan
    since = day_of(first.opened_at) - timedelta(days=24)
    known = {
        "young_person.in_care_since": since.isoformat(),
        "social_care.pathway_plan_on": working(since + timedelta(days=14)).isoformat(),
    }
    provider = walk.young_person.provider
    if provider:
        known |= {"education.provider": provider.name, "education.status": STATUSES[provider.kind]}
    return known


def _of_the_plan(walk: Walk) -> dict[str, str]:
    """What follows from the plan before this one, and from the day of writing."""
    today = day_of(walk.now)
    known = {
        "education.without_since": working(day_of(walk.plan.opened_at) - timedelta(days=40)).isoformat(),
        "new_targets.targets.due_on": working(today + timedelta(weeks=11)).isoformat(),
        "meeting_record.other_actions.due_on": working(today + timedelta(weeks=1)).isoformat(),
    }
    last = _last_met(walk)
    if last is None:
        return known | {"header.first_plan": "yes", "attendance.since_last_plan": LEFT_OUT}
    return known | {"header.first_plan": "no", "header.last_plan_on": last.isoformat()}


def _last_met(walk: Walk) -> date | None:
    """The day of the meeting of the plan before this one; None for a first plan."""
    held = Meeting.objects.filter(plan=walk.plan.previous_id, held__isnull=False).first()
    return day_of(held.starts_at) if held else None


def _of_the_sdqs(walk: Walk) -> dict[str, str]:
    """What follows from the scores where there are some, or else why there are none."""
    if walk.young_person.sdqs.exists():
        return {"sdq.not_completed_because": LEFT_OUT}
    return {"sdq.because_of_score": LEFT_OUT}
