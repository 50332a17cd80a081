"""The verbs of the plan: open, write a section, record an SDQ, ask for and answer a check, close (P2 to P5, P9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from epep.actions._comments import comments_by_section
from epep.actions._gate import Entered, enter, note
from epep.actions._opening import locked, opened, usual_author
from epep.actions._typed import refuse, too_long
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.answers import clean, missing, tidy
from epep.form.model import Form, PlanKind
from epep.form.model import Section as FormSection
from epep.form.parts import Part
from epep.protocol import after, moves
from epep.protocol.local import INFORMANTS
from epep.protocol.moves import Code, Refusal
from epep.record.facts import day_of
from epep.record.people import Person, YoungPerson, parts_in, young_person_for
from epep.record.plans import Check, CheckAnswer, Closure, Plan, Sdq, Section, SetAside


@transaction.atomic
def open_plan(
    *, young_person_id: int, kind: str, author: Part | None = None, consent: str = "", by: Person, now: datetime
) -> Plan:
    """Open the next plan of a young person, from what the last one agreed, with its targets carried forward (P7).

    `kind` is a `PlanKind`; `author` writes the plan: by default the designated teacher, or the social worker where
    there is no school or college. After 18 a plan is voluntary: `consent` says how and when they agreed, and stays in
    the history. Raises `Missing`, `Refused` (wrong part, or a plan is still open), `Invalid`.
    """
    young_person, part = _enter_young_person(young_person_id, by, now)
    if kind not in list(PlanKind):
        raise Invalid({"kind": f"Choose one of: {', '.join(kind.words for kind in PlanKind)}."})
    if author and author not in moves.AUTHORS:
        raise Invalid({"author": f"Choose who writes it: {', '.join(part.words for part in moves.AUTHORS)}."})
    voluntary = kind == PlanKind.VOLUNTARY_AFTER_18
    consent = tidy(consent)
    if voluntary and not consent:
        raise Invalid({"consent": "Say how and when they agreed to it. It stays on record."})
    refuse({"consent": too_long("How they agreed", consent)})
    writer, details = author or usual_author(PlanKind(kind)), {"consent": consent} if voluntary else {}
    return opened(young_person, PlanKind(kind), writer, by=by, part=part, now=now, details=details)


def _enter_young_person(young_person_id: int, by: Person, now: datetime) -> tuple[YoungPerson, Part]:
    """Lock the young person, see that a plan may be opened, and say in which part `by` opens it."""
    found = young_person_for(by, young_person_id, day_of(now))
    young_person = locked(found.pk)
    able = sorted(parts_in(by, young_person, day_of(now)) & moves.MAY_OPEN)
    if not able:
        who = " or ".join(part.words for part in Part if part in moves.MAY_OPEN)
        raise Refused(Refusal(Code.WRONG_PART, f"You cannot open a plan. It is for the {who}."))
    if young_person.plans.filter(closure__isnull=True).exclude(submissions__review__verdict="passed").exists():
        raise Refused(Refusal(Code.WRONG_STAGE, moves.ONE_AT_A_TIME))
    return young_person, able[0]


@dataclass(frozen=True)
class Saved:
    """The section as it stands after a save."""

    section: Section


@dataclass(frozen=True)
class Conflict:
    """Somebody saved in between: `section` holds their words, `set_aside` holds these, and neither is lost."""

    section: Section
    set_aside: SetAside


@transaction.atomic
def write_section(
    *, plan_id: int, key: str, answers: Mapping[str, Any], based_on: int, by: Person, now: datetime
) -> Saved | Conflict:
    """P2, P3, P4: save the answers of one section, written on top of version `based_on`.

    When somebody else saved since, nothing of theirs changes: the new words are set aside and both come back.
    Raises `Invalid` with a problem for each question, `Refused`, `Missing` (also for a section the plan does not have).
    """
    entered = enter(plan_id, moves.WRITE, by=by, now=now)
    asked = _section_asked(entered, key)
    cleaned, problems = clean(asked, answers)
    if problems:
        raise Invalid(problems)
    section = entered.plan.sections.select_related("written_by").get(key=key)
    if not 0 <= based_on <= section.version:
        raise Invalid({"based_on": "This page did not come from this plan. Open the section again."})
    if section.version != based_on and section.answers != cleaned:
        return _set_aside(entered, section, cleaned, based_on)
    section.answers, section.unanswered = cleaned, len(missing(asked, cleaned))
    section.version += 1
    section.written_by, section.written_as, section.written_at = by, _writing_as(entered, asked), now
    section.save()
    SetAside.objects.filter(plan=entered.plan, key=key, by=by, settled_at=None).update(settled_at=now)
    note(entered, f"wrote in {asked.title}", details={"section": key, "version": section.version})
    return Saved(section)


def _section_asked(entered: Entered, key: str) -> FormSection:
    """The section of the form, when the plan has it and the actor writes in it."""
    asked = section_of(entered.standing.form, entered.plan, key)
    if not set(asked.written_by) & entered.parts:
        who = " or ".join(part.words for part in asked.written_by)
        raise Refused(Refusal(Code.WRONG_PART, f"You cannot write in {asked.title}. It is for the {who}."))
    return asked


def section_of(form: Form, plan: Plan, key: str) -> FormSection:
    """A section that plans of this kind have. Raises `Missing`."""
    found = next((section for section in form.sections_for(plan.kind) if section.key == key), None)
    if found is None:
        raise Missing
    return found


def _writing_as(entered: Entered, asked: FormSection) -> Part:
    """The part in which somebody writes here: the first of the section's writers that they are."""
    able = next(part for part in asked.written_by if part in entered.parts)
    return Part(entered.plan.author_part) if able is Part.AUTHOR else able


def _set_aside(entered: Entered, section: Section, cleaned: dict[str, Any], based_on: int) -> Conflict:
    kept = SetAside.objects.create(
        plan=entered.plan, key=section.key, based_on=based_on, answers=cleaned, by=entered.by, at=entered.now
    )
    title = entered.standing.form.section(section.key).title
    note(entered, f"saved in {title} after somebody else; both texts are kept", details={"section": section.key})
    return Conflict(section, kept)


@dataclass(frozen=True)
class Scores:
    """One SDQ's scores: the total 0 to 40, the scales 0 to 10, the impact 0 to 10; None where not given."""

    total: int
    emotional: int | None = None
    conduct: int | None = None
    hyperactivity: int | None = None
    peer: int | None = None
    prosocial: int | None = None
    impact: int | None = None


VERSIONS = {
    "S11-17": "Self report, 11 to 17",
    "S18+": "Self report, 18 and over",
    "P4-17": "Parent or carer report, 4 to 17",
    "T4-17": "Teacher report, 4 to 17",
    "I18+": "Informant report, 18 and over",
}
SCALES = ("emotional", "conduct", "hyperactivity", "peer")


@transaction.atomic
def record_sdq(
    *, plan_id: int, informant: str, version: str, completed_on: date, scores: Scores, by: Person, now: datetime
) -> Sdq:
    """P5: an SDQ's informant, version, date and scores. Never its wording or items, which are licensed.

    Raises `Invalid` for scores out of range, a total that is not the sum of its four scales, or a day to come.
    """
    entered = enter(plan_id, moves.RECORD_SDQ, by=by, now=now)
    refuse(_sdq_problems(informant, version, completed_on, scores, entered))
    sdq = Sdq.objects.create(
        young_person=entered.plan.young_person,
        informant=informant,
        version=version,
        completed_on=completed_on,
        **vars(scores),
        recorded_at=now,
        recorded_by=by,
    )
    note(entered, f"recorded an SDQ score from the {Part(informant).words}", details={"sdq": sdq.pk})
    return sdq


def _sdq_problems(informant: str, version: str, on: date, scores: Scores, entered: Entered) -> dict[str, str]:
    problems: dict[str, str] = {}
    if informant not in INFORMANTS:
        problems["informant"] = f"Choose who completed it: {', '.join(part.words for part in INFORMANTS)}."
    if version not in VERSIONS:
        problems["version"] = f"Choose the version: {', '.join(VERSIONS)}."
    if on > entered.today:
        problems["completed_on"] = "The day it was completed cannot be in the future."
    elif on < entered.plan.young_person.date_of_birth:
        problems["completed_on"] = "The day it was completed is before they were born. Check the year."
    for name, score in vars(scores).items():
        most = 40 if name == "total" else 10
        if score is not None and not 0 <= score <= most:
            problems[name] = f"The {name} score must be a whole number from 0 to {most}."
    scales = [getattr(scores, name) for name in SCALES]
    if not problems and None not in scales and sum(scales) != scores.total:
        problems["total"] = (
            f"The total must be the sum of the four difficulty scores, {sum(scales)}. Check the numbers."
        )
    return problems


@transaction.atomic
def ask_for_check(*, plan_id: int, of: Part, message: str = "", by: Person, now: datetime) -> Check:
    """P9: ask an adviser to look before the plan is submitted. Their link leads to sign-in, never to an open page."""
    entered = enter(plan_id, moves.ASK_CHECK, by=by, now=now)
    if of not in after.may_check(entered.local):
        words = " or ".join(part.words for part in after.may_check(entered.local))
        raise Invalid({"of": f"You can ask the {words}."})
    if of not in entered.standing.held:
        raise Invalid({"of": f"Nobody is the {of.words} in this team. Ask the Virtual School to add somebody."})
    if entered.facts.check_asked_on:
        raise Invalid({"of": "You have asked already, and the answer is on its way."})
    message = tidy(message)
    refuse({"message": too_long("The message", message)})
    check = Check.objects.create(plan=entered.plan, asked_of=of, message=message, asked_at=now, asked_by=by)
    note(entered, f"asked the {of.words} for a check", tells=[of])
    return check


@transaction.atomic
def answer_check(
    *, plan_id: int, comments: Mapping[str, str], message: str = "", by: Person, now: datetime
) -> CheckAnswer:
    """P9: answer the open check, section by section. The comments go back to the author."""
    entered = enter(plan_id, moves.ANSWER_CHECK, by=by, now=now)
    check = entered.plan.checks.filter(answer__isnull=True).order_by("-asked_at").first()
    if check is None:
        raise Invalid({"comments": "Nobody is waiting for a check. It may have been answered already."})
    kept, message = comments_by_section(entered.standing, comments), tidy(message)
    if not kept and not message:
        raise Invalid({"message": "Write a comment on a section, or say that it is ready to submit."})
    refuse({"message": too_long("The message", message)})
    answer = CheckAnswer.objects.create(check_request=check, comments=kept, message=message, at=now, by=by)
    note(entered, f"answered the check, with {len(kept)} comment{'' if len(kept) == 1 else 's'}")
    return answer


@transaction.atomic
def close(*, plan_id: int, by: Person, now: datetime) -> Closure:
    """Close a plan of which everything is done. The record stays readable for ever."""
    entered = enter(plan_id, moves.CLOSE, by=by, now=now)
    closure = Closure.objects.create(plan=entered.plan, at=now, by=by)
    note(entered, "closed the plan")
    return closure


@transaction.atomic
def end_early(*, plan_id: int, reason: str, by: Person, now: datetime) -> Closure:
    """End a plan before its case note, say because the young person left care. Needs a reason, tells everyone."""
    reason = tidy(reason)
    entered = enter(plan_id, moves.END_EARLY, by=by, now=now, reason=reason)
    refuse({"reason": too_long("The reason", reason)})
    closure = Closure.objects.create(plan=entered.plan, early=True, reason=reason, at=now, by=by)
    note(entered, f"ended the plan early: {reason}")
    return closure
