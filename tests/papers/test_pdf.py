"""The PDF: what it says, in which order, how it is tagged, and that its bytes depend on the content alone."""

import hashlib
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest
from pypdf import PdfReader
from tests.papers.reading_pdf import tags_of, text_of
from tests.papers.sample import FORM, content

from epep.form.answers import as_text, shown
from epep.papers.canonical import canonical, digest
from epep.papers.pdf import MADE_WITH, render

PDF = render(content(), FORM)
TEXT = text_of(PDF)


def changed(section: str, **answers: Any) -> dict[str, Any]:
    """The sample, with some answers of one section changed."""
    whole = content()
    whole["sections"][section]["answers"] |= answers
    return whole


def words_of(text: str) -> str:
    """Text with single blanks, as extraction gives it."""
    return " ".join(text.split())


def test_it_claims_archiving_and_accessibility_standards_and_names_nobody() -> None:
    reader = PdfReader(BytesIO(PDF))
    root: Any = reader.root_object
    claims = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Post 16 Personal Education Plan: NM-2026-0117, submission 2"
    assert reader.metadata.author == "Northmere Council"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.isoformat() == "2026-12-08T16:05:00+00:00"
    assert "Yasmin" not in claims
    assert "Tesfaye" not in "".join(reader.metadata.values())


def test_headings_and_tables_are_tagged() -> None:
    tags = list(tags_of(PDF))
    assert tags[0] == "/Document"
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(FORM.sections_for("termly_review")) + 1
    assert tags.count("/Table") == tags.count("/THead") == tags.count("/TBody") == 9
    assert "/Figure" not in tags
    levels = [int(tag[2]) for tag in tags if tag[1] == "H" and tag[2].isdigit()]
    assert all(after - before <= 1 for before, after in pairwise(levels)), "a heading level is skipped"


def test_sections_come_in_the_order_of_the_form() -> None:
    places = [
        TEXT.index(f"{section.title} Written by" if section.clause != "P4" else section.title)
        for section in FORM.sections
    ]
    assert places == sorted(places)
    outline = PdfReader(BytesIO(PDF)).outline[1]
    assert [entry.title for entry in outline] == [section.title for section in FORM.sections] + ["About this document"]  # type: ignore[union-attr]


def test_every_answer_is_there_after_its_question() -> None:
    place = 0
    for section in FORM.sections:
        answers = content()["sections"][section.key]["answers"]
        for question in shown(section, answers):
            place = TEXT.index(words_of(question.label), place)
            if not question.columns:
                assert words_of(as_text(question, answers[question.key])) in TEXT[place:]
                continue
            for row in answers[question.key]:
                for column in question.columns:
                    place_of_cell = TEXT.find(words_of(as_text(column, row[column.key])), place)
                    assert place_of_cell > 0, (section.key, question.key, column.key)


def test_what_the_record_keeps_is_there() -> None:
    for words in (
        "Young person S11-17 1 October 2026 14 5 2 4 3 8 1",
        "Key worker P4-17 6 October 2026 11",
        "Chaired by Ed Wright, education adviser",
        "Next meeting Thursday 11 March 2027 at 2pm, Oakfield College, in person",
        "Sam Nair Social worker Part of it Joined by video from 4pm",
        "Virtual school Friday 27 November 2026 No, late",
        "Thursday 19 November 2026 at 10am The trains were not running.",
        "Mosaic number 4471902",
    ):
        assert words in TEXT


def test_the_young_persons_words_are_shown_as_theirs() -> None:
    assert "The young person's views In their own words: Yasmin Tesfaye (young person), Tuesday 1 December 2026" in TEXT
    assert "views Their words, written down by Dee Adeyemi (designated teacher)" in TEXT
    nothing = changed("young_person_views", recorded_by="not_given", not_given_because="Unwell")
    assert "views Written by Yasmin Tesfaye" in text_of(render(nothing, FORM))


def test_each_page_has_header_footer_and_number() -> None:
    pages = [words_of(page.extract_text()) for page in PdfReader(BytesIO(PDF)).pages]
    mark = digest(canonical(content()))[:12]
    for number, page in enumerate(pages, 1):
        assert f"Submission 2 · {mark} Page {number} of {len(pages)}" in page
        assert page.startswith("Northmere Council Post 16 Personal Education Plan")
        assert "NM-2026-0117" in page


def test_p10_the_whole_digest_and_the_one_before_are_printed() -> None:
    assert digest(canonical(content())) in TEXT
    assert "ab" * 32 in TEXT


def test_what_is_empty_is_not_answered() -> None:
    whole = changed("progress", summary="", courses=[])
    del whole["sections"]["social_care"]
    whole["sdq"] = []
    text = text_of(render(whole, FORM))
    assert "What is going well, and what is harder than hoped? Not answered" in text
    assert "Progress in each course Not answered" in text
    assert "Social care Not written" in text
    assert "Scores Not answered" in text


def test_late_is_said() -> None:
    late = content()
    late["submitted"]["late_by_working_days"] = 1
    assert "at 4:05pm (1 working day late)" in text_of(render(late, FORM))
    late["submitted"]["late_by_working_days"] = 3
    assert "at 4:05pm (3 working days late)" in text_of(render(late, FORM))


def test_p06_p07_another_chair_and_no_next_meeting_are_told_with_their_reasons() -> None:
    whole = content()
    whole["meeting"] |= {
        "chair": {"name": "Sam Nair", "part": "social_worker", "reason": "The adviser was ill"},
        "next": {"none_because": "Yas turns 18"},
        "attendance": [{"name": "Vi", "part": "godmother", "attended": None, "note": None}],
        "confirmed": [{"party": "carer", "on": None, "late": False}],
    }
    text = text_of(render(whole, FORM))
    assert "Chaired by Sam Nair, social worker. The adviser was ill" in text
    assert "No next meeting because Yas turns 18" in text
    assert "Vi Godmother Not recorded" in text
    assert "Carer Not confirmed" in text


def test_a_plan_without_a_meeting_can_be_printed() -> None:
    whole = content(meeting=None, cancelled_meetings=[], previous_sha256=None)
    text = text_of(render(whole, FORM))
    assert "No meeting was held." in text
    assert "Digest of the submission before" not in text
    bare = content(meeting=content()["meeting"] | {"chair": None, "next": None, "mode": None, "confirmed": []})
    assert "Where Room 4, Oakfield College Who was there" in text_of(render(bare, FORM))


def test_long_rows_become_cards() -> None:
    rows = [{"id": "r1", "target": "Read aloud", "outcome": "achieved", "evidence": "She did. " * 100, "next": "close"}]
    text = text_of(render(changed("previous_targets", targets=rows), FORM))
    assert "Targets 1. Target Read aloud" in text
    assert "How did it go? Achieved How do you know? She did. She did." in text


def test_summer_time_is_told_as_people_see_it() -> None:
    whole = content()
    whole["submitted"]["at"] = "2026-06-08T23:30:00+00:00"
    whole["meeting"]["starts_at"] = "2026-06-05T11:00:00+00:00"
    text = text_of(render(whole, FORM))
    assert "Submitted Tuesday 9 June 2026 at 12:30am" in text
    assert "Meeting Friday 5 June 2026 at midday" in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"form": {"name": "post16", "version": "2031.1"}}, "written with the form post16 2031.1"),
        ({"sections": {"cookery": {}}}, "no section cookery"),
    ],
)
def test_a_form_that_does_not_fit_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        render(content(**changes), FORM)


def test_p10_the_same_content_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib; from tests.papers.sample import content, FORM; from epep.papers.pdf import render;"
        "print(hashlib.sha256(render(content(), FORM)).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert told == {hashlib.sha256(PDF).hexdigest()}


def test_one_changed_word_changes_the_bytes() -> None:
    assert render(changed("progress", summary="Another."), FORM) != PDF


def test_threads_do_not_disturb_each_other() -> None:
    made: list[bytes] = []
    threads = [Thread(target=lambda: made.append(render(content(), FORM))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [PDF] * 4


def test_what_made_it_is_named() -> None:
    assert MADE_WITH.startswith("typst ")
    assert MADE_WITH.isprintable()
