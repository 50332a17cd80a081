"""The pages of the meeting: arrange, confirm, move, cancel, record, agree the next."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
