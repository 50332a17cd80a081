"""The pages of young people: the list, one of them, and opening a plan."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from epep.actions import plans
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.model import PlanKind
from epep.form.parts import Part
from epep.protocol import sees
from epep.protocol.before import sdq_expires
from epep.protocol.moves import AFTER_PASS, AUTHORS, MAY_OPEN, ONE_AT_A_TIME, Code, Refusal
from epep.protocol.stages import Stage
from epep.record.facts import Standing, rules_of, standings_of
from epep.record.people import (
    WHOLE_AUTHORITY,
    YoungPerson,
    listed,
    parts_in,
    team_of,
    young_people_around,
    young_people_for,
    young_person_for,
)
from epep.record.plans import latest_sdqs, plans_of, turning_18, without_plan
from epep.web import words
from epep.web.adulthood import SOON, adulthood
from epep.web.asking import Asking, asking
from epep.web.forms import GovForm
from epep.web.layout import family_parts, posts_today
from epep.web.problems import put
from epep.web.standings import Reader, Row, Where, first_capital, rows, where

PAGE: Final = 25
FILTERS: Final = (("", "Everybody"), ("no_plan", "No open plan"), ("turning_18", f"Turning 18 within {SOON} days"))


@dataclass(frozen=True)
class ListPage:
    """The list: `q` is what was searched for, `show` one of `FILTERS`, `found` how many fit both."""

    rows: list[Row]
    page: Page[Any]
    q: str
    show: str
    found: int


@dataclass(frozen=True)
class PastPlan:
    """One plan in the list of a young person's plans; `ended` says when and how, nothing while it is open."""

    reference: str
    kind: str
    opened: str
    ended: str
    where: Where


@dataclass(frozen=True)
class YoungPersonPage:
    """What the page of one young person shows. `people` is what the component of that name takes."""

    young_person: YoungPerson
    facts: list[dict[str, str]]
    adulthood: str
    people: list[dict[str, str]]
    changes_team: bool
    plans: list[PastPlan]
    may_open: bool
    sdqs: list[dict[str, str]]


@require_safe
def young_people(request: HttpRequest) -> HttpResponse:
    """List the young people of whoever asks, 25 to a page; `q` searches names and Mosaic numbers, `show` filters.

    A young person, a carer or a key worker is led home: their plans are there, in words for them.
    """
    if family_parts(request):
        return redirect("home")
    who, posts = asking(request), posts_today(request)
    q, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    page = Paginator(listed(_chosen(who, posts, show), q), PAGE).get_page(request.GET.get("page"))
    shown = ListPage(
        rows=rows(list(page.object_list), Reader(who.user, posts), who.now),
        page=page,
        q=q,
        show=show if show in dict(FILTERS) else "",
        found=page.paginator.count,
    )
    return render(request, "pages/young_people/list.jinja", {"shown": shown, "filters_shown": FILTERS})


def _chosen(who: Asking, posts: frozenset[Part], show: str) -> QuerySet[YoungPerson]:
    """The young people of whoever asks that fit the filter."""
    today = words.london_day(who.now)
    everybody = posts & set(WHOLE_AUTHORITY)
    theirs = young_people_for(who.user, today) if everybody else young_people_around(who.user, today)
    if show == "no_plan":
        return without_plan(theirs, today)
    return turning_18(theirs, today, SOON) if show == "turning_18" else theirs


def enter(who: Asking, young_person_id: int) -> tuple[YoungPerson, frozenset[Part]]:
    """The door to a young person's page, for those who work with them: who it is, and the reader's parts.

    Raises `Missing` for carers, key workers and the young person too: their page is their plan.
    """
    today = words.london_day(who.now)
    young_person = young_person_for(who.user, young_person_id, today)
    parts = parts_in(who.user, young_person, today)
    if not parts & sees.BY_POST_OR_WORK:
        raise Missing
    return young_person, parts


@require_safe
def young_person(request: HttpRequest, young_person_id: int) -> HttpResponse:
    """Show one young person: facts, team, plans and SDQ dates."""
    who = asking(request)
    one, parts = enter(who, young_person_id)
    today = words.london_day(who.now)
    standings = standings_of(plans_of([one.pk]), today)
    reader = Reader(who.user, posts_today(request))
    shown = YoungPersonPage(
        young_person=one,
        facts=_facts(one, who),
        adulthood=adulthood(one, today, open_plan=any(each.stage is not Stage.CLOSED for each in standings)),
        people=_people(one, who),
        changes_team=Part.VIRTUAL_SCHOOL_ADMINISTRATOR in parts,
        plans=[_past(each, reader, who) for each in reversed(standings)],
        may_open=bool(parts & MAY_OPEN) and not any(_under_way(each) for each in standings),
        sdqs=_sdqs(one, who),
    )
    return render(request, "pages/young_people/one.jinja", {"shown": shown})


def _under_way(standing: Standing) -> bool:
    """Whether this plan has to be finished, or ended, before the next one."""
    return standing.stage not in AFTER_PASS | {Stage.CLOSED}


def _facts(one: YoungPerson, who: Asking) -> list[dict[str, str]]:
    age = one.age_on(words.london_day(who.now))
    provider = f"{one.provider.name} ({one.provider.get_kind_display().lower()})" if one.provider else "None"
    known = {
        "Full name": f"{one.given_name} {one.family_name}",
        "Called": one.preferred_name,
        "Born": f"{words.dated(one.date_of_birth)}, aged {age}",
        "School, college or work place": provider,
        "Mosaic number": one.mosaic_id,
        "Unique pupil number": one.upn,
        "Unique learner number": one.uln,
    }
    return [{"question": name, "answer": text} for name, text in known.items() if text]


def _people(one: YoungPerson, who: Asking) -> list[dict[str, str]]:
    return [
        {
            "name": member.person.name,
            "part": Part(member.part).words,
            "note": f"Since {words.dated(member.starts_on)}"
            + (f", until {words.dated(member.ends_on)}" if member.ends_on else ""),
        }
        for member in team_of(one, words.london_day(who.now))
    ]


def _past(standing: Standing, reader: Reader, who: Asking) -> PastPlan:
    closed, noted = standing.facts.closed_on, standing.facts.case_note_on
    how = "Closed" if noted else "Ended early"
    return PastPlan(
        reference=standing.plan.reference,
        kind=PlanKind(standing.plan.kind).words,
        opened=words.dated(standing.plan.opened_at),
        ended=f"{how} {words.dated(closed)}" if closed else "",
        where=where(standing, reader, who.now),
    )


def _sdqs(one: YoungPerson, who: Asking) -> list[dict[str, str]]:
    """Each informant's last SDQ: when, and until when it counts (P5). Dates only."""
    local, today = rules_of(one.authority.slug), words.london_day(who.now)
    last = {sdq.informant: sdq for sdq in latest_sdqs(one)}
    shown = []
    for informant in dict.fromkeys((*local.sdq.informants, *(Part(each) for each in last))):
        row = {"who": first_capital(informant.words), "state": "not_started", "word": "None yet", "on": ""}
        if informant in last:
            until = sdq_expires(last[informant].completed_on, local)
            due = informant in local.sdq.informants and until < today
            row |= {"on": words.dated(last[informant].completed_on), "state": "late" if due else "done"}
            row["word"] = f"Due since {words.short_day(until)}" if due else f"Counts until {words.dated(until)}"
        shown.append(row)
    return shown


class OpenForm(GovForm):
    """What kind of plan, and who writes it."""

    kind = forms.ChoiceField(
        label="Why is this plan needed?",
        choices=[(kind.value, kind.words) for kind in PlanKind],
        widget=forms.RadioSelect,
    )
    consent = forms.CharField(
        label="How and when did they agree to it?",
        help_text="After 18 a plan is voluntary. What you write stays on record.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    author = forms.ChoiceField(
        label="Who writes it?",
        help_text="Usually the designated teacher; the social worker where there is no school or college.",
        choices=[("", "Whoever usually does"), *((part.value, first_capital(part.words)) for part in AUTHORS)],
        required=False,
    )
    gov: ClassVar = {
        "kind": {"conditional": {PlanKind.VOLUNTARY_AFTER_18.value: ("consent",)}},
        "consent": {"what": "how and when they agreed"},
    }


def open_plan(request: HttpRequest, young_person_id: int) -> HttpResponse:
    """Open a plan: its kind and its author. Leads to the new plan."""
    who = asking(request)
    one, parts = enter(who, young_person_id)
    if not parts & MAY_OPEN:
        able = " or ".join(part.words for part in Part if part in MAY_OPEN)
        raise Refused(Refusal(Code.WRONG_PART, f"You cannot open a plan. It is for the {able}."))
    if any(_under_way(each) for each in standings_of(plans_of([one.pk]), words.london_day(who.now))):
        raise Refused(Refusal(Code.WRONG_STAGE, ONE_AT_A_TIME))
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            plan = plans.open_plan(
                young_person_id=one.pk,
                kind=typed["kind"],
                author=Part(typed["author"]) if typed["author"] else None,
                consent=typed["consent"] or "",
                by=who.user,
                now=who.now,
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, f"{one.known_as}’s plan is open. Next, arrange the meeting.")
            return redirect("plan", plan.pk)
    shown = {"form": form, "young_person": one}
    return render(request, "pages/young_people/open.jinja", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path("young-people/", young_people, name="young_people"),
    path("young-people/<int:young_person_id>/", young_person, name="young_person"),
    path("young-people/<int:young_person_id>/open/", open_plan, name="open_plan"),
]
