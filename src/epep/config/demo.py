"""`epep demo`: the whole product on this computer with invented people, from nothing to a page that answers."""

import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from epep.config import folder, mailbox, processes, starting
from epep.config.environment import Mode, mode, optional
from epep.config.trouble import Trouble

READY_WITHIN = 60  # seconds
UNFINISHED = "sample-unfinished"  # a file that is there while sample people are being made


def say(line: str) -> None:
    """Shows how far it is."""
    print(f"epep: {line}", file=sys.stderr, flush=True)


def run(data: Path, port: int, fresh: bool) -> None:
    """Runs the demonstration at 127.0.0.1:`port` on the folder `data` until asked to stop. Errors: Trouble."""
    if optional("EPEP_MODE") and mode() is not Mode.DEMO:
        raise Trouble(f"EPEP_MODE is {mode()}, and a demonstration needs demo. Take it away, or set it to demo.")
    if fresh and optional("DATABASE_URL"):
        raise Trouble("--fresh empties epep's own data folder only. Empty the database of DATABASE_URL yourself.")
    bind = f"{mailbox.HOST}:{free(port)}"
    with ExitStack() as stack:
        stack.enter_context(folder.claimed(data, fresh))
        if (data / UNFINISHED).exists() and not optional("DATABASE_URL"):
            say("the last start was interrupted while it made sample people; beginning anew.")
            folder.empty(data)
        os.environ |= {"EPEP_MODE": Mode.DEMO, "EPEP_DATA": str(data), "EPEP_BIND": bind}
        os.environ["EPEP_SMTP_URL"] = stack.enter_context(mailbox.receiving(data / "mail"))
        say("starting the database…")
        stack.enter_context(starting.database())
        prepare(data)
        say("starting the web server and the worker…")
        logs = data / "logs"
        logs.mkdir(exist_ok=True)
        environment = starting.child_environment()
        children = [
            stack.enter_context(processes.started(name, command, environment, logs / f"{name.split()[0]}.log"))
            for name, command in (
                ("web server", starting.web_command(bind)),
                ("worker", starting.worker_command()),
            )
        ]
        wait_until_ready(bind, lambda: processes.watch(*children))
        announce(bind, data)
        processes.attend(*children)


def free(port: int) -> int:
    """`port`, or any free one for 0; Trouble when something else listens there."""
    try:
        return mailbox.free_port(port)
    except OverflowError as error:
        raise Trouble(f"{port} is not a port. Choose one between 1024 and 65535.") from error
    except OSError as error:
        raise Trouble(f"Port {port} cannot be used: {error.strerror}. Choose another: --port {port + 1}") from error


def prepare(data: Path) -> None:
    """Tables, sample people where there is nobody, and static files."""
    starting.set_up()
    starting.read_rules()
    from epep.config import migrating

    say("bringing the tables up to date…")
    migrating.migrate(verbosity=0)
    make_sample(data)
    migrating.forget_connections()  # nothing of ours stays connected while others serve
    starting.collect_static()


def make_sample(data: Path) -> None:
    """Invented people and their plans, unless somebody is in the database already."""
    from epep.record.people import Authority

    if Authority.objects.exists():
        return
    say("making sample people and their plans…")
    (data / UNFINISHED).touch()
    with_progress()
    (data / UNFINISHED).unlink()


def with_progress() -> None:
    """Makes the sample with a progress bar, where there is a terminal to show it."""
    from tqdm import tqdm

    from epep.jobs import sample

    with tqdm(unit=" plans", disable=None, leave=False) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        sample.make(progress)


def wait_until_ready(bind: str, watch: Callable[[], None]) -> None:
    """Returns when GET /health/ready says 200. Errors: Trouble with what it said last."""
    deadline, said = time.monotonic() + READY_WITHIN, "nothing"
    while time.monotonic() < deadline:
        watch()
        try:
            with urllib.request.urlopen(f"http://{bind}/health/ready", timeout=5):
                return
        except urllib.error.HTTPError as error:
            said = json.dumps(json.loads(error.read())) if error.code == 503 else f"status {error.code}"
        except OSError as error:
            said = str(error.args[0])
        time.sleep(0.1)
    raise Trouble(f"It was not ready within {READY_WITHIN} seconds. It said last: {said}.")


def announce(bind: str, data: Path) -> None:
    """The one thing to read: where it is."""
    width = min(shutil.get_terminal_size().columns, 80)
    print(
        "\n".join(
            (
                "",
                "=" * width,
                f"  The demonstration is ready:  http://{bind}/",
                f"  The mail it sends:           http://{bind}/demo/mail",
                f"  Its data:                    {data}",
                "  Stop it with Ctrl-C. Started again, it goes on where it was; --fresh begins anew.",
                "=" * width,
            )
        ),
        flush=True,
    )
