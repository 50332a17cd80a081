"""The pages of writing a plan: its sections, SDQ scores and checks, and its end."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
