"""The help page: the eight steps, who does what, and the words. Drawn from the protocol itself."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from epep.form.parts import Part
from epep.protocol.moves import AUTHOR, MOVES
from epep.protocol.stages import Step
from epep.web.layout import family_parts
from epep.web.standings import first_capital

STEPS: Final = {
    Step.ARRANGE: "The social worker sets date, time and venue, and confirms them to the school or college, "
    "the carer and the Virtual School.",
    Step.PREPARE: "Everybody writes their part before the meeting. The young person and the carer say what they think.",
    Step.MEET: "An adviser from the Virtual School chairs. Targets are agreed, and the next meeting.",
    Step.SUBMIT: "The author finishes the plan and submits it. From then on nobody can change what was submitted.",
    Step.QUALITY_CHECK: "The education adviser passes it for saving, or asks for resubmission and says why.",
    Step.FILE: "The Virtual School administrator saves it in the council’s records.",
    Step.SHARE: "Copies go out. The social worker decides, person by person, who else gets it.",
    Step.CASE_NOTE: "The social worker records the case note, and closes the plan. The next one is open already.",
}

WORDS: Final = (
    ("Plan", "One personal education plan (PEP): one cycle around one meeting."),
    ("Author", "Whoever writes the plan: usually the designated teacher, or a social worker where there is no school."),
    ("Section", "One part of the plan, with its own writers and readers."),
    ("Submission", "The plan as it was submitted: numbered, with its PDF, never changed again."),
    ("Review", "The quality check of one submission."),
    ("Copy", "A submission sent on to those who work with it."),
    ("SDQ", "The Strengths and Difficulties Questionnaire. epep keeps its scores and dates, never the questions."),
    ("Late", "Past its day. Late is shown and counted; it never stops you from doing it."),
)  # fmt: skip


def who_does_what() -> list[tuple[str, str]]:
    """Every move of the protocol with the parts that make it, as (act, parts)."""
    shown = []
    for move in MOVES:
        parts = [
            part.words
            for part in Part
            if part in move.by and not (part is Part.DESIGNATED_TEACHER and AUTHOR in move.by)
        ]
        shown.append((first_capital(move.says), first_capital(", ".join(parts))))
    return shown


@require_safe
def help(request: HttpRequest) -> HttpResponse:  # noqa: A001  (the page is called what people look for)
    """Show how a plan goes, who does what, and the words; to those near the young person, in plain words."""
    if parts := family_parts(request):
        return render(request, "pages/help/warm.jinja", {"own": Part.YOUNG_PERSON in parts})
    steps = [{"name": step.value, "text": text} for step, text in STEPS.items()]
    return render(request, "pages/help/help.jinja", {"steps": steps, "moves": who_does_what(), "words": WORDS})


urlpatterns: list[URLPattern] = [path("help/", help, name="help")]
