"""The forms of writing a plan: an SDQ score, asking for a check and answering it, ending a plan early."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict

from epep.actions.plans import VERSIONS
from epep.form.model import Section
from epep.protocol.local import INFORMANTS
from epep.web.fields import WordsField
from epep.web.forms import DateField, GovForm, Options

SCALES: Final = ("emotional", "conduct", "hyperactivity", "peer", "prosocial", "impact")


class SdqForm(GovForm):
    """One SDQ: who, which version, when, and the scores. A scale's name is no wording of the questionnaire."""

    informant = forms.ChoiceField(
        label="Who completed it?",
        choices=[(part.value, part.words.capitalize()) for part in INFORMANTS],
        widget=forms.RadioSelect,
    )
    version = forms.ChoiceField(
        label="Version",
        choices=[("", "Choose a version"), *((key, f"{key}: {text}") for key, text in VERSIONS.items())],
    )
    completed_on = DateField(label="The day it was completed", help_text="For example, 3 12 2026")
    total = forms.IntegerField(label="Total difficulties score", help_text="0 to 40")
    emotional = forms.IntegerField(label="Emotional", required=False)
    conduct = forms.IntegerField(label="Conduct", required=False)
    hyperactivity = forms.IntegerField(label="Hyperactivity", required=False)
    peer = forms.IntegerField(label="Peer", required=False)
    prosocial = forms.IntegerField(label="Prosocial", required=False)
    impact = forms.IntegerField(label="Impact", required=False)
    gov: ClassVar[Mapping[str, Options]] = {
        "informant": {"what": "who completed it"},
        "version": {"what": "the version"},
        "completed_on": {"what": "the day it was completed"},
        **{name: {"classes": "govuk-input--width-2"} for name in ("total", *SCALES)},
    }


class AskForm(GovForm):
    """Asking an adviser to look before the plan is submitted (P9). `advisers` are (part, names)."""

    of = forms.ChoiceField(label="Who should look at it?", widget=forms.RadioSelect)
    message = WordsField(
        label="What should they look at?",
        help_text="You can leave this empty.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    gov: ClassVar[Mapping[str, Options]] = {"of": {"what": "who should look at it"}, "message": {"max_length": 2000}}

    def __init__(self, data: QueryDict | None, advisers: Iterable[tuple[str, str]]) -> None:
        """Offer the advisers; one alone is chosen already."""
        choices = list(advisers)
        super().__init__(data, initial={"of": choices[0][0] if len(choices) == 1 else None})
        self.fields["of"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(GovForm):
    """An answer to a check (P9): a comment for each section that needs one, and a word on the whole."""

    message = WordsField(
        label="About the whole plan",
        help_text="If it is ready to submit, say so.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None, sections: Iterable[Section]) -> None:
        """Make a box for each section, called by its key."""
        self.gov: Mapping[str, Options] = {"message": {"size": "m", "max_length": 2000}}  # type: ignore[misc]
        super().__init__(data)
        for section in sections:
            box = forms.Textarea(attrs={"rows": 4})
            label = f"Your comment on {section.title}"
            self.fields[section.key] = WordsField(label=label, required=False, widget=box)
            self.gov = {**self.gov, section.key: {"max_length": 2000}}  # type: ignore[misc]

    def comments(self) -> dict[str, Any]:
        """What was typed for each section."""
        return {key: text for key, text in self.cleaned_data.items() if key != "message"}


class EndForm(GovForm):
    """Why a plan ends before its case note."""

    reason = WordsField(
        label="Why does it end?",
        help_text="For example, they left care. The reason stays on record.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the plan ends. The reason stays on record."},
    )
    gov: ClassVar[Mapping[str, Options]] = {"reason": {"max_length": 2000}}
