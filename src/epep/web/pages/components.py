"""Every component on one page, with invented content, and a section and a young person's page beside it.

To look at, and to be tested in a real browser. Only demonstrations and tests have these addresses.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from epep.form.answers import as_text
from epep.form.model import load
from epep.web.forms import DateField, GovForm, Options, TimeField
from epep.web.layout import PRODUCT, TABS, Shell
from epep.web.section_forms import section_form

TOP: Final = ("heading", "stages", "next_band", "numbers", "charts", "queue")
NAMES: Final = (
    *("needs", "track", "sections", "people", "state", "last_time", "conflict"),
    *("filters", "pagination", "summary", "form"),
)
SIGNED_IN: Final = Shell(
    council="Northmere Council",
    product=PRODUCT,
    home="#",
    person="Priya Nair",
    sign_out="#",
    tabs=tuple((tab, "#") for tab in TABS),
)
BESIDE: Final = ("waiting", "done", "happened")


class ExampleForm(GovForm):
    """A form with every kind of field."""

    venue = forms.CharField(label="Where will you meet?", help_text="A room, or a link to a video call.", max_length=60)
    day = DateField(label="Date of the meeting", help_text="For example, 3 12 2026")
    time = TimeField(label="Time of the meeting")
    agreed = forms.ChoiceField(
        label="Is everybody able to come?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    who = forms.CharField(label="Who cannot come, and why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
    mode = forms.ChoiceField(
        label="How will you meet?", choices=[("", "Choose"), ("room", "In a room"), ("video", "By video")]
    )
    told = forms.MultipleChoiceField(
        label="Who has been told?",
        choices=[("carer", "The carer"), ("college", "The college")],
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(label="How long will it take?", min_value=15, max_value=180)
    checked = forms.BooleanField(label="I have checked the date with the young person")
    letter = forms.FileField(label="A letter to send with it", required=False)
    judged = forms.ChoiceField(
        label="Each target says what, who and by when",
        choices=[("met", "Met"), ("partly", "Partly"), ("not_met", "Not met")],
        widget=forms.RadioSelect,
    )
    gov: ClassVar[Mapping[str, Options]] = {
        "agreed": {"conditional": {"no": ("who",)}},
        "day": {"what": "the date of the meeting"},
        "minutes": {"suffix": "minutes"},
        "judged": {"classes": "pep-segments"},
    }


class FeelingForm(GovForm):
    """One question, as a young person meets it."""

    going = forms.ChoiceField(
        label="How is college going, Kai?",
        help_text="There’s no wrong answer.",
        choices=[("well", "Really well"), ("ok", "Mostly OK"), ("mixed", "Up and down"), ("hard", "It’s hard")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one, or skip this question"},
    )
    words = forms.CharField(label="In your own words", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    gov: ClassVar[Mapping[str, Options]] = {"going": {"size": "xl", "heading": True}}


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    form = ExampleForm(request.POST or None, request.FILES or None)
    page = Paginator(range(95), 10).page(4)
    context = {"top": TOP, "names": NAMES, "beside": BESIDE, "form": form, "page": page}
    context |= {"shell_shown": SIGNED_IN, "tab": "home"}
    return render(request, "components/gallery.jinja", context)


@login_not_required
def section(request: HttpRequest, key: str) -> HttpResponse:
    """Show one section of the Post 16 form, empty; what is sent comes back as a summary, or with what is wrong."""
    try:
        asked = load().section(key)
    except KeyError:
        raise Http404 from None
    form = section_form(asked, {}, request.POST if request.method == "POST" else None)
    rows = None
    if form.is_bound and form.is_valid():
        rows = [{"question": q.label, "answer": as_text(q, form.answers.get(q.key, ""))} for q in asked.questions]
    return render(request, "components/section.jinja", {"form": form, "heading": asked.title, "rows": rows})


@login_not_required
def young_person(request: HttpRequest) -> HttpResponse:
    """Show a young person's page."""
    return render(request, "components/young_person.jinja", {"form": FeelingForm(request.POST or None)})


urlpatterns = [
    path("components", gallery, name="components"),
    path("components/section/<slug:key>", section, name="components_section"),
    path("components/young-person", young_person, name="components_young_person"),
]
