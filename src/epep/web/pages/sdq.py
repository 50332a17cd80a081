"""The page of SDQ scores (P5): whose is due by when, a new score, and the scores so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from markupsafe import Markup

from epep.actions import looking, plans
from epep.actions.outcomes import Refused
from epep.form.parts import Part
from epep.protocol import before, moves
from epep.protocol.duties import What
from epep.record.plans import Sdq, sdqs_of
from epep.web import charts, words
from epep.web.asking import Seen, see
from epep.web.plan_forms import SCALES, SdqForm
from epep.web.problems import done, status
from epep.web.typed import sent_or_kept

CLAUSE: Final = "P5"


@dataclass(frozen=True)
class Due:
    """Whether one person's SDQ is recent: `state` is done, started (due by a day to come) or late."""

    who: str
    state: str
    word: str
    says: str


def sdq(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The scores, for those who record them or read the section about them."""
    seen = see(request, plan_id)
    refused = seen.refused(moves.RECORD_SDQ)
    reads = any(section.clause == CLAUSE for section in seen.sections)
    if refused and (request.method == "POST" or not reads):
        raise Refused(refused)
    form = SdqForm(sent_or_kept(request))
    if done(request, form, lambda: _record(seen, form.cleaned_data)):
        messages.success(request, "The SDQ score is recorded.")
        return redirect("sdq", plan_id)
    if request.method != "POST":
        says = "looked at the SDQ scores"
        looking.looked(plan=seen.plan, verb="looked_at_plan", says=says, parts=seen.parts, by=seen.person, now=seen.now)
    found = sdqs_of(seen.young_person)
    context = {
        "seen": seen,
        "form": form,
        "why_not": refused.text if refused else "",
        "scales": SCALES,
        "due": due(seen, found),
        "rows": [_row(one) for one in found],
        "charts": list(_charts(found)),
        "months": seen.local.sdq.every_months,
    }
    return render(request, "pages/plans/sdq.jinja", context, status=status(request, form))


def _record(seen: Seen, typed: Mapping[str, Any]) -> Sdq:
    return plans.record_sdq(
        plan_id=seen.plan.pk,
        informant=typed["informant"],
        version=typed["version"],
        completed_on=typed["completed_on"],
        scores=plans.Scores(typed["total"], **{name: typed[name] for name in SCALES}),
        by=seen.person,
        now=seen.now,
    )


def due(seen: Seen, found: list[Sdq]) -> list[Due]:
    """Whose SDQ is recent and whose is due: by the day the plan says, or at its meeting while none is arranged."""
    last = {Part(one.informant): one for one in reversed(found)}
    duty = next((one for one in seen.standing.duties if one.what is What.SDQ), None)
    old = before.sdq_due({who: one.completed_on for who, one in last.items()}, seen.today, seen.local)
    owed = [Part(who) for who in duty.about] if duty else old
    return [
        _due(who, last.get(who), who in owed, duty.due if duty else None, seen) for who in seen.local.sdq.informants
    ]


def _due(who: Part, last: Sdq | None, owed: bool, by: date | None, seen: Seen) -> Due:
    name, says = who.words.capitalize(), "None is recorded yet."
    if last:
        until = before.sdq_expires(last.completed_on, seen.local)
        verb = "counts" if until >= seen.today else "counted"
        says = f"{words.dated(last.completed_on)}, total {last.total}. It {verb} until {words.dated(until)}."
    if not owed:
        return Due(name, "done", "Recent", says)
    if by is None:
        return Due(name, "not_started", "Due at the next meeting", says)
    late = words.days_late(by, seen.now)
    return Due(name, "late" if late else "started", late or f"Due by {words.day(by)}", says)


def _row(one: Sdq) -> list[Any]:
    scales = [f"{name.capitalize()} {score}" for name in SCALES if (score := getattr(one, name)) is not None]
    who, given = Part(one.informant).words.capitalize(), ", ".join(scales) or "Not given"
    return [words.dated(one.completed_on), who, one.version, one.total, given, one.recorded_by.name]


def _charts(found: list[Sdq]) -> list[Markup]:
    """A line for each informant with more than one score, oldest first."""
    drawn = []
    for who in dict.fromkeys(one.informant for one in found):
        points = [(words.short_day(one.completed_on), one.total) for one in reversed(found) if one.informant == who]
        if len(points) > 1:
            drawn.append(charts.line(f"Total score, from the {Part(who).words}", points, height=180))
    return drawn
