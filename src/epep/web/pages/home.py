"""The home page: what needs you."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
