"""The addresses of the pages. Each module of `epep.web.pages` exposes its own as `urlpatterns`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver

from epep.web.pages import (
    components,
    filing,
    history,
    home,
    meetings,
    notices,
    plan,
    plans,
    reviews,
    sharing,
    submissions,
    team,
    young_people,
)
from epep.web.pages import help as help_page

PAGES = (
    home, young_people, team, plan, history, plans, meetings, submissions, reviews, filing, sharing, notices, help_page,
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [pattern for page in PAGES for pattern in page.urlpatterns]
if not settings.PRODUCTION:
    urlpatterns += components.urlpatterns
