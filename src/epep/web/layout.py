"""What stands around every page: the council's name, the tabs, and who is signed in."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PRODUCT: Final = "Personal education plans"


@dataclass(frozen=True)
class Tab:
    """One tab of the navigation: its word in templates (`{% set tab = "home" %}`), its text and its URL name."""

    name: str
    text: str
    url_name: str


TABS: Final = (
    Tab("home", "What needs you", "home"),
    Tab("young_people", "Young people", "young_people"),
    Tab("help", "Help", "help"),
)


@dataclass(frozen=True)
class Shell:
    """What the page layout shows around the page itself. `person` is empty when nobody is signed in."""

    council: str
    product: str
    home: str
    person: str
    sign_out: str
    tabs: tuple[tuple[Tab, str], ...]


def address(name: str) -> str:
    """Give the address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest | None) -> Shell:
    """Give what surrounds the page for whoever asks; without a request (the page for a fault) for nobody."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    tabs = tuple((tab, href) for tab in TABS if (href := address(tab.url_name))) if signed_in else ()
    return Shell(
        council=settings.COUNCIL,
        product=PRODUCT,
        home=address("home") or "/",
        person=str(getattr(user, "name", "") or user) if signed_in else "",
        sign_out=address("account_logout"),
        tabs=tabs,
    )
