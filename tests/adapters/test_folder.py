"""What only a real folder does: rights, lost drives, crashes half way, what others leave in it."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.adapters.test_filing_contract import FILES, NAME, OTHER, look

from epep.adapters import folder as folder_module
from epep.adapters.folder import FORGOTTEN, Folder
from epep.adapters.ports import Passing, Permanent

NOBODY = 65534


@contextmanager
def without_root() -> Iterator[None]:
    """Root may write anywhere: for this long we are somebody who may not."""
    if os.getuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_is_not_there_is_passing_and_is_not_made(tmp_path: Path) -> None:
    lost = Folder(tmp_path / "drive" / "mosaic")
    with pytest.raises(Passing, match="network drive"):
        lost.put(NAME, FILES)
    with pytest.raises(Passing, match="network drive"):
        lost.read(NAME)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_ours_is_made(tmp_path: Path) -> None:
    Folder(tmp_path / "filing" / "mosaic", ours=True).put(NAME, FILES)
    assert look(tmp_path / "filing" / "mosaic") == {NAME: FILES}


def test_a_file_in_the_folders_stead_is_passing(tmp_path: Path) -> None:
    (tmp_path / "mosaic").write_text("a file")
    with pytest.raises(Passing, match="a file has its name"):
        Folder(tmp_path / "mosaic").put(NAME, FILES)


def test_a_folder_we_may_not_write_in_is_passing_and_says_whose_right_is_missing() -> None:
    with tempfile.TemporaryDirectory() as path:
        Path(path).chmod(0o555)
        with without_root(), pytest.raises(Passing, match="We may not write in the folder"):
            Folder(Path(path)).put(NAME, FILES)
        assert list(Path(path).iterdir()) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.EROFS, "can only be read"),
        (errno.EDQUOT, "its quota is used up"),
        (errno.EIO, "cannot be used now: Input/output error"),
        (errno.ESTALE, "cannot be used now: Stale file handle"),
    ],
)
def test_what_a_file_system_can_answer_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Passing, match=says):
        Folder(tmp_path).put(NAME, FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_share_that_cannot_force_folders_to_disk_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    force = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(errno.EINVAL, "Invalid argument")
        force(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    Folder(tmp_path).put(NAME, FILES)
    assert look(tmp_path) == {NAME: FILES}


def test_a_path_longer_than_the_system_takes_is_permanent() -> None:
    with pytest.raises(Permanent, match="too long"):
        Folder(Path("/tmp") / ("x" * 300)).put(NAME, FILES)


def test_a_share_that_loses_bytes_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_write_through", lambda file, data: file.write_bytes(data[:-1]))
    with pytest.raises(Passing, match="not what was sent"):
        Folder(tmp_path).put(NAME, FILES)
    assert list(tmp_path.iterdir()) == []


CRASH = """
import resource, signal, sys
from pathlib import Path
from epep.adapters.folder import Folder
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
Folder(Path(sys.argv[1])).put("package", {"note.txt": b"fits", "plan.pdf": b"x" * 4_000})
"""


def test_a_crash_half_way_shows_nobody_half_a_package_and_the_next_try_is_whole(tmp_path: Path) -> None:
    crashed = subprocess.run([sys.executable, "-c", CRASH, tmp_path], check=False)
    assert crashed.returncode == -signal.SIGXFSZ, "the kernel kills it while it writes the second file"
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".epep-")
    assert {file.name: file.stat().st_size for file in left.iterdir()} == {"note.txt": 4, "plan.pdf": 2_000}

    Folder(tmp_path).put(NAME, FILES)
    assert look(tmp_path)[NAME] == FILES
    assert left.exists(), "it could be another worker's, at work"

    long_ago = time.time() - FORGOTTEN - 1
    os.utime(left, (long_ago, long_ago))
    Folder(tmp_path).put(NAME, FILES)
    assert look(tmp_path) == {NAME: FILES}


def test_what_a_file_manager_left_in_a_package_does_not_make_it_another(tmp_path: Path) -> None:
    Folder(tmp_path).put(NAME, FILES)
    (tmp_path / NAME / "Thumbs.db").write_bytes(b"pictures")
    assert Folder(tmp_path).put(NAME, FILES).place == NAME


@pytest.mark.parametrize("what", ["file", "empty folder", "half a package", "dangling link"])
def test_anything_that_has_the_name_already_stays_as_it_is(tmp_path: Path, what: str) -> None:
    taken = tmp_path / NAME
    if what == "file":
        taken.write_text("mine")
    elif what == "dangling link":
        taken.symlink_to(tmp_path / "nowhere")
    else:
        taken.mkdir()
        if what == "half a package":
            (taken / "case-note.txt").write_bytes(FILES["case-note.txt"])
    before = (taken.lstat().st_ino, taken.lstat().st_mtime_ns)
    assert Folder(tmp_path).put(NAME, FILES).place == f"{NAME}-2"
    assert (taken.lstat().st_ino, taken.lstat().st_mtime_ns) == before


def test_a_place_taken_in_the_last_moment_is_left_to_whoever_took_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = folder_module._write_through

    def somebody_is_faster(file: Path, data: bytes) -> None:
        if not (tmp_path / NAME).exists():
            (tmp_path / NAME).mkdir()
            for name, other in OTHER.items():
                write(tmp_path / NAME / name, other)
        write(file, data)

    monkeypatch.setattr(folder_module, "_write_through", somebody_is_faster)
    assert Folder(tmp_path).put(NAME, FILES).place == f"{NAME}-2"
    assert look(tmp_path) == {NAME: OTHER, f"{NAME}-2": FILES}


def test_nothing_outside_the_folder_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "mosaic").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.txt").write_text("no")
    for place in ("../secret", str(tmp_path / "secret"), "..", ".", ""):
        assert Folder(tmp_path / "mosaic").read(place) is None
