"""The addresses of a demonstration, which a test process does not have."""

from django.urls import URLPattern, URLResolver, include, path

from epep.config.urls import urlpatterns as usual

urlpatterns: list[URLPattern | URLResolver] = [path("demo/", include("epep.web.pages.demo")), *usual]
