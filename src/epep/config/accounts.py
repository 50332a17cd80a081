"""Sign-in as allauth does it, with what differs here: nobody signs up; accounts are made by the authority."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from epep.web.signing_in import MESSAGES


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The places where allauth asks us."""

    error_messages = DefaultAccountAdapter.error_messages | MESSAGES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account is made by importing people, never by asking for one."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """`subject` as it is, on one line."""
        return " ".join(subject.split())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends the mail `template_prefix` to `email`; its links use the public address."""
        super().send_mail(template_prefix, email, context)
