"""The pages of a meeting that takes place: who was there, who chaired (P6), and the next one (P7)."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from epep.actions import meetings
from epep.actions.outcomes import Refused
from epep.form.model import Phase
from epep.form.parts import Part
from epep.protocol import after, meeting, moves
from epep.record.meetings import NextMeeting, current_meetings, last_agreed
from epep.record.people import team_of
from epep.web import words
from epep.web.asking import Seen, see
from epep.web.meeting_forms import AGREED, NEXT_FIELDS, NONE, HoldForm, Member, NextForm
from epep.web.problems import done, status
from epep.web.section_pages import written_sections
from epep.web.typed import sent_or_kept

FIRST: Final = (Part.YOUNG_PERSON, Part.CARER, Part.KEY_WORKER)
"""Who is asked about first: the young person, and those at home with them."""


def hold(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Record the meeting, on its day or later: who was there, who chaired, and the next one if it is agreed."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.HOLD):
        raise Refused(refused)
    current = current_meetings([plan_id])[plan_id]
    held_on = words.london_day(current.starts_at)
    form = HoldForm(sent_or_kept(request), _team(seen), frozenset(seen.local.meeting.chairs))
    if request.POST.get("everybody"):
        form = form.everybody_there()
    elif done(request, form, lambda: _hold(seen, form), NEXT_FIELDS):
        by = words.day(after.submit_by(held_on, None, seen.local))
        messages.success(request, f"The meeting is recorded. The plan has to be submitted by {by}.")
        return redirect("plan", plan_id)
    context = {
        "seen": seen,
        "form": form,
        "meeting": current,
        "too_early": not meeting.can_be_held(held_on, seen.today),
        "to_write": [section for section in written_sections(seen) if section.phase is Phase.AT],
        "team": form.team,
    }
    return render(request, "pages/meetings/hold.jinja", context, status=status(request, form))


def _hold(seen: Seen, form: HoldForm) -> object:
    return meetings.hold(
        plan_id=seen.plan.pk,
        chair=form.chaired_by(),
        chair_reason=form.cleaned_data["chair_reason"] or "",
        attended=form.attended(),
        agreed=form.agreed(),
        by=seen.person,
        now=seen.now,
    )


def _team(seen: Seen) -> list[Member]:
    """Everybody in the team, each once."""
    found: dict[int, Member] = {}
    for member in team_of(seen.young_person, seen.today):
        found.setdefault(member.person_id, (member.person, Part(member.part)))
    return sorted(found.values(), key=lambda member: FIRST.index(member[1]) if member[1] in FIRST else len(FIRST))


def agree_next(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The next meeting's date, time and venue, or why there is none (P7)."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.AGREE_NEXT):
        raise Refused(refused)
    agreed = last_agreed(seen.plan)
    form = NextForm(sent_or_kept(request), initial=_initial(agreed) if agreed else {})
    if done(
        request,
        form,
        lambda: meetings.agree_next(plan_id=plan_id, agreed=form.settled(), by=seen.person, now=seen.now),
        NEXT_FIELDS,
    ):
        messages.success(request, "What you agreed about the next meeting is recorded.")
        return redirect("plan", plan_id)
    context = {"seen": seen, "form": form, "agreed": agreed}
    return render(request, "pages/meetings/agree_next.jinja", context, status=status(request, form))


def _initial(agreed: NextMeeting) -> dict[str, Any]:
    if agreed.starts_at is None:
        return {"next": NONE, "none_because": agreed.none_because}
    there = agreed.starts_at.astimezone(words.LONDON)
    return {
        "next": AGREED,
        "next_day": there.date(),
        "next_time": there.time(),
        "next_mode": agreed.mode,
        "next_venue": agreed.venue,
    }
