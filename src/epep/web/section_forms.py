"""A section of a plan as a form: one description of questions gives the boxes, the rows and the answers.

`section_form(section, answers)` draws it; `section_form(section, answers, request.POST)` reads it back:

    form = section_form(section, answers, request.POST)
    if form.is_valid():          # false too while a row is being added
        ... form.answers ...     # what the brief's model says: text, lists of keys, lists of rows
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from epep.form.answers import clean
from epep.form.model import Section
from epep.form.parts import Part
from epep.web.forms import problems
from epep.web.question_forms import QuestionsForm, TableField


def section_form(
    section: Section, answers: Mapping[str, Any], data: QueryDict | None = None, *, part: Part | None = None
) -> "SectionForm":
    """Make the form of one section: filled with its answers, or with what was typed (`data`). `part` reads it."""
    return SectionForm(section, answers, data, part)


class SectionForm(QuestionsForm):
    """The form of a section. `adding` is the key of the table that wants another row, or nothing."""

    def __init__(self, section: Section, answers: Mapping[str, Any], data: QueryDict | None, part: Part | None) -> None:
        """Make the form, with one more empty row where "Add another" was pressed."""
        self.section = section
        self._answers: dict[str, Any] = dict(answers)
        super().__init__(section.questions, answers, data, part=part)
        pressed = data.get("add", "") if data is not None else ""
        field = self.fields.get(str(pressed))
        self.adding = str(pressed) if isinstance(field, TableField) else ""
        if isinstance(field, TableField):
            field.add_row()

    @property
    def answers(self) -> dict[str, Any]:
        """Give what was typed, cleaned, wrong answers included; the answers it was made with when nothing was sent."""
        _ = self.errors  # asking for the errors is what makes Django clean
        return self._answers

    def full_clean(self) -> None:
        """Clean what was typed and put each problem beside its answer; while a row is added nothing is wrong yet."""
        super().full_clean()
        if not self.is_bound:
            return
        self._answers, wrong = clean(self.section, self.raw())
        for place, message in wrong.items() if not self.adding else ():
            self._place(place.split("."), message)

    def is_valid(self) -> bool:
        """Say whether the answers can be saved: nothing is wrong, in a row neither, and no row is being added."""
        return self.is_bound and not problems(self) and not self.adding

    def _place(self, place: list[str], message: str) -> None:
        """Put a problem where it belongs: ["question"] or ["table", row, "column"]."""
        field = self.fields.get(place[0])
        if field is None:
            self.add_error(None, message)
        elif len(place) == 1 or not isinstance(field, TableField):
            self.complain(place[0], message)
        else:
            next(row for row in field.rows if row.row_id == place[1]).complain(place[2], message)
