"""The record as a Django app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Owns every table of epep."""

    name = "epep.record"
    label = "record"
    verbose_name = "The record"
    default_auto_field = "django.db.models.BigAutoField"
