"""The pages of submissions: submit, read, and take the PDF or the JSON."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
