"""Every component on one page, with invented content: to look at, and to be tested in a real browser."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery. Only demonstrations and tests have its address."""
    return render(request, "components/gallery.jinja")
