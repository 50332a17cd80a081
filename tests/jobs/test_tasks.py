"""The worker's tasks as a worker runs them: names, the clock, and a worker that is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from tests.adapters.mail_server import MailServer
from tests.cast import Cast, weeks
from tests.conftest import superuser_url
from tests.jobs.conftest import jobs, work
from tests.make import a_plan, a_plan_at

from epep.actions import _notices
from epep.config.postgres import APP, SUPERUSER, Urls
from epep.form.dates import LONDON
from epep.jobs import tasks, walk
from epep.protocol.stages import Stage
from epep.record.notices import Notice


def test_the_tasks_that_actions_ask_for_by_name_are_there() -> None:
    assert {_notices.SEND, _notices.DELIVER} <= set(app.tasks)
    assert {app.tasks[name].queue for name in (_notices.SEND, _notices.DELIVER)} == {"epep"}


def test_every_task_of_the_clock_runs_in_the_queue_the_worker_works_on() -> None:
    periodic = app.periodic_registry.periodic_tasks.values()
    assert {one.task.name.rpartition(".")[2] for one in periodic} == {
        "remind", "take_over", "find_lost", "forget_old_jobs",
    }  # fmt: skip
    assert {one.task.queue for one in periodic} == {"epep"}


@pytest.mark.parametrize(
    ("moment", "reminded"),
    [
        ("2026-11-27 06:59", False),
        ("2026-11-27 07:00", True),
        ("2026-11-27 11:59", True),
        ("2026-11-27 12:00", False),
    ],
)
def test_reminders_go_out_in_the_morning_in_england(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: str, reminded: bool
) -> None:
    a_plan_at(Stage.PREPARING, cast)
    now = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    monkeypatch.setattr("epep.jobs.tasks.timezone.now", lambda: now)
    tasks.remind(0)
    assert Notice.objects.filter(kind="due_soon").exists() is reminded


def test_the_clock_comes_by_at_7am_in_summer_and_in_winter() -> None:
    hourly = app.periodic_registry.periodic_tasks[("epep.jobs.tasks.remind", "")]
    for day in ("2026-07-01", "2026-12-01"):
        seven = datetime.fromisoformat(f"{day} 07:00").replace(tzinfo=LONDON)
        next_tick = hourly.croniter.get_next(ret_type=float, start_time=seven.timestamp() - 1)
        assert next_tick == seven.timestamp()


WORKER = """
import django
django.setup()
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry
with app.replace_connector(app.connector.get_worker_connector()) as ready:
    ready.periodic_registry = PeriodicRegistry()
    ready.run_worker(queues=["epep"])
"""


def start_a_worker(cluster: Urls, mail: MailServer) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, at work on the test's database and mail server."""
    environment = {
        **os.environ,
        "EPEP_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "epep.config.settings",
        "DATABASE_URL": superuser_url(cluster).replace(f"//{SUPERUSER}@", f"//{APP}@"),
        "EPEP_SMTP_URL": f"smtp://127.0.0.1:{mail.port}?timeout=60",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_was_sending_is_sent_by_another_once(cast: Cast, mail: MailServer, cluster: Urls) -> None:
    plan = a_plan(cast)
    walk.arrange(plan, plan.now + weeks(3))
    told = Notice.objects.count()
    mail.fault = "hangs at the end"
    with start_a_worker(cluster, mail) as worker:
        until(lambda: ("send_notice", "doing", 0) in jobs() and mail.hanging)
        worker.send_signal(signal.SIGKILL)
    mail.fault = ""
    work()
    assert len(mail.arrived) == told - 1, "one is held by the dead worker's job"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    app.configure_task("epep.jobs.tasks.take_over", queue="epep").defer(timestamp=0)
    work()
    work()
    assert len(mail.arrived) == told
    assert len({letter["Message-ID"] for letter in mail.arrived}) == told
    assert not Notice.objects.filter(sent_at=None).exists()


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds, for so many seconds at most."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_jobs_that_ended_long_ago_are_removed_and_those_that_wait_stay(cast: Cast, mail: MailServer) -> None:
    plan = a_plan(cast)
    walk.arrange(plan, plan.now + weeks(3))
    work()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")
    tasks.send_notice.configure(schedule_at=timezone.now() + timedelta(days=1)).defer(notice_id=1)
    app.configure_task("epep.jobs.tasks.forget_old_jobs", queue="epep").defer(timestamp=0)
    work()
    assert [(name, status) for name, status, _ in jobs()] == [("send_notice", "todo"), ("forget_old_jobs", "succeeded")]
