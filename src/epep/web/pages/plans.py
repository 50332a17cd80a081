"""The pages of writing a plan: its sections, SDQ scores and checks, and its end."""

from django.urls import URLPattern, path

from epep.web.pages.sections import section

urlpatterns: list[URLPattern] = [
    path("plans/<int:plan_id>/sections/<slug:key>/", section, name="section"),
]
