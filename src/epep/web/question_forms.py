"""Questions as form fields: those of a section, and those of the rows of a table.

What was typed is read as it stands; what is wrong with it is `epep.form.answers`' to say.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.html import escape
from markupsafe import Markup

from epep.form.model import Kind, Question
from epep.form.parts import Part
from epep.web.fields import DateField, DateWidget
from epep.web.forms import GovForm, draw, revealed
from epep.web.govuk import govuk

ROW_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_ROWS: Final = 200
MOST_LARGE_CHOICES: Final = 6
"""More radios or checkboxes than this are drawn small, so that the next question stays in sight."""
MOST_RADIOS_IN_A_ROW: Final = 3
"""Choices of a column that are still drawn as radios; more become a select, which takes one line."""


class QuestionsForm(GovForm):
    """The fields of questions that stand together: those of a section, or the columns of one row of a table."""

    gov: Mapping[str, Mapping[str, Any]]  # type: ignore[misc]  # made for each form from its questions

    def __init__(
        self,
        questions: Sequence[Question],
        answers: Mapping[str, Any],
        data: QueryDict | None,
        *,
        prefix: str | None = None,
        part: Part | None = None,
    ) -> None:
        """Make a field for each question; `prefix` stands before the names of a row's columns."""
        self.questions = questions
        self.in_row = prefix is not None
        self.gov = {question.key: self._options(question) for question in questions}
        super().__init__(data, initial=dict(answers), prefix=prefix)
        for question in questions:
            self.fields[question.key] = self._field(question, answers, data, part)

    def clean(self) -> dict[str, Any]:
        """Leave everything to `epep.form.answers.clean`, which keeps what was typed."""
        return self.cleaned_data

    def raw(self) -> dict[str, Any]:
        """Give what was typed, in the shape `epep.form.answers.clean` takes; a date that is none stays as typed."""
        return {question.key: self._typed(question) for question in self.questions}

    def complain(self, key: str, message: str) -> None:
        """Put a problem beside an answer; of a date, say which of its boxes is wrong."""
        field = self.fields[key]
        if isinstance(field.widget, DateWidget):
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))
            try:
                DateField(label=f"“{field.label}”").clean(typed)
            except forms.ValidationError as wrong:
                self.add_error(key, wrong)
                return
        self.add_error(key, message)

    def _typed(self, question: Question) -> Any:
        field = self.fields[question.key]
        if isinstance(field, TableField):
            return [row.raw() | {"id": row.row_id} for row in field.rows]
        name = self.add_prefix(question.key)
        if question.kind is Kind.SEVERAL_OF:
            return self.data.getlist(name)  # type: ignore[attr-defined]
        typed = field.widget.value_from_datadict(self.data, self.files, name)
        if question.kind is not Kind.DATE:
            return typed or ""
        try:
            found = DateField(required=False).clean(typed)
        except forms.ValidationError:
            return "/".join(typed.values())
        return found.isoformat() if found else ""

    def _field(
        self, question: Question, answers: Mapping[str, Any], data: QueryDict | None, part: Part | None
    ) -> forms.Field:
        label = question.label_for(part) if part else question.label
        if question.kind is Kind.TABLE:
            return TableField(question, answers.get(question.key) or [], data, label)
        return forms.Field(
            required=False, label=label, help_text=self._hint(question), widget=self._widget(question, part)
        )

    def _hint(self, question: Question) -> str:
        """Give a question's hint; one asked after any of several choices, and so not revealed by one, says when."""
        if question.when is None or len(question.when.equals) == 1:
            return question.hint
        asked = next(other for other in self.questions if other.key == question.when.question)
        chosen = [choice.label for choice in asked.options if choice.key in question.when.equals]
        others = [choice.label for choice in asked.options if choice.key not in question.when.equals]
        if len(others) < len(chosen):
            return f"{question.hint} Leave this empty if you chose {_either(others)}.".strip()
        return f"Answer this if you chose {_either(chosen)}. {question.hint}".strip()

    def _widget(self, question: Question, part: Part | None) -> forms.Widget:
        choices = [(choice.key, choice.label_for(part) if part else choice.label) for choice in question.options]
        if question.kind is Kind.LONG:
            return forms.Textarea(attrs={"rows": 3 if self.in_row else 6})
        if question.kind is Kind.DATE:
            return DateWidget()
        if question.kind is Kind.SEVERAL_OF:
            return forms.CheckboxSelectMultiple(choices=choices)
        if question.kind in (Kind.ONE_OF, Kind.YES_NO):
            if self.in_row and len(choices) > MOST_RADIOS_IN_A_ROW and not self._reveals(question):
                return forms.Select(choices=[("", "Choose"), *choices])
            return forms.RadioSelect(choices=choices)
        return forms.TextInput()

    def _reveals(self, question: Question) -> dict[str, tuple[str, ...]]:
        """Give what each choice of a question reveals: the questions asked after that choice and no other.

        A question asked after one of several choices is not hidden: it would have to stand in two places.
        """
        found: dict[str, tuple[str, ...]] = {}
        for other in self.questions:
            if other.when and other.when.question == question.key and len(other.when.equals) == 1 and not other.columns:
                choice = other.when.equals[0]
                found[choice] = (*found.get(choice, ()), other.key)
        return found

    def _options(self, question: Question) -> dict[str, Any]:
        options: dict[str, Any] = {"size": "s" if self.in_row or question.when else "m"}
        if question.kind is Kind.NUMBER:
            side = "prefix" if question.unit in ("£", "$", "€") else "suffix"
            options |= {side: question.unit, "inputmode": "decimal", "classes": "govuk-input--width-5"}
        if question.kind is Kind.LONG:
            options["max_length"] = question.longest
        if question.kind is Kind.YES_NO:
            options["inline"] = not self._reveals(question)
        options["small"] = self.in_row or len(question.options) > MOST_LARGE_CHOICES
        return options | {"conditional": self._reveals(question)}


class Row(QuestionsForm):
    """One row of a table: its columns, its id, and its number in the page's names."""

    def __init__(self, table: Question, number: int, row_id: str, answers: Mapping[str, Any], data: QueryDict | None):
        """Make the row; `data` None draws its answers, otherwise what was typed under its number."""
        self.number = number
        self.row_id = row_id
        super().__init__(table.columns, answers, data, prefix=f"{table.key}-{number}")


class TableField(forms.Field):
    """A table of answers: rows that can be added and removed without JavaScript.

    A row's boxes are named `<question>-<n>-<column>`; `<question>-<n>-id` holds its id, `<question>-<n>-remove`
    takes it away, and a button `add=<question>` asks for another.
    """

    widget = forms.Widget

    def __init__(
        self, table: Question, answers: Sequence[Mapping[str, Any]], data: QueryDict | None, label: str
    ) -> None:
        """Make a row for each answer, and empty ones up to the fewest wanted; or the rows that were typed."""
        super().__init__(required=False, label=label, help_text=table.hint)
        self.table = table
        self.data = data
        self.rows: list[Row] = []
        if data is None:
            for answer in answers:
                self._append(answer, str(answer["id"]))
            for _ in range(max(table.fewest_rows, 1) - len(self.rows)):
                self._append({}, "")
        else:
            for number in self._numbers(data):
                if f"{table.key}-{number}-remove" not in data:
                    self._append({}, data.get(f"{table.key}-{number}-id", ""), number)

    def add_row(self) -> None:
        """Add an empty row, and let the cursor start in it."""
        row = self._append({}, "")
        first = next(iter(row.fields.values()))
        first.widget.attrs["autofocus"] = ""

    def draw(self, bound: forms.BoundField) -> Markup:
        """Give the HTML of every row, and the button that adds one."""
        rows = Markup("").join(self._draw_row(row, place) for place, row in enumerate(self.rows, 1))
        button = govuk.button(
            {"html": f'Add another <span class="govuk-visually-hidden">to {escape(self.label)}</span>', "name": "add"}
            | {"value": self.table.key, "classes": "govuk-button--secondary"}
        )
        hint = govuk.hint({"text": self.help_text, "id": f"{bound.auto_id}-hint"}) if self.help_text else ""
        error = govuk.errorMessage({"text": bound.errors[0], "id": f"{bound.auto_id}-error"}) if bound.errors else ""
        legend = {"text": self.label, "classes": "govuk-fieldset__legend--m"}
        return govuk.fieldset(
            {"legend": legend, "html": Markup("").join([hint, error, rows, button]), "classes": "pep-rows"}
            | {"attributes": {"id": bound.auto_id, "tabindex": "-1"}}
        )

    def _draw_row(self, row: Row, place: int) -> Markup:
        boxes = Markup("").join(draw(each) for each in row.visible_fields() if each.name not in revealed(row))
        remove = self._draw_remove(row, place) if len(self.rows) > 1 else ""
        return Markup(
            '<fieldset class="pep-row" id="{}">'
            '<legend class="pep-row-number"><span class="govuk-visually-hidden">{} </span>{}</legend>'
            '<input type="hidden" name="{}" value="{}"><div class="pep-row-boxes">{}</div>{}</fieldset>'
        ).format(row.prefix, self.label, place, row.add_prefix("id"), row.row_id, boxes, remove)

    def _draw_remove(self, row: Row, place: int) -> Markup:
        name = row.add_prefix("remove")
        text = f'Remove this row<span class="govuk-visually-hidden"> ({place})</span>'
        return govuk.checkboxes(
            {"name": name, "idPrefix": f"id_{name}", "classes": "govuk-checkboxes--small"}
            | {"items": [{"value": "yes", "html": text}], "formGroup": {"classes": "pep-row-remove"}}
        )

    def _append(self, answers: Mapping[str, Any], row_id: str, number: int = 0) -> Row:
        """Add a row; one without an id, or with somebody else's, gets the first that is free."""
        taken = {row.row_id for row in self.rows}
        if not ROW_ID.fullmatch(row_id) or row_id in taken:
            promised = (
                {self.data.get(f"{self.table.key}-{n}-id") for n in self._numbers(self.data)} if self.data else set()
            )
            row_id = next(free for n in count(1) if (free := f"r{n}") not in taken | promised)
        number = number or max((row.number for row in self.rows), default=0) + 1
        row = Row(self.table, number, row_id, answers, self.data)
        self.rows.append(row)
        return row

    def _numbers(self, data: QueryDict) -> list[int]:
        """Give the numbers of the rows in what was sent, in order; at most as many as a page can hold."""
        pattern = re.compile(rf"{self.table.key}-(\d{{1,4}})-.+")
        return sorted({int(found[1]) for name in data if (found := pattern.fullmatch(name))})[:MOST_ROWS]


def _either(labels: Sequence[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels)
