"""Real processes for tests: an environment without ours, descendants, and waiting."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of this process without anything that tells epep what to be, and with `more`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EPEP_", "DATABASE_", "DJANGO_", "PYTEST"))
    }
    return kept | {name: os.environ[name] for name in ("EPEP_POSTGRES_BIN",) if name in os.environ} | more


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, from the kernel's own list."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # ended between the listing and the reading
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def alive(pids: set[int]) -> set[int]:
    """Those of `pids` that still run; one that has ended but was not asked for its end (a zombie) does not."""
    running = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            running.add(pid)
    return running


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Waits until `true()`, for at most `seconds`; whether it became true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return true()
