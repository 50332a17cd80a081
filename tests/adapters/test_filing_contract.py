"""What every filing destination does, a real folder and in memory alike, in fair weather and foul."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.small_disk import small_disk

from epep.adapters.folder import Folder
from epep.adapters.memory import MemoryDestination
from epep.adapters.names import refuse_unfit
from epep.adapters.ports import Destination, Failed, Passing, Permanent, Receipt, digest_of

NAME = "1083421_PEP_2026-11-30_v1"
FILES = {f"{NAME}.pdf": b"%PDF-1.7 \x00\xff" * 900, f"{NAME}.json": b'{"number":1}', "case-note.txt": "Łódź\n".encode()}
OTHER = {**FILES, "case-note.txt": b"Something else\n"}


@dataclass
class Peer:
    """A destination, a way to look into it past the port, and a way to make it full or well again."""

    destination: Destination
    lies_there: Callable[[], dict[str, dict[str, bytes]]]
    fill: Callable[[bool], None]


@pytest.fixture(params=["folder", "memory"])
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    if request.param == "memory":
        yield in_memory()
        return
    with small_disk() as disk:
        yield Peer(Folder(disk), lambda: look(disk), lambda full: fill(disk, full))


def in_memory() -> Peer:
    kept = MemoryDestination()

    def misbehave(full: bool) -> None:
        kept.failing = Passing("The folder is full. Make room, and it will be tried again.") if full else None

    return Peer(kept, lambda: kept.packages, misbehave)


def look(folder: Path) -> dict[str, dict[str, bytes]]:
    """Everything in a folder, hidden things too, but for what fills the disk."""
    return {
        package.name: {file.name: file.read_bytes() for file in package.iterdir()}
        for package in folder.iterdir()
        if package.is_dir()
    }


def fill(disk: Path, full: bool) -> None:
    """Take all room but one block on the disk, or give it back."""
    (disk / "filler").unlink(missing_ok=True)
    if full:
        space = os.statvfs(disk)
        (disk / "filler").write_bytes(b"x" * (space.f_bavail - 1) * space.f_frsize)


def test_p13_a_package_lies_there_whole_with_its_digest(peer: Peer) -> None:
    receipt = peer.destination.put(NAME, FILES)
    assert receipt == Receipt(NAME, digest_of(FILES))
    assert peer.lies_there() == {NAME: FILES}
    assert peer.destination.read(NAME) == FILES


def test_the_same_package_again_is_done_already(peer: Peer) -> None:
    assert peer.destination.put(NAME, FILES) == peer.destination.put(NAME, FILES)
    assert peer.lies_there() == {NAME: FILES}


def test_other_content_under_a_taken_name_gets_the_next_number_and_nothing_is_overwritten(peer: Peer) -> None:
    third = {"case-note.txt": b"A third"}
    assert [peer.destination.put(NAME, files).place for files in (FILES, OTHER, third, OTHER, FILES)] == [
        NAME,
        f"{NAME}-2",
        f"{NAME}-3",
        f"{NAME}-2",
        NAME,
    ]
    assert peer.lies_there() == {NAME: FILES, f"{NAME}-2": OTHER, f"{NAME}-3": third}


def test_a_full_destination_is_passing_leaves_nothing_and_takes_the_package_once_there_is_room(peer: Peer) -> None:
    peer.fill(True)
    with pytest.raises(Passing, match="The folder is full"):
        peer.destination.put(NAME, FILES)
    assert peer.lies_there() == {}
    peer.fill(False)
    assert peer.destination.put(NAME, FILES).place == NAME
    assert peer.lies_there() == {NAME: FILES}


def test_a_place_with_nothing_there_reads_as_none(peer: Peer) -> None:
    assert peer.destination.read(NAME) is None


UNFIT = [
    "", ".", "..", ".hidden", "a/b", "/etc", "a\\b", "a:b", "a\nb", "a\x00b", "a*", "a?", "con", "NUL.pdf",
    "ends.", "ends ", "x" * 101, "\ud800", "../../up",
]  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_no_folder_should_have_is_permanent(peer: Peer, name: str) -> None:
    with pytest.raises(Permanent):
        peer.destination.put(name, FILES)
    with pytest.raises(Permanent):
        peer.destination.put(NAME, {name: b"x"})
    assert peer.lies_there() == {}


@pytest.mark.parametrize("files", [{}, {"a.pdf": b""}, {"a.pdf": b"x", "A.PDF": b"y"}])
def test_no_files_an_empty_file_or_two_of_one_name_is_permanent(peer: Peer, files: dict[str, bytes]) -> None:
    with pytest.raises(Permanent):
        peer.destination.put(NAME, files)
    assert peer.lies_there() == {}


def test_ten_at_once_leave_one_of_each_content(peer: Peer) -> None:
    receipts: list[Receipt] = []
    gate = threading.Barrier(10)

    def put(files: dict[str, bytes]) -> None:
        gate.wait()
        receipts.append(peer.destination.put(NAME, files))

    threads = [threading.Thread(target=put, args=[files]) for files in (FILES, OTHER) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(peer.lies_there()) == [NAME, f"{NAME}-2"]
    assert {receipt.sha256: peer.lies_there()[receipt.place] for receipt in receipts} == {
        digest_of(FILES): FILES,
        digest_of(OTHER): OTHER,
    }


@given(st.text(max_size=120))
def test_any_name_is_kept_as_it_is_or_refused_in_words(name: str) -> None:
    problem = ""
    try:
        refuse_unfit(name, FILES)
    except Failed as refused:
        problem = str(refused)
    assert problem.endswith(".") if problem else Path("x", name).name == name and len(name) <= 100
