"""The data folder: what a demonstration keeps between two runs, and how epep knows it for its own."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from epep.config import postgres
from epep.config.environment import optional
from epep.config.trouble import Trouble

MARK = "epep-data"
MARK_TEXT = "This folder was made by epep for a demonstration. `epep demo --fresh` empties it.\n"
LOCK = "demo.lock"
SPACE_NEEDED = 300 * 1024 * 1024  # bytes: the database, its log and the static files


def chosen() -> Path:
    """The data folder: EPEP_DATA, or .epep in the current folder."""
    return Path(optional("EPEP_DATA", ".epep")).absolute()


def is_ours(folder: Path) -> bool:
    """Whether `folder` is a demonstration's."""
    return (folder / MARK).is_file()


@contextmanager
def claimed(folder: Path, fresh: bool = False) -> Iterator[None]:
    """`folder`, made where missing, ours alone until the end, and emptied first when `fresh`. Errors: Trouble."""
    if folder.exists() and not folder.is_dir():
        raise Trouble(f"{folder} is not a folder. Choose another with --data.")
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise Trouble(f"{folder} holds something that epep did not make. Choose an empty or new folder with --data.")
    try:
        postgres.make_private(folder)
        if shutil.disk_usage(folder).free < SPACE_NEEDED:
            raise Trouble(f"The disk of {folder} is full: {SPACE_NEEDED >> 20} MB must be free.")
        (folder / MARK).write_text(MARK_TEXT, encoding="utf-8")
        lock = (folder / LOCK).open("w", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{folder} cannot be written: {error.strerror}. Choose another with --data.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble(
                f"A demonstration is already running on {folder}. Stop that one, or choose another folder with --data."
            ) from error
        if fresh:
            empty(folder)
        yield


def empty(folder: Path) -> None:
    """Removes everything from a data folder that is ours but its mark and its lock."""
    if not is_ours(folder):
        raise Trouble(f"{folder} was not made by epep, so --fresh leaves it alone.")
    postgres.stop_orphan(folder / "postgres")
    for found in folder.iterdir():
        if found.name in (MARK, LOCK):
            continue
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink()
