"""Acting on a form: what the form or the action says is wrong stands beside the field where it can be put right."""

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpRequest

from epep.actions.outcomes import Invalid


def done(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], fields: Mapping[str, str] | None = None
) -> bool:
    """Whether the form was sent and the action done with what it says; otherwise the form says what is wrong.

    `fields` names the fields that the form calls otherwise than the action does.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Invalid as wrong:
        put(form, wrong, fields)
        return False
    return True


def status(request: HttpRequest, form: forms.Form) -> int:
    """The status of the page that draws the form: 422 when what was sent is wrong."""
    return 422 if request.method == "POST" and form.errors else 200


def put(form: forms.Form, wrong: Invalid, fields: Mapping[str, str] | None = None) -> None:
    """Add each problem to its field, or to the whole form."""
    for place, text in wrong.problems.items():
        name = (fields or {}).get(place, place.partition(".")[0])
        form.add_error(name if name in form.fields else None, text)
