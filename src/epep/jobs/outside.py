"""The outside world as the settings describe it: which mail server, which folder for which destination."""

from pathlib import Path

from django.conf import settings

from epep.adapters.folder import Folder
from epep.adapters.ports import Destination, Mailer
from epep.adapters.smtp import Security, Smtp


def mailer() -> Mailer:
    """The mail server of EPEP_SMTP_URL."""
    security = Security.STARTTLS if settings.EMAIL_USE_TLS else Security.NONE
    return Smtp(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        sender=settings.DEFAULT_FROM_EMAIL,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        security=Security.TLS if settings.EMAIL_USE_SSL else security,
        timeout=settings.EMAIL_TIMEOUT or 20,
    )


def folder(path: str) -> Destination:
    """The destination folder of an authority's settings. A relative one is our own, below EPEP_DATA."""
    where = Path(path)
    return Folder(where) if where.is_absolute() else Folder(settings.DATA / where, ours=True)
