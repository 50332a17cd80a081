"""A filing package as one file to download."""

from io import BytesIO
from zipfile import ZipFile

from epep.papers.package import Package
from epep.papers.zipped import zipped

MADE = Package(
    "1083421_PEP_2026-11-30_v1", {"a.pdf": b"%PDF-1.7 \x00\xff", "case-note.txt": "Żółw\n".encode()}, "0" * 64
)


def test_every_file_is_in_it_in_a_folder_of_the_package() -> None:
    with ZipFile(BytesIO(zipped(MADE))) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {f"{MADE.name}/{name}": data for name, data in MADE.files.items()}


def test_the_same_package_gives_the_same_bytes() -> None:
    assert zipped(MADE) == zipped(MADE)
