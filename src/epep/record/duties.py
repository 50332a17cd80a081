"""The duties projection: who owes what by when, listed fast.

Written with each fact, rebuildable, checked by `epep verify`.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from epep.form.parts import Part
from epep.protocol.duties import Duty, What
from epep.protocol.stages import Step
from epep.record.people import PART_LENGTH, Authority, Person, Post, TeamMember, YoungPerson, on
from epep.record.plans import Plan


class DutyRow(models.Model):
    """One duty of `epep.protocol.duties`, as it stood after the last fact of its plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties")
    young_person = models.ForeignKey(YoungPerson, models.CASCADE, related_name="+")
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    part = models.CharField(max_length=PART_LENGTH)
    what = models.CharField(max_length=20)
    due_on = models.DateField()
    about = models.JSONField(default=list)

    class Meta:
        db_table = "duty"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["young_person", "part", "due_on"], name="duty_of_team"),
            models.Index(fields=["authority", "part", "due_on"], name="duty_of_authority"),
        ]

    @property
    def duty(self) -> Duty:
        """The row as the protocol's duty."""
        return Duty(self.due_on, What(self.what), Part(self.part), tuple(self.about))


Rows = models.QuerySet[DutyRow]


def _with_plans(rows: Rows) -> Rows:
    return rows.select_related("plan__young_person__authority").order_by("due_on", "pk")


def owed_in_teams(person: Person, today: date) -> Rows:
    """What `person` owes in the teams they are in today, soonest first, with plan and young person."""
    mine = Q(on(today, "young_person__team__"), young_person__team__person=person)
    return _with_plans(DutyRow.objects.filter(mine, young_person__team__part=F("part")))


def owed_by_post(person: Person, today: date) -> Rows:
    """What `person` owes by a post in an authority today, soonest first, with plan and young person.

    The posts are read first: with authority and part known, the index gives the soonest without reading the others.
    """
    posts = Post.objects.filter(on(today), person=person).values_list("authority", "part")
    mine = [Q(authority=authority, part=part) for authority, part in posts]
    return _with_plans(DutyRow.objects.filter(reduce(or_, mine))) if mine else DutyRow.objects.none()


def awaited(person: Person, parts: frozenset[Part], today: date) -> Rows:
    """What others owe on the plans of those in whose team `person` plays one of `parts` today, soonest first."""
    mine = TeamMember.objects.filter(on(today), person=person)
    around = mine.filter(part__in=parts).values("young_person")
    own = mine.filter(young_person=OuterRef("young_person"), part=OuterRef("part"))
    return _with_plans(DutyRow.objects.filter(~Exists(own), young_person__in=around))


def late_in(authorities: models.QuerySet[Authority], today: date) -> Rows:
    """What is late in these authorities, the oldest first, with plan and young person."""
    return _with_plans(DutyRow.objects.filter(authority__in=authorities, due_on__lt=today))


def late_by_person(authorities: models.QuerySet[Authority], today: date) -> list[tuple[Person, Part, int, date]]:
    """Who is late in these authorities: (person, part, how many duties, since which day), the most first."""
    late = DutyRow.objects.filter(authority__in=authorities, due_on__lt=today)
    team = late.filter(on(today, "young_person__team__"), young_person__team__part=F("part"))
    posts = late.filter(on(today, "authority__posts__"), authority__posts__part=F("part"))
    found = [
        row
        for rows, whose in ((team, "young_person__team__person"), (posts, "authority__posts__person"))
        for row in rows.order_by()
        .values_list(whose, "part")
        .annotate(many=Count("pk", distinct=True), since=models.Min("due_on"))
    ]
    people = Person.objects.in_bulk([row[0] for row in found])
    return sorted(((people[pk], Part(part), many, since) for pk, part, many, since in found), key=lambda row: -row[2])


def plans_by_step(authorities: models.QuerySet[Authority], today: date) -> dict[Step, int]:
    """How many open plans of these authorities are at each step, counted from the one duty of each that marks it."""
    others = DutyRow.objects.filter(plan=OuterRef("plan"))
    unsaved, undecided, unsent = (Exists(others.filter(what=what)) for what in (What.SAVE, What.SHARE, What.COPIES))
    marks: dict[Step, Q] = {
        Step.ARRANGE: Q(what=What.ARRANGE),
        Step.PREPARE: Q(what=What.HOLD, due_on__gt=today),
        Step.MEET: Q(what=What.HOLD, due_on__lte=today),
        Step.SUBMIT: Q(what=What.SUBMIT),
        Step.QUALITY_CHECK: Q(what=What.REVIEW),
        Step.FILE: Q(what=What.SAVE),
        Step.SHARE: Q(~unsaved, what=What.SHARE) | Q(~unsaved, ~undecided, what=What.COPIES),
        Step.CASE_NOTE: Q(~undecided, ~unsent, what__in=(What.CASE_NOTE, What.CLOSE)),
    }
    counts = {step.name: Count("pk", filter=mark) for step, mark in marks.items()}
    found = DutyRow.objects.filter(authority__in=authorities).aggregate(**counts)
    return {step: found[step.name] for step in marks}
