"""The page of the case note that says the plan is in the record (P16), and of closing the plan with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from epep.actions import plans, sharing
from epep.actions.outcomes import Invalid, Refused
from epep.protocol import after, moves
from epep.protocol.stages import Stage
from epep.record.sharing import CaseNote, case_note_of
from epep.web import problems, typed
from epep.web.asking import Seen, see
from epep.web.forms import GovForm, Options


class CaseNoteForm(GovForm):
    """The case note as it stands in the case record, and its reference there."""

    text = forms.CharField(label="The case note", widget=forms.Textarea(attrs={"rows": 4}))
    reference = forms.CharField(label="Its reference in the case record, if it has one", required=False, max_length=200)
    gov: ClassVar[Mapping[str, Options]] = {
        "text": {"max_length": 2000, "what": "the case note"},
        "reference": {"spellcheck": False, "autocomplete": "off"},
    }


CLOSES: Final = frozenset({Stage.SHARED})
"""Where the plan stands when its case note is all that is missing."""


@dataclass(frozen=True)
class CaseNotePage:
    """What the page of the case note shows: the note once it is recorded, else a form."""

    plan_id: int
    made: CaseNote | None
    place: str
    may_close: bool


def case_note(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Record the case note (P16), and close the plan where nothing else is missing."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.CASE_NOTE):
        raise Refused(refused)
    made = case_note_of(seen.plan)
    if request.method != "POST":
        start = {"text": after.case_note_text(seen.plan.reference, seen.local)}
        form = CaseNoteForm(typed.kept(request), initial=start)
        return _draw_note(request, seen, made, form, 200)
    form = CaseNoteForm(request.POST)
    if not form.is_valid():
        return _draw_note(request, seen, made, form, 422)
    try:
        sharing.record_case_note(plan_id=plan_id, **form.cleaned_data, by=seen.person, now=seen.now)
    except Invalid as wrong:
        problems.put(form, wrong)
        return _draw_note(request, see(request, plan_id), case_note_of(seen.plan), form, 422)
    _close(request, seen)
    return redirect("plan", plan_id)


def _close(request: HttpRequest, seen: Seen) -> None:
    """Close the plan where that was asked for, and say what was done."""
    if "close" not in request.POST:
        messages.success(request, "The case note is recorded.")
        return
    try:
        plans.close(plan_id=seen.plan.pk, by=seen.person, now=seen.now)
    except Refused as no:
        messages.warning(request, f"The case note is recorded. The plan is still open. {no.refusal.text}")
    else:
        messages.success(request, "The case note is recorded and the plan is closed. Everything is done.")


def _draw_note(
    request: HttpRequest, seen: Seen, made: CaseNote | None, form: CaseNoteForm, status: int
) -> HttpResponse:
    page = CaseNotePage(
        plan_id=seen.plan.pk,
        made=made,
        place=seen.local.case_note.place,
        may_close=seen.stage in CLOSES and bool(seen.parts & moves.CLOSE.by),
    )
    return render(request, "pages/sharing/case_note.jinja", {"page": page, "seen": seen, "form": form}, status=status)


urlpatterns = [path("plans/<int:plan_id>/case-note/", case_note, name="case_note")]
