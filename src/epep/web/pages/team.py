"""The team around one young person: who plays which part, from when to when; and how that changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from epep.actions import people
from epep.actions.outcomes import Invalid, Refused
from epep.form.parts import TEAM_PARTS, Part
from epep.protocol.moves import Code, Refusal
from epep.record.people import TeamMember, YoungPerson
from epep.record.teams import member_of, person_by_email, team_ever
from epep.web import words
from epep.web.asking import Asking, asking
from epep.web.forms import DateField, GovForm
from epep.web.pages.young_people import enter
from epep.web.problems import put
from epep.web.standings import first_capital

ADMINISTRATOR: Final = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
KNOWN, NEW = "known", "new"


@dataclass(frozen=True)
class Member:
    """One row of the team: who, in which part, from when to when, and how they can be reached."""

    pk: int
    name: str
    part: str
    email: str
    dates: str
    open_ended: bool


class JoinForm(GovForm):
    """Who joins, in which part, from which day."""

    part = forms.ChoiceField(
        label="In which part?",
        choices=[("", "Choose"), *((part.value, first_capital(part.words)) for part in Part if part in TEAM_PARTS)],
    )
    who = forms.ChoiceField(
        label="Is this person in epep already?",
        choices=[(KNOWN, "Yes, with an email address"), (NEW, "No, they are new")],
        widget=forms.RadioSelect,
    )
    known_email = forms.EmailField(label="Their email address", max_length=254)
    name = forms.CharField(label="Their name", max_length=200)
    email = forms.EmailField(
        label="Their email address, if they need to sign in",
        help_text="Parents need none: they get what the social worker shares with them.",
        max_length=254,
        required=False,
    )
    starts_on = DateField(label="From which day?", help_text="For example, 3 12 2026")
    gov: ClassVar = {
        "who": {"conditional": {KNOWN: ("known_email",), NEW: ("name", "email")}},
        "known_email": {"classes": "govuk-input--width-30"},
        "name": {"classes": "govuk-input--width-30"},
        "email": {"classes": "govuk-input--width-30"},
        "starts_on": {"what": "the day they start"},
        "part": {"what": "a part"},
    }


class LeaveForm(GovForm):
    """The last day of a part."""

    ends_on = DateField(label="Which is their last day?", help_text="They can do everything until the end of that day.")
    gov: ClassVar = {"ends_on": {"what": "their last day"}}


def team(request: HttpRequest, young_person_id: int) -> HttpResponse:
    """Show the team; the Virtual School administrator adds somebody."""
    who = asking(request)
    one, parts = enter(who, young_person_id)
    today = words.london_day(who.now)
    form = JoinForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST":
        _only_administrator(parts)
        if form.is_valid() and (joined := _join(form, one, who)):
            said = f"{joined.person.name} is the {Part(joined.part).words} from {words.day(joined.starts_on)}."
            messages.success(request, said)
            return redirect("team", one.pk)
    members = team_ever(one)
    shown = {
        "young_person": one,
        "now": [_member(each) for each in members if _plays(each, today)],
        "past": [_member(each) for each in members if not _plays(each, today)],
        "form": form if ADMINISTRATOR in parts else None,
    }
    return render(request, "pages/young_people/team.jinja", shown, status=422 if form.errors else 200)


def _plays(member: TeamMember, today: date) -> bool:
    return member.starts_on <= today and (member.ends_on is None or member.ends_on >= today)


def _only_administrator(parts: frozenset[Part]) -> None:
    if ADMINISTRATOR not in parts:
        raise Refused(Refusal(Code.WRONG_PART, f"You cannot change who is there. It is for the {ADMINISTRATOR.words}."))


def _join(form: JoinForm, one: YoungPerson, who: Asking) -> TeamMember | None:
    """Add whoever the form names; None when something is wrong, which then stands on the form."""
    typed = form.cleaned_data
    part: dict[str, Any] = {"young_person": one, "part": Part(typed["part"]), "starts_on": typed["starts_on"]}
    try:
        if typed["who"] == NEW:
            return people.bring_into_team(
                name=typed["name"], email=typed["email"] or None, **part, by=who.user, now=who.now
            )
        known = person_by_email(typed["known_email"])
        if known is None:
            form.add_error("known_email", "Nobody in epep has this email address. Check it, or add them as new.")
            return None
        return people.join_team(person=known, **part, by=who.user, now=who.now)
    except Invalid as wrong:
        put(form, wrong, {"person": "known_email" if typed["who"] == KNOWN else "name"})
        return None


def _member(member: TeamMember) -> Member:
    until = f" to {words.dated(member.ends_on)}" if member.ends_on else ""
    return Member(
        pk=member.pk,
        name=member.person.name,
        part=first_capital(Part(member.part).words),
        email=member.person.email or "No account",
        dates=f"From {words.dated(member.starts_on)}{until}",
        open_ended=member.ends_on is None,
    )


def leave_team(request: HttpRequest, young_person_id: int, member_id: int) -> HttpResponse:
    """End somebody's part, on a day. For the Virtual School administrator."""
    who = asking(request)
    one, parts = enter(who, young_person_id)
    _only_administrator(parts)
    member = member_of(one, member_id)
    form = LeaveForm(request.POST or None, initial={"ends_on": words.london_day(who.now)})
    if request.method == "POST" and form.is_valid():
        try:
            people.leave_team(member=member, ends_on=form.cleaned_data["ends_on"], by=who.user, now=who.now)
        except Invalid as wrong:
            put(form, wrong)
        else:
            last = words.day(form.cleaned_data["ends_on"])
            messages.success(request, f"{member.person.name}’s last day as {Part(member.part).words} is {last}.")
            return redirect("team", one.pk)
    shown = {"form": form, "young_person": one, "member": _member(member)}
    return render(request, "pages/young_people/leave_team.jinja", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path("young-people/<int:young_person_id>/team/", team, name="team"),
    path("young-people/<int:young_person_id>/team/<int:member_id>/", leave_team, name="leave_team"),
]
