"""Words that were typed while a session ended: kept for the same person until they have signed in again.

A page whose form holds `{{ typed_by(request) }}` and reads `kept(request)` when it is drawn loses nothing. The mark
says, signed, for whom the page was made, so that nobody finds another person's words on a shared computer.
"""

from typing import Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.csrf import csrf_failure
from markupsafe import Markup

FIELD: Final = "typed_by"
SESSION_KEY: Final = "typed"
NOT_WORDS: Final = frozenset({"csrfmiddlewaretoken", FIELD, "was", "clash"})
OLDEST: Final = 7 * 24 * 60 * 60
"""Seconds after which a page that was left open is not trusted any more."""

KEPT: Final = "You were signed out. What you typed is kept: sign in, and it will be there for you to save."
STILL_HERE: Final = "You were signed out while this page was open. What you typed is still here. Save it now."


def typed_by(request: HttpRequest) -> Markup:
    """Give the hidden field that says for whom a page was made; nothing when nobody is signed in."""
    if not request.user.is_authenticated:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        FIELD, signing.dumps(request.user.pk, salt=FIELD)
    )


def keep(request: HttpRequest) -> bool:
    """Keep what was sent to this address, when the page that sent it was made for whoever is signed in, if anybody."""
    person = _whose(request)
    if request.method != "POST" or person is None or request.user.pk not in (None, person):
        return False
    fields = [[name, values] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    request.session[SESSION_KEY] = {"at": request.get_full_path(), "by": person, "fields": fields}
    return True


def kept(request: HttpRequest) -> QueryDict | None:
    """Give what was kept for this person at this address, until they send it again."""
    found = request.session.get(SESSION_KEY)
    if not found:
        return None
    if found["by"] != request.user.pk or (request.method == "POST" and found["at"] == request.get_full_path()):
        del request.session[SESSION_KEY]
        return None
    if found["at"] != request.get_full_path():
        return None
    messages.info(request, STILL_HERE)
    data = QueryDict(mutable=True)
    for name, values in found["fields"]:
        data.setlist(name, values)
    return data


def sent_or_kept(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, or what was kept from before signing in again; None for a page that starts empty."""
    found = kept(request)
    return request.POST if request.method == "POST" else found


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: from a page of their own that is out of date, the words come back."""
    if not keep(request):
        return csrf_failure(request, reason)
    return HttpResponseRedirect(request.get_full_path())


def words_in(data: QueryDict) -> list[str]:
    """Give the texts of more than one word that were sent, for a page that can only show them, to be copied."""
    return [text for name, texts in data.lists() if name not in NOT_WORDS for text in texts if len(text.split()) > 1]


def _whose(request: HttpRequest) -> int | None:
    try:
        person: int = signing.loads(request.POST.get(FIELD, ""), salt=FIELD, max_age=OLDEST)
    except signing.BadSignature:
        return None
    return person
