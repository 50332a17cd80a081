"""Sharing: copies sent on (P14), the social worker's decision for each person (P15), and the case note (P16)."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from epep.record.people import PART_LENGTH, Person
from epep.record.plans import Plan
from epep.record.submissions import Submission


class Copy(models.Model):
    """A copy of a passed submission, sent to one recipient (P14)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="copies")
    part = models.CharField(max_length=PART_LENGTH)
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "copy"
        constraints = [
            models.UniqueConstraint(fields=["submission", "part", "recipient"], name="one_copy_a_recipient"),
        ]


class Decision(models.TextChoices):
    """What the social worker decided for one person (P15)."""

    FULL = "full", "In full"
    PARTLY = "partly", "With sections left out"
    NO = "no", "Not shared"


class Share(models.Model):
    """The social worker's decision on sharing a submission with one person (P15). The latest row of a person counts."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=PART_LENGTH)
    decision = models.CharField(max_length=10, choices=Decision)
    left_out = models.JSONField(default=list)
    reason = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "share"
        constraints = [
            models.CheckConstraint(condition=~Q(decision=Decision.NO) | ~Q(reason=""), name="not_sharing_has_a_reason"),
        ]


class CaseNote(models.Model):
    """The social worker's word that the case note is in the case record (P16), with its text and reference."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="case_note")
    text = models.CharField(max_length=2000)
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "case_note"


def shared_with(person: Person, submission: Submission) -> frozenset[str] | None:
    """The sections left out of what `person` was given of this submission; None when nothing was shared (P15)."""
    latest = Share.objects.filter(submission=submission, person=person).order_by("-pk").first()
    if latest is None or latest.decision == Decision.NO:
        return None
    return frozenset(latest.left_out)


def copies_sent_to(person: Person) -> models.QuerySet[Copy]:
    """The copies sent to `person`, the latest first, with submission, plan and young person."""
    rows = Copy.objects.filter(recipient=person).select_related("submission__plan__young_person__authority")
    return rows.defer("submission__content").order_by("-at", "-pk")


def given_to(person: Person, plans: Collection[int]) -> dict[int, int]:
    """Of these plans (ids), the latest submission (its number) that is shared with `person` (P15), by one query."""
    rows = Share.objects.filter(person=person, submission__plan__in=plans).order_by("submission__number", "pk")
    found: dict[int, dict[int, str]] = {}
    for plan, number, decision in rows.values_list("submission__plan", "submission__number", "decision"):
        found.setdefault(plan, {})[number] = decision
    given = {plan: [number for number, last in by.items() if last != Decision.NO] for plan, by in found.items()}
    return {plan: max(numbers) for plan, numbers in given.items() if numbers}


def decisions_on(submission: Submission) -> list[Share]:
    """Every decision on sharing a submission, the latest first, with whom it is about and who made it."""
    return list(submission.shares.select_related("person", "by").order_by("-pk"))


def copies_of(submission: Submission) -> list[Copy]:
    """The copies of a submission that were sent, with their recipients and who sent them."""
    return list(submission.copies.select_related("recipient", "by").order_by("pk"))


def case_note_of(plan: Plan) -> CaseNote | None:
    """The case note of a plan with who recorded it; None before there is one."""
    return CaseNote.objects.filter(plan=plan).select_related("by").first()
