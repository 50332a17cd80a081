"""The pages of writing a plan: its sections, SDQ scores and checks, and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from epep.actions import plans
from epep.actions.outcomes import Refused
from epep.protocol import moves
from epep.web.asking import see
from epep.web.pages.checks import answer_check, ask_for_check
from epep.web.pages.sdq import sdq
from epep.web.pages.sections import section
from epep.web.plan_forms import EndForm
from epep.web.problems import done, status
from epep.web.told import told_of
from epep.web.typed import sent_or_kept


def close(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Close a plan of which everything is done."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.CLOSE):
        raise Refused(refused)
    if request.method == "POST":
        plans.close(plan_id=plan_id, by=seen.person, now=seen.now)
        messages.success(request, "The plan is closed. It stays readable for ever.")
        return redirect("plan", plan_id)
    return render(request, "pages/plans/close.jinja", {"seen": seen})


def end_early(request: HttpRequest, plan_id: int) -> HttpResponse:
    """End a plan before its case note, with a reason."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.END_EARLY):
        raise Refused(refused)
    form = EndForm(sent_or_kept(request))
    if done(
        request,
        form,
        lambda: plans.end_early(plan_id=plan_id, reason=form.cleaned_data["reason"], by=seen.person, now=seen.now),
    ):
        messages.success(request, "The plan has ended. Everyone in it has been told.")
        return redirect("plan", plan_id)
    context = {"seen": seen, "form": form, "told": told_of(seen, moves.END_EARLY)}
    return render(request, "pages/plans/end_early.jinja", context, status=status(request, form))


urlpatterns: list[URLPattern] = [
    path("plans/<int:plan_id>/sections/<slug:key>/", section, name="section"),
    path("plans/<int:plan_id>/sdq/", sdq, name="sdq"),
    path("plans/<int:plan_id>/check/", ask_for_check, name="ask_for_check"),
    path("plans/<int:plan_id>/check/answer/", answer_check, name="answer_check"),
    path("plans/<int:plan_id>/close/", close, name="close"),
    path("plans/<int:plan_id>/end-early/", end_early, name="end_early"),
]
