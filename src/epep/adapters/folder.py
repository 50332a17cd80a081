"""A filing destination that is a folder: on this computer, or a network share that the system has mounted.

A package is written into a hidden folder beside its final place, forced to disk, read back, and only then renamed:
whoever looks into the destination sees a whole package or none. Nothing that is there is ever written over.
"""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from epep.adapters.names import refuse_unfit
from epep.adapters.ports import Passing, Permanent, Receipt, digest_of

UNFINISHED = ".epep-"
FORGOTTEN = 60 * 60  # seconds after which an unfinished package is what a crash left behind

_REASONS = {
    errno.ENOSPC: "The folder is full. Make room, and it will be tried again.",
    errno.EDQUOT: "The folder is full: its quota is used up. Make room, and it will be tried again.",
    errno.ENOENT: "The folder is not there. It may have been moved, or its network drive is not connected.",
    errno.ENOTDIR: "The folder is not there: a file has its name.",
    errno.EACCES: "We may not write in the folder. Give the account that epep runs as the right to.",
    errno.EPERM: "We may not write in the folder. Give the account that epep runs as the right to.",
    errno.EROFS: "The folder can only be read. Give the account that epep runs as the right to write in it.",
}


@dataclass(frozen=True)
class Folder:
    """The destination at `path`. It is made when missing only if it is `ours`.

    Any other must be there: a folder made in place of a network drive that is not connected would hide the loss.
    """

    path: Path
    ours: bool = False

    def put(self, name: str, files: Mapping[str, bytes]) -> Receipt:
        """Put one package there (`Destination.put`)."""
        refuse_unfit(name, files)
        with _plainly():
            if self.ours:
                self.path.mkdir(parents=True, exist_ok=True)
            self._clear_forgotten()
            place = self._place_for(name, files)
            while not os.path.lexists(self.path / place):
                self._write(place, files)
                place = self._place_for(name, files)  # the same place, unless somebody took it in this moment
        return Receipt(place, digest_of(files))

    def read(self, place: str) -> Mapping[str, bytes] | None:
        """The files at `place` now (`Destination.read`)."""
        with _plainly():
            inside = {found.name for found in self.path.iterdir()}  # says so when the destination itself is gone
            there = self.path / place
            return _files_in(there) if place in inside and there.is_dir() else None

    def _place_for(self, name: str, files: Mapping[str, bytes]) -> str:
        """The first of `name`, `name-2`, `name-3`… that is free or holds these very files."""
        place, number = name, 1
        while os.path.lexists(self.path / place) and not _holds(self.path / place, files):
            number += 1
            place = f"{name}-{number}"
        return place

    def _write(self, place: str, files: Mapping[str, bytes]) -> None:
        """Make the package at `place`, all of it or nothing. Whoever took the place meanwhile keeps it."""
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.path))
        try:
            for file, data in files.items():
                _write_through(unfinished / file, data)
            if not _holds(unfinished, files):
                raise Passing("What arrived in the folder is not what was sent. It will be tried again.")
            unfinished.chmod(0o755)  # mkdtemp lets nobody else in; the destination's own rights decide who may
            _force(unfinished)
            _rename_unless_taken(unfinished, self.path / place)
            _force(self.path)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _clear_forgotten(self) -> None:
        """Remove what a crash left half written."""
        for left in self.path.glob(f"{UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > FORGOTTEN:
                    shutil.rmtree(left)


def _files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether all `files` are in `folder`, byte for byte. Others may be: file managers leave things behind."""
    return all((folder / name).is_file() and (folder / name).read_bytes() == data for name, data in files.items())


def _write_through(file: Path, data: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _force(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where its file system can."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # what a network share says
            raise
    finally:
        os.close(descriptor)


def _rename_unless_taken(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """Whatever the system says becomes `Passing`, or `Permanent`, in words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Permanent("The package's name is too long for the folder.") from error
        other = f"The folder cannot be used now: {error.strerror or 'it does not answer'}."
        raise Passing(_REASONS.get(error.errno or 0, other)) from error
