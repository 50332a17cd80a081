"""The pages of young people: the list, one of them, their team, and opening a plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
