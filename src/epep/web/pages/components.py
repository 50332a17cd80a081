"""Every component on one page, with invented content: to look at, and to be tested in a real browser."""

from typing import Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from epep.form.model import Section, load
from epep.web.forms import DateField, GovForm, TimeField
from epep.web.section_forms import section_form

TOP: Final = ("heading", "stages", "next_band", "numbers", "charts", "queue")
NAMES: Final = (
    *("needs", "track", "sections", "people", "state", "last_time", "conflict"),
    *("filters", "pagination", "summary", "form"),
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
    gov = {
        "agreed": {"conditional": {"no": ("who",)}},
        "day": {"what": "the date of the meeting"},
        "minutes": {"suffix": "minutes"},
        "judged": {"classes": "pep-segments"},
    }


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component. Only demonstrations and tests have this address."""
    form = ExampleForm(request.POST or None, request.FILES or None)
    page = Paginator(range(95), 10).page(4)
    return render(
        request, "components/gallery.jinja", {"top": TOP, "names": NAMES, "beside": BESIDE, "form": form, "page": page}
    )
