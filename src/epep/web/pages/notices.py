"""The page of what could not be sent."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
