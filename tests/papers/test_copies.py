"""A copy with sections left out (P15): what is left out cannot be found in it, nor guessed from it."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.papers.reading_pdf import everything_in, text_of
from tests.papers.sample import FORM, content

from epep.papers.canonical import canonical, digest
from epep.papers.copies import without
from epep.papers.pdf import render

SECRET = "ሰላም"  # the only Ethiopic letters in the sample, so their font is embedded only if they are printed


def with_secrets(section: str) -> dict[str, Any]:
    """The sample with a secret in every text of one section, and beside it."""
    whole = content(previous_sha256="cd" * 32)
    for key, answer in whole["sections"][section]["answers"].items():
        if isinstance(answer, str):
            whole["sections"][section]["answers"][key] = SECRET
        elif answer and isinstance(answer[0], dict):
            whole["sections"][section]["answers"][key] = [
                {"id": "r1"} | dict.fromkeys(answer[0].keys() - {"id"}, SECRET)
            ]
    whole["sections"][section]["written_by"] = {"name": SECRET, "part": "carer"}
    whole["sections"][section]["written_at"] = "2025-01-01T00:00:00+00:00"
    if section == "sdq":
        whole["sdq"] = [score | {"version": SECRET, "total": 39} for score in whole["sdq"]]
    if section == "young_person":
        whole["young_person"] |= {"mosaic_id": SECRET, "upn": SECRET, "uln": SECRET}
    if section == "meeting_record":
        whole["meeting"] |= {
            "venue": SECRET,
            "chair": {"name": SECRET, "part": "carer", "reason": SECRET},
            "attendance": [],
        }
        whole["cancelled_meetings"] = [{"starts_at": "2026-01-01", "reason": SECRET}]
    return whole


@pytest.mark.parametrize("section", [section.key for section in FORM.sections])
def test_p15_a_copy_is_the_same_whatever_the_left_out_section_says(section: str) -> None:
    left_out = frozenset({section})
    copy = render(content(), FORM, left_out=left_out)
    assert render(with_secrets(section), FORM, left_out=left_out) == copy
    assert render(content(), FORM) != copy


@pytest.mark.parametrize("section", [section.key for section in FORM.sections])
def test_p15_nothing_of_a_left_out_section_is_in_the_bytes(section: str) -> None:
    whole, title = with_secrets(section), FORM.section(section).title
    assert b"NotoSansEthiopic" in everything_in(render(whole, FORM))
    copy = render(whole, FORM, left_out=frozenset({section}))
    found = everything_in(copy)
    assert b"NotoSansEthiopic" not in found
    assert f"Words for {section} " not in text_of(copy)
    assert digest(canonical(whole)).encode() not in found
    outline = [entry.title for entry in PdfReader(BytesIO(copy)).outline[1]]  # type: ignore[union-attr]
    assert title not in outline
    assert len(outline) == len(FORM.sections)


def test_p15_a_shared_copy_says_so_and_has_a_digest_of_its_own() -> None:
    left_out = frozenset({"social_care", "sdq", "young_person"})
    text = text_of(render(content(), FORM, left_out=left_out))
    whole_digest, own_digest = digest(canonical(content())), digest(canonical(without(content(), left_out)))
    assert "This is a shared copy. Some parts of the plan are left out." in text
    assert f"Digest of this copy (SHA-256): {own_digest}" in text
    for words in (
        whole_digest,
        whole_digest[:12],
        "ab" * 32,
        "4471902",
        "A823432108765",
        "9999999999",
        "S11-17",
        "Scores",
    ):
        assert words not in text
    assert "Words for education arrangements" in text


def test_p15_a_section_that_does_not_exist_cannot_be_left_out_by_mistake() -> None:
    with pytest.raises(ValueError, match="no section social_car"):
        render(content(), FORM, left_out=frozenset({"social_car"}))


def test_leaving_nothing_out_changes_nothing() -> None:
    assert without(content(), frozenset()) == content()


def test_leaving_out_leaves_the_content_as_it_was() -> None:
    whole = content()
    copy = without(whole, frozenset({section.key for section in FORM.sections}))
    assert whole == content()
    assert copy["sections"] == {}
    assert copy["meeting"] == {"starts_at": "2026-12-03T15:30:00+00:00"}
    assert copy["young_person"] == {"name": "Yasmin Tesfaye", "preferred_name": "Yas", "date_of_birth": "2010-03-02"}
    assert without(content(meeting=None), frozenset({"meeting_record"}))["meeting"] is None
