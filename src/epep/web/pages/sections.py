"""The page of one section: to write in, or to read."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from epep.actions import looking, plans
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.answers import missing
from epep.form.model import Section
from epep.form.parts import Part
from epep.protocol import moves, sees
from epep.web import problems, typed
from epep.web.asking import Seen, see
from epep.web.beside import Ground
from epep.web.pages import own_words
from epep.web.section_forms import SectionForm
from epep.web.section_pages import Editor, next_written, saved_in_words, whose
from epep.web.summaries import rows_of
from epep.web.words import count

PAGE: Final = "pages/plans/section.jinja"
MOST_NAMED: Final = 3
"""How many missing answers a message names; the page itself lists them all."""


def section(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    """One section of a plan. For whoever may not read it, it does not exist."""
    seen = see(request, plan_id)
    asked = next((one for one in seen.sections if one.key == key), None)
    if asked is None:
        raise Missing
    if request.method != "POST":
        _look(seen, asked)
    refused, writer = seen.refused(moves.WRITE), sees.writes(asked, seen.parts)
    if refused or not writer:
        unsaved = request.POST if request.method == "POST" else None
        return _read(request, Editor(seen, asked), refused.text if refused and writer else "", unsaved)
    if own_words.are_theirs(seen, asked):
        return own_words.answer(request, seen, asked)
    editor = Editor(seen, asked)
    data = typed.kept(request)
    if request.method == "POST":
        return _save(request, editor)
    form = editor.form(editor.row.answers, data)
    return _draw(request, editor, form, Ground.sent(data) if data else editor.fresh())


def _look(seen: Seen, asked: Section) -> None:
    looking.looked(
        plan=seen.plan,
        verb="looked_at_plan",
        says=f"looked at {asked.title}",
        parts=seen.parts,
        by=seen.person,
        now=seen.now,
    )


def _draw(
    request: HttpRequest,
    editor: Editor,
    form: SectionForm,
    ground: Ground,
    status: int = 200,
    *,
    back_again: bool = False,
) -> HttpResponse:
    context = {"page": editor.page(form, ground), "form": form, "seen": editor.seen, "back_again": back_again}
    return render(request, PAGE, context, status=status)


def _save(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Save what was typed, or draw it again: with another row, with last time's words, with what is wrong."""
    ground = Ground.sent(request.POST)
    form = editor.form(editor.row.answers, request.POST)
    ready = form.is_valid()
    if start := request.POST.get("start"):
        return _start_from(request, editor, form, start, ground)
    if not ready:
        return _draw(request, editor, form, ground, 200 if form.adding else 422)
    try:
        outcome = _write(editor.seen, editor.asked, editor.picked(form.answers, ground), ground.based_on)
    except Invalid as wrong:
        problems.put(form, wrong)
        return _draw(request, editor, form, ground, 422)
    except Refused as no:
        return _read(request, editor, no.refusal.text, request.POST)
    if isinstance(outcome, plans.Conflict):
        again, standing = editor.after_conflict(ground, outcome.set_aside.answers, outcome.section)
        return _draw(request, editor, again, standing, 409)
    messages.success(request, saved_message(editor.asked, outcome.section.answers))
    return _onwards(request, editor.seen, editor.asked)


def _write(seen: Seen, asked: Section, answers: Mapping[str, Any], based_on: int) -> plans.Saved | plans.Conflict:
    return plans.write_section(
        plan_id=seen.plan.pk, key=asked.key, answers=answers, based_on=based_on, by=seen.person, now=seen.now
    )


def _start_from(request: HttpRequest, editor: Editor, form: SectionForm, key: str, ground: Ground) -> HttpResponse:
    again = editor.form(editor.start_from(key, form.answers))
    if key in again.fields:
        again.fields[key].widget.attrs["autofocus"] = ""
    return _draw(request, editor, again, ground)


def _onwards(request: HttpRequest, seen: Seen, asked: Section) -> HttpResponse:
    """Go where the pressed button says: the next section, the plan, or here."""
    following = next_written(seen, asked)
    match request.POST.get("go"):
        case "next" if following:
            return redirect("section", seen.plan.pk, following.key)
        case "back" | "next":
            return redirect("plan", seen.plan.pk)
        case _:
            return redirect("section", seen.plan.pk, asked.key)


def saved_message(asked: Section, answers: Mapping[str, Any]) -> str:
    """Say that a section is saved, and which answers it still needs."""
    wanted = missing(asked, answers)
    if not wanted:
        return f"{asked.title} is saved. Nothing is missing in it."
    named = ", ".join(f"“{question.label}”" for question in wanted[:MOST_NAMED])
    more = f" and {count(len(wanted) - MOST_NAMED, 'more', 'more')}" if len(wanted) > MOST_NAMED else ""
    return f"{asked.title} is saved. {count(len(wanted), 'answer')} still needed: {named}{more}."


def _read(request: HttpRequest, editor: Editor, why: str, unsaved: QueryDict | None) -> HttpResponse:
    """The section to read, and `why` it cannot be written. What was sent all the same comes back, to be copied."""
    seen, asked = editor.seen, editor.asked
    part = Part.YOUNG_PERSON if Part.YOUNG_PERSON in seen.parts else None
    context: dict[str, Any] = {
        "seen": seen,
        "asked": asked,
        "caption": editor.caption,
        "whose": whose(seen, asked),
        "why": why,
        "rows": rows_of(asked, editor.row.answers, part),
        "saved": saved_in_words(editor.row, seen),
        "unsaved": [],
    }
    if unsaved is not None:
        form = editor.form({}, unsaved)
        form.full_clean()
        context["unsaved"] = [row for row in rows_of(asked, form.answers, part) if row["answer"]]
    return render(request, "pages/plans/section_read.jinja", context, status=200 if unsaved is None else 409)
