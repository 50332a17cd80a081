"""`epep check`: what must be right before real use, each line OK or what to do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from epep.config import starting
from epep.config.environment import Mode, mode, optional
from epep.config.trouble import Trouble, told_plainly

LITTLE_SPACE = 1 << 30  # bytes


def run() -> int:
    """Prints a line for each thing looked at; gives 0 when all are well, 1 when something is to do."""
    print(f"Mode: {mode()}")
    fine = shown("Settings", settings) and looked_at_all()
    print("Everything is well." if fine else "There is something to do.")
    return 0 if fine else 1


def looked_at_all() -> bool:
    """Looks at everything but the settings, in order and to the end; whether all was well."""
    looks = (("Authority files", authorities), ("Data folder", data_folder), ("Django", django_checks), ("Mail", mail))
    fine = [shown(name, look) for name, look in looks]
    if shown("Database", database):  # without it there is nothing to know about a worker
        return all(fine) & shown("Worker", worker)
    return False


def shown(name: str, look: Callable[[], list[str] | Iterator[str]]) -> bool:
    """Prints "OK" and `name`, or each thing to do that `look` gives; whether it was OK."""
    try:
        with told_plainly():
            problems = list(look())
    except Trouble as trouble:
        problems = [str(trouble)]
    for problem in problems:
        print(f"TO DO  {name}: {problem}")
    if not problems:
        print(f"OK     {name}")
    return not problems


def settings() -> list[str]:
    """The environment."""
    starting.set_up()
    return []


def authorities() -> list[str]:
    """The councils' files, and the forms."""
    from django.conf import settings

    if not starting.read_rules():
        return [f"There is no authority's file (*.yaml) in {settings.AUTHORITIES}. Set EPEP_AUTHORITIES."]
    return []


def data_folder() -> Iterator[str]:
    """Room, and the right to write."""
    from django.conf import settings

    folder: Path = settings.DATA
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".check"
    probe.touch()
    probe.unlink()
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield f"Only {free >> 20} MB are free in {folder}. Make room."


def django_checks() -> Iterator[str]:
    """Django's own, those for deployment in production."""
    from django.core import checks

    for message in checks.run_checks(include_deployment_checks=mode() is Mode.PRODUCTION):
        if not message.is_silenced():
            yield f"{message.msg} {message.hint or ''} ({message.id})"


def database() -> Iterator[str]:
    """It answers, its tables are up to date, and the web's role owns none of them."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    starting.answers(settings.DATABASE_URL)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "Its tables are not up to date. Run: epep migrate"
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE pg_has_role(tableowner, 'usage')), current_user")
        owns, role = cursor.fetchone()
    if owns:
        yield (
            f"The role {role} of DATABASE_URL owns the tables, so it could take their locks off (P10). Make a second "
            "role, put the owner in DATABASE_OWNER_URL, the second in DATABASE_URL, and run: epep migrate"
        )


def mail() -> Iterator[str]:
    """The mail server takes our connection and our sign-in."""
    from django.conf import settings
    from django.core.mail import get_connection

    if mode() is Mode.DEMO and not optional("EPEP_SMTP_URL"):
        return  # the demonstration's own mail server lives and dies with it
    try:
        connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's errors are OSErrors too; their text may hold an address, so only the kind
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        yield f"The mail server at {where} does not take our connection ({type(error).__name__}). See EPEP_SMTP_URL."


def worker() -> Iterator[str]:
    """A worker was seen in the last minute."""
    from epep.config.health import worker_is_at_work

    if not worker_is_at_work():
        yield "No worker is running, so no notice is sent. Run: epep worker"
