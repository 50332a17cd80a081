"""What a submission holds: the whole plan as one plain dictionary, read from the record, ready to be frozen."""

from datetime import UTC, datetime
from typing import Any

from epep.form.dates import LONDON
from epep.form.parts import Part
from epep.protocol import after, before
from epep.record.facts import Standing, day_of
from epep.record.meetings import Meeting
from epep.record.people import Person
from epep.record.plans import Plan, Section, latest_sdqs

SCHEMA = "epep/submission/1"
SCORES = ("total", "emotional", "conduct", "hyperactivity", "peer", "prosocial", "impact")


def content_of(standing: Standing, *, number: int, previous: str | None, by: Person, part: Part, now: datetime) -> Any:
    """The content of submission `number` of a plan: JSON types only, shaped as `docs/submission.md` says."""
    plan, young_person, facts = standing.plan, standing.plan.young_person, standing.facts
    assert facts.held_on is not None, "a plan is submitted after its meeting"  # noqa: S101 (the move table sees to it)
    due = after.submit_by(facts.held_on, facts.reviewed_on, standing.local)
    return {
        "schema": SCHEMA,
        "authority": {"slug": young_person.authority.slug, "name": standing.local.name},
        "young_person": {
            "name": f"{young_person.given_name} {young_person.family_name}",
            "preferred_name": young_person.preferred_name,
            "date_of_birth": young_person.date_of_birth.isoformat(),
            "mosaic_id": young_person.mosaic_id,
            "upn": young_person.upn,
            "uln": young_person.uln,
        },
        "plan": {
            "reference": plan.reference,
            "kind": plan.kind,
            "opened_on": facts.opened_on.isoformat(),
            "author_part": plan.author_part,
        },
        "form": {"name": plan.form_name, "version": plan.form_version},
        "number": number,
        "previous_sha256": previous,
        "submitted": {
            "at": moment(now),
            "by": {"name": by.name, "part": part},
            "late_by_working_days": after.days_late(due, day_of(now), standing.local),
        },
        "meeting": _meeting(plan, standing),
        "cancelled_meetings": [
            {"starts_at": moment(meeting.starts_at), "reason": meeting.cancellation.reason}
            for meeting in plan.meetings.filter(cancellation__isnull=False).select_related("cancellation")
        ],
        "sdq": [_sdq(sdq) for sdq in latest_sdqs(young_person)],
        "sections": {section.key: _section(section) for section in plan.sections.select_related("written_by")},
    }


def moment(at: datetime) -> str:
    """A moment as it is frozen: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _meeting(plan: Plan, standing: Standing) -> dict[str, Any]:
    meeting = plan.meetings.select_related("held__chair").get(cancellation__isnull=True)
    held = meeting.held
    due = before.confirm_by(meeting.starts_at.astimezone(LONDON).date(), standing.local)
    return {
        "starts_at": moment(meeting.starts_at),
        "venue": meeting.venue,
        "mode": meeting.mode,
        "chair": {"name": held.chair.name, "part": held.chair_part, "reason": held.chair_reason},
        "attendance": [
            {"name": row.person.name, "part": row.part, "attended": row.attended, "note": row.note}
            for row in held.attendance.select_related("person").order_by("pk")
        ],
        "confirmed": [
            {"party": party, "on": on.isoformat(), "late": on > due}
            for party, on in sorted(standing.facts.confirmed.items())
        ],
        "next": _next(plan, meeting),
    }


def _next(plan: Plan, meeting: Meeting) -> dict[str, Any]:
    agreed = plan.next_meetings.order_by("-pk").first()
    if agreed is None:
        return {}
    if agreed.starts_at is None:
        return {"none_because": agreed.none_because}
    return {"starts_at": moment(agreed.starts_at), "venue": agreed.venue, "mode": agreed.mode or meeting.mode}


def _sdq(sdq: Any) -> dict[str, Any]:
    scores = {name: getattr(sdq, name) for name in SCORES}
    return {
        "informant": sdq.informant,
        "version": sdq.version,
        "completed_on": sdq.completed_on.isoformat(),
        **scores,
    }


def _section(section: Section) -> dict[str, Any]:
    by = {"name": section.written_by.name, "part": section.written_as} if section.written_by else None
    return {
        "version": section.version,
        "written_by": by,
        "written_at": moment(section.written_at) if section.written_at else None,
        "answers": section.answers,
    }
