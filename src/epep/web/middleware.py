"""Gives each request its moment, and turns what the verbs refuse into pages: one place for every page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.defaults import page_not_found

from epep.actions.outcomes import Missing, Refused
from epep.web import clock, typed
from epep.web.asking import asking

View = Callable[..., HttpResponseBase]


class SignInRequired(LoginRequiredMiddleware):
    """Sign-in is required of every page that does not say otherwise; what was typed meanwhile is kept."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        """Send to sign-in and back; words sent after a session ended come back with the page."""
        if typed.keep(request):
            messages.info(request, typed.KEPT)
        return super().handle_no_permission(request, view_func)


class Outcomes:
    """`Missing` becomes the page for what does not exist, `Refused` a page that says why, with status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, knowing what time it is."""
        asking(request).now = clock.now()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for an outcome that a page did not handle itself; None for any other exception."""
        if isinstance(exception, Missing):
            return page_not_found(request, Http404())
        if isinstance(exception, Refused):
            match = request.resolver_match
            plan_id = match.kwargs.get("plan_id") if match else None
            unsaved = typed.words_in(request.POST)
            context = {"text": exception.refusal.text, "plan_id": plan_id, "unsaved": unsaved}
            return render(request, "pages/refused.jinja", context, status=409)
        return None
