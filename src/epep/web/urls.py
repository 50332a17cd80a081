"""The addresses of the pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from epep.web.pages import components

urlpatterns: list[URLPattern | URLResolver] = []
if not settings.PRODUCTION:
    urlpatterns.append(path("components", components.gallery, name="components"))
