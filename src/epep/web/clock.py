"""The one place where pages ask what time it is."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment."""
    return timezone.now()
