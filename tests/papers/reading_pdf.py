"""Reading a PDF back with pypdf, which knows nothing of what wrote it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject


def text_of(pdf: bytes) -> str:
    """All the words, in the order of the file, with single spaces, without invisible break points."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def tags_of(pdf: bytes) -> Iterator[str]:
    """The tags of the structure tree in reading order, custom names mapped to standard ones."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    roles = {str(name): str(role) for name, role in root.get("/RoleMap", {}).items()}
    yield from _walk(root["/K"], roles)


def everything_in(pdf: bytes) -> bytes:
    """Every object of the file written out, with streams decompressed: what a curious reader could find."""
    reader = PdfReader(BytesIO(pdf))
    found = []
    for number in range(1, reader.trailer["/Size"]):  # type: ignore[call-overload]
        thing = reader.get_object(IndirectObject(number, 0, reader))
        found.append(repr(thing).encode())
        if isinstance(thing, StreamObject):
            found.append(thing.get_data())
    return b"\n".join(found)


def _walk(node: Any, roles: dict[str, str]) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _walk(child, roles)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            name = str(node["/S"])
            yield roles.get(name, name)
        if "/K" in node:
            yield from _walk(node["/K"], roles)
