"""Opening a plan: by hand, or from the next meeting that the last plan agreed (P7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from epep.actions._gate import refresh_duties
from epep.form.answers import missing
from epep.form.model import PlanKind
from epep.form.model import Section as FormSection
from epep.form.model import load as load_form
from epep.form.parts import Part
from epep.record.facts import day_of, rules_of, standing_of
from epep.record.history import Event
from epep.record.people import Person, YoungPerson
from epep.record.plans import Plan, Section
from epep.record.targets import targets_to_review

WITHOUT_SCHOOL = frozenset({PlanKind.NOT_IN_EDUCATION, PlanKind.EMPLOYED, PlanKind.CUSTODY})
ADULT = 18


def usual_author(kind: PlanKind) -> Part:
    """Who writes a plan of this kind unless somebody else is chosen."""
    return Part.SOCIAL_WORKER if kind in WITHOUT_SCHOOL else Part.DESIGNATED_TEACHER


def opened(
    young_person: YoungPerson,
    kind: PlanKind,
    author: Part,
    *,
    by: Person,
    part: Part,
    now: datetime,
    details: Mapping[str, str] | None = None,
) -> Plan:
    """A new plan with its sections, history row and duties. Call in a transaction that holds the young person's row."""
    last = young_person.plans.order_by("-number").first()
    rules = rules_of(young_person.authority.slug)
    agreed = last.next_meetings.order_by("-pk").first() if last else None
    plan = Plan.objects.create(
        young_person=young_person,
        number=last.number + 1 if last else 1,
        kind=kind,
        author_part=author,
        form_name=rules.form,
        form_version=rules.form_version,
        previous=last,
        wanted_at=agreed.starts_at if agreed else None,
        wanted_venue=agreed.venue if agreed else "",
        opened_at=now,
        opened_by=by,
    )
    form = load_form(plan.form_name, plan.form_version)
    Section.objects.bulk_create(_first_section(plan, section) for section in form.sections_for(kind))
    _note_opened(plan, by, part, now, details or {})
    refresh_duties(standing_of(plan.pk, day_of(now)))
    return plan


def locked(young_person_id: int) -> YoungPerson:
    """The young person, held until the transaction ends, so that one plan at a time is opened for them.

    Their team can still be written to: that needs no more than a row that stays (`no_key`).
    """
    rows = YoungPerson.objects.select_for_update(of=("self",), no_key=True).select_related("authority")
    return rows.get(pk=young_person_id)


def open_next(plan: Plan, *, by: Person, part: Part, now: datetime) -> Plan | None:
    """P7: the plan that `plan`'s next meeting opens; None when none was agreed, or they will be 18 by then."""
    agreed = plan.next_meetings.order_by("-pk").first()
    young_person = locked(plan.young_person_id)
    if agreed is None or agreed.starts_at is None or Plan.objects.filter(previous=plan).exists():
        return None
    if young_person.age_on(day_of(agreed.starts_at)) >= ADULT:
        return None
    kind = PlanKind(plan.kind) if PlanKind(plan.kind) in WITHOUT_SCHOOL else PlanKind.TERMLY_REVIEW
    return opened(young_person, kind, Part(plan.author_part), by=by, part=part, now=now)


def _first_section(plan: Plan, section: FormSection) -> Section:
    answers: dict[str, Any] = {}
    if section.key == "previous_targets" and plan.previous:
        answers = targets_to_review(plan.previous)
    return Section(plan=plan, key=section.key, answers=answers, unanswered=len(missing(section, answers)))


def _note_opened(plan: Plan, by: Person, part: Part, now: datetime, details: Mapping[str, str]) -> None:
    Event.objects.create(
        at=now,
        verb="open_plan",
        by_id_then=by.pk,
        by_name=by.name,
        as_part=part,
        authority_id_then=plan.young_person.authority_id,
        young_person_id_then=plan.young_person_id,
        plan_id_then=plan.pk,
        says=f"opened the plan: {PlanKind(plan.kind).words.lower()}",
        details={"kind": plan.kind, "number": plan.number, **details},
    )
