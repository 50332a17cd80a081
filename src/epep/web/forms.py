"""Forms that draw themselves as GOV.UK components, and say what is wrong in GOV.UK's words.

A form's class attribute `gov` holds what Django's fields cannot, by field name:
  size         of the label or legend: s (where left out), m, l, xl
  heading      true where the question is the h1 of its page
  classes      further classes of the control, such as "govuk-input--width-10"
  what         how an error names the answer: "the venue" gives "Enter the venue"
  hints        {choice: hint} under radios or checkboxes
  conditional  {choice: (names of the fields it reveals)}
  inline       true for radios side by side;  small: true for small ones
  prefix, suffix, inputmode, autocomplete, spellcheck   of an input
  max_length   for a character count where the field itself has none
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup

from epep.web.fields import DateField, DateWidget, TimeField
from epep.web.govuk import govuk

__all__ = ["DateField", "GovField", "GovForm", "TimeField", "draw", "first_id", "problems"]

Options = Mapping[str, Any]
MOST_WORDS_OF_A_NAME: Final = 5
"""A label of more words than this is a sentence, and an error quotes it."""
NUMBERS: Final = (forms.IntegerField, forms.DecimalField)


class GovField(BoundField):
    """A field that draws its whole group: label, hint, error, control."""

    def as_field_group(self) -> Any:
        """Give the HTML of the group."""
        return draw(self)


class GovForm(forms.Form):
    """The base of every form. Draw one field with `{{ field(form["name"]) }}`, all with layouts/form.jinja."""

    bound_field_class = GovField
    gov: ClassVar[Mapping[str, Options]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Django's forms take; fields get GOV.UK's error messages where they have none of their own."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            word_errors(field, options_of(self, name))

    def clean(self) -> dict[str, Any] | None:
        """A revealed field that was not revealed has no errors: nobody can correct what they cannot see."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.fields:
            chosen = _texts(cleaned.get(name))
            shown = {inner for choice, names in _reveals(self, name).items() if choice in chosen for inner in names}
            for hidden in frozenset().union(*_reveals(self, name).values()) - shown:
                self.errors.pop(hidden, None)
                cleaned[hidden] = self.fields[hidden].to_python(None)
        return cleaned


def options_of(form: forms.BaseForm, name: str) -> Options:
    """Give what the form's `gov` says of one field; nothing for a form that is not ours."""
    found: Options = getattr(form, "gov", {}).get(name, {})
    return found


def _reveals(form: forms.BaseForm, name: str) -> Mapping[str, tuple[str, ...]]:
    found: Mapping[str, tuple[str, ...]] = options_of(form, name).get("conditional", {})
    return found


def revealed(form: forms.BaseForm) -> frozenset[str]:
    """Give the names of the fields that a choice reveals: they are drawn inside it, not by themselves."""
    return frozenset(inner for name in form.fields for names in _reveals(form, name).values() for inner in names)


def _texts(value: Any) -> list[str]:
    """Give a value, or each of several, as the text a choice is compared with."""
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return ["" if each is None else str(each) for each in several]


def problems(form: forms.BaseForm) -> list[dict[str, str]]:
    """Give the items of the error summary, in the order of the page; each leads to the first wrong box."""
    found = [{"text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        found += [{"text": str(text), "href": f"#{first_id(bound)}"} for text in bound.errors]
        for row in getattr(bound.field, "rows", ()):
            found += problems(row)
    return found


def first_id(bound: BoundField) -> str:
    """Give the id of the control that the error summary sends people to."""
    if isinstance(bound.field.widget, DateWidget):
        return f"{bound.auto_id}-{(_wrong_boxes(bound) or DateWidget.parts)[0]}"
    return str(bound.auto_id)


def _wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    """Give which of a date's three boxes are wrong; all three where an error does not say."""
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    wrong = [part for error in errors for part in (error.params or {}).get("parts", DateWidget.parts)]
    return tuple(part for part in DateWidget.parts if part in wrong)


def draw(bound: BoundField, hint: str | None = None) -> Markup:
    """Give the HTML of one field of any form: label, hint (the field's own unless given), error message, control."""
    if hasattr(bound.field, "draw"):  # a table of answers draws its rows itself
        drawn: Markup = bound.field.draw(bound)
        return drawn
    widget, options = bound.field.widget, options_of(bound.form, bound.name)
    params = _shared(bound, options, str(bound.help_text) if hint is None else hint)
    if isinstance(widget, DateWidget):
        return govuk.dateInput(params | {"items": list(_date_boxes(bound, widget))})
    if isinstance(widget, forms.CheckboxInput):
        return _single_checkbox(bound, params)
    if getattr(widget, "input_type", "") in ("radio", "checkbox"):  # their classes are no guide: one extends the other
        return _choices(bound, params, options)
    if isinstance(widget, forms.Select):
        items = [
            {"value": value, "text": text, "selected": str(value) in _texts(bound.value())}
            for value, text in _pairs(bound)
        ]
        return govuk.select(params | {"items": items})
    if isinstance(widget, forms.Textarea):
        return _textarea(bound, params, options)
    if isinstance(widget, forms.FileInput):
        return govuk.fileUpload(params)
    return _input(bound, params, options)


def _shared(bound: BoundField, options: Options, hint: str) -> dict[str, Any]:
    """Give the parameters that every component takes."""
    widget = bound.field.widget
    size = options.get("size", "s")
    asked: dict[str, Any] = {"text": str(bound.label), "isPageHeading": options.get("heading", False)}
    kind = "fieldset" if _in_fieldset(bound) else "label"
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "classes": options.get("classes", ""),
        "attributes": {
            key: value for key, value in widget.attrs.items() if key not in _OURS and value not in (None, False)
        },
    }
    asked["classes"] = f"govuk-fieldset__legend--{size}" if kind == "fieldset" else f"govuk-label--{size}"
    if kind == "fieldset":
        params["attributes"].pop("autofocus", None)  # a group cannot hold the cursor
    params[kind] = {"legend": asked} if kind == "fieldset" else asked
    if hint:
        params["hint"] = {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": bound.errors[0]}
    return params


# maxlength would cut what is pasted without a word, and hide the error that says so.
_OURS: Final = frozenset({"rows", "cols", "maxlength", "minlength", "required", "type", "class", "placeholder"})


def _in_fieldset(bound: BoundField) -> bool:
    widget = bound.field.widget
    return isinstance(widget, DateWidget) or getattr(widget, "input_type", "") in ("radio", "checkbox")


def _pairs(bound: BoundField) -> Iterator[tuple[str, str]]:
    """Give each choice as (value, text); the blank one is kept for a select and dropped elsewhere."""
    for value, text in getattr(bound.field.widget, "choices", ()):
        if str(value) or (isinstance(bound.field.widget, forms.Select) and not _in_fieldset(bound)):
            yield str(value), str(text)


def _date_boxes(bound: BoundField, widget: DateWidget) -> Iterator[dict[str, Any]]:
    values, wrong = widget.boxes(bound.value()), _wrong_boxes(bound)
    for part in widget.parts:
        width = f"govuk-input--width-{4 if part == 'year' else 2}"
        yield {
            "name": f"{bound.html_name}-{part}",
            "id": f"{bound.auto_id}-{part}",
            "label": part.title(),
            "value": values[part],
            "classes": f"{width} govuk-input--error" if part in wrong else width,
            "attributes": {"autofocus": ""} if part == "day" and "autofocus" in widget.attrs else {},
        }


def _single_checkbox(bound: BoundField, params: dict[str, Any]) -> Markup:
    """Draw a yes-or-nothing box: its label is the question."""
    hint = params.pop("hint", None)
    del params["fieldset"]
    item = {"value": "on", "text": str(bound.label), "checked": bool(bound.value()), "hint": hint}
    return govuk.checkboxes(params | {"items": [item]})


def _choices(bound: BoundField, params: dict[str, Any], options: Options) -> Markup:
    """Draw radios or checkboxes, with the fields that a choice reveals inside it."""
    radio = bound.field.widget.input_type == "radio"
    chosen, hints, reveals = _texts(bound.value()), options.get("hints", {}), _reveals(bound.form, bound.name)
    look = "govuk-radios" if radio else "govuk-checkboxes"
    params["classes"] += "".join(f" {look}--{way}" for way in ("inline", "small") if options.get(way))
    items = []
    for value, text in _pairs(bound):
        inner = Markup("").join(draw(bound.form[name]) for name in reveals.get(value, ()))
        item = {"value": value, "text": text, "checked": value in chosen, "attributes": {}}
        item["hint"] = {"text": hints[value]} if value in hints else None
        item["conditional"] = {"html": inner} if inner else None
        items.append(item)
    return (govuk.radios if radio else govuk.checkboxes)(params | {"items": items})


def _textarea(bound: BoundField, params: dict[str, Any], options: Options) -> Markup:
    most = options.get("max_length") or getattr(bound.field, "max_length", None)
    params |= {"value": bound.value() or "", "rows": str(bound.field.widget.attrs.get("rows", 5)), "spellcheck": True}
    if most is None:
        return govuk.textarea(params)
    return govuk.characterCount(params | {"maxlength": most, "threshold": options.get("threshold", "75")})


def _input(bound: BoundField, params: dict[str, Any], options: Options) -> Markup:
    kind, value = getattr(bound.field.widget, "input_type", "text"), bound.value()
    autocomplete = options.get("autocomplete") or params["attributes"].pop("autocomplete", None)
    params |= {"type": kind, "value": "" if value is None else str(value), "autocomplete": autocomplete}
    if kind == "number":  # spinning a wheel over a number box changes it unseen, so it is a text box with a number pad
        decimal = not isinstance(bound.field, forms.IntegerField) or isinstance(bound.field, forms.DecimalField)
        params |= {"type": "text", "inputmode": "decimal" if decimal else "numeric", "spellcheck": False}
        params["attributes"] = {
            key: each for key, each in params["attributes"].items() if key not in ("min", "max", "step")
        }
        params["classes"] = params["classes"] or "govuk-input--width-5"
    if isinstance(bound.field, TimeField):
        params["classes"] = params["classes"] or "govuk-input--width-10"
    for key in ("inputmode", "spellcheck"):
        params |= {key: options[key]} if key in options else {}
    for key in ("prefix", "suffix"):
        params |= {key: {"text": options[key]}} if options.get(key) else {}
    if kind == "password":
        return govuk.passwordInput({key: each for key, each in params.items() if key != "value"})
    return govuk.input(params)


def word_errors(field: forms.Field, options: Options) -> None:
    """Give a field GOV.UK's words for what can be wrong with it; words of its own stay. `options` as in `gov`."""
    label = str(field.label or "This answer")
    subject = (f"Your answer to “{label}”" if label.endswith("?") else label).replace("%", "%%")
    ours = {
        "required": _required(field, label, options.get("what", "")),
        "max_length": f"{subject} must be %(limit_value)d characters or fewer",
        "min_value": f"{subject} must be %(limit_value)s or more",
        "max_value": f"{subject} must be %(limit_value)s or less",
        "invalid_choice": "Choose one of the answers shown",
    }
    if isinstance(field, NUMBERS):
        ours["invalid"] = f"{label} must be a number, like 12"
    if isinstance(field, forms.EmailField):
        ours["invalid"] = "Enter an email address in the correct format, like name@example.com"
    standard: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        standard |= getattr(kind, "default_error_messages", {})
    for code, message in ours.items():
        if str(field.error_messages.get(code, "")) == str(standard.get(code, "")):
            field.error_messages[code] = message


def _required(field: forms.Field, label: str, what: str) -> str:
    """Say that an answer is wanted: “Enter the venue”, “Choose an answer to …?”, “Tick …”."""
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if not what:
        words = label.split()
        named = len(words) <= MOST_WORDS_OF_A_NAME and not label.endswith("?")
        article = "" if words[0].lower() in ("the", "a", "an", "your", "their", "his", "her") else "the "
        what = article + label[0].lower() + label[1:] if named else f"an answer to “{label}”"
    return f"{'Choose' if isinstance(field, forms.ChoiceField) else 'Enter'} {what}"
