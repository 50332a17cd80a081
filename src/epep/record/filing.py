"""Filing: a passed submission saved in each destination (P13), and the package on its way there."""

from django.db import models
from django.db.models import Q

from epep.record.people import Person
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
