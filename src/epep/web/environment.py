"""The Jinja2 environment of every page: what templates may call, and how days and times are written.

Set in the settings as the `environment` option of Django's Jinja2 backend. Undefined names are errors.
"""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from epep.web import charts, words
from epep.web.forms import draw, problems, revealed
from epep.web.govuk import govuk
from epep.web.layout import shell
from epep.web.typed import typed_by


def url(name: str, *args: object, **kwargs: object) -> str:
    """Give the address of a page by its URL name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def csrf(request: HttpRequest) -> Markup:
    """Give the hidden field that every form that posts must hold."""
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))


def environment(**options: Any) -> Environment:
    """Make the environment from the options Django gives: the loader, autoescape and reloading."""
    ours = {
        "autoescape": True,
        "undefined": StrictUndefined,  # Django offers a lenient one; a forgotten parameter must not be a gap
        "extensions": ["jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    env = Environment(**(options | ours))  # noqa: S701  (autoescape is the first of ours)
    env.globals.update(
        charts=charts,
        count=words.count,
        csrf=csrf,
        field=draw,
        get_messages=get_messages,
        govuk=govuk,
        problems=problems,
        revealed=revealed,
        shell=shell,
        static=static,
        typed_by=typed_by,
        url=url,
    )
    env.filters.update(
        ago=words.ago,
        day=words.day,
        days_late=words.days_late,
        initials=words.initials,
        short_day=words.short_day,
        time=words.time,
        tint=words.tint,
    )
    return env
