"""The pages of a check before the plan is submitted (P9): asking for it, and answering it section by section."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from markupsafe import Markup

from epep.actions import looking, plans
from epep.actions.outcomes import Refused
from epep.form.parts import Part
from epep.protocol import after, moves
from epep.protocol.moves import Code, Refusal
from epep.record.people import playing
from epep.record.plans import open_check
from epep.record.sections import sections_now
from epep.web.asking import Seen, see
from epep.web.forms import draw
from epep.web.plan_forms import AnswerForm, AskForm
from epep.web.problems import done, status
from epep.web.section_pages import saved_in_words
from epep.web.summaries import Row, rows_of
from epep.web.typed import sent_or_kept
from epep.web.words import count, day

ANSWERED: Refusal = Refusal(Code.WRONG_STAGE, "Nobody is waiting for a check. It may have been answered already.")


def ask_for_check(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask an adviser to look before the plan is submitted."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.ASK_CHECK):
        raise Refused(refused)
    waiting = open_check(seen.plan)
    if waiting and request.method != "POST":
        who = Part(waiting.asked_of).words
        raise Refused(Refusal(Code.WRONG_STAGE, f"You asked the {who} on {day(waiting.asked_at)}. No answer came yet."))
    advisers = _advisers(seen)
    form = AskForm(sent_or_kept(request), advisers)
    if done(
        request,
        form,
        lambda: plans.ask_for_check(
            plan_id=plan_id,
            of=Part(form.cleaned_data["of"]),
            message=form.cleaned_data["message"],
            by=seen.person,
            now=seen.now,
        ),
    ):
        messages.success(request, "You asked for a check. The adviser has been told, and their answer comes back here.")
        return redirect("plan", plan_id)
    titles = {section.key: section.title for section in seen.sections}
    unfinished = [
        f"{titles[one.section]}: {count(one.answers, 'answer')} missing"
        for one in seen.facts.unwritten
        if one.section in titles
    ]
    context = {"seen": seen, "form": form, "advisers": advisers, "unfinished": unfinished}
    return render(request, "pages/plans/ask_for_check.jinja", context, status=status(request, form))


def _advisers(seen: Seen) -> list[tuple[str, str]]:
    """Who can be asked, as (part, names and part)."""
    found: dict[Part, list[str]] = {}
    for person, part in playing(seen.young_person, frozenset(after.may_check(seen.local)), seen.today):
        found.setdefault(part, []).append(person.name)
    return [(part.value, f"{' and '.join(names)}, {part.words}") for part, names in found.items()]


@dataclass(frozen=True)
class ToCheck:
    """One section with its text, who saved it last, and the box for a comment on it."""

    key: str
    title: str
    rows: list[Row]
    saved: str
    box: Markup


def answer_check(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Answer the check that waits, section by section."""
    seen = see(request, plan_id)
    if refused := seen.refused(moves.ANSWER_CHECK):
        raise Refused(refused)
    check = open_check(seen.plan)
    if check is None and request.method != "POST":
        raise Refused(ANSWERED)
    form = AnswerForm(sent_or_kept(request), seen.sections)
    if done(
        request,
        form,
        lambda: plans.answer_check(
            plan_id=plan_id,
            comments=form.comments(),
            message=form.cleaned_data["message"],
            by=seen.person,
            now=seen.now,
        ),
    ):
        messages.success(request, "Your answer is sent. Whoever writes the plan has been told.")
        return redirect("plan", plan_id)
    if request.method != "POST":
        says = "looked at the plan to check it"
        looking.looked(plan=seen.plan, verb="looked_at_plan", says=says, parts=seen.parts, by=seen.person, now=seen.now)
    context = {"seen": seen, "form": form, "check": check, "sections": _to_check(seen, form)}
    return render(request, "pages/plans/answer_check.jinja", context, status=status(request, form))


def _to_check(seen: Seen, form: AnswerForm) -> list[ToCheck]:
    now_there = sections_now(seen.plan)
    return [
        ToCheck(
            key=section.key,
            title=section.title,
            rows=rows_of(section, now_there[section.key].answers),
            saved=saved_in_words(now_there[section.key], seen) or "Nobody has written here yet.",
            box=draw(form[section.key]),
        )
        for section in seen.sections
    ]
