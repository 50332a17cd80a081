"""The filing package (P13) and the case note (P16)."""

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.papers.sample import content

from epep.papers.canonical import canonical, digest
from epep.papers.package import CASE_NOTE_TITLE, LONGEST_NAME, Labels, case_note, package, package_name

LABELS = Labels(
    place="ECM under education", case_note="The Personal Education Plan {reference} has been added to {place}."
)
TEXT = canonical(content())
PDF = b"%PDF-1.7 not a real one"


def test_p13_the_package_has_the_plan_its_data_the_note_and_a_manifest() -> None:
    made = package(TEXT, PDF, labels=LABELS)
    name = "4471902_PEP_2026-12-03_v2"
    assert made.name == name
    assert list(made.files) == [f"{name}.pdf", f"{name}.json", "case-note.txt", "manifest.json"]
    assert made.files[f"{name}.pdf"] == PDF
    assert made.files[f"{name}.json"] == TEXT.encode()


def test_p13_the_manifest_lets_anyone_check_the_files() -> None:
    made = package(TEXT, PDF, labels=LABELS)
    manifest = json.loads(made.files["manifest.json"])
    assert [listed["name"] for listed in manifest["files"]] == [name for name in made.files if name != "manifest.json"]
    for listed in manifest["files"]:
        data = made.files[listed["name"]]
        assert (listed["size"], listed["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert manifest["package_sha256"] == made.digest == digest(canonical({"files": manifest["files"]}))
    assert manifest["content_sha256"] == digest(TEXT) == manifest["files"][1]["sha256"]
    assert manifest["person"] == {"mosaic_id": "4471902", "upn": "A823432108765"}
    assert manifest["document_date"] == manifest["case_note"]["contact_date"] == "2026-12-03"


def test_p13_names_of_people_are_only_in_the_plan_itself() -> None:
    made = package(TEXT, PDF, labels=LABELS)
    outside = made.name + made.files["manifest.json"].decode() + made.files["case-note.txt"].decode()
    assert not [name for name in ("Yas", "Tesfaye", "Adeyemi", "Nair", "Bell") if name in outside]


def test_p16_the_case_note_is_the_authoritys_ready_to_paste() -> None:
    note = package(TEXT, PDF, labels=LABELS).files["case-note.txt"].decode()
    assert note == "The Personal Education Plan NM-2026-0117 has been added to ECM under education.\n"
    assert len(CASE_NOTE_TITLE) <= 32


def test_p16_only_the_known_words_are_filled_in() -> None:
    assert (
        case_note("{place}", Labels("ECM", "{reference} in {place}, {place.__class__} {x}"))
        == "{place} in ECM, {place.__class__} {x}"
    )


def test_the_same_submission_gives_the_same_package() -> None:
    assert package(TEXT, PDF, labels=LABELS) == package(TEXT, PDF, labels=LABELS)
    assert package(TEXT, PDF + b"x", labels=LABELS).digest != package(TEXT, PDF, labels=LABELS).digest
    assert package(canonical(content(number=3)), PDF, labels=LABELS).digest != package(TEXT, PDF, labels=LABELS).digest


def test_an_empty_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        package(TEXT, b"", labels=LABELS)


def test_without_a_meeting_the_day_is_that_of_the_submission_in_england() -> None:
    whole = content(meeting=None)
    whole["submitted"]["at"] = "2026-06-08T23:30:00+00:00"
    assert package_name(whole) == "4471902_PEP_2026-06-09_v2"


@pytest.mark.parametrize(
    ("number", "safe"),
    [
        ("4471902", "4471902"),
        ("M/44..\\71:902", "M-44-71-902"),
        ("../../etc/passwd", "etc-passwd"),
        ("Zoë 12", "Zoe-12"),
        ("CON", "CON"),  # CON_PEP_... is no device
        ("", "no-number"),
        ("...", "no-number"),
        ("王", "no-number"),
        (None, "no-number"),
        ("9" * 99, "9" * 40),
    ],
)
def test_a_number_becomes_part_of_a_safe_name(number: str | None, safe: str) -> None:
    whole = content()
    whole["young_person"]["mosaic_id"] = number
    assert package_name(whole) == f"{safe}_PEP_2026-12-03_v2"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 10**9))
def test_names_are_safe_everywhere(number: str, submission: int) -> None:
    whole = content(number=submission)
    whole["young_person"]["mosaic_id"] = number
    for name in package(canonical(whole), PDF, labels=LABELS).files:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(pdf|json|txt)", name)
        assert len(name) <= LONGEST_NAME
        assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
