"""Submissions: numbered, frozen, chained by hash. The database refuses to change or remove one (P10)."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from epep.record.people import PART_LENGTH, Missing, Person
from epep.record.plans import Plan


class Submission(models.Model):
    """The plan as it was submitted: canonical JSON and its SHA-256, with that of the submission before it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, null=True)
    form_name = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_part = models.CharField(max_length=PART_LENGTH)

    class Meta:
        db_table = "submission"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="submission_numbers_differ"),
            models.CheckConstraint(
                condition=Q(number=1, previous_sha256__isnull=True) | Q(number__gt=1, previous_sha256__isnull=False),
                name="submissions_are_chained",
            ),
        ]


class SubmissionPdf(models.Model):
    """The PDF of a submission, rendered from its JSON when it was submitted."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_with = models.CharField(max_length=40)

    class Meta:
        db_table = "submission_pdf"


def submitted_before(plans: Collection[int]) -> frozenset[int]:
    """Those of these plans (ids) of which there is a submission."""
    return frozenset(Submission.objects.filter(plan__in=plans).values_list("plan", flat=True).distinct().order_by())


def submissions_of(plan: Plan) -> list[Submission]:
    """The submissions of a plan without their content, the latest first, each with its review and who made it."""
    rows = plan.submissions.defer("content").select_related("by", "review__by")
    return list(rows.order_by("-number"))


def submission_of(plan: Plan, number: int) -> Submission:
    """One submission of a plan, with its review and who made it. Raises `Missing` when there is no such number."""
    found = plan.submissions.select_related("by", "review__by").filter(number=number).first()
    if found is None:
        raise Missing
    return found


def last_submission(plan: Plan) -> Submission | None:
    """The latest submission of a plan, with its review and who made it; None before the first."""
    return plan.submissions.select_related("by", "review__by").order_by("-number").first()


def passed_submission(plan: Plan) -> Submission | None:
    """The submission of a plan that passed quality assurance, with its review; None when none has."""
    passed = plan.submissions.filter(review__verdict="passed")
    return passed.select_related("by", "review__by").first()


def pdf_of(submission: Submission) -> bytes:
    """The PDF that was made when it was submitted."""
    return bytes(submission.pdf.content)
