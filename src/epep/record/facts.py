"""From rows to facts: one query gives what has happened to any number of plans, and so where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncDate

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

LONDON = ZoneInfo("Europe/London")
PLAN = OuterRef("pk")


def day_of(moment: datetime) -> date:
    """The day in England of a moment."""
    return moment.astimezone(LONDON).date()


def rules_of(authority_slug: str) -> LocalRules:
    """The settings of the authority with this slug."""
    return local.load(authority_slug, settings.AUTHORITIES)


def _day(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=LONDON)


def with_facts(plans: QuerySet[Plan], today: date) -> QuerySet[Plan]:
    """The same plans, each with everything that `Standing` needs, in one query. `today` decides whose parts hold."""
    current = Meeting.objects.filter(plan=PLAN, cancellation__isnull=True).order_by("-arranged_at", "-id")
    last = Submission.objects.filter(plan=PLAN).order_by("-number")
    opened_check = Check.objects.filter(plan=PLAN, answer__isnull=True).order_by("-asked_at")
    team = TeamMember.objects.filter(on(today), young_person=OuterRef("young_person"))
    rows: dict[str, Any] = {
        "fact_meeting_on": Subquery(current.values(day=_day("starts_at"))[:1]),
        "fact_confirmed": ArraySubquery(
            Confirmation.objects.filter(meeting__plan=PLAN, meeting__cancellation__isnull=True).values(
                row=JSONObject(party="party", on=_day("at"))
            )
        ),
        "fact_cancelled_on": Subquery(
            Meeting.objects.filter(plan=PLAN, cancellation__isnull=False)
            .order_by("-cancellation__at")
            .values(day=_day("cancellation__at"))[:1]
        ),
        "fact_held_on": Subquery(Held.objects.filter(meeting__plan=PLAN).values(day=_day("meeting__starts_at"))[:1]),
        "fact_next": Subquery(NextMeeting.objects.filter(plan=PLAN).values("pk")[:1]),
        "fact_unwritten": ArraySubquery(
            Section.objects.filter(plan=PLAN, unanswered__gt=0)
            .order_by("pk")
            .values(row=JSONObject(key="key", answers="unanswered"))
        ),
        "fact_sdq": ArraySubquery(
            Sdq.objects.filter(young_person=OuterRef("young_person"))
            .order_by("completed_on")
            .values(row=JSONObject(who="informant", on="completed_on"))
        ),
        "fact_check": Subquery(opened_check.values(row=JSONObject(on=_day("asked_at"), of="asked_of"))[:1]),
        "fact_last": Subquery(
            last.values(
                row=JSONObject(number="number", on=_day("at"), verdict="review__verdict", reviewed=_day("review__at"))
            )[:1]
        ),
        "fact_filed": ArraySubquery(
            Filing.objects.filter(submission__plan=PLAN).values(row=JSONObject(place="destination", on=_day("at")))
        ),
        "fact_copied_on": Subquery(Copy.objects.filter(submission__plan=PLAN).values(day=_day("at"))[:1]),
        "fact_shared": ArraySubquery(Share.objects.filter(submission__plan=PLAN).values("person_id")),
        "fact_case_note_on": Subquery(CaseNote.objects.filter(plan=PLAN).values(day=_day("at"))[:1]),
        "fact_closed_on": Subquery(Closure.objects.filter(plan=PLAN).values(day=_day("at"))[:1]),
        "fact_team": ArraySubquery(team.values(row=JSONObject(part="part", person="person_id"))),
    }
    return plans.select_related("young_person__authority").annotate(**rows)


@dataclass(frozen=True)
class Standing:
    """Where one plan stands, read from a row of `with_facts`."""

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
        return getattr(self.plan, f"fact_{name}")


def _date(text: str) -> date:
    return date.fromisoformat(text)


def standing_of(plan_id: int, today: date) -> Standing:
    """Where one plan stands. Raises `Plan.DoesNotExist`."""
    return Standing(with_facts(Plan.objects.filter(pk=plan_id), today).get())


def standings_of(plans: QuerySet[Plan], today: date) -> list[Standing]:
    """Where each of `plans` stands, in their order, by one query."""
    return [Standing(plan) for plan in with_facts(plans, today)]
