"""Meetings: arranged, confirmed to each party, held or cancelled. A cancelled meeting stays on record (P17)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from epep.form.parts import Part
from epep.record.people import PART_LENGTH, Person, TeamMember, on
from epep.record.plans import Plan


class Mode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "In person"
    VIRTUAL = "virtual", "By video"
    HYBRID = "hybrid", "In person and by video"
    PHONE = "phone", "By phone"


class Meeting(models.Model):
    """A PEP meeting as arranged. Moving it makes another row: this one is cancelled and stays."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    venue = models.CharField(max_length=300)
    mode = models.CharField(max_length=20, choices=Mode)
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "meeting"
        ordering = ["arranged_at", "id"]


class Confirmation(models.Model):
    """Date and venue confirmed to one party (P1)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="confirmations")
    party = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "confirmation"
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="confirmed_once_a_party")]


class Cancellation(models.Model):
    """A meeting that will not take place, and why (P17)."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "cancellation"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_cancellation_has_a_reason")]


class Held(models.Model):
    """A meeting that took place: who chaired (P6). Somebody who usually may not chair needs a reason."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="held")
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chair_part = models.CharField(max_length=PART_LENGTH)
    chair_reason = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "held"


class Attendance(models.Model):
    """Whether one person of the team was at the meeting."""

    class Attended(models.TextChoices):
        """For how much of the meeting."""

        WHOLE = "whole", "Yes, all of it"
        PART = "part", "Yes, part of it"
        NO = "no", "No"

    held = models.ForeignKey(Held, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=PART_LENGTH)
    attended = models.CharField(max_length=10, choices=Attended)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "attendance"
        constraints = [models.UniqueConstraint(fields=["held", "person", "part"], name="attends_once")]


class NextMeeting(models.Model):
    """The next meeting as agreed, or why there is none (P7). The latest row of a plan counts."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="next_meetings")
    starts_at = models.DateTimeField(null=True)
    venue = models.CharField(max_length=300, blank=True)
    mode = models.CharField(max_length=20, choices=Mode, blank=True)
    none_because = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "next_meeting"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, none_because="") & ~Q(venue="")
                | Q(starts_at__isnull=True) & ~Q(none_because=""),
                name="next_meeting_or_a_reason",
            ),
        ]


def current_meetings(plans: Collection[int]) -> dict[int, Meeting]:
    """The meeting that stands of each of these plans (ids), held or to come, by one query."""
    rows = Meeting.objects.filter(plan__in=plans, cancellation__isnull=True)
    return {row.plan_id: row for row in rows.order_by("arranged_at", "pk")}


def meetings_of(plan: Plan) -> list[Meeting]:
    """All meetings of a plan, cancelled ones too, oldest first, with how each went and who was told."""
    rows = plan.meetings.select_related("arranged_by", "cancellation__by", "held__chair")
    return list(rows.prefetch_related("confirmations").order_by("arranged_at", "pk"))


def others_between(start: datetime, end: datetime, plan: Plan, today: date) -> list[tuple[str, datetime]]:
    """The other meetings to come, from `start` up to `end`, of the people around this plan's young person.

    As (who, when), soonest first, without a word of whose meeting it is.
    """
    around = TeamMember.objects.filter(on(today), young_person=plan.young_person_id)
    path = "young_person__plans__meetings__"
    at_that_time = {f"{path}starts_at__gte": start, f"{path}starts_at__lt": end, f"{path}cancellation": None}
    rows = TeamMember.objects.filter(
        on(today), person__in=around.exclude(part=Part.PARENT).values("person"), **at_that_time
    ).exclude(young_person=plan.young_person_id)
    return list(rows.order_by(f"{path}starts_at").values_list("person__name", f"{path}starts_at").distinct())


def last_agreed(plan: Plan) -> NextMeeting | None:
    """What was last agreed of the next meeting (P7), or None."""
    return plan.next_meetings.order_by("-pk").first()
