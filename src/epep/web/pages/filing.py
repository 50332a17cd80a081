"""The pages of filing: what is to be filed, the package, where it was saved."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
