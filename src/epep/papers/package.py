"""The filing package of one submission: what a person, or a folder Mosaic reads, is given to save it (P13, P16).

Mosaic takes file names of letters, digits, `-` and `_`, of at most 80 characters, and no empty files.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from epep.papers.canonical import canonical, digest, digest_of_bytes
from epep.papers.dates import moment

SCHEMA = "epep/filing-package/1"
CASE_NOTE_TITLE = "PEP added to the record"  # Mosaic may cut a note's title at 32 characters
LONGEST_NAME = 80

_LONGEST_NUMBER = 40
_TYPES = {"pdf": "application/pdf", "json": "application/json", "txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True)
class Labels:
    """What an authority calls things: `place` is where the plan shows ("ECM under education").

    `case_note` is the note's text (P16); it may use {reference} and {place}.
    """

    place: str
    case_note: str


@dataclass(frozen=True)
class Package:
    """A named set of files; `name` is fit for a folder, the keys of `files` for files. `digest` is over all of them."""

    name: str
    files: dict[str, bytes]
    digest: str


def package(content_json: str, pdf: bytes, *, labels: Labels) -> Package:
    """The PDF, its data, the case note to paste and a manifest, with the same bytes every time.

    `content_json` is the submission's canonical text, kept byte for byte. ValueError when the PDF is empty.
    """
    if not pdf:
        raise ValueError("The PDF is empty, and Mosaic refuses empty files.")
    content = json.loads(content_json)
    name = package_name(content)
    files = {
        f"{name}.pdf": pdf,
        f"{name}.json": content_json.encode(),
        "case-note.txt": f"{case_note(content['plan']['reference'], labels)}\n".encode(),
    }
    listed = [_listed(file, data) for file, data in files.items()]
    whole = digest(canonical({"files": listed}))
    manifest = _manifest(content, labels, digest(content_json)) | {"files": listed, "package_sha256": whole}
    files["manifest.json"] = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
    return Package(name, files, whole)


def package_name(content: Mapping[str, Any]) -> str:
    """`<mosaic number>_PEP_<day of the meeting>_v<submission>`: safe as a file name anywhere, without its ending."""
    return f"{_safe(content['young_person'].get('mosaic_id') or '')}_PEP_{_day(content)}_v{content['number']}"


def case_note(reference: str, labels: Labels) -> str:
    """The authority's case note for this plan (P16). Braces other than {reference} and {place} stay as they are."""
    words = {"{reference}": reference, "{place}": labels.place}
    return re.sub(r"\{(reference|place)\}", lambda found: words[found[0]], labels.case_note)


def _manifest(content: Mapping[str, Any], labels: Labels, content_sha256: str) -> dict[str, Any]:
    """What somebody filing by hand, or a program, needs to know. The number tells the person; no name is in it."""
    person = content["young_person"]
    return {
        "schema": SCHEMA,
        "person": {"mosaic_id": person.get("mosaic_id"), "upn": person.get("upn")},
        "title": f"Personal Education Plan {content['plan']['reference']}",
        "place": labels.place,
        "document_date": _day(content),
        "submitted_at": content["submitted"]["at"],
        "submission": content["number"],
        "content_sha256": content_sha256,
        "case_note": {"file": "case-note.txt", "title": CASE_NOTE_TITLE, "contact_date": _day(content)},
    }


def _listed(name: str, data: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "type": _TYPES[name.rpartition(".")[2]],
        "size": len(data),
        "sha256": digest_of_bytes(data),
    }


def _day(content: Mapping[str, Any]) -> str:
    """The day of the meeting in England, or of the submission where there was no meeting."""
    meeting = content["meeting"] or {}
    return moment(meeting.get("starts_at") or content["submitted"]["at"]).date().isoformat()


def _safe(number: str) -> str:
    plain = unicodedata.normalize("NFKD", number).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain)[:_LONGEST_NUMBER].strip("-") or "no-number"
