"""A program on the leash ends when its parent does, however that happens."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.config.processes import alive, until

from epep.config import leash
from epep.config.postgres import unprivileged_user

PARENT = """
import signal, subprocess, sys, time
from epep.config import leash
from epep.config.postgres import unprivileged_user
child = subprocess.Popen(leash.command(signal.SIGTERM, ["sleep", "600"], sys.argv[1]))
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("user", sorted({"", unprivileged_user()}))
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_with_its_parent(number: signal.Signals, user: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, user], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    try:
        assert until(lambda: "sleep" in command_line(child), 5)
        parent.send_signal(number)
        parent.wait()
        assert until(lambda: not alive({child}), 5)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()


def test_a_child_whose_parent_is_gone_already_never_starts() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    command = leash.command(signal.SIGTERM, ["echo", "started"])
    command[command.index(str(os.getpid()))] = str(gone.pid)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")


def command_line(pid: int) -> str:
    """What process `pid` runs now; "" when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
