"""What `epep verify` finds wrong: where, and what. No names and no Mosaic numbers: ids, versions and files."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
