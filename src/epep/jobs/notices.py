"""Sending notices: each is sent once, whatever crashes, and what could not be sent is kept with its reason."""

import logging
from datetime import datetime

from django.db import transaction

from epep.actions import notices
from epep.adapters.ports import Failed, Mailer, Passing, Permanent
from epep.jobs.letters import letter_of
from epep.record.notices import Notice

log = logging.getLogger(__name__)


def send(notice_id: int, mailer: Mailer, *, last: bool, now: datetime) -> None:
    """Send one notice unless it is sent, given up, or being sent by somebody else at this moment.

    Raises `Passing` when it should be tried again. On the `last` try it is given up instead, and listed.

    The row stays locked while the mail server is spoken to: two workers never send one notice twice, and a worker that
    dies lets go by dying. Only a crash between the server's "taken" and our note of it sends a notice again, with the
    same Message-ID.
    """
    with transaction.atomic():
        unsent = Notice.objects.filter(pk=notice_id, sent_at=None, given_up_at=None).select_related("recipient")
        notice = unsent.select_for_update(of=("self",), skip_locked=True).first()
        if notice is None:
            return
        failed = _failure(notice, mailer, now)
        final = last or isinstance(failed, Permanent)
        if failed is None:
            notices.sent(notice_id=notice_id, now=now)
        else:
            notices.not_sent(notice_id=notice_id, error=str(failed), final=final, now=now)
    if failed and not final:
        raise failed


def _failure(notice: Notice, mailer: Mailer, now: datetime) -> Failed | None:
    """Why the notice could not be sent; None when it was."""
    if not notice.recipient.email:
        return Permanent("The person has no e-mail address any more. Add one, then try again.")
    try:
        letter = letter_of(notice, now)
    except Exception:  # a fault of ours must be listed too, not lost
        log.exception("notice %s could not be written", notice.pk)
        return Passing("epep could not write this notice. Tell whoever looks after epep.")
    try:
        mailer.send(letter)
    except Failed as error:
        return error
    return None
