"""Sign-in as allauth does it, with what differs here: nobody signs up; accounts are made by the authority."""

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from epep.record.people import Person
from epep.web.signing_in import MESSAGES

SAID = {"account/messages/password_changed.txt": "Your password has been changed."}
NEEDED = {"account/email/password_reset_key", "account/email/unknown_account"}  # mails that are the answer itself

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The places where allauth asks us."""

    error_messages = DefaultAccountAdapter.error_messages | MESSAGES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account is made by importing people, never by asking for one."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, with a word that it is done."""
        return reverse("home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, at the public address, whatever host the request was sent to."""
        here: str = super().get_reset_password_from_key_url(key)
        return f"{settings.ADDRESS}{urlsplit(here).path}"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Shows what people want to know; that they are signed in they see."""
        if said := SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells `user` at the address we know, of a change to their account."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends the mail `template_prefix` to `email` now, not as a job: its link is a secret, kept nowhere.

        When the mail server does not take it, somebody who waits for it is told so; a mere notification is let go.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's errors are OSErrors; their text may hold the address, so only the kind
            log.error("a mail of sign-in was not sent: %s", type(error).__name__)  # noqa: TRY400
            if template_prefix in NEEDED:
                raise ImmediateHttpResponse(render(self.request, "503.html", status=503)) from error
