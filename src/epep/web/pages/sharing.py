"""The pages of sharing: copies, decisions and the case note."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
