"""The page of all that has happened to a plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
