"""Notices: rows written in the same transaction as what they tell of, sent by a worker (`epep.jobs`)."""

from django.db import models

from epep.record.people import Person


class Notice(models.Model):
    """One message to one person. It names no young person: a link leads to sign-in."""

    recipient = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    plan_id_then = models.BigIntegerField(null=True)
    authority_id_then = models.BigIntegerField(null=True)
    once = models.CharField(max_length=200, unique=True)
    about = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    given_up_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(sent_at__isnull=True), name="notice_unsent"),
            models.Index(fields=["recipient", "-made_at"], name="notice_of_person"),
        ]
