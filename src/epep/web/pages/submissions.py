"""The pages of submissions: submit, read, and take the PDF or the JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from epep.actions import looking, submissions
from epep.actions.outcomes import Incomplete, Missing, Refused
from epep.form.parts import Part
from epep.papers.changes import Change, changes
from epep.protocol import after, before, moves, sees
from epep.record.people import Person, playing
from epep.record.reviews import Review
from epep.record.sections import sections_now
from epep.record.submissions import Submission, last_submission, submission_of
from epep.web import words
from epep.web.asking import Seen, see
from epep.web.downloads import download
from epep.web.reading import Reading, as_seen_by, reading
from epep.web.told import in_words, told_of


@dataclass(frozen=True)
class Needed:
    """One thing to do before submitting: where it is done, and who is asked to."""

    text: str
    href: str
    who: str


@dataclass(frozen=True)
class SubmitPage:
    """What the page that submits shows. `late` in working days; `returned` is the review that asked for it again."""

    plan_id: int
    number: int
    lateness: str
    late: int
    needed: list[Needed]
    sections: list[dict[str, Any]]
    returned: Review | None
    told: str


def submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Submit the plan (P8): what is missing, what will be frozen, and one button."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.SUBMIT):
        raise Refused(refused)
    if request.method != "POST":
        return _draw_submit(request, seen, 200)
    try:
        made = submissions.submit(plan_id=plan_id, by=seen.person, now=seen.now)
    except Incomplete:
        return _draw_submit(request, see(request, plan_id), 422)
    told = in_words(told_of(seen, moves.SUBMIT), "has been told", "have been told")
    messages.success(request, f"Version {made.number} is submitted. {told}")
    return redirect("submission", plan_id, made.number)


def _draw_submit(request: HttpRequest, seen: Seen, status: int) -> HttpResponse:
    last = last_submission(seen.plan)
    lateness, late = _lateness(seen)
    page = SubmitPage(
        plan_id=seen.plan.pk,
        number=after.resubmission_number(last.number if last else 0),
        lateness=lateness,
        late=late,
        needed=list(_needed(seen)),
        sections=list(_sections(seen)),
        returned=last.review if last else None,
        told=in_words(told_of(seen, moves.SUBMIT), "is told", "are told"),
    )
    return render(request, "pages/submissions/submit.jinja", {"page": page, "seen": seen}, status=status)


def _lateness(seen: Seen) -> tuple[str, int]:
    """When it is due (P8) in a sentence, and by how many working days it is late."""
    facts = seen.facts
    assert facts.held_on is not None, "a plan is submitted after its meeting"  # noqa: S101 (the move table sees to it)
    due = after.submit_by(facts.held_on, facts.reviewed_on, seen.local)
    late = after.days_late(due, seen.today, seen.local)
    if late:
        return f"It was due on {words.day(due)}. That is recorded, and you can submit.", late
    return f"It is due on {words.day(due)}.", 0


def _needed(seen: Seen) -> Iterator[Needed]:
    """What is missing, section by section, each with whose it is (P4: the author where nobody else plays the part)."""
    owners = {one.section: one for one in seen.facts.unwritten}
    parts = {
        key: before.whose_words(one, seen.standing.held, Part(seen.plan.author_part)) for key, one in owners.items()
    }
    names: dict[Part, list[str]] = {}
    for person, part in playing(seen.young_person, frozenset(parts.values()), seen.today):
        names.setdefault(part, []).append("you" if person == seen.person else person.name)
    readable = {section.key for section in seen.sections}
    for key, text in submissions.missing_to_submit(seen.standing):
        if not key:
            yield Needed(text, reverse("agree_next", args=[seen.plan.pk]), "")
            continue
        href = reverse("section", args=[seen.plan.pk, key]) if key in readable else ""
        yield Needed(text, href, f"{' or '.join(names.get(parts[key], ['nobody yet']))}, {parts[key].words}")


def _sections(seen: Seen) -> Iterator[dict[str, Any]]:
    """What will be frozen, as rows of the component `sections`."""
    written = sections_now(seen.plan)
    missing = {one.section: one.answers for one in seen.facts.unwritten}
    for section in seen.form.sections_for(seen.plan.kind):
        row, many = written[section.key], missing.get(section.key, 0)
        who, at = row.written_by, row.written_at
        state = ("started", f"{words.count(many, 'answer')} needed") if many else ("done", "Ready")
        yield {
            "title": section.title,
            "href": reverse("section", args=[seen.plan.pk, section.key]) if sees.reads(section, seen.parts) else "",
            "note": f"{who.name}, {Part(row.written_as).words}, {words.dated(at)}" if who and at else "Not written",
            "state": state[0] if who else "not_started",
            "word": state[1] if who or many else "Empty",
        }


@dataclass(frozen=True)
class SubmissionPage:
    """What the page of one submission shows.

    `whose` is for whom it is shown when that is somebody else than who looks; `trial` when nothing is decided yet.
    `query` keeps both for the downloads, `back` for the page of sharing. `told` is what the reviewer wrote, for those
    who may read it.
    """

    plan_id: int
    submission: Submission
    review: Review | None
    read: Reading
    others: list[int]
    changes: list[tuple[str, list[Change]]]
    late: int
    whose: Person | None
    trial: bool
    query: str
    back: str
    told: bool
    may_review: bool


@require_safe
def submission(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """One submission as it was frozen, without what its reader is not given. For who gets nothing it does not exist."""
    seen = see(request, plan_id)
    found = submission_of(seen.plan, number)
    read, whose = _opened(request, seen, found)
    _look(seen, f"looked at version {number}", whose, "looked_at_submission")
    context = {"page": page_of(request, seen, read, whose), "seen": seen}
    return render(request, "pages/submissions/submission.jinja", context)


@require_safe
def submission_pdf(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """The PDF of a submission, as its reader gets it."""
    seen = see(request, plan_id)
    read, whose = _opened(request, seen, submission_of(seen.plan, number))
    _look(seen, f"downloaded the PDF of version {number}", whose, "downloaded")
    return download(read.pdf(), f"{read.file_name}.pdf", "application/pdf")


@require_safe
def submission_json(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """The data of a submission, as its reader gets it."""
    seen = see(request, plan_id)
    read, whose = _opened(request, seen, submission_of(seen.plan, number))
    _look(seen, f"downloaded the data of version {number}", whose, "downloaded")
    return download(read.data(), f"{read.file_name}.json", "application/json")


def _opened(request: HttpRequest, seen: Seen, found: Submission) -> tuple[Reading, Person | None]:
    """The submission as whoever asks gets it, or as the person that `?as=` names does, with that person."""
    if "as" not in request.GET:
        return reading(seen, found), None
    whose = recipient(seen, request.GET["as"])
    tried = frozenset(request.GET.getlist("left_out")) if "decision" in request.GET else None
    return as_seen_by(whose, seen, found, tried=tried), whose


def recipient(seen: Seen, person_id: str) -> Person:
    """Somebody with whom sharing is decided (P15), for the social worker. Raises `Missing` for anybody else."""
    decided = playing(seen.young_person, frozenset(seen.local.sharing.decide_for), seen.today)
    found = next((person for person, _ in decided if str(person.pk) == person_id), None)
    if found is None or not seen.parts & moves.DECIDE_SHARING.by:
        raise Missing
    return found


def _look(seen: Seen, says: str, whose: Person | None, verb: str) -> None:
    says += f" as {whose.name} sees it" if whose else ""
    looking.looked(plan=seen.plan, verb=verb, says=says, parts=seen.parts, by=seen.person, now=seen.now)


def page_of(request: HttpRequest, seen: Seen, read: Reading, whose: Person | None = None) -> SubmissionPage:
    """What the page of a submission, or of its review, shows."""
    found = read.submission
    review: Review | None = getattr(found, "review", None)
    by_work = bool(sees.BY_POST_OR_WORK & seen.parts) and whose is None
    kept = QueryDict(mutable=True)
    for name in ("as", "decision", "left_out") if whose else ():
        kept.setlist(name, request.GET.getlist(name))
    return SubmissionPage(
        plan_id=seen.plan.pk,
        submission=found,
        review=review,
        read=read,
        others=[number for number in range(1, seen.facts.submissions + 1) if by_work and number != found.number],
        changes=changed_since(seen, read) if by_work else [],
        late=read.content["submitted"]["late_by_working_days"],
        whose=whose,
        trial=whose is not None and "decision" in request.GET,
        query=f"?{kept.urlencode()}" if whose else "",
        back=f"?{_back(kept)}" if whose else "",
        told=bool(review and (review.reason or review.comments) and by_work),
        may_review=seen.may(moves.PASS) and found.number == seen.facts.submissions,
    )


def _back(kept: QueryDict) -> str:
    """The page of sharing as it was left: whom it was about, and what was chosen."""
    back = kept.copy()
    back.setlist("person", back.pop("as"))
    return back.urlencode()


def changed_since(seen: Seen, read: Reading) -> list[tuple[str, list[Change]]]:
    """What differs from the submission before, by section title, as far as whoever looks may read both."""
    if read.submission.number == 1:
        return []
    before_it = reading(seen, submission_of(seen.plan, read.submission.number - 1))
    if before_it.form != read.form:
        return []
    found: dict[str, list[Change]] = {}
    for change in changes(before_it.content, read.content, read.form):
        found.setdefault(read.form.section(change.section).title, []).append(change)
    return list(found.items())


urlpatterns = [
    path("plans/<int:plan_id>/submit/", submit, name="submit"),
    path("plans/<int:plan_id>/submissions/<int:number>/", submission, name="submission"),
    path("plans/<int:plan_id>/submissions/<int:number>/pdf/", submission_pdf, name="submission_pdf"),
    path("plans/<int:plan_id>/submissions/<int:number>/json/", submission_json, name="submission_json"),
]
