"""Form fields that people fill in the way GOV.UK asks: a date in three boxes, a time as it is spoken."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from django import forms

from epep.form.answers import tidy

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME: Final = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)
_SPOKEN: Final = {"midday": time(12), "noon": time(12), "midnight": time(0)}


class DateWidget(forms.Widget):
    """Three boxes, named `<name>-day`, `-month` and `-year`. What was typed is kept as it was typed."""

    parts: Final = ("day", "month", "year")
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        """Give what the three boxes hold, or nothing when all are empty."""
        typed = {part: str(data.get(f"{name}-{part}") or "").strip() for part in self.parts}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether the page that was sent had no such boxes."""
        return all(f"{name}-{part}" not in data for part in self.parts)

    def boxes(self, value: Any) -> dict[str, str]:
        """Give the text of each box for a date, an ISO date, "31/2/2026" as it was typed, or the boxes themselves."""
        if isinstance(value, Mapping):
            return {part: str(value.get(part, "")) for part in self.parts}
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        try:
            return self.boxes(date.fromisoformat(str(value)))
        except ValueError:
            typed = str(value or "").split("/", 2)
            return dict(zip(self.parts, typed + [""] * (3 - len(typed)), strict=True))


class DateField(forms.Field):
    """A date. Errors carry `parts`, the boxes that are wrong, so that the error summary can lead to the first."""

    widget = DateWidget

    def to_python(self, value: Any) -> date | None:
        """Give the date in the three boxes; a month may be a number or a name."""
        if value in (None, "") or isinstance(value, date):
            return value or None
        boxes = {part: str(value.get(part, "")) for part in DateWidget.parts}
        subject = self.label or "The date"
        if missing := [part for part in DateWidget.parts if not boxes[part]]:
            raise _wrong(f"{subject} must include a {' and a '.join(missing)}", *missing)
        if boxes["year"].isdecimal() and len(boxes["year"]) != 4:
            raise _wrong(f"{subject} must have a year of 4 numbers, like 2026", "year")
        try:
            return date(int(boxes["year"]), _month(boxes["month"]), int(boxes["day"]))
        except (ValueError, OverflowError):
            raise _wrong(f"{subject} must be a real date, like 3 12 2026", *DateWidget.parts) from None


def _month(typed: str) -> int:
    """Give the number of a month typed as a number, a name or the start of one."""
    named = [number for number, name in enumerate(MONTHS, 1) if len(typed) > 2 and name.startswith(typed.lower())]
    return named[0] if named else int(typed)


def _wrong(message: str, *parts: str) -> forms.ValidationError:
    return forms.ValidationError(message, code="invalid", params={"parts": parts})


class WordsField(forms.CharField):
    """Words in any script. Control characters, which nobody means, are left out; line ends are of one kind."""

    def to_python(self, value: Any) -> str:
        """Give the words, tidy."""
        return tidy(super().to_python(value))


class TimeField(forms.Field):
    """A time of day in one box: 3:30pm, 3.30pm, 3pm, 15:30, 1530, midday."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        """Give the time; one that could be morning or afternoon (3:30) is asked about, not guessed."""
        if not value or isinstance(value, time):
            return value or None
        typed, subject = str(value).strip().lower(), self.label or "The time"
        if typed in _SPOKEN:
            return _SPOKEN[typed]
        found = _TIME.fullmatch(typed)
        if not found:
            raise forms.ValidationError(f"{subject} must be a time, like 3:30pm", code="invalid")
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
        if not half and 1 <= hour <= 7 and not typed.startswith("0"):
            raise forms.ValidationError(f"{subject} must say am or pm, like {typed}pm", code="invalid")
        if half and not 1 <= hour <= 12:
            raise forms.ValidationError(f"{subject} must be a time, like 3:30pm", code="invalid")
        try:
            return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)
        except ValueError:
            raise forms.ValidationError(f"{subject} must be a time, like 3:30pm", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Write a time as people do; what was typed stays as it was."""
        if not isinstance(value, time):
            return value
        minutes = f":{value.minute:02}" if value.minute else ""
        return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"
