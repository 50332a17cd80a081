"""What could not be sent or delivered, for the administrator: why, since when, and trying again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from epep.actions import filing, notices
from epep.actions.outcomes import Missing
from epep.form.parts import Part
from epep.protocol import after
from epep.record.facts import rules_of
from epep.record.filing import Delivery, undelivered_in
from epep.record.notices import Notice, parts_of_recipients, unsent_in
from epep.record.people import authorities_of
from epep.web import words
from epep.web.asking import asking

A_PAGE: Final = 50
NOT_TRIED: Final = "Nobody has tried to send it yet. Is the worker running?"

KINDS: Final = {
    "arrange": "The meeting is arranged",
    "confirm": "Date and venue are confirmed",
    "rearrange": "The meeting has moved",
    "cancel": "The meeting is cancelled",
    "hold": "The meeting is recorded",
    "ask_for_check": "Asked for a check",
    "answer_check": "The check is answered",
    "submit": "The plan is submitted",
    "ask_for_resubmission": "Asked for resubmission",
    "pass_for_saving": "The plan is ready for saving",
    "record_saved": "The plan is saved",
    "send_copies": "A copy of the plan",
    "decide_sharing": "The plan is shared",
    "end_early": "The plan has ended early",
    "due_soon": "Reminder: due soon",
    "overdue": "Reminder: late",
}
"""What each kind of notice says, in a few words."""


@dataclass(frozen=True)
class Unsent:
    """One notice that was not sent: to whom, in which part, how often tried, why not, and since when."""

    notice: Notice
    kind: str
    part: str
    why: str
    since: str


@dataclass(frozen=True)
class Undelivered:
    """One package that is not in its folder."""

    delivery: Delivery
    reference: str
    place: str
    since: str


@dataclass(frozen=True)
class Troubles:
    """What the page shows; `many` counts everything, also what stands on further pages."""

    unsent: list[Unsent]
    page: Page[Notice]
    undelivered: list[Undelivered]
    many: int


def troubles(request: HttpRequest) -> HttpResponse:
    """What could not be sent and delivered; a POST tries everything again. For the administrator alone."""
    who = asking(request)
    today = words.london_day(who.now)
    mine = authorities_of(who.user, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, today)
    if not mine.exists():
        raise Missing
    unsent, undelivered = unsent_in(mine, who.now), list(undelivered_in(mine))
    if request.method == "POST":
        many = _try_all(request, unsent, undelivered)
        messages.success(request, f"{words.count(many, 'is', 'are')} being tried again. Look here in a few minutes.")
        return redirect("troubles")
    page = Paginator(unsent, A_PAGE).get_page(request.GET.get("page"))
    parts = parts_of_recipients(list(page), today)
    context = Troubles(
        unsent=[_unsent(notice, parts[notice.pk], who.now) for notice in page],
        page=page,
        undelivered=[_undelivered(delivery, who.now) for delivery in undelivered],
        many=page.paginator.count + len(undelivered),
    )
    return render(request, "pages/notices/troubles.jinja", {"page": context})


def _unsent(notice: Notice, parts: list[Part], now: datetime) -> Unsent:
    return Unsent(
        notice=notice,
        kind=KINDS.get(notice.kind, notice.kind.replace("_", " ").capitalize()),
        part=", ".join(part.words for part in parts),
        why=notice.last_error or NOT_TRIED,
        since=_since(notice.made_at, now),
    )


def _undelivered(delivery: Delivery, now: datetime) -> Undelivered:
    plan = delivery.submission.plan
    places = after.save_to(rules_of(plan.young_person.authority.slug))
    label = next((place.label for place in places if place.key == delivery.destination), delivery.destination)
    return Undelivered(delivery, plan.reference, label, _since(delivery.asked_at, now))


def _since(when: datetime, now: datetime) -> str:
    said = words.at(when, now)
    return said[:1].upper() + said[1:]


def _try_all(request: HttpRequest, unsent: Iterable[Notice], undelivered: Iterable[Delivery]) -> int:
    who = asking(request)
    done = [notices.send_again(notice_id=one.pk, by=who.user, now=who.now) for one in unsent]
    packages = [filing.deliver_again(delivery_id=one.pk, by=who.user, now=who.now) for one in undelivered]
    return len(done) + len(packages)


@require_POST
def send_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Try once more to send one notice."""
    who = asking(request)
    notice = notices.send_again(notice_id=notice_id, by=who.user, now=who.now)
    told = "It had been sent in the meantime." if notice.sent_at else "The notice is being sent again."
    messages.success(request, f"{told} Look here in a minute.")
    return redirect("troubles")


@require_POST
def deliver_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try once more to put one package in its folder, then go back to where the button was pressed."""
    who = asking(request)
    delivery = filing.deliver_again(delivery_id=delivery_id, by=who.user, now=who.now)
    there = "The package is in its folder." if delivery.delivered_at else "The package is being delivered again."
    messages.success(request, there)
    match request.POST.get("back"):
        case "save":
            return redirect("save", delivery.submission.plan_id)
        case "to_file":
            return redirect("to_file")
        case _:
            return redirect("troubles")


urlpatterns = [
    path("could-not-be-sent/", troubles, name="troubles"),
    path("could-not-be-sent/notices/<int:notice_id>/", send_again, name="send_again"),
    path("could-not-be-sent/packages/<int:delivery_id>/", deliver_again, name="deliver_again"),
]
