"""What an action says is wrong, put beside the fields where it can be put right."""

from collections.abc import Mapping

from django import forms

from epep.actions.outcomes import Invalid


def put(form: forms.Form, wrong: Invalid, fields: Mapping[str, str] | None = None) -> None:
    """Add each problem to its field, or to the whole form. `fields` names those that the form calls otherwise."""
    for place, text in wrong.problems.items():
        name = (fields or {}).get(place, place.partition(".")[0])
        form.add_error(name if name in form.fields else None, text)
