"""Reviews: the quality assurance of one submission, once (P11, P12). Never changed or removed."""

from django.db import models
from django.db.models import Q

from epep.protocol.stages import Verdict
from epep.record.people import Person
from epep.record.submissions import Submission


class Review(models.Model):
    """The adviser's verdict on one submission, with comments by section."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Verdict])
    reason = models.CharField(max_length=5000, blank=True)
    comments = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "review"
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PASSED) | ~Q(reason=""), name="resubmission_has_a_reason"
            ),
        ]
