"""The duties projection: who owes what by when, listed fast.

Written with each fact, rebuildable, checked by `epep verify`.
"""

from django.db import models

from epep.record.people import PART_LENGTH, Authority, YoungPerson
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
