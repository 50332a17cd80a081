"""From rows to facts: one query gives what has happened to any number of plans, and so where each stands."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncDate

from epep.form.dates import LONDON
from epep.form.model import Form
from epep.form.model import load as load_form
from epep.form.parts import Part
from epep.protocol import local
from epep.protocol.duties import Duty, duties_of
from epep.protocol.local import LocalRules
from epep.protocol.stages import Facts, Stage, Unwritten, Verdict, stage_of
from epep.record.filing import Filing
from epep.record.meetings import Confirmation, Held, Meeting, NextMeeting
from epep.record.people import TeamMember, on
from epep.record.plans import Check, Closure, Plan, Sdq, Section
from epep.record.sharing import CaseNote, Copy, Share
from epep.record.submissions import Submission

PLAN = OuterRef("pk")


def day_of(moment: datetime) -> date:
    """The day in England of a moment."""
    return moment.astimezone(LONDON).date()


def rules_of(authority_slug: str) -> LocalRules:
    """The settings of the authority with this slug."""
    return local.load(authority_slug, settings.AUTHORITIES)


def _day(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=LONDON)


def _facts(today: date) -> dict[str, Any]:
    """Each fact as a subquery on its plan, by the name that `Standing` reads it under."""
    current = Meeting.objects.filter(plan=PLAN, cancellation__isnull=True).order_by("-arranged_at", "-id")
    cancelled = Meeting.objects.filter(plan=PLAN, cancellation__isnull=False).order_by("-cancellation__at")
    last = Submission.objects.filter(plan=PLAN).order_by("-number")
    open_check = Check.objects.filter(plan=PLAN, answer__isnull=True).order_by("-asked_at")
    confirmed = Confirmation.objects.filter(meeting__plan=PLAN, meeting__cancellation__isnull=True)
    unwritten = Section.objects.filter(plan=PLAN, unanswered__gt=0).order_by("pk")
    sdqs = Sdq.objects.filter(young_person=OuterRef("young_person")).order_by("completed_on")
    filed = Filing.objects.filter(submission__plan=PLAN)
    team = TeamMember.objects.filter(on(today), young_person=OuterRef("young_person"))
    reviewed = {"verdict": "review__verdict", "reviewed": _day("review__at")}
    return {
        "meeting_on": _one(current, _day("starts_at")),
        "confirmed": _all(confirmed, JSONObject(party="party", on=_day("at"))),
        "cancelled_on": _one(cancelled, _day("cancellation__at")),
        "held_on": _one(Held.objects.filter(meeting__plan=PLAN), _day("meeting__starts_at")),
        "next": _one(NextMeeting.objects.filter(plan=PLAN), F("pk")),
        "unwritten": _all(unwritten, JSONObject(key="key", answers="unanswered")),
        "sdq": _all(sdqs, JSONObject(who="informant", on="completed_on")),
        "check": _one(open_check, JSONObject(on=_day("asked_at"), of="asked_of")),
        "last": _one(last, JSONObject(number="number", on=_day("at"), **reviewed)),
        "filed": _all(filed, JSONObject(place="destination", on=_day("at"))),
        "copied_on": _one(Copy.objects.filter(submission__plan=PLAN), _day("at")),
        "shared": _all(Share.objects.filter(submission__plan=PLAN), F("person_id")),
        "case_note_on": _one(CaseNote.objects.filter(plan=PLAN), _day("at")),
        "closed_on": _one(Closure.objects.filter(plan=PLAN), _day("at")),
        "team": _all(team, JSONObject(part="part", person="person_id")),
    }


def _one(rows: QuerySet[Any], value: Any) -> Subquery:
    return Subquery(rows.values(found=value)[:1])


def _all(rows: QuerySet[Any], value: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(found=value))


@cache
def _query() -> tuple[str, tuple[Any, ...]]:
    """The SQL of all facts and its parameters, `date.max` standing for today.

    The ORM puts it together once, for that takes ten times as long as PostgreSQL takes to answer it.
    """
    annotations = {f"fact_{name}": fact for name, fact in _facts(today=date.max).items()}
    sql, parameters = Plan.objects.annotate(**annotations).query.sql_with_params()
    return f'{sql} WHERE "plan"."id" = ANY(%s)', parameters


@dataclass(frozen=True)
class Standing:
    """Where one plan stands, read from a row that has its facts."""

    plan: Plan

    @cached_property
    def local(self) -> LocalRules:
        """The settings of the plan's authority."""
        return rules_of(self.plan.young_person.authority.slug)

    @cached_property
    def form(self) -> Form:
        """The form, in the version that the plan was opened with."""
        return load_form(self.plan.form_name, self.plan.form_version)

    @cached_property
    def held(self) -> frozenset[Part]:
        """The parts that somebody plays in the young person's team today."""
        return frozenset(Part(row["part"]) for row in self._row("team"))

    def played_by(self, person_id: int) -> frozenset[Part]:
        """The parts that somebody plays in the young person's team today."""
        return frozenset(Part(row["part"]) for row in self._row("team") if row["person"] == person_id)

    @cached_property
    def facts(self) -> Facts:
        """What has happened to the plan."""
        last = self._row("last") or {}
        check = self._row("check") or {}
        filed = {row["place"]: _date(row["on"]) for row in self._row("filed")}
        return Facts(
            opened_on=day_of(self.plan.opened_at),
            author=Part(self.plan.author_part),
            wanted_on=day_of(self.plan.wanted_at) if self.plan.wanted_at else None,
            meeting_on=self._row("meeting_on"),
            confirmed={row["party"]: _date(row["on"]) for row in self._row("confirmed")},
            cancelled_on=self._row("cancelled_on"),
            held_on=self._row("held_on"),
            next_agreed=self._row("next") is not None,
            unwritten=tuple(self._unwritten()),
            sdq_on={Part(row["who"]): _date(row["on"]) for row in self._row("sdq")},
            check_asked_on=_date(check["on"]) if check else None,
            check_asked_of=Part(check["of"]) if check else None,
            submissions=last.get("number", 0),
            submitted_on=_date(last["on"]) if last else None,
            verdict=Verdict(last["verdict"]) if last.get("verdict") else None,
            reviewed_on=_date(last["reviewed"]) if last.get("reviewed") else None,
            filed=filed,
            unfiled=frozenset(place.key for place in self.local.filing.destinations) - set(filed),
            copies_sent_on=self._row("copied_on"),
            undecided=len(self.to_decide - set(self._row("shared"))),
            case_note_on=self._row("case_note_on"),
            closed_on=self._row("closed_on"),
        )

    @property
    def to_decide(self) -> frozenset[int]:
        """The people (ids) for whom the social worker decides on sharing (P15)."""
        return frozenset(row["person"] for row in self._row("team") if row["part"] in self.local.sharing.decide_for)

    @cached_property
    def stage(self) -> Stage:
        """Where the plan stands."""
        return stage_of(self.facts)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What is owed on the plan, soonest first."""
        return duties_of(self.facts, self.held, self.local)

    def _unwritten(self) -> Iterable[Unwritten]:
        for row in self._row("unwritten"):
            section = self.form.section(row["key"])
            yield Unwritten(
                section=section.key, owner=section.written_by[0], phase=section.phase, answers=row["answers"]
            )

    def _row(self, name: str) -> Any:
        return _plain(getattr(self.plan, f"fact_{name}"))


def _plain(value: Any) -> Any:
    """A value as raw SQL gives it, with JSON read."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return json.loads(value) if isinstance(value, str) else value


def _date(text: str) -> date:
    return date.fromisoformat(text)


def standing_of(plan_id: int, today: date) -> Standing:
    """Where one plan stands. Raises `Plan.DoesNotExist`."""
    found = _standings([plan_id], today)
    if not found:
        raise Plan.DoesNotExist
    return found[0]


def standings_of(plans: QuerySet[Plan], today: date) -> list[Standing]:
    """Where each of `plans` stands, in their order, by as many queries for a thousand as for one."""
    return _standings(list(plans.values_list("pk", flat=True)), today)


def standings_among(plans: Collection[int], today: date) -> dict[int, Standing]:
    """Where each of these plans (ids) stands, by id."""
    return {standing.plan.pk: standing for standing in _standings(list(plans), today)}


def _standings(ids: list[int], today: date) -> list[Standing]:
    sql, parameters = _query()
    known = [today if parameter == date.max else parameter for parameter in parameters]
    found = Plan.objects.raw(sql, [*known, ids]).prefetch_related("young_person__authority")
    by_id = {plan.pk: Standing(plan) for plan in found}
    return [by_id[pk] for pk in ids if pk in by_id]
