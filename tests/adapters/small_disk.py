"""A real disk of 256 KB, to be filled: a tmpfs in a mount namespace of its own, reached through /proc.

It needs no root: an ordinary user gets a user namespace too.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRIPT = "mount -t tmpfs -o size=256k,mode=700 small /mnt && echo ready && exec cat"


@contextmanager
def small_disk() -> Iterator[Path]:
    """The folder that is the whole of the disk. It is gone at the end."""
    namespaces = ["--mount"] if os.getuid() == 0 else ["--user", "--map-root-user", "--mount"]
    command = ["unshare", *namespaces, "sh", "-c", SCRIPT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n", "no disk of our own can be mounted here"
        yield Path(f"/proc/{holder.pid}/root/mnt")
        holder.stdin.close()  # cat ends, and the namespace and its disk with it
