"""The pages that only a demonstration has: sign in with a click, and the mail it would send. Open to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from epep.form.parts import Part
from epep.record.people import Person
from epep.record.teams import accounts
from epep.web import mailed, words
from epep.web.asking import asking
from epep.web.standings import first_capital

SHOWN: Final = 4
"""How many people of one part are shown at once; the others are folded away."""
PAGE: Final = 25

SEES: Final = {
    Part.SOCIAL_WORKER: "Arranges meetings, writes the social care section, decides on sharing.",
    Part.DESIGNATED_TEACHER: "Writes most of the plan, records the meeting, submits.",
    Part.EDUCATION_ADVISER: "Chairs the meeting, checks and reviews the plan.",
    Part.VIRTUAL_SCHOOL_ADMINISTRATOR: "Saves passed plans, sends the copies, changes teams.",
    Part.VIRTUAL_SCHOOL_HEAD: "Sees how everybody is doing, and whom to ask about.",
    Part.YOUNG_PERSON: "Says what they think, and sees their own plan in plain words.",
    Part.CARER: "Says how things are at home, and reads what is shared with them.",
    Part.KEY_WORKER: "Helps the young person to say what they think.",
    Part.PERSONAL_ADVISER: "Chairs meetings too, and helps after 18.",
    Part.CONFERENCE_AND_REVIEW_TEAM: "Reads the copies sent to them.",
    Part.LEAVING_CARE_ADMINISTRATOR: "Reads the copies sent to them.",
    Part.SYSTEM_ADMINISTRATOR: "Keeps it running, and sees no plan.",
}
"""What somebody in each part sees and does, in the order of the page."""


@dataclass(frozen=True)
class Choice:
    """One person to sign in as."""

    pk: int
    name: str
    note: str


@dataclass(frozen=True)
class Group:
    """The people of one part: the first few, and the others."""

    part: str
    sees: str
    people: list[Choice]
    others: list[Choice]


View = Callable[..., HttpResponse]


def demonstration(view: View) -> View:
    """Let a page exist in a demonstration only, whatever address it was given, and open it to everybody there."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demonstration
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the invented people by part; a click signs in as one of them."""
    found = accounts(words.london_day(asking(request).now))
    if request.method == "POST":
        chosen = {person.pk: person for people in found.values() for person, _ in people}
        return _signed_in(request, chosen.get(_number(request.POST.get("person", ""))))
    groups = [_group(part, found[part]) for part in SEES if part in found]
    return render(request, "pages/demo/sign_in.jinja", {"groups": groups})


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 18 else 0


def _signed_in(request: HttpRequest, person: Person | None) -> HttpResponse:
    if person is None:
        return redirect("demo_sign_in")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")


def _group(part: Part, people: list[tuple[Person, int]]) -> Group:
    choices = [
        Choice(person.pk, person.name, words.count(many, "young person", "young people") if many > 1 else "")
        for person, many in people
    ]
    return Group(first_capital(part.words), SEES[part], choices[:SHOWN], choices[SHOWN:])


def _folder() -> Path:
    return Path(settings.DATA) / "mail"


@demonstration
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails that would have been sent, the latest first, 25 to a page."""
    page = Paginator(mailed.keys(_folder()), PAGE).get_page(request.GET.get("page"))
    found = list(mailed.some(_folder(), list(page.object_list)))
    return render(request, "pages/demo/mails.jinja", {"mails": found, "page": page})


@demonstration
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail as its reader gets it: plain text."""
    found = mailed.read(_folder(), key)
    if found is None:
        raise Http404
    return render(request, "pages/demo/mail.jinja", {"mail": found})


urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="demo_sign_in"),
    path("mail/", mails, name="demo_mail"),
    path("mail/<str:key>/", mail, name="demo_one_mail"),
]
