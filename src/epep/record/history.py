"""The audit trail: one row for each action and each look. Rows never change; no rule ever reads them."""

from django.db import models

from epep.form.answers import one_line


class Event(models.Model):
    """Somebody did or saw something. No foreign keys: the row outlives what it tells of."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    by_id_then = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    as_part = models.CharField(max_length=40, blank=True)
    authority_id_then = models.BigIntegerField(null=True)
    young_person_id_then = models.BigIntegerField(null=True)
    plan_id_then = models.BigIntegerField(null=True)
    says = models.CharField(max_length=500)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "event"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["plan_id_then", "-at"], name="event_plan"),
            models.Index(fields=["by_id_then", "-at"], name="event_by"),
        ]

    @property
    def is_look(self) -> bool:
        """True for a look or a download, which changed nothing."""
        return self.verb in LOOKS


Events = models.QuerySet[Event]


def happened(plan_id: int, *, looks: bool = False, only_looks: bool = False, by: str = "") -> Events:
    """What has happened to a plan, the latest first; looks and downloads only when asked for.

    `by` is part of the name of whoever did it.
    """
    rows = Event.objects.filter(plan_id_then=plan_id)
    rows = rows.filter(by_name__icontains=name) if (name := one_line(by)) else rows
    if only_looks:
        return rows.filter(verb__in=LOOKS)
    return rows if looks else rows.exclude(verb__in=LOOKS)


LOOKS = frozenset({"looked_at_plan", "looked_at_submission", "downloaded"})
