"""Who asks, when, and what they see: the typed request of every page, and the door to a plan."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import cast

from django.http import HttpRequest

from epep.form.model import Form, PlanKind, Section
from epep.form.parts import Part
from epep.protocol import sees
from epep.protocol.local import LocalRules
from epep.protocol.moves import Move, Refusal, refusal
from epep.protocol.stages import Facts, Stage
from epep.record.facts import Standing, day_of, standing_of
from epep.record.people import Person, YoungPerson
from epep.record.plans import Plan, parts_for, plan_for


class Asking(HttpRequest):
    """A request by somebody signed in, at a moment (set by `epep.web.middleware`)."""

    user: Person
    now: datetime


def asking(request: HttpRequest) -> Asking:
    """The request, known to be by somebody signed in: sign-in is required of every page that does not say otherwise."""
    return cast(Asking, request)


@dataclass(frozen=True)
class Seen:
    """One plan, as one person sees it at one moment."""

    standing: Standing
    parts: frozenset[Part]
    person: Person
    now: datetime

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.standing.plan

    @property
    def kind_words(self) -> str:
        """What kind of plan it is: "Termly review"."""
        return PlanKind(self.standing.plan.kind).words

    @property
    def young_person(self) -> YoungPerson:
        """Whose plan it is."""
        return self.standing.plan.young_person

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.standing.stage

    @property
    def facts(self) -> Facts:
        """What has happened to it."""
        return self.standing.facts

    @property
    def local(self) -> LocalRules:
        """The authority's settings."""
        return self.standing.local

    @property
    def form(self) -> Form:
        """Its form, in the version it was opened with."""
        return self.standing.form

    @property
    def today(self) -> date:
        """The day, in England."""
        return day_of(self.now)

    @property
    def family(self) -> bool:
        """Whether this person is near the young person, or the young person, and nothing else: pages are warm then."""
        return self.parts <= sees.FAMILY

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that this plan has and this person may read, in order."""
        return tuple(one for one in self.form.sections_for(self.plan.kind) if sees.reads(one, self.parts))

    def refused(self, move: Move) -> Refusal | None:
        """Why this person may not make `move` now, or None: the answer that draws the button and guards the action."""
        return refusal(move, self.parts, self.stage)

    def may(self, move: Move) -> bool:
        """Whether this person may make `move` now."""
        return self.refused(move) is None


def see(request: HttpRequest, plan_id: int) -> Seen:
    """The door to a plan for whoever asks. Raises `Missing`, shown as "not found", for a plan none of theirs."""
    who = asking(request)
    plan = plan_for(who.user, plan_id, day_of(who.now))
    standing = standing_of(plan.pk, day_of(who.now))
    return Seen(standing, parts_for(who.user, standing.plan, day_of(who.now)), who.user, who.now)
