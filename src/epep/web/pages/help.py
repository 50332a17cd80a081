"""The help page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
