"""A filing package as one file to download."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from epep.papers.package import Package

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip needs a time for each file; a constant one keeps the bytes the same


def zipped(made: Package) -> bytes:
    """The package as a zip with one folder in it, named like the package; the same bytes every time."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for name, data in made.files.items():
            archive.writestr(ZipInfo(f"{made.name}/{name}", _EARLIEST), data)
    return whole.getvalue()
