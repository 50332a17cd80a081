"""Filing: a passed submission saved in each destination (P13), and the package on its way there."""

from collections.abc import Collection

from django.db import models
from django.db.models import Prefetch, Q

from epep.record.people import Authority, Person
from epep.record.submissions import Submission


class Delivery(models.Model):
    """The filing package on its way to one destination's folder: tried until it is there, `place` says where."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="deliveries")
    destination = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    given_up_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["submission", "destination"], name="one_delivery_a_destination"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True, place="") | Q(delivered_at__isnull=False) & ~Q(place=""),
                name="delivered_somewhere",
            ),
        ]


class Filing(models.Model):
    """Somebody's word that the submission is saved in a destination, with its reference there. Never changed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="filings")
    destination = models.CharField(max_length=40)
    reference = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "filing"
        constraints = [
            models.UniqueConstraint(fields=["submission", "destination"], name="filed_once_a_destination"),
            models.CheckConstraint(condition=~Q(reference=""), name="a_filing_has_a_reference"),
        ]


def passed_of(plans: Collection[int]) -> dict[int, Submission]:
    """The passed submission of each of these plans (ids), by plan, with its review, deliveries and filings.

    Three queries, however many plans.
    """
    rows = Submission.objects.filter(plan__in=plans, review__verdict="passed").select_related("review__by")
    filings = Prefetch("filings", Filing.objects.select_related("by").order_by("pk"))
    return {row.plan_id: row for row in rows.prefetch_related("deliveries", filings)}


def undelivered_in(authorities: models.QuerySet[Authority]) -> models.QuerySet[Delivery]:
    """The packages of these authorities that were tried and are not in their folder, the oldest first."""
    tried = Q(tries__gt=0) | Q(given_up_at__isnull=False)
    waiting = Delivery.objects.filter(
        tried, delivered_at=None, submission__plan__young_person__authority__in=authorities
    )
    whole = waiting.select_related("submission__plan__young_person__authority").defer("submission__content")
    return whole.order_by("asked_at", "pk")
