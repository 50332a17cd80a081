"""The pages of filing: what is to be filed, the package, where it was saved (P13)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from epep.actions import filing, looking
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.parts import Part
from epep.papers.package import Labels, package_name
from epep.papers.package import package as make_package
from epep.papers.zipped import zipped
from epep.protocol import after, moves
from epep.protocol.duties import What
from epep.protocol.local import Destination, LocalRules
from epep.record.duties import DutyRow, owed_by_post
from epep.record.facts import rules_of
from epep.record.filing import passed_of
from epep.record.submissions import Submission, passed_submission, pdf_of
from epep.web import problems, words
from epep.web.asking import Seen, asking, see
from epep.web.destinations import Place, places_of
from epep.web.downloads import download
from epep.web.forms import GovForm, Options
from epep.web.layout import posts_today

ADMINISTRATOR: Final = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
A_PAGE: Final = 40
"""How many plans the queue shows at once."""


@dataclass(frozen=True)
class Waiting:
    """One plan in the queue. `waited` says since when; `late` counts working days, `new` is for the day it passed."""

    plan_id: int
    name: str
    reference: str
    passed: Submission
    waited: str
    new: bool
    late: int
    file_name: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Queue:
    """What the queue shows: one page of plans, and a sentence about all of them."""

    rows: list[Waiting]
    page: Page[DutyRow]
    summary: str


@require_safe
def to_file(request: HttpRequest) -> HttpResponse:
    """The plans that passed and are not saved everywhere yet, the oldest first, for the administrator."""
    if ADMINISTRATOR not in posts_today(request):
        raise Missing
    who = asking(request)
    today = words.london_day(who.now)
    owed = owed_by_post(who.user, today).filter(what=What.SAVE, part=ADMINISTRATOR)
    page = Paginator(owed, A_PAGE).get_page(request.GET.get("page"))
    passed = passed_of([row.plan_id for row in page])
    rows = [_waiting(row, passed[row.plan_id], who.now) for row in page]
    late = owed.filter(due_on__lt=today).count() if rows else 0
    queue = Queue(rows, page, _summary(page, late))
    return render(request, "pages/filing/to_file.jinja", {"queue": queue})


def _summary(page: Page[DutyRow], late: int) -> str:
    """How many wait, how many of them too long, and what is promised."""
    if not page.paginator.count:
        return "Every plan that has passed is saved. Nothing waits for you here."
    many = f"{words.count(page.paginator.count, 'plan')} to save"
    late_ones = f", {late:,} of them late" if late else ""
    promises = sorted({str(_local(row).filing.file_within) for row in page})
    return f"{many}{late_ones}. The promise is {' or '.join(promises)} after it passed."


def _local(row: DutyRow) -> LocalRules:
    return rules_of(row.plan.young_person.authority.slug)


def _waiting(row: DutyRow, passed: Submission, now: datetime) -> Waiting:
    local, today, since = _local(row), words.london_day(now), words.london_day(passed.review.at)
    waited = after.days_late(since, today, local)
    return Waiting(
        plan_id=row.plan_id,
        name=row.plan.young_person.name,
        reference=row.plan.reference,
        passed=passed,
        waited=words.count(waited, "working day") if waited else f"Since {words.ago(since, now)}",
        new=not waited,
        late=after.days_late(row.due_on, today, local),
        file_name=package_name(json.loads(passed.content)),
        places=tuple(places_of(passed, local, now)),
    )


class SavedForm(GovForm):
    """The reference that one destination gave the plan."""

    reference = forms.CharField(label="Reference")
    gov: ClassVar[Mapping[str, Options]] = {"reference": {"spellcheck": False, "autocomplete": "off"}}

    def __init__(self, place: Destination, data: QueryDict | None) -> None:
        """Make the form of one destination; `data` is what was typed for it."""
        super().__init__(data, auto_id=f"%s_{place.key}")
        reference = self.fields["reference"]
        reference.label = f"Reference in {place.label}"
        reference.help_text = place.reference_hint
        reference.error_messages["required"] = f"Enter the reference that {place.label} gives it"


@dataclass(frozen=True)
class SavePage:
    """What the page that records where a plan is saved shows: each place with its form, None once saved there."""

    plan_id: int
    passed: Submission
    file_name: str
    case_note: str
    places: list[tuple[Place, SavedForm | None]]
    due: date
    late: int
    wrong: str


def save(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Record where a plan is saved, one destination at a time, each with its reference there (P13)."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.RECORD_SAVED):
        raise Refused(refused)
    if request.method != "POST":
        return _draw(request, seen, 200)
    place = next((one for one in after.save_to(seen.local) if one.key == request.POST.get("destination")), None)
    if place is None:
        return _draw(request, seen, 422, wrong="Choose where you have saved it.")
    form = SavedForm(place, request.POST)
    if not form.is_valid():
        return _draw(request, seen, 422, typed=(place, form))
    try:
        filing.record_saved(
            plan_id=plan_id,
            destination=place.key,
            reference=form.cleaned_data["reference"],
            by=seen.person,
            now=seen.now,
        )
    except Invalid as wrong:
        problems.put(form, wrong)
        return _draw(request, see(request, plan_id), 422, typed=(place, form))
    return _saved(request, seen, place)


def _saved(request: HttpRequest, seen: Seen, place: Destination) -> HttpResponse:
    if seen.facts.unfiled - {place.key}:
        messages.success(request, f"Saved in {place.label}.")
        return redirect("save", seen.plan.pk)
    told = " and ".join(f"the {part.words}" for part in moves.RECORD_SAVED.tells)
    messages.success(request, f"Saved in {place.label}, and so everywhere. {told.capitalize()} has been told.")
    return redirect("plan" if seen.facts.copies_sent_on else "copies", seen.plan.pk)


def _draw(
    request: HttpRequest,
    seen: Seen,
    status: int,
    *,
    typed: tuple[Destination, SavedForm] | None = None,
    wrong: str = "",
) -> HttpResponse:
    passed = passed_of([seen.plan.pk])[seen.plan.pk]
    places = list(places_of(passed, seen.local, seen.now))
    typed_in = {typed[0].key: typed[1]} if typed else {}
    if typed and any(place.filing and place.destination == typed[0] for place in places):
        wrong = str(typed[1].non_field_errors()[0])  # saved from another window: the form is gone, not its message
    due = next((duty.due for duty in seen.standing.duties if duty.what is What.SAVE), seen.today)
    page = SavePage(
        plan_id=seen.plan.pk,
        passed=passed,
        file_name=package_name(json.loads(passed.content)),
        case_note=after.case_note_text(seen.plan.reference, seen.local),
        places=[(place, None if place.filing else _form_of(place.destination, typed_in)) for place in places],
        due=due,
        late=after.days_late(due, seen.today, seen.local),
        wrong=wrong,
    )
    context = {"page": page, "seen": seen, "form": typed[1] if typed and not wrong else None}
    return render(request, "pages/filing/save.jinja", context, status=status)


def _form_of(place: Destination, typed_in: Mapping[str, SavedForm]) -> SavedForm:
    return typed_in.get(place.key) or SavedForm(place, None)


@require_safe
def package(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The filing package as one zip, for the administrator of a plan that has passed."""
    seen = see(request, plan_id)
    passed = passed_submission(seen.plan)
    if passed is None or ADMINISTRATOR not in seen.parts:
        raise Missing
    labels = Labels(place=seen.local.case_note.place, case_note=seen.local.case_note.text)
    made = make_package(passed.content, pdf_of(passed), labels=labels)
    looking.looked(
        plan=seen.plan,
        verb="downloaded",
        says=f"downloaded the filing package of version {passed.number}",
        parts=seen.parts,
        by=seen.person,
        now=seen.now,
    )
    return download(zipped(made), f"{made.name}.zip", "application/zip")


urlpatterns = [
    path("to-file/", to_file, name="to_file"),
    path("plans/<int:plan_id>/save/", save, name="save"),
    path("plans/<int:plan_id>/package/", package, name="package"),
]
