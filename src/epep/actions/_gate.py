"""The gate of every verb on a plan: lock it, see where it stands, refuse or go on; then note what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from epep.actions._notices import tell
from epep.actions.outcomes import Refused
from epep.form.parts import Part
from epep.protocol.local import LocalRules
from epep.protocol.moves import Move, refusal
from epep.protocol.stages import Facts, Stage
from epep.record.duties import DutyRow
from epep.record.facts import Standing, day_of, standing_of
from epep.record.history import Event
from epep.record.people import Person, YoungPerson, playing
from epep.record.plans import Plan, parts_for, plan_for


@dataclass(frozen=True)
class Entered:
    """A plan, locked, with where it stands and what its actor may be here."""

    plan: Plan
    standing: Standing
    parts: frozenset[Part]
    by: Person
    now: datetime
    move: Move

    @property
    def facts(self) -> Facts:
        """What had happened before this action."""
        return self.standing.facts

    @property
    def stage(self) -> Stage:
        """Where the plan stood before this action."""
        return self.standing.stage

    @property
    def local(self) -> LocalRules:
        """The authority's settings."""
        return self.standing.local

    @property
    def today(self) -> date:
        """The day of the action, in England."""
        return day_of(self.now)

    @property
    def acting_as(self) -> Part:
        """The part in which the actor makes this move: the first that may, never the pseudo-part."""
        able = next(part for part in Part if part in self.parts and part in self.move.by)
        return Part(self.plan.author_part) if able is Part.AUTHOR else able


def enter(plan_id: int, move: Move, *, by: Person, now: datetime, reason: str | None = None) -> Entered:
    """Lock the plan and let `by` in to make `move`.

    Raises `Missing` when the plan is none of theirs, `Refused` when the protocol does not allow the move.
    Call inside the action's transaction.
    """
    today = day_of(now)
    plan_for(by, plan_id, today)
    hold_still(Plan.objects.filter(pk=plan_id))
    standing = standing_of(plan_id, today)
    parts = parts_for(by, standing.plan, today)
    if refused := refusal(move, parts, standing.stage, reason=reason):
        raise Refused(refused)
    return Entered(standing.plan, standing, parts, by, now, move)


def hold_still(plans: QuerySet[Plan]) -> None:
    """Lock these plans, in one order for everybody, until the transaction ends."""
    list(plans.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def note(
    entered: Entered,
    says: str,
    *,
    details: Mapping[str, Any] | None = None,
    tells: Iterable[Part | Person] | None = None,
    about: Mapping[str, Any] | None = None,
) -> Standing:
    """Write the history row, tell whom the move (or `tells`) names, refresh the duties; gives the new standing.

    `tells` names persons, and parts for whoever plays them.
    `says` goes after the actor's name: "arranged the meeting for Thursday 3 December 2026".
    """
    plan, young_person = entered.plan, entered.plan.young_person
    event = Event.objects.create(
        at=entered.now,
        verb=entered.move.name,
        by_id_then=entered.by.pk,
        by_name=entered.by.name,
        as_part=entered.acting_as,
        authority_id_then=young_person.authority_id,
        young_person_id_then=young_person.pk,
        plan_id_then=plan.pk,
        says=says[:500],
        details=dict(details or {}),
    )
    told = frozenset[Part | Person](entered.move.tells if tells is None else tells)
    if told:
        people = recipients(young_person, told, plan.author_part, entered.today)
        tell(entered.move.name, people, plan=plan, but=entered.by, event=event, about=about or {}, now=entered.now)
    after = standing_of(plan.pk, entered.today)
    refresh_duties(after)
    return after


def recipients(young_person: YoungPerson, told: Iterable[Part | Person], author: str, today: date) -> list[Person]:
    """The persons told and all who play a part told today, each once; the pseudo-part AUTHOR means the writer."""
    persons = [one for one in told if isinstance(one, Person)]
    parts = frozenset(Part(author) if one is Part.AUTHOR else one for one in told if isinstance(one, Part))
    return list(dict.fromkeys([*persons, *(person for person, _ in playing(young_person, parts, today))]))


def refresh_duties(standing: Standing) -> None:
    """Make the duties projection of one plan what its facts say."""
    plan = standing.plan
    DutyRow.objects.filter(plan=plan).delete()
    DutyRow.objects.bulk_create(
        DutyRow(
            plan=plan,
            young_person_id=plan.young_person_id,
            authority_id=plan.young_person.authority_id,
            part=duty.part,
            what=duty.what,
            due_on=duty.due,
            about=list(duty.about),
        )
        for duty in standing.duties
    )
