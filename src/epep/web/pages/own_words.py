"""A young person's own section: one question at a time, in their words, saved as they go."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from epep.actions import plans
from epep.actions.outcomes import Invalid
from epep.form.answers import shown
from epep.form.merging import merge, read
from epep.form.model import Question, Section
from epep.form.parts import Part
from epep.web import problems, typed
from epep.web.asking import Seen
from epep.web.beside import Ground
from epep.web.section_forms import SectionForm
from epep.web.section_pages import Editor
from epep.web.summaries import rows_of

YOU: Final = Part.YOUNG_PERSON
EVERYTHING: Final = "all"
"""What `?q=` says for the page that shows all answers; otherwise it names the question."""
NO_WRONG_ANSWER: Final = "There’s no wrong answer."
MOST_TRIES: Final = 3


def are_theirs(seen: Seen, asked: Section) -> bool:
    """Whether a section is written by the young person, and they are the one who asks."""
    return YOU in seen.parts and YOU in asked.written_by


def answer(request: HttpRequest, seen: Seen, asked: Section) -> HttpResponse:
    """One question, the one that `?q=` names; all answers when it says so, or when something was said before."""
    whole = Editor(seen, asked, YOU)
    visible = shown(asked, whole.row.answers)
    key = request.GET.get("q", "")
    if key == EVERYTHING or (not key and whole.row.version):
        return _everything(request, whole)
    question = next((one for one in visible if one.key == (key or visible[0].key)), None)
    if question is None:
        return redirect(_address(seen, asked, EVERYTHING))
    editor = Editor(seen, _alone(asked, question), YOU)
    data = typed.kept(request)
    if request.method == "POST":
        return _save(request, editor, asked)
    return _draw(request, editor, asked, _form(editor, data), Ground.sent(data) if data else editor.fresh())


def _alone(asked: Section, question: Question) -> Section:
    """The section with this question alone, asked kindly."""
    hint = question.hint or ("" if question.required else NO_WRONG_ANSWER)
    alone = question.model_copy(update={"when": None, "hint": hint})
    return asked.model_copy(update={"questions": (alone,), "any_of": ()})


def _form(editor: Editor, data: QueryDict | None) -> SectionForm:
    form = editor.form(editor.row.answers, data)
    for key in form.fields:
        form.gov = {**form.gov, key: {**form.gov[key], "size": "xl", "heading": True}}
    return form


def _save(request: HttpRequest, editor: Editor, asked: Section) -> HttpResponse:
    """Save the answer to one question, whatever others say meanwhile to the other questions."""
    ground = Ground.sent(request.POST)
    form = _form(editor, request.POST)
    if not form.is_valid():
        return _draw(request, editor, asked, form, ground, 422)
    try:
        outcome = _write(editor, ground, editor.picked(form.answers, ground))
    except Invalid as wrong:
        problems.put(form, wrong)
        return _draw(request, editor, asked, form, ground, 422)
    if isinstance(outcome, plans.Conflict):
        again, ground = editor.after_conflict(ground, outcome.set_aside.answers, outcome.section)
        return _draw(request, editor, asked, again, ground, 409)
    following = _beside(asked, editor.asked.questions[0], outcome.section.answers)[1]
    return redirect(_address(editor.seen, asked, following.key if following else EVERYTHING))


def _write(editor: Editor, ground: Ground, mine: Mapping[str, Any]) -> plans.Saved | plans.Conflict:
    """Put the answer among what stands there now; a conflict is only where somebody answered this very question."""
    row = editor.row
    for _ in range(MOST_TRIES):
        merged = merge(editor.asked, read(ground.was), mine, row.answers)
        outcome = plans.write_section(
            plan_id=editor.seen.plan.pk,
            key=editor.asked.key,
            answers={**row.answers, **{one.key: merged.answers.get(one.key, "") for one in editor.asked.questions}},
            based_on=ground.based_on if merged.clashes else row.version,
            by=editor.seen.person,
            now=editor.seen.now,
        )
        if isinstance(outcome, plans.Saved) or merged.clashes:
            break
        row = outcome.section
    return outcome


def _beside(asked: Section, question: Question, answers: Mapping[str, Any]) -> tuple[Question | None, Question | None]:
    """The questions before and after one, among those that these answers make visible."""
    visible = shown(asked, answers)
    place = _place(visible, question)
    return visible[place - 1] if place else None, visible[place + 1] if place + 1 < len(visible) else None


def _place(visible: Sequence[Question], question: Question) -> int:
    """Where the question stands, from 0; at the end when somebody else's answer has just hidden it."""
    return next((n for n, one in enumerate(visible) if one.key == question.key), len(visible) - 1)


def _address(seen: Seen, asked: Section, question: str) -> str:
    return f"{reverse('section', args=[seen.plan.pk, asked.key])}?q={question}"


def _draw(
    request: HttpRequest, editor: Editor, asked: Section, form: SectionForm, ground: Ground, status: int = 200
) -> HttpResponse:
    seen, question = editor.seen, editor.asked.questions[0]
    visible = shown(asked, editor.row.answers)
    earlier, later = _beside(asked, question, editor.row.answers)
    context: dict[str, Any] = {
        "page": editor.page(form, ground),
        "form": form,
        "back": _address(seen, asked, earlier.key) if earlier else reverse("plan", args=[seen.plan.pk]),
        "skip": _address(seen, asked, later.key if later else EVERYTHING),
        "readers": readers(seen, asked),
    }
    if len(visible) > 1:  # how many there are is not known before the first answer
        context |= {
            "step": _place(visible, question) + 1,
            "steps": len(visible),
            "saved": "Saved" if status == 200 else "",
        }
    return render(request, "pages/plans/own_words.jinja", context, status=status)


def readers(seen: Seen, asked: Section) -> list[str]:
    """Who reads the section, in words, the young person themselves left out."""
    parts = [Part(seen.plan.author_part) if part is Part.AUTHOR else part for part in asked.read_by]
    return [part.words for part in dict.fromkeys(parts) if part is not YOU]


def _everything(request: HttpRequest, whole: Editor) -> HttpResponse:
    """All that they said, each with a way to change it."""
    seen, asked = whole.seen, whole.asked
    rows = [row | {"change": _address(seen, asked, row["key"])} for row in rows_of(asked, whole.row.answers, YOU)]
    context = {"seen": seen, "asked": asked, "rows": rows, "readers": readers(seen, asked)}
    return render(request, "pages/plans/own_words_all.jinja", context)
