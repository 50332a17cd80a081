"""The pages of the meeting: arrange, confirm, move, cancel, record, agree the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from epep.actions import meetings
from epep.actions.outcomes import Invalid, Refused
from epep.protocol import before, moves
from epep.protocol.moves import Move
from epep.record.meetings import current_meetings, last_agreed, meetings_of
from epep.record.people import playing
from epep.web import words
from epep.web.asking import Seen, see
from epep.web.meeting_days import AboutDay, about_day, suggested
from epep.web.meeting_forms import WHEN_FIELDS, CancelForm, MoveForm, WhenForm
from epep.web.pages.held import agree_next, hold
from epep.web.problems import done, status
from epep.web.told import told_of
from epep.web.typed import sent_or_kept

TOLD: Final = "Everyone has been told."


def _enter(request: HttpRequest, plan_id: int, move: Move) -> Seen:
    """The door to a page that makes a move: refused before anybody fills it in for nothing."""
    seen = see(request, plan_id)
    if refused := seen.refused(move):
        raise Refused(refused)
    return seen


def arrange(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Set date, time and venue (P1), starting from what the last plan agreed."""
    seen = _enter(request, plan_id, moves.ARRANGE)
    agreed = last_agreed(seen.plan.previous) if seen.plan.previous else None
    cancelled = next(reversed(meetings_of(seen.plan)), None)
    initial = {"mode": agreed.mode if agreed else "", "venue": seen.plan.wanted_venue}
    initial |= {"mode": cancelled.mode, "venue": cancelled.venue} if cancelled else {}
    wanted = {} if cancelled else suggested(seen.plan.wanted_at, seen.now)
    form = WhenForm(sent_or_kept(request), initial={**initial, **wanted})
    context = {"wanted": seen.plan.wanted_at if wanted else None, "cancelled": cancelled}

    def act() -> object:
        return meetings.arrange(plan_id=plan_id, when=form.when(), by=seen.person, now=seen.now)

    said = f"The meeting is arranged. {TOLD}"
    return _choose_day(request, seen, moves.ARRANGE, form, act, said, "pages/meetings/arrange.jinja", context)


def rearrange(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Move the meeting to another date, with a reason (P17)."""
    seen = _enter(request, plan_id, moves.REARRANGE)
    old = current_meetings([plan_id])[plan_id]
    form = MoveForm(sent_or_kept(request), initial={"mode": old.mode, "venue": old.venue})

    def act() -> object:
        return meetings.rearrange(
            plan_id=plan_id, reason=form.cleaned_data["reason"], when=form.when(), by=seen.person, now=seen.now
        )

    said = f"The meeting is moved. {TOLD}"
    return _choose_day(request, seen, moves.REARRANGE, form, act, said, "pages/meetings/rearrange.jinja", {"old": old})


def _choose_day(
    request: HttpRequest,
    seen: Seen,
    move: Move,
    form: WhenForm,
    act: Callable[[], object],
    said: str,
    page: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Take the day in the form, once what is to be said about it has been seen; or draw the page."""
    about = about_day(seen, form)
    looking = bool(request.POST.get("look"))
    stopped = not looking and _unseen(request, about)
    if looking or (stopped and form.is_valid()):
        form = form.once_more()
    elif done(request, form, act, WHEN_FIELDS):
        messages.success(request, said)
        return redirect("confirm" if moves.CONFIRM.by & seen.parts else "plan", seen.plan.pk)
    told = told_of(seen, move)
    every = {"seen": seen, "form": form, "about": about, "stopped": stopped, "told": told, **context}
    return render(request, page, every, status=status(request, form))


def _unseen(request: HttpRequest, about: AboutDay | None) -> bool:
    """Whether a day was sent of which something has to be said first."""
    return request.method == "POST" and bool(about and about.to_be_seen and request.POST.get("known") != about.known)


@dataclass(frozen=True)
class Party:
    """One of those to whom date and venue are confirmed (P1): who they are, and since when they know."""

    key: str
    label: str
    people: tuple[str, ...]
    state: str
    word: str
    confirmed: bool


def confirm(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Confirm date and venue to each party (P1). Late is shown as late, and recorded all the same."""
    seen = _enter(request, plan_id, moves.CONFIRM)
    if request.method == "POST":
        return _confirmed(request, seen)
    due = before.confirm_by(seen.today if seen.facts.meeting_on is None else seen.facts.meeting_on, seen.local)
    context = {
        "seen": seen,
        "meeting": current_meetings([plan_id])[plan_id],
        "due": due,
        "late": words.days_late(due, seen.now),
        "parties": _parties(seen),
    }
    return render(request, "pages/meetings/confirm.jinja", context)


def _confirmed(request: HttpRequest, seen: Seen) -> HttpResponse:
    try:
        made = meetings.confirm(plan_id=seen.plan.pk, party=request.POST.get("party", ""), by=seen.person, now=seen.now)
    except Invalid as wrong:
        messages.info(request, " ".join(wrong.problems.values()))
        return redirect("confirm", seen.plan.pk)
    left = before.unconfirmed({**seen.facts.confirmed, made.party: seen.today}, seen.local)
    label = next(party.label for party in seen.local.meeting.confirm_with if party.key == made.party)
    said = f"Confirmed to: {label}." + ("" if left else " Everybody knows date and venue now.")
    messages.success(request, said)
    return redirect("confirm" if left else "plan", seen.plan.pk)


def _parties(seen: Seen) -> list[Party]:
    due = before.confirm_by(seen.facts.meeting_on or seen.today, seen.local)
    found = []
    for party in seen.local.meeting.confirm_with:
        who = playing(seen.young_person, frozenset(party.parts), seen.today)
        people = tuple(f"{person.name}, {part.words}" for person, part in who)
        on = seen.facts.confirmed.get(party.key)
        late = (on or seen.today) > due
        if on:
            state, word = ("late" if late else "done"), f"Confirmed on {words.dated(on)}{', late' if late else ''}"
        else:
            state, word = ("late", words.days_late(due, seen.now)) if late else ("not_started", "Not confirmed yet")
        found.append(Party(party.key, party.label, people, state, word, on is not None))
    return found


def cancel(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Cancel the meeting, with a reason (P17). Moving it is offered first; a new date is asked for next."""
    seen = _enter(request, plan_id, moves.CANCEL)
    form = CancelForm(sent_or_kept(request))
    arranges = bool(moves.ARRANGE.by & seen.parts)
    if done(
        request,
        form,
        lambda: meetings.cancel(plan_id=plan_id, reason=form.cleaned_data["reason"], by=seen.person, now=seen.now),
    ):
        then = "Now agree a new date." if arranges else "The social worker is asked to agree a new date."
        messages.success(request, f"The meeting is cancelled. {TOLD} {then}")
        return redirect("arrange" if arranges else "plan", plan_id)
    context = {
        "seen": seen,
        "form": form,
        "old": current_meetings([plan_id])[plan_id],
        "told": told_of(seen, moves.CANCEL),
        "can_move": seen.may(moves.REARRANGE),
    }
    return render(request, "pages/meetings/cancel.jinja", context, status=status(request, form))


urlpatterns: list[URLPattern] = [
    path("plans/<int:plan_id>/meeting/arrange/", arrange, name="arrange"),
    path("plans/<int:plan_id>/meeting/confirm/", confirm, name="confirm"),
    path("plans/<int:plan_id>/meeting/move/", rearrange, name="rearrange"),
    path("plans/<int:plan_id>/meeting/cancel/", cancel, name="cancel"),
    path("plans/<int:plan_id>/meeting/record/", hold, name="hold"),
    path("plans/<int:plan_id>/meeting/next/", agree_next, name="agree_next"),
]
