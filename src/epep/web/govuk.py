"""The GOV.UK components as calls: `govuk.radios({...})` gives the HTML, from the macros of govuk-frontend-jinja.

They render in an environment of their own, because they count on missing parameters being nothing;
our own templates are strict, so that a forgotten parameter is an error and not a gap on the page.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, TemplateNotFound
from markupsafe import Markup

Component = Callable[[Mapping[str, Any]], Markup]

_upstream: Final = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=ChainableUndefined,
    auto_reload=False,
    cache_size=-1,
)


@cache
def _macro(name: str) -> Component:
    """Find the macro of one component by its name in camel case: dateInput, errorSummary."""
    folder = re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)
    module = _upstream.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html").module
    macro: Component = getattr(module, f"govuk{name[0].upper()}{name[1:]}")
    return macro


class Govuk:
    """Every component as an attribute. Parameters are those of the GOV.UK Design System's Nunjucks macros."""

    def __getattr__(self, name: str) -> Component:
        """Give the component; a name that does not exist is an AttributeError."""
        try:
            macro = _macro(name)
        except TemplateNotFound as missing:
            raise AttributeError(f"there is no GOV.UK component called {name}") from missing
        return lambda params: macro(params).strip()


govuk: Final = Govuk()
