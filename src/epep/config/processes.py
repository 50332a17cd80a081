"""Programs that epep starts: each ends with us, whatever ends us, and we notice when one ends by itself."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from epep.config import leash
from epep.config.trouble import Trouble

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 15  # seconds that a program gets to end by itself


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or a closed terminal."""


@dataclass(frozen=True)
class Child:
    """A program of ours that runs. `log` is where it writes; None when it writes to our terminal."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, the first request to stop raises Stopped; further ones are ignored while everything is put away."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in ASKED_TO_STOP:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in ASKED_TO_STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def started(name: str, command: list[str], environment: Mapping[str, str], log: Path | None = None) -> Iterator[Child]:
    """`command`, running until the end of the block, in a process group of its own."""
    with log.open("ab") if log else open(os.dup(2), "wb") as out:  # noqa: PTH123  # a descriptor, not a path
        process = subprocess.Popen(
            leash.command(signal.SIGTERM, command),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=dict(environment),
            start_new_session=True,
        )
    try:
        yield Child(name, process, log)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Asks the program to end, and ends it and what it started when it does not."""
    if process.poll() is None:
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    with suppress(ProcessLookupError):  # its group is gone with it, as it should be
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def watch(*children: Child) -> None:
    """Returns while all of `children` run; Trouble when one has ended by itself."""
    for child in children:
        if child.process.poll() is not None:
            where = f" What it said last is at the end of {child.log}." if child.log else ""
            raise Trouble(f"The {child.name} ended by itself (exit code {child.process.returncode}).{where}")


def attend(*children: Child) -> None:
    """Waits for ever, or until one of `children` ends by itself (Trouble) or we are asked to stop (Stopped)."""
    while True:
        watch(*children)
        time.sleep(0.2)
