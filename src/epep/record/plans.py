"""Plans: one PEP each, one cycle around one meeting, with its sections, SDQ scores and checks."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from epep.form.model import PlanKind
from epep.form.parts import Part
from epep.record.people import (
    PART_LENGTH,
    Missing,
    Person,
    Post,
    YoungPerson,
    on,
    parts_in,
    young_people_for,
)


class Plan(models.Model):
    """One PEP. Where it stands is derived from the rows that point at it (`epep.record.facts`)."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.words) for kind in PlanKind])
    author_part = models.CharField(max_length=PART_LENGTH, default=Part.DESIGNATED_TEACHER)
    form_name = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next_plan")
    wanted_at = models.DateTimeField(null=True, blank=True)
    wanted_venue = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "plan"
        constraints = [models.UniqueConstraint(fields=["young_person", "number"], name="plan_numbers_differ")]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def reference(self) -> str:
        """The plan's reference, without a name in it: "PEP 1083421/3"."""
        return f"PEP {self.young_person.mosaic_id}/{self.number}"


class Closure(models.Model):
    """The end of a plan: everything done, or ended early with a reason."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="closure")
    reason = models.CharField(max_length=2000, blank=True)
    early = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "closure"
        constraints = [
            models.CheckConstraint(condition=Q(early=False) | ~Q(reason=""), name="an_early_end_has_a_reason"),
        ]


class Section(models.Model):
    """What stands in one section of a plan now. `version` counts its saves; 0 means nobody has written yet."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)
    unanswered = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_as = models.CharField(max_length=PART_LENGTH, blank=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "section"
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_row_a_section"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, written_by__isnull=True)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="written_by_and_at_go_together",
            ),
        ]


class SetAside(models.Model):
    """Words that came too late: saved on top of somebody else's save, so kept here until their writer has chosen."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="set_aside")
    key = models.CharField(max_length=40)
    based_on = models.PositiveIntegerField()
    answers = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "set_aside"


class Sdq(models.Model):
    """One SDQ: scores, informant, version and dates only. The questionnaire's wording is licensed: never here (P5)."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="sdqs")
    informant = models.CharField(max_length=PART_LENGTH)
    version = models.CharField(max_length=10)
    completed_on = models.DateField()
    total = models.PositiveSmallIntegerField()
    emotional = models.PositiveSmallIntegerField(null=True)
    conduct = models.PositiveSmallIntegerField(null=True)
    hyperactivity = models.PositiveSmallIntegerField(null=True)
    peer = models.PositiveSmallIntegerField(null=True)
    prosocial = models.PositiveSmallIntegerField(null=True)
    impact = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sdq"
        ordering = ["-completed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(total__lte=40), name="sdq_total_at_most_40"),
            models.CheckConstraint(
                condition=Q(emotional__lte=10, conduct__lte=10, hyperactivity__lte=10, peer__lte=10, prosocial__lte=10),
                name="sdq_scales_at_most_10",
            ),
            models.CheckConstraint(condition=Q(impact__lte=10), name="sdq_impact_at_most_10"),
        ]


class Check(models.Model):
    """A request to look at the plan before it is submitted (P9), and its answer, section by section."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="checks")
    asked_of = models.CharField(max_length=PART_LENGTH)
    message = models.CharField(max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "check_request"


class CheckAnswer(models.Model):
    """The adviser's answer to a check: a comment for each section that needs one."""

    check_request = models.OneToOneField(Check, models.PROTECT, related_name="answer")
    comments = models.JSONField(default=dict)
    message = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "check_answer"


COPY_POSTS = (Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR)
"""The posts that see a plan because a copy of it was sent to them, and no other plan (P14)."""


def plans_for(person: Person, today: date) -> models.QuerySet[Plan]:
    """The plans `person` may open: those of their young people, and those of which a copy was sent to them (P14)."""
    posts = Post.objects.filter(on(today), person=person, part__in=COPY_POSTS).values("authority")
    copied = Plan.objects.filter(submissions__copies__recipient=person, young_person__authority__in=posts)
    return Plan.objects.filter(Q(young_person__in=young_people_for(person, today)) | Q(pk__in=copied.values("pk")))


def plan_for(person: Person, plan_id: int, today: date) -> Plan:
    """The door to a plan. Raises `Missing` when there is none or it is none of theirs."""
    plan = plans_for(person, today).select_related("young_person__authority").filter(pk=plan_id).first()
    if plan is None:
        raise Missing
    return plan


def parts_for(person: Person, plan: Plan, today: date) -> frozenset[Part]:
    """The parts `person` plays in `plan` today, `AUTHOR` among them when they hold the pen."""
    parts = parts_in(person, plan.young_person, today)
    return parts | {Part.AUTHOR} if plan.author_part in parts else parts


def sdqs_of(young_person: YoungPerson) -> list[Sdq]:
    """Every SDQ of a young person, newest first, with who recorded it (P5)."""
    return list(young_person.sdqs.select_related("recorded_by"))


def open_check(plan: Plan) -> Check | None:
    """The check that waits for an answer (P9), with who asked for it; None when none does."""
    return plan.checks.filter(answer__isnull=True).select_related("asked_by").order_by("-asked_at").first()


def latest_sdqs(young_person: YoungPerson) -> list[Sdq]:
    """The most recent SDQ of each informant (P5), newest first."""
    latest: dict[str, Sdq] = {}
    for sdq in sdqs_of(young_person):
        latest.setdefault(sdq.informant, sdq)
    return list(latest.values())


def plans_of(young_people: Collection[int], *, only_open: bool = False) -> models.QuerySet[Plan]:
    """The plans of these young people (ids), oldest first."""
    plans = Plan.objects.filter(young_person__in=young_people).order_by("young_person", "number")
    return plans.filter(closure__isnull=True) if only_open else plans


def newest_plans(young_people: Collection[int]) -> models.QuerySet[Plan]:
    """For each of these young people (ids) the plans that are open, or else the last one; oldest first."""
    newer = Plan.objects.filter(young_person=models.OuterRef("young_person"), number__gt=models.OuterRef("number"))
    shown = Q(closure__isnull=True) | ~models.Exists(newer)
    return plans_of(young_people).filter(shown)


ADULT = 18
"""The age up to which a young person in care has a plan; after it, only with their consent."""


def without_plan(young_people: models.QuerySet[YoungPerson], today: date) -> models.QuerySet[YoungPerson]:
    """Those of `young_people` who are under 18 and have no open plan."""
    is_open = Plan.objects.filter(young_person=models.OuterRef("pk"), closure__isnull=True)
    return young_people.filter(~models.Exists(is_open), date_of_birth__gt=years_before(today, ADULT))


def turning_18(young_people: models.QuerySet[YoungPerson], today: date, days: int) -> models.QuerySet[YoungPerson]:
    """Those of `young_people` who turn 18 after today and within so many days."""
    first, last = years_before(today, ADULT), years_before(today + timedelta(days=days), ADULT)
    return young_people.filter(date_of_birth__gt=first, date_of_birth__lte=last)


def years_before(day: date, years: int) -> date:
    """The same day so many years before; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def closure_of(plan: Plan) -> Closure | None:
    """How a plan ended, with who ended it; None while it is open."""
    return Closure.objects.filter(plan=plan).select_related("by").first()


def last_check(plan: Plan) -> Check | None:
    """The latest request for a check, with its answer and who gave it."""
    return plan.checks.select_related("asked_by", "answer__by").order_by("-asked_at").first()
