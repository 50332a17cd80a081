"""What stands around every page: the council's name, the tabs, and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from epep.form.parts import Part
from epep.protocol.sees import FAMILY
from epep.record.facts import day_of
from epep.record.people import Person, posts_of, team_parts_of
from epep.web import clock

PRODUCT: Final = "Personal education plans"


@dataclass(frozen=True)
class Tab:
    """One tab of the navigation: its word in templates (`{% set tab = "home" %}`), its text and its URL name.

    `post` is whose tab it is, None for everybody's; `work` ones are not for the family.
    """

    name: str
    text: str
    url_name: str
    post: Part | None = None
    work: bool = False


TABS: Final = (
    Tab("home", "What needs you", "home"),
    Tab("to_file", "To file", "to_file", Part.VIRTUAL_SCHOOL_ADMINISTRATOR),
    Tab("young_people", "Young people", "young_people", work=True),
    Tab("troubles", "Could not be sent", "troubles", Part.VIRTUAL_SCHOOL_ADMINISTRATOR),
    Tab("help", "Help", "help"),
)


DEMO_PAGES: Final = (("Sign in as somebody else", "demo_sign_in"), ("The mail it would send", "demo_mail"))


@dataclass(frozen=True)
class Shell:
    """What the page layout shows around the page itself. `person` is empty when nobody is signed in.

    `demo` holds the pages that only a demonstration has, as (text, address).
    """

    council: str
    product: str
    home: str
    person: str
    sign_out: str
    tabs: tuple[tuple[Tab, str], ...]
    demo: tuple[tuple[str, str], ...] = ()


def posts_today(request: HttpRequest) -> frozenset[Part]:
    """The posts of whoever is signed in, read once a request."""
    return _read_once(request, "posts_today", posts_of)


def team_parts_today(request: HttpRequest) -> frozenset[Part]:
    """The parts that whoever is signed in plays in any team, read once a request."""
    return _read_once(request, "team_parts_today", team_parts_of)


def _read_once(request: HttpRequest, name: str, read: Callable[[Person, date], frozenset[Part]]) -> frozenset[Part]:
    found: frozenset[Part] | None = getattr(request, name, None)
    if found is None:
        at: datetime = getattr(request, "now", None) or clock.now()
        found = read(request.user, day_of(at)) if isinstance(request.user, Person) else frozenset()
        setattr(request, name, found)  # kept for the rest of this request
    return found


def family_parts(request: HttpRequest) -> frozenset[Part]:
    """The parts of somebody who is a young person, a carer or a key worker and nothing else; empty for anybody else."""
    parts, posts = team_parts_today(request), posts_today(request)
    return parts if parts <= FAMILY and not posts else frozenset()


def address(name: str) -> str:
    """Give the address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest | None) -> Shell:
    """Give what surrounds the page for whoever asks; without a request (the page for a fault) for nobody."""
    user = getattr(request, "user", None)
    person = user if request and user is not None and user.is_authenticated else None
    return Shell(
        council=settings.COUNCIL,
        product=PRODUCT,
        home=address("home") or "/",
        person=str(getattr(person, "name", "") or person) if person else "",
        sign_out=address("account_logout"),
        tabs=_tabs(request) if request and person else (),
        demo=tuple((text, address(name)) for text, name in DEMO_PAGES) if settings.DEMO else (),
    )


def _tabs(request: HttpRequest) -> tuple[tuple[Tab, str], ...]:
    posts, family = posts_today(request), family_parts(request)
    theirs = [tab for tab in TABS if (tab.post is None or tab.post in posts) and not (tab.work and family)]
    return tuple((tab, href) for tab in theirs if (href := address(tab.url_name)))
