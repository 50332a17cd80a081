"""The pages of sharing: copies (P14), and who the plan is shared with (P15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse

from epep.actions import sharing
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.model import Section
from epep.form.parts import Part
from epep.protocol import after, moves
from epep.protocol.local import CopyTo
from epep.record.people import Person, playing
from epep.record.sharing import Copy, Decision, Share, copies_of, decisions_on
from epep.record.submissions import Submission, passed_submission
from epep.web import problems, typed
from epep.web.asking import Seen, see
from epep.web.forms import GovForm, Options
from epep.web.pages import case_note
from epep.web.pages.submissions import recipient

FULL, PARTLY, NO = Decision.FULL.value, Decision.PARTLY.value, Decision.NO.value


@dataclass(frozen=True)
class CopiesPage:
    """What the page of copies shows: to whom they go, each with names, or `sent` once they have gone."""

    plan_id: int
    passed: Submission
    to: list[tuple[CopyTo, list[str]]]
    sent: list[Copy]
    lacking: list[str]
    wrong: str


def copies(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Send the copies (P14): who gets one, and who is missing."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.SEND_COPIES):
        raise Refused(refused)
    if request.method != "POST":
        return _draw_copies(request, seen, 200)
    try:
        sent = sharing.send_copies(plan_id=plan_id, by=seen.person, now=seen.now)
    except Invalid as wrong:
        return _draw_copies(request, see(request, plan_id), 422, wrong=str(wrong))
    names = ", ".join(dict.fromkeys(copy.recipient.name for copy in sent))
    messages.success(request, f"The copies are sent. {names} can read the plan now, and have been told.")
    return redirect("plan", plan_id)


def _draw_copies(request: HttpRequest, seen: Seen, status: int, wrong: str = "") -> HttpResponse:
    passed = passed_of(seen)
    to = after.copies_go_to(seen.local)
    found = playing(seen.young_person, frozenset(copy.part for copy in to), seen.today)
    named = [(copy, [person.name for person, part in found if part is copy.part]) for copy in to]
    page = CopiesPage(
        plan_id=seen.plan.pk,
        passed=passed,
        to=named,
        sent=copies_of(passed),
        lacking=[copy.label for copy, names in named if not names],
        wrong=wrong,
    )
    return render(request, "pages/sharing/copies.jinja", {"page": page, "seen": seen}, status=status)


def passed_of(seen: Seen) -> Submission:
    """The submission that passed. Raises `Missing` before there is one."""
    passed = passed_submission(seen.plan)
    if passed is None:
        raise Missing
    return passed


class ShareForm(GovForm):
    """The social worker's decision for one person."""

    decision = forms.ChoiceField(
        choices=Decision.choices, widget=forms.RadioSelect, error_messages={"required": "Choose what they get"}
    )
    left_out = forms.MultipleChoiceField(
        label="Which sections are left out?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label="Why is it not shared?",
        help_text="It stays on record. They do not see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    gov: ClassVar[Mapping[str, Options]] = {
        "decision": {
            "size": "m",
            "conditional": {PARTLY: ("left_out",), NO: ("reason",)},
            "hints": {FULL: "Every section, whoever usually reads it.", NO: "They are not told."},
        },
        "left_out": {"small": True},
        "reason": {"max_length": 2000},
    }

    def __init__(
        self, person: Person, sections: tuple[Section, ...], data: QueryDict | None, start: Mapping[str, object]
    ) -> None:
        """Make the form for one person; `data` is what was typed, `start` what was chosen or decided before."""
        super().__init__(data, initial=dict(start))
        self.fields["decision"].label = f"What does {person.name} get?"
        box = self.fields["left_out"]
        assert isinstance(box, forms.MultipleChoiceField)  # noqa: S101 (declared above)
        box.choices = [(section.key, section.title) for section in sections]


@dataclass(frozen=True)
class Recipient:
    """One carer or parent: their decisions, the latest first, and whether one is still to be made."""

    person: Person
    part: str
    decisions: list[tuple[Share, list[str]]]
    may_decide: bool

    @property
    def has_account(self) -> bool:
        """Whether they can sign in to read it; a parent gets the PDF from the social worker."""
        return bool(self.person.email)


@dataclass(frozen=True)
class SharePage:
    """What the page of sharing shows; `chosen` is the person whose decision is being made, None for the list."""

    plan_id: int
    passed: Submission
    people: list[Recipient]
    chosen: Recipient | None
    next_href: str


def share(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Decide on sharing, person by person (P15): `?person=` names whose decision the page makes."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.DECIDE_SHARING):
        raise Refused(refused)
    if "person" not in request.GET:
        return _draw_share(request, seen, None, None, 200)
    person = recipient(seen, request.GET["person"])
    sections = seen.form.sections_for(seen.plan.kind)
    if request.method != "POST":
        form = ShareForm(person, sections, typed.kept(request), _start(request.GET, seen, person))
        return _draw_share(request, seen, person, form, 200)
    form = ShareForm(person, sections, request.POST, {})
    if not form.is_valid():
        return _draw_share(request, seen, person, form, 422)
    if "look" in request.POST:
        return _look_first(request, seen, person, form)
    try:
        made = _decide(seen, person, form)
    except Invalid as wrong:
        problems.put(form, wrong)
        return _draw_share(request, seen, person, form, 422)
    messages.success(request, _said(made))
    return redirect("share", plan_id)


def _start(query: QueryDict, seen: Seen, person: Person) -> dict[str, object]:
    """What the form starts from: what was chosen before looking at it, else the decision that stands."""
    if "decision" in query:
        return {"decision": query["decision"], "left_out": query.getlist("left_out")}
    last = next((one for one in decisions_on(passed_of(seen)) if one.person == person), None)
    return {"decision": last.decision, "left_out": last.left_out, "reason": last.reason} if last else {}


def _decide(seen: Seen, person: Person, form: ShareForm) -> Share:
    return sharing.decide_sharing(
        plan_id=seen.plan.pk,
        person=person,
        decision=form.cleaned_data["decision"],
        left_out=form.cleaned_data["left_out"] or (),
        reason=form.cleaned_data["reason"],
        by=seen.person,
        now=seen.now,
    )


def _look_first(request: HttpRequest, seen: Seen, person: Person, form: ShareForm) -> HttpResponse:
    """Go to the plan as `person` would see it by what is chosen and not decided yet; nothing is recorded."""
    chosen = form.cleaned_data
    if chosen["decision"] == NO:
        form.add_error("decision", f"Not shared: {person.name} would see nothing")
    elif chosen["decision"] == PARTLY and not chosen["left_out"]:
        form.add_error("left_out", "Choose at least one section to leave out.")
    if form.errors:
        return _draw_share(request, seen, person, form, 422)
    query = QueryDict(mutable=True)
    query["as"] = str(person.pk)
    query["decision"] = chosen["decision"]
    query.setlist("left_out", chosen["left_out"] or [])
    return redirect(f"{reverse('submission', args=[seen.plan.pk, passed_of(seen).number])}?{query.urlencode()}")


def _said(made: Share) -> str:
    if made.decision == NO:
        return f"The plan is not shared with {made.person.name}. They are not told."
    what = "in full" if made.decision == FULL else "with sections left out"
    how = "They have been told." if made.person.email else "They have no account: give them the PDF below."
    return f"The plan is shared with {made.person.name} {what}. {how}"


def _draw_share(
    request: HttpRequest, seen: Seen, person: Person | None, form: ShareForm | None, status: int
) -> HttpResponse:
    passed = passed_of(seen)
    people = _recipients(seen, passed)
    undecided = [one for one in people if one.may_decide and not one.decisions]
    note = not undecided and seen.may(moves.CASE_NOTE) and not seen.facts.case_note_on
    page = SharePage(
        plan_id=seen.plan.pk,
        passed=passed,
        people=people,
        chosen=next((one for one in people if one.person == person), None),
        next_href=reverse("case_note", args=[seen.plan.pk]) if note else "",
    )
    return render(request, "pages/sharing/share.jinja", {"page": page, "seen": seen, "form": form}, status=status)


def _recipients(seen: Seen, passed: Submission) -> list[Recipient]:
    """Everybody there is to decide for, then those about whom was decided and who have left the team."""
    made: dict[Person, list[tuple[Share, list[str]]]] = {}
    for one in decisions_on(passed):
        left_out = [section.title for section in seen.form.sections if section.key in one.left_out]
        made.setdefault(one.person, []).append((one, left_out))
    now = dict(playing(seen.young_person, frozenset(seen.local.sharing.decide_for), seen.today))
    here = [Recipient(person, part.words, made.get(person, []), may_decide=True) for person, part in now.items()]
    gone = [one for person, one in made.items() if person not in now]
    return here + [Recipient(one[0][0].person, Part(one[0][0].part).words, one, may_decide=False) for one in gone]


urlpatterns = [
    path("plans/<int:plan_id>/copies/", copies, name="copies"),
    path("plans/<int:plan_id>/share/", share, name="share"),
    *case_note.urlpatterns,
]
