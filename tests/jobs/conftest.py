"""A worker that works until nothing is left, a mail server it sends to, and folders it files in."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry
from pytest_django import Settings
from tests.adapters.mail_server import MailServer, running


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    """A mail server, up, and the settings that point at it."""
    with running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server


@pytest.fixture
def filing(settings: Settings, tmp_path: Path) -> Path:
    """The folder below which destinations lie: EPEP_DATA."""
    settings.DATA = tmp_path
    return tmp_path / "filing"


def work() -> None:
    """Run a real worker until no job is due. It does not look at the clock: tests say what time it is.

    In a thread of its own, as Playwright's loop may be running in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as ready, pytest.MonkeyPatch.context() as patch:  # type: ignore[attr-defined]
        patch.setattr(ready, "periodic_registry", PeriodicRegistry())  # type: ignore[no-untyped-call]
        ready.run_worker(queues=["epep"], wait=False, install_signal_handlers=False)


def wait_for_the_next_try() -> None:
    """Let the time until the next tries go by."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def jobs() -> list[tuple[str, str, int]]:
    """Every job as (task, status, tries), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return [(name.rpartition(".")[2], status, tries) for name, status, tries in cursor.fetchall()]


def files_below(folder: Path) -> list[str]:
    """Every file below a folder, hidden ones too, by its path from there."""
    return sorted(os.path.relpath(file, folder) for file in folder.rglob("*") if file.is_file())
