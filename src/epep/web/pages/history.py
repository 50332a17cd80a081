"""Everything that has happened to a plan, looks and downloads among it, for those who answer for it."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from epep.actions.outcomes import Refused
from epep.form.parts import Part
from epep.protocol.moves import Code, Refusal
from epep.record.history import Event, Events, happened
from epep.web import words
from epep.web.asking import Seen, see
from epep.web.duties import listed
from epep.web.pages.plan import HISTORY
from epep.web.standings import first_capital

PAGE: Final = 50
KINDS: Final = (("", "Everything"), ("done", "What was done"), ("looks", "Looks and downloads"))


@dataclass(frozen=True)
class Line:
    """One thing that happened: who, in which part, what they did, when to the minute, and whether it was a look."""

    who: str
    part: str
    says: str
    when: str
    look: bool


@dataclass(frozen=True)
class HistoryPage:
    """What the page shows. `kind` is the filter that is on, one of `KINDS`; `q` what names must contain."""

    plan_id: int
    whose: str
    reference: str
    lines: list[Line]
    page: Page[Any]
    kind: str
    q: str


@require_safe
def history(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show what happened, the latest first, 50 to a page; filtered by kind and by the name of who did it."""
    seen = see(request, plan_id)
    if not HISTORY & seen.parts:
        who = [part.words for part in Part if part in HISTORY]
        raise Refused(Refusal(Code.WRONG_PART, f"Everything that has happened is for the {listed(who)}."))
    kind, q = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    page = Paginator(_chosen(seen, kind, q), PAGE).get_page(request.GET.get("page"))
    shown = HistoryPage(
        plan_id=plan_id,
        whose=f"{seen.young_person.known_as}’s",
        reference=seen.plan.reference,
        lines=[_line(event) for event in page.object_list],
        page=page,
        kind=kind,
        q=q,
    )
    return render(request, "pages/history/history.jinja", {"shown": shown, "kinds": KINDS})


def _chosen(seen: Seen, kind: str, q: str) -> Events:
    return happened(seen.plan.pk, looks=kind != "done", only_looks=kind == "looks", by=q)


def _line(event: Event) -> Line:
    when = f"{words.day(event.at)}, {words.time(event.at)}"
    part = first_capital(Part(event.as_part).words) if event.as_part else ""
    return Line(event.by_name, part, event.says, when, event.is_look)


urlpatterns: list[URLPattern] = [path("plans/<int:plan_id>/history/", history, name="history")]
