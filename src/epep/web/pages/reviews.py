"""The page of quality assurance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
