"""Sending notices by a real worker over a real mail server: down for long, refusing, crashing, two at once."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.adapters.mail_server import MailServer
from tests.cast import Cast, weeks
from tests.jobs.conftest import jobs, wait_for_the_next_try, work
from tests.make import a_plan

from epep.actions import notices as noting
from epep.actions import people
from epep.form.parts import Part
from epep.jobs import notices, outside, tasks, walk
from epep.jobs.tries import WAITS
from epep.record.notices import Notice

pytestmark = pytest.mark.django_db(transaction=True)

INVITED = {Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.PERSONAL_ADVISER, Part.CARER, Part.KEY_WORKER,
           Part.YOUNG_PERSON, Part.VIRTUAL_SCHOOL_ADMINISTRATOR}  # fmt: skip


def an_arranged_meeting(cast: Cast) -> set[str]:
    """Arranges one; gives the addresses of everybody it is told to."""
    plan = a_plan(cast)
    walk.arrange(plan, plan.now + weeks(3))
    return {cast[part].email or "" for part in INVITED}


def one_notice(cast: Cast) -> Notice:
    """One notice waiting to be sent, its job gone."""
    an_arranged_meeting(cast)
    return Notice.objects.order_by("pk")[0]


def arrived_at(mail: MailServer) -> Counter[str]:
    return Counter(letter["To"] for letter in mail.arrived)


def test_everybody_invited_gets_one_mail(cast: Cast, mail: MailServer) -> None:
    invited = an_arranged_meeting(cast)
    work()
    assert arrived_at(mail) == dict.fromkeys(invited, 1)
    assert not Notice.objects.filter(sent_at=None).exists()
    work()
    assert len(mail.arrived) == len(invited)


def test_a_mail_server_that_is_down_for_long_loses_nothing(cast: Cast, mail: MailServer) -> None:
    mail.down()
    invited = an_arranged_meeting(cast)
    for tries in range(1, 9):
        work()
        assert {notice.tries for notice in Notice.objects.all()} == {tries}
        wait_for_the_next_try()
    assert {notice.last_error for notice in Notice.objects.all()} == {
        "The mail server cannot be reached, or broke off."
    }
    mail.up()
    work()
    assert arrived_at(mail) == dict.fromkeys(invited, 1)
    assert not Notice.objects.exclude(last_error="").exists()


def test_between_tries_the_worker_waits(cast: Cast, mail: MailServer) -> None:
    mail.down()
    an_arranged_meeting(cast)
    work()
    work()
    assert {notice.tries for notice in Notice.objects.all()} == {1}
    soon = timezone.now() + WAITS[0]
    assert all(abs(job.scheduled_at - soon) < timedelta(seconds=30) for job in ProcrastinateJob.objects.all())


def test_after_three_days_it_is_given_up_and_listed_and_try_again_sends_it(cast: Cast, mail: MailServer) -> None:
    mail.down()
    invited = an_arranged_meeting(cast)
    for _ in range(len(WAITS) + 1):
        work()
        wait_for_the_next_try()
    assert not Notice.objects.filter(given_up_at=None).exists()
    assert {notice.tries for notice in Notice.objects.all()} == {len(WAITS) + 1}
    assert {status for _, status, _ in jobs()} == {"succeeded"}
    mail.up()
    work()
    assert mail.arrived == [], "given up: nothing happens until somebody asks"
    for notice in Notice.objects.all():
        noting.send_again(notice_id=notice.pk, by=cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], now=timezone.now())
    work()
    assert arrived_at(mail) == dict.fromkeys(invited, 1)


def test_one_address_that_is_refused_is_given_up_at_once_and_stops_nobody_else(cast: Cast, mail: MailServer) -> None:
    invited = an_arranged_meeting(cast)
    carer = cast[Part.CARER]
    mail.unknown = {str(carer.email)}
    work()
    assert arrived_at(mail) == dict.fromkeys(invited - mail.unknown, 1)
    (refused,) = Notice.objects.exclude(given_up_at=None)
    assert (refused.recipient, refused.tries) == (carer, 1)
    assert refused.last_error == "The mail server refused the e-mail address (550)."


def test_a_corrected_address_gets_the_mail_on_the_next_try(cast: Cast, mail: MailServer) -> None:
    an_arranged_meeting(cast)
    carer = cast[Part.CARER]
    mail.unknown = {str(carer.email)}
    work()
    people.change(row=carer, email="right@example.org", by=None, now=timezone.now())
    (refused,) = Notice.objects.exclude(given_up_at=None)
    noting.send_again(notice_id=refused.pk, by=cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], now=timezone.now())
    work()
    assert arrived_at(mail)["right@example.org"] == 1


def test_somebody_without_an_address_any_more_is_listed(cast: Cast, mail: MailServer) -> None:
    notice = one_notice(cast)
    people.change(row=notice.recipient, email=None, by=None, now=timezone.now())
    work()
    notice.refresh_from_db()
    assert notice.given_up_at
    assert notice.last_error == "The person has no e-mail address any more. Add one, then try again."


def test_a_notice_that_cannot_be_written_is_tried_again_and_listed_not_lost(cast: Cast, mail: MailServer) -> None:
    notice = one_notice(cast)
    Notice.objects.filter(pk=notice.pk).update(kind="a_kind_of_tomorrow")
    work()
    notice.refresh_from_db()
    assert (notice.tries, notice.sent_at, notice.given_up_at) == (1, None, None)
    assert notice.last_error.startswith("epep could not write this notice.")
    Notice.objects.filter(pk=notice.pk).update(kind="arrange")
    wait_for_the_next_try()
    work()
    assert arrived_at(mail)[str(notice.recipient.email)] == 1


def test_ten_workers_send_one_notice_once(cast: Cast, mail: MailServer) -> None:
    notice = one_notice(cast)
    mail.slow = 0.3
    gate = threading.Barrier(10)

    def send() -> None:
        try:
            gate.wait()
            notices.send(notice.pk, outside.mailer(), last=False, now=timezone.now())
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert arrived_at(mail) == {notice.recipient.email: 1}
    notice.refresh_from_db()
    assert notice.sent_at


def test_a_notice_that_was_sent_or_given_up_is_not_sent_again(cast: Cast, mail: MailServer) -> None:
    notice = one_notice(cast)
    now = timezone.now()
    notices.send(notice.pk, outside.mailer(), last=False, now=now)
    notices.send(notice.pk, outside.mailer(), last=False, now=now)
    notices.send(0, outside.mailer(), last=False, now=now)
    assert len(mail.arrived) == 1
    other = Notice.objects.filter(sent_at=None)[0]
    noting.not_sent(notice_id=other.pk, error="No.", final=True, now=now)
    notices.send(other.pk, outside.mailer(), last=False, now=now)
    assert len(mail.arrived) == 1


def test_a_notice_without_a_job_gets_one(cast: Cast, mail: MailServer) -> None:
    made = datetime.now(timezone.get_current_timezone()) - timedelta(hours=1)
    an_arranged_meeting(cast)
    Notice.objects.update(made_at=made)
    lost = Notice.objects.order_by("pk")[0]
    ProcrastinateJob.objects.filter(args__notice_id=lost.pk)._raw_delete("default")
    tasks.find_lost(0)
    assert [name for name, _, _ in jobs()].count("send_notice") == len(INVITED)
    work()
    assert arrived_at(mail) == {str(notice.recipient.email): 1 for notice in Notice.objects.all()}
