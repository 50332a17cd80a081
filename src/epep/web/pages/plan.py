"""The plan page: the eight steps, what is next and whose turn, the sections, the people, what has happened."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from epep.actions.looking import looked
from epep.form.model import PlanKind
from epep.form.model import Section as FormSection
from epep.form.parts import Part
from epep.protocol import before, sees
from epep.protocol.duties import What
from epep.protocol.moves import WRITABLE
from epep.protocol.stages import Stage, Unwritten
from epep.record.history import happened
from epep.record.meetings import Meeting, meetings_of
from epep.record.people import TeamMember, playing, team_of
from epep.record.plans import COPY_POSTS, Section, closure_of
from epep.record.sections import sections_now
from epep.record.sharing import given_to
from epep.record.submissions import submissions_of
from epep.web import warm, words
from epep.web.adulthood import adulthood
from epep.web.asking import Seen, see
from epep.web.band import Band, Names, Way, band_of, ways
from epep.web.duties import About
from epep.web.plan_cards import Comments, Kept, MeetingCard, Version, comments, kept, meeting_card, versions
from epep.web.standings import first_capital
from epep.web.steps import Shown, steps

HISTORY: Final = frozenset(
    {
        Part.SOCIAL_WORKER,
        Part.EDUCATION_ADVISER,
        Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
        Part.VIRTUAL_SCHOOL_HEAD,
    }
)
"""Who may read everything that has happened to a plan, looks among it."""
EXPECTED: Final = (Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.CARER)
"""Parts that a plan can hardly do without: shown even when nobody plays them."""
LATEST: Final = 8


@dataclass(frozen=True)
class PlanPage:
    """What the page shows. Rows are what the components of those names take."""

    whose: str
    name: str
    caption: str
    identity: list[tuple[str, str]]
    young_person: str
    steps: list[Shown]
    band: Band
    ways: list[Way]
    adulthood: str
    comments: list[Comments]
    sections: list[dict[str, str]]
    submissions: list[Version]
    meeting: MeetingCard
    kept: list[Kept]
    people: list[dict[str, str]]
    happened: list[dict[str, str]]
    history: str


@dataclass(frozen=True)
class WarmPage:
    """What the simpler page shows to a young person, a carer or a key worker."""

    own: bool
    plan: warm.WarmPlan
    sections: list[dict[str, str]]
    people: list[dict[str, str]]


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show where a plan stands. The look is recorded."""
    seen = see(request, plan_id)
    looked(
        plan=seen.plan, verb="looked_at_plan", says="looked at the plan", parts=seen.parts, by=seen.person, now=seen.now
    )
    if seen.family:
        return render(request, "pages/plan/warm.jinja", {"page": _warm(seen)})
    return render(request, "pages/plan/plan.jinja", {"page": _page(seen)})


def _page(seen: Seen) -> PlanPage:
    meetings, team = meetings_of(seen.plan), list(team_of(seen.young_person, seen.today))
    names, submissions = _names(seen, team), submissions_of(seen.plan)
    standing = _standing(meetings)
    returned = seen.stage is Stage.RETURNED
    about = About(seen.plan, seen.young_person.known_as, seen.form, seen.local, seen.now, standing, returned)
    band = band_of(seen, about, names, closure_of(seen.plan))
    works = bool(sees.BY_POST_OR_WORK & seen.parts)
    copied = seen.parts <= set(COPY_POSTS)
    return PlanPage(
        whose=f"{seen.young_person.known_as}’s",
        name=seen.young_person.name,
        caption=f"{PlanKind(seen.plan.kind).words}, {seen.plan.reference}",
        identity=_identity(seen, names, standing),
        young_person=reverse("young_person", args=[seen.young_person.pk]) if works and not copied else "",
        steps=steps(seen.standing, standing, seen.now),
        band=band,
        ways=ways(seen, band),
        adulthood=adulthood(seen.young_person, seen.today, open_plan=not seen.facts.closed_on),
        comments=comments(seen, submissions),
        sections=_sections(seen, names),
        submissions=versions(seen, submissions),
        meeting=meeting_card(seen, meetings),
        kept=kept(seen),
        people=_people(seen, team),
        happened=_happened(seen) if works else [],
        history=reverse("history", args=[seen.plan.pk]) if HISTORY & seen.parts else "",
    )


def _warm(seen: Seen) -> WarmPage:
    team = list(team_of(seen.young_person, seen.today))
    names = _names(seen, team)
    given = given_to(seen.person, [seen.plan.pk]).get(seen.plan.pk)
    author = names.get(Part(seen.plan.author_part), f"the {Part(seen.plan.author_part).words}")
    meeting = _standing(meetings_of(seen.plan))
    own = Part.YOUNG_PERSON in seen.parts
    hidden = {Part.PARENT, Part.YOUNG_PERSON} if own else {Part.PARENT}
    return WarmPage(
        own=own,
        plan=warm.warm_plan(seen.standing, seen.parts, meeting, given=given, author=author, now=seen.now),
        sections=_plain_sections(seen, names, own=own),
        people=_people(seen, [member for member in team if member.part not in hidden]),
    )


def _standing(meetings: list[Meeting]) -> Meeting | None:
    """The meeting that is not cancelled."""
    return next((one for one in reversed(meetings) if not hasattr(one, "cancellation")), None)


def _names(seen: Seen, team: list[TeamMember]) -> Names:
    """Who plays each part that owes something, or is in the team; "you" for the reader."""
    found: dict[Part, list[str]] = {}
    for member in team:
        found.setdefault(Part(member.part), []).append(member.person.name)
    if by_post := frozenset(duty.part for duty in seen.standing.duties) - set(found):
        for person, part in playing(seen.young_person, by_post, seen.today):
            found.setdefault(part, []).append(person.name)
    return {part: " or ".join(dict.fromkeys(people)) for part, people in found.items()}


def _identity(seen: Seen, names: Names, meeting: Meeting | None) -> list[tuple[str, str]]:
    young_person, provider = seen.young_person, seen.young_person.provider
    at = f"{words.short_day(meeting.starts_at)}, {words.time(meeting.starts_at)}" if meeting else ""
    return [
        ("Age", str(young_person.age_on(seen.today))),
        (provider.get_kind_display() if provider else "", provider.name if provider else ""),
        ("Social worker", names.get(Part.SOCIAL_WORKER, "")),
        ("Meeting", at),
    ]


def _sections(seen: Seen, names: Names) -> list[dict[str, str]]:
    """Every section as the component of that name takes it; a link to those that the reader may read."""
    now = sections_now(seen.plan)
    due = {key: duty.due for duty in seen.standing.duties if duty.what is What.WRITE for key in duty.about}
    shown = []
    for section in seen.form.sections_for(seen.plan.kind):
        row = _section(seen, section, now[section.key], names)
        if section.key in due and due[section.key] < seen.today:
            row |= {"state": "late", "word": words.days_late(due[section.key], seen.now)}
        href = reverse("section", args=[seen.plan.pk, section.key]) if sees.reads(section, seen.parts) else ""
        shown.append(row | {"href": href, "title": section.title})
    return shown


def _plain_sections(seen: Seen, names: Names, *, own: bool) -> list[dict[str, str]]:
    """The sections that the reader may read, in plain words and without anybody being called late."""
    now = sections_now(seen.plan)
    shown = []
    for section in seen.sections:
        row = _section(seen, section, now[section.key], names)
        if row["state"] == "not_started":
            row |= {"word": "Not yet" if seen.stage in WRITABLE else "Left empty"}
        title = warm.OWN_TITLES.get(section.key, section.title) if own else section.title
        shown.append(row | {"href": reverse("section", args=[seen.plan.pk, section.key]), "title": title})
    return shown


def _section(seen: Seen, section: FormSection, row: Section, names: Names) -> dict[str, str]:
    """Who has a section and how far it is, as the component `sections` takes it."""
    if row.written_by and row.written_at:
        who = "You" if row.written_by == seen.person else row.written_by.name
        if not row.unanswered:
            return {"state": "done", "note": f"{who}, {words.short_day(row.written_at)}"}
        left = words.count(row.unanswered, "answer") + " to go"
        return {"state": "started", "note": f"{who}, {words.short_day(row.written_at)}; {left}"}
    owner = _owner(seen, section, row)
    who = "You" if owner in seen.parts else names.get(owner, first_capital(owner.words))
    empty = "" if seen.stage in WRITABLE and row.unanswered else "If needed" if seen.stage in WRITABLE else "Left empty"
    return {"state": "not_started", "note": who, "word": empty}


def _owner(seen: Seen, section: FormSection, row: Section) -> Part:
    unwritten = Unwritten(section=section.key, owner=section.written_by[0], phase=section.phase, answers=row.unanswered)
    return before.whose_words(unwritten, seen.standing.held, seen.facts.author)


def _people(seen: Seen, team: list[TeamMember]) -> list[dict[str, str]]:
    """The team as the component `people` takes it, with the parts that nobody plays yet."""
    rows = [
        {
            "name": member.person.name,
            "part": Part(member.part).words,
            "note": _note(seen, member),
        }
        for member in team
    ]
    held = {member.part for member in team}
    wanted = [part for part in dict.fromkeys((*EXPECTED, Part(seen.plan.author_part))) if part not in held]
    if seen.plan.author_part != Part.DESIGNATED_TEACHER and Part.DESIGNATED_TEACHER in wanted:
        wanted.remove(Part.DESIGNATED_TEACHER)  # no school or college: somebody else writes
    return rows + [{"name": "", "part": part.words, "note": "Nobody yet"} for part in wanted]


def _note(seen: Seen, member: TeamMember) -> str:
    writes = "writes this plan" if member.part == seen.plan.author_part else ""
    if member.person == seen.person:
        return "You" + (f"; you {writes.replace('writes', 'write')}" if writes else "")
    return writes.capitalize() if writes else "No account; gets what is shared" if not member.person.email else ""


def _happened(seen: Seen) -> list[dict[str, Any]]:
    return [
        {"text": f"{event.by_name} {event.says}", "when": first_capital(words.at(event.at, seen.now))}
        for event in happened(seen.plan.pk)[:LATEST]
    ]


urlpatterns: list[URLPattern] = [path("plans/<int:plan_id>/", plan, name="plan")]
