"""Starts a program that ends when its parent does, and, where asked, without root's rights. Standard library only.

`python leash.py SIGNAL PARENT [root-in-namespace|nobody] -- program arguments…`: becomes that program. On Linux the
kernel sends it SIGNAL when the process PARENT, which started it, dies, however that happens; elsewhere nothing does,
and whoever starts the next one clears up. PostgreSQL refuses to run as root: there we either enter a user namespace,
in which root appears as an ordinary user, or become "nobody".
"""

import ctypes
import os
import pwd
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_namespace(uid: int = 1000) -> None:
    """Makes root appear as user `uid` to this process; its files stay root's. OSError where the system forbids it."""
    libc = ctypes.CDLL(None, use_errno=True)
    real_uid, real_gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {real_uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{uid} {real_gid} 1", encoding="ascii")


def become_nobody() -> None:
    """Gives up root for good."""
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def end_with_parent(number: int, parent: int) -> None:
    """Asks Linux to send signal `number` to this process when `parent` dies; gone already, it ends at once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


def main(arguments: list[str]) -> None:
    """Reads the command line described above and becomes the program. Never returns."""
    options, program = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    number, parent, *user = options
    if user:
        {"root-in-namespace": enter_namespace, "nobody": become_nobody}[user[0]]()
    end_with_parent(signal.Signals[number], int(parent))  # after the change of user, which would forget it
    os.execvp(program[0], program)  # noqa: S606  # becoming the program is the point


def command(number: signal.Signals, program: list[str], user: str = "") -> list[str]:
    """The command line that starts `program` on this leash."""
    options = [number.name, str(os.getpid()), *([user] if user else [])]
    return [sys.executable, "-IS", str(Path(__file__).resolve()), *options, "--", *program]


if __name__ == "__main__":
    main(sys.argv[1:])
