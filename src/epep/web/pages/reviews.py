"""The page of quality assurance: the submission, what to look for, comments by section, and the verdict (P11, P12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path

from epep.actions import looking, reviews
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.parts import Part
from epep.papers.changes import Change
from epep.protocol import moves
from epep.protocol.duties import What
from epep.protocol.moves import Refusal
from epep.protocol.stages import Verdict
from epep.record.reviews import Review
from epep.record.submissions import Submission, last_submission, submission_of
from epep.web import problems, typed
from epep.web.asking import Seen, see
from epep.web.forms import GovForm, Options
from epep.web.pages.submissions import changed_since
from epep.web.reading import Reading, reading

LOOK_FOR: Final = (
    "The facts are complete and up to date: where they live, whom to ask, what they are doing now.",
    "Progress says where they started, where they are and where they are going.",
    "Attendance has figures, suspensions if any, and what is being done.",
    "Their own words are there, and can be seen in the targets.",
    "The carer and social care have both had their say.",
    "Needs and SDQ scores lead to something being done.",
    "The last targets are judged, with evidence.",
    "There are at least three targets, each with what, who, how often and by when; English or maths where it applies.",
    "Next steps, careers and money for them (bursary, pupil premium plus) belong to the targets.",
    "The right people met, and the next date, time and venue are agreed.",
)
"""What makes a plan good, in ten sentences: hints for reading, judged by nobody but the reader."""

PASS, RETURN = Verdict.PASSED.value, Verdict.RETURNED.value
STALE: Final = "This page was out of date. Read the version below, then give your verdict."


class ReviewForm(GovForm):
    """A verdict, its reason, and a comment for each section that needs one (fields `about_<section>`)."""

    number = forms.IntegerField(widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), STALE))
    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=[(PASS, "Pass for saving"), (RETURN, "Ask for resubmission")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose “Pass for saving” or “Ask for resubmission”"},
    )
    reason = forms.CharField(
        label="What needs to change, and why?",
        help_text="The author and the social worker read this. It stays on record.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what needs to change, and why"},
    )
    gov: Mapping[str, Options] = {  # type: ignore[misc]  # each form adds its sections
        "reason": {"max_length": 5000},
        "verdict": {
            "size": "m",
            "conditional": {RETURN: ("reason",)},
            "hints": {PASS: "It goes to the administrator to be saved.", RETURN: "It goes back, with your reason."},
        },
    }

    def __init__(self, read: Reading, data: QueryDict | None) -> None:
        """Make the form for what is read; `data` is what was typed."""
        super().__init__(data, initial={"number": read.submission.number})
        for section in read.sections:
            box = forms.Textarea(attrs={"rows": 3})
            self.fields[f"about_{section.key}"] = forms.CharField(
                label=f"Comment on {section.title}", required=False, widget=box
            )
        counted = {name: {"max_length": 2000} for name in self.fields if name.startswith("about_")}
        self.gov = {**self.gov, **counted}

    def comments(self) -> dict[str, str]:
        """What was typed about sections, by section key."""
        about = {name: text for name, text in self.cleaned_data.items() if name.startswith("about_")}
        return {name.removeprefix("about_"): text for name, text in about.items()}


@dataclass(frozen=True)
class ReviewPage:
    """What the page shows. `before` is the review of the version before, where there was one."""

    plan_id: int
    submission: Submission
    read: Reading
    before: Review | None
    changes: list[tuple[str, list[Change]]]
    late: int
    check_by: date | None
    look_for: tuple[str, ...]


def review(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Review the latest submission. What is typed is never lost, whatever goes wrong."""
    seen = see(request, plan_id)
    if request.method == "POST":
        return _decide(request, seen)
    if refused := seen.refused(moves.PASS):
        raise Refused(refused)
    read = _latest(seen)
    number = read.submission.number
    looking.looked(
        plan=seen.plan,
        verb="looked_at_submission",
        says=f"looked at version {number} to review it",
        parts=seen.parts,
        by=seen.person,
        now=seen.now,
    )
    return _draw(request, seen, read, ReviewForm(read, None), 200, kept=typed.kept(request))


def _latest(seen: Seen) -> Reading:
    found = last_submission(seen.plan)
    if found is None:
        raise Missing
    return reading(seen, found)


def _decide(request: HttpRequest, seen: Seen) -> HttpResponse:
    read = _latest(seen)
    form = ReviewForm(read, request.POST)
    if refused := seen.refused(moves.PASS):
        return _too_late(request, seen, read, form, refused)
    if not form.is_valid():
        return _draw(request, seen, read, form, 422)
    try:
        made = _verdict(seen, form)
    except Refused as no:
        return _too_late(request, seen, read, form, no.refusal)
    except Invalid as wrong:
        return _draw(request, seen, read, _with_problems(request.POST, read, wrong), 422)
    messages.success(request, _done(made))
    return redirect("plan", seen.plan.pk)


def _with_problems(typed_in: QueryDict, read: Reading, wrong: Invalid) -> ReviewForm:
    """What was typed, with what is wrong, for the version that is the latest now."""
    data = typed_in.copy()
    data["number"] = str(read.submission.number)
    again = ReviewForm(read, data)
    again.is_valid()
    names = {section.key: f"about_{section.key}" for section in read.sections}
    problems.put(again, wrong, names | {"number": ""})
    return again


def _verdict(seen: Seen, form: ReviewForm) -> Review:
    typed_in = form.cleaned_data
    what: dict[str, Any] = {"plan_id": seen.plan.pk, "number": typed_in["number"], "comments": form.comments()}
    if typed_in["verdict"] == PASS:
        return reviews.pass_for_saving(**what, by=seen.person, now=seen.now)
    return reviews.ask_for_resubmission(**what, reason=typed_in["reason"], by=seen.person, now=seen.now)


def _done(made: Review) -> str:
    move, done = (moves.PASS, "passed for saving") if made.verdict == PASS else (moves.ASK_AGAIN, "sent back")
    told = " and ".join(f"the {part.words}" for part in Part if part in move.tells)
    have = "has" if len(move.tells) == 1 else "have"
    return f"Version {made.submission.number} is {done}. {told[0].upper()}{told[1:]} {have} been told."


def _draw(
    request: HttpRequest, seen: Seen, read: Reading, form: ReviewForm, status: int, kept: QueryDict | None = None
) -> HttpResponse:
    number = read.submission.number
    earlier = submission_of(seen.plan, number - 1) if number > 1 else None
    page = ReviewPage(
        plan_id=seen.plan.pk,
        submission=read.submission,
        read=read,
        before=getattr(earlier, "review", None),
        changes=changed_since(seen, read),
        late=read.content["submitted"]["late_by_working_days"],
        check_by=next((duty.due for duty in seen.standing.duties if duty.what is What.REVIEW), None),
        look_for=LOOK_FOR,
    )
    if kept is not None:
        form = ReviewForm(read, kept)
    return render(request, "pages/reviews/review.jinja", {"page": page, "seen": seen, "form": form}, status=status)


def _too_late(request: HttpRequest, seen: Seen, read: Reading, form: ReviewForm, no: Refusal) -> HttpResponse:
    """Somebody has reviewed it, or it is not theirs to review: say so, and show what was typed, to be copied."""
    unsaved = [
        (str(form[name].label), text)
        for name in form.fields
        if name not in ("number", "verdict") and (text := form.data.get(name, "").strip())
    ]
    context = {
        "seen": seen,
        "submission": read.submission,
        "review": getattr(read.submission, "review", None),
        "why": no.text,
        "unsaved": unsaved,
    }
    return render(request, "pages/reviews/too_late.jinja", context, status=409)


urlpatterns = [path("plans/<int:plan_id>/review/", review, name="review")]
