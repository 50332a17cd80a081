"""Notices: rows written in the same transaction as what they tell of, sent by a worker (`epep.jobs`)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from epep.form.parts import Part
from epep.record.people import Authority, Person, Post, TeamMember, on
from epep.record.plans import Plan


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


STUCK: timedelta = timedelta(hours=1)
"""A notice that nobody has tried to send for so long says that no worker is running."""


def unsent_in(authorities: models.QuerySet[Authority], now: datetime) -> models.QuerySet[Notice]:
    """The notices of these authorities that were tried and not sent, or have waited too long; the oldest first."""
    trouble = Q(tries__gt=0) | Q(given_up_at__isnull=False) | Q(made_at__lt=now - STUCK)
    unsent = Notice.objects.filter(trouble, sent_at=None, authority_id_then__in=authorities.values("pk"))
    return unsent.select_related("recipient").order_by("made_at", "pk")


def parts_of_recipients(notices: Collection[Notice], today: date) -> dict[int, list[Part]]:
    """The parts in which each notice (by id) was for its recipient, as far as they still play them; three queries."""
    people = {notice.recipient_id for notice in notices}
    plans = Plan.objects.filter(pk__in={notice.plan_id_then for notice in notices if notice.plan_id_then})
    young_of = dict(plans.values_list("pk", "young_person"))
    team = TeamMember.objects.filter(on(today), person__in=people, young_person__in=young_of.values())
    posts = Post.objects.filter(on(today), person__in=people)
    played: dict[tuple[str, int, int | None], list[Part]] = {}
    for person, young, part in team.values_list("person", "young_person", "part"):
        played.setdefault(("team", person, young), []).append(Part(part))
    for person, authority, part in posts.values_list("person", "authority", "part"):
        played.setdefault(("post", person, authority), []).append(Part(part))
    return {
        notice.pk: [
            *played.get(("team", notice.recipient_id, young_of.get(notice.plan_id_then or 0)), ()),
            *played.get(("post", notice.recipient_id, notice.authority_id_then), ()),
        ]
        for notice in notices
    }
