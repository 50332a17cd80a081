"""What the commands share: which database, Django set up, the council's files read, the programs to start."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg

from epep.config import folder, postgres
from epep.config.environment import Mode, mode, optional

ROOT = Path(__file__).resolve().parents[3]  # of the checkout
WORKERS = 2


def set_up() -> None:
    """Reads the settings and sets Django up. Errors: ImproperlyConfigured with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epep.config.settings")
    django.setup()


def read_rules() -> list[str]:
    """The slugs of all authorities whose settings are in EPEP_AUTHORITIES, each read and found right, and every form
    of the package. Errors: `epep.form.reading.Invalid` with file, line and what is allowed."""
    from django.conf import settings

    from epep.form import model
    from epep.protocol import local

    for name, version in model.versions():
        model.load(name, version)
    slugs = sorted(path.stem for path in settings.AUTHORITIES.glob("*.yaml"))
    for slug in slugs:
        local.load(slug, settings.AUTHORITIES)
    return slugs


@contextmanager
def database() -> Iterator[None]:
    """Inside, DATABASE_URL names a running PostgreSQL: the one it named before, or our own in the data folder.

    In production there is no own one: the settings say that DATABASE_URL is missing.
    """
    url = optional("DATABASE_URL")
    if url or mode() is Mode.PRODUCTION:
        if url:
            answers(url)
        yield
        return
    with postgres.running(folder.chosen()) as urls:
        os.environ |= {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
        yield


def answers(url: str) -> None:
    """Connects to the PostgreSQL at `url` once. Errors: psycopg's, which say why, as those of the pool do not."""
    psycopg.connect(url, connect_timeout=10).close()


def use_demonstration_if_there_is_one() -> None:
    """Beside a demonstration, and with nothing set for real use, a command means the demonstration's data."""
    if not optional("EPEP_MODE") and not optional("DATABASE_URL") and folder.is_ours(folder.chosen()):
        os.environ["EPEP_MODE"] = Mode.DEMO
        print(f"epep: using the demonstration's data in {folder.chosen()}", file=sys.stderr)


def web_command(bind: str) -> list[str]:
    """The program that serves pages at `bind`, such as "127.0.0.1:8000"."""
    host, _, port = bind.rpartition(":")
    options = ["--interface", "wsgi", "--host", host.strip("[]"), "--port", port, "--workers", str(WORKERS)]
    options += ["--blocking-threads", "1", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *options, "epep.config.wsgi:application"]


def worker_command() -> list[str]:
    """The program that does the jobs."""
    return [sys.executable, "-m", "epep.config.cli", "worker"]


def child_environment() -> dict[str, str]:
    """The environment for web server and worker: without the address of the tables' owner."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_OWNER_URL")}


def collect_static() -> None:
    """Puts the static files, with hashed names and compressed, into the data folder."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
