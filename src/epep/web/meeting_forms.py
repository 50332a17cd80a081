"""The forms of the meeting: when and where, moving and cancelling it, who was there, and the next one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from datetime import time as time_of_day
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict

from epep.actions.meetings import Attended, NoNext, When
from epep.form.parts import Part
from epep.record.meetings import Attendance, Mode
from epep.record.people import Person
from epep.web.fields import WordsField
from epep.web.forms import DateField, GovForm, Options, TimeField
from epep.web.words import LONDON

WHERE: Final = "A room and its address, or the link of a video meeting."
MODES: Final = tuple((mode.value, str(mode.label)) for mode in Mode)
WHEN_FIELDS: Final = {"starts_at": "day"}
NEXT_FIELDS: Final = {"next_starts_at": "next_day"}
Member = tuple[Person, Part]


def in_london(day: date, at: time_of_day) -> datetime:
    """The moment of a day and a time in England."""
    return datetime.combine(day, at, tzinfo=LONDON)


class WhenForm(GovForm):
    """When and where people meet (P1)."""

    day = DateField(label="Date of the meeting", help_text="For example, 3 12 2026")
    time = TimeField(label="Time", help_text="For example, 3:30pm")
    mode = forms.ChoiceField(label="How will you meet?", choices=MODES, widget=forms.RadioSelect)
    venue = WordsField(label="Where?", help_text=WHERE)
    gov: ClassVar[Mapping[str, Options]] = {
        "day": {"what": "the date of the meeting"},
        "time": {"what": "the time of the meeting"},
        "mode": {"what": "how you will meet"},
        "venue": {"what": "where you will meet"},
    }

    def when(self) -> When:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        return When(in_london(typed["day"], typed["time"]), typed["venue"], typed["mode"])

    def chosen_day(self) -> tuple[date | None, time_of_day | None]:
        """The day and the time as far as they are filled in and real."""
        day, at = (self._so_far(name) for name in ("day", "time"))
        return day, at

    def _so_far(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def once_more(self) -> "WhenForm":
        """The same form with what was typed, before anything in it is judged."""
        return type(self)(initial={name: self[name].value() for name in self.fields})


class MoveForm(WhenForm):
    """Another date for the meeting, and why (P17)."""

    reason = WordsField(
        label="Why does the meeting move?",
        help_text="Everyone who is told can read it. It stays on record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the meeting moves. The reason stays on record."},
    )
    gov: ClassVar[Mapping[str, Options]] = {**WhenForm.gov, "reason": {"max_length": 2000}}
    field_order = ("reason", "day", "time", "mode", "venue")


class CancelForm(GovForm):
    """Why the meeting will not take place (P17)."""

    reason = WordsField(
        label="Why is the meeting cancelled?",
        help_text="Everyone who is told can read it. It stays on record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the meeting is cancelled. The reason stays on record."},
    )
    gov: ClassVar[Mapping[str, Options]] = {"reason": {"max_length": 2000}}


AGREED, NONE, LATER = "agreed", "none", "later"


class NextForm(GovForm):
    """The next meeting's date, time and venue, or why there is none (P7)."""

    next = forms.ChoiceField(
        label="Is the next meeting agreed?",
        choices=[(AGREED, "Yes"), (NONE, "There will be no next meeting")],
        widget=forms.RadioSelect,
    )
    next_day = DateField(label="Date of the next meeting", help_text="For example, 3 3 2027")
    next_time = TimeField(label="Time of the next meeting", help_text="For example, 3:30pm")
    next_mode = forms.ChoiceField(label="How will you meet then?", choices=[("", "Choose"), *MODES])
    next_venue = WordsField(label="Where will you meet then?", help_text=WHERE)
    none_because = WordsField(
        label="Why is there none?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why there is none."},
    )
    gov: ClassVar[Mapping[str, Options]] = {
        "next": {
            "size": "m",
            "what": "whether the next meeting is agreed",
            "conditional": {
                AGREED: ("next_day", "next_time", "next_mode", "next_venue"),
                NONE: ("none_because",),
            },
        },
        "next_mode": {"what": "how you will meet then"},
        "next_venue": {"what": "where you will meet then"},
        "none_because": {"max_length": 2000},
    }

    def agreed(self) -> When | NoNext | None:
        """What was typed, as the action takes it; None while nothing is agreed."""
        return None if self.cleaned_data["next"] == LATER else self.settled()

    def settled(self) -> When | NoNext:
        """The same, where leaving it for later is not offered."""
        typed = self.cleaned_data
        if typed["next"] == NONE:
            return NoNext(typed["none_because"])
        return When(in_london(typed["next_day"], typed["next_time"]), typed["next_venue"], typed["next_mode"])


SOMEBODY_ELSE: Final = "other"
WHOLE: Final = Attendance.Attended.WHOLE.value
THERE: Final = (
    (WHOLE, "All of it"),
    (Attendance.Attended.PART.value, "Part of it"),
    (Attendance.Attended.NO.value, "Not there"),
)


class HoldForm(NextForm):
    """Who was there, who chaired (P6), and the next meeting (P7)."""

    chair = forms.ChoiceField(label="Who chaired the meeting?", widget=forms.RadioSelect)
    other_chair = forms.ChoiceField(label="Who was it?")
    chair_reason = WordsField(
        label="Why did somebody else chair?",
        help_text="The reason stays on record.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why somebody else chaired. The reason stays on record."},
    )

    def __init__(
        self,
        data: QueryDict | None,
        team: Sequence[Member],
        chairs: frozenset[Part],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask of each in the team whether they were there; `chairs` usually chair, the others with a reason."""
        self.team, self.chairs = team, chairs
        usual = [(str(person.pk), _named(person, part)) for person, part in team if part in chairs]
        others = [(str(person.pk), _named(person, part)) for person, part in team if part not in chairs]
        reveals = {SOMEBODY_ELSE: ("other_chair", "chair_reason")}
        self.gov: Mapping[str, Options] = {  # type: ignore[misc]
            **NextForm.gov,
            "chair": {"size": "m", "what": "who chaired the meeting", "conditional": reveals},
            "other_chair": {"what": "who chaired the meeting"},
            "chair_reason": {"max_length": 2000},
            **{there(person): {"classes": "pep-segments"} for person, _ in team},
        }
        super().__init__(data, initial=dict(initial or {}))
        self.fields["chair"].choices = [*usual, (SOMEBODY_ELSE, "Somebody else")]  # type: ignore[attr-defined]
        self.fields["other_chair"].choices = [("", "Choose"), *others]  # type: ignore[attr-defined]
        later = (LATER, "Not yet. It has to be agreed before the plan is submitted")
        self.fields["next"].choices = [*self.fields["next"].choices, later]  # type: ignore[attr-defined]
        for person, part in team:
            self._ask_about(person, part)
        asked = [name for person, _ in team for name in (there(person), noted(person))]
        self.order_fields([*asked, "chair", "other_chair", "chair_reason"])

    def _ask_about(self, person: Person, part: Part) -> None:
        self.fields[there(person)] = forms.ChoiceField(
            label=_named(person, part),
            choices=THERE,
            widget=forms.RadioSelect,
            error_messages={"required": f"Say whether {person.name} was there"},
        )
        self.fields[noted(person)] = WordsField(
            label=f"Note on {person.first_name}",
            required=False,
            max_length=500,
            error_messages={"max_length": f"The note on {person.name} must be 500 characters or fewer."},
        )

    def everybody_there(self) -> "HoldForm":
        """The same form with what was typed; whoever was not marked yet was there for all of it."""
        typed = {name: self[name].value() for name in self.fields}
        marked = {there(person): typed[there(person)] or WHOLE for person, _ in self.team}
        return HoldForm(None, self.team, self.chairs, typed | marked)

    def attended(self) -> list[Attended]:
        """Who was there, as the action takes it."""
        typed = self.cleaned_data
        return [Attended(one, part, typed[there(one)], typed[noted(one)]) for one, part in self.team]

    def chaired_by(self) -> Person:
        """Who chaired."""
        chosen = self.cleaned_data["chair"]
        wanted = self.cleaned_data["other_chair"] if chosen == SOMEBODY_ELSE else chosen
        return next(person for person, _ in self.team if str(person.pk) == wanted)


def there(person: Person) -> str:
    """The name of the field that says whether somebody was there."""
    return f"there-{person.pk}"


def noted(person: Person) -> str:
    """The name of the field for a note on somebody."""
    return f"note-{person.pk}"


def _named(person: Person, part: Part) -> str:
    return f"{person.name}, {part.words}"
