"""The pages that only a demonstration has: sign in with a click, and the mail it would send."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
