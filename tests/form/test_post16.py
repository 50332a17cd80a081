"""The packaged form says what the protocol needs it to say."""

from collections.abc import Iterator

import pytest

from epep.form import model
from epep.form.answers import missing, shown
from epep.form.model import Form, Kind, Phase, PlanKind, Question
from epep.form.parts import Part

FORM = model.load()
ALL_READERS = {
    Part.AUTHOR,
    Part.CONFERENCE_AND_REVIEW_TEAM,
    Part.LEAVING_CARE_ADMINISTRATOR,
    Part.VIRTUAL_SCHOOL_HEAD,
    Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
    Part.EDUCATION_ADVISER,
    Part.PERSONAL_ADVISER,
    Part.SOCIAL_WORKER,
}


def questions(form: Form) -> Iterator[Question]:
    """Every question and every column."""
    for section in form.sections:
        for question in section.questions:
            yield question
            yield from question.columns


@pytest.mark.parametrize(("name", "version"), model.versions())
def test_every_packaged_form_is_valid_and_named_as_its_file(name: str, version: str) -> None:
    form = model.load(name, version)
    assert (form.name, form.version) == (name, version)


@pytest.mark.parametrize(("name_version", "digest"), model.PUBLISHED.items())
def test_a_published_form_never_changes(name_version: str, digest: str) -> None:
    name, version = name_version.split()
    assert model.sha256_of(name, version) == digest, "Published forms never change: make a new version."


def test_every_packaged_form_is_published() -> None:
    assert list(model.PUBLISHED) == [" ".join(found) for found in model.versions()]


def test_sections_come_in_the_order_people_read_them() -> None:
    assert [section.key for section in FORM.sections] == [
        "header",
        "young_person",
        "education",
        "progress",
        "attendance",
        "previous_targets",
        "young_person_views",
        "carer_views",
        "social_care",
        "sdq",
        "new_targets",
        "meeting_record",
    ]


def test_p02_the_social_care_section_is_the_social_workers_and_is_wanted_at_the_meeting() -> None:
    section = FORM.section("social_care")
    assert (section.clause, section.written_by, section.phase) == ("P2", (Part.SOCIAL_WORKER,), Phase.AT)


def test_p03_progress_attendance_and_previous_targets_are_the_authors_before_the_meeting() -> None:
    for key in ("progress", "attendance", "previous_targets", "education"):
        section = FORM.section(key)
        assert (section.clause, section.written_by, section.phase) == ("P3", (Part.AUTHOR,), Phase.BEFORE)


@pytest.mark.parametrize("key", ["young_person_views", "carer_views"])
def test_p04_views_are_given_or_a_reason_is(key: str) -> None:
    section = FORM.section(key)
    assert section.clause == "P4"
    assert [question.key for question in missing(section, {})] == ["recorded_by"]
    assert [question.key for question in missing(section, {"recorded_by": "at_meeting"})] == ["going"]
    assert missing(section, {"recorded_by": "at_meeting", section.any_of[1]: "Cooking"}) == []
    assert [question.key for question in missing(section, {"recorded_by": "not_given"})] == ["not_given_because"]
    assert missing(section, {"recorded_by": "not_given", "not_given_because": "Unwell"}) == []


def test_p04_views_are_written_by_themselves_or_recorded_for_them() -> None:
    recorders = {Part.AUTHOR, Part.SOCIAL_WORKER, Part.PERSONAL_ADVISER, Part.CARER, Part.KEY_WORKER}
    assert set(FORM.section("young_person_views").written_by) == recorders | {Part.YOUNG_PERSON}
    assert set(FORM.section("carer_views").written_by) == recorders


def test_p05_the_sdq_section_asks_only_what_follows_and_why_not() -> None:
    section = FORM.section("sdq")
    assert section.clause == "P5"
    assert [question.key for question in section.questions] == [
        "because_of_score",
        "not_completed_because",
        "not_completed_details",
    ]
    assert [question.key for question in missing(section, {})] == ["because_of_score"]
    assert missing(section, {"because_of_score": "Nothing more is needed."}) == []


def test_p07_new_targets_and_the_record_are_the_authors_at_the_meeting() -> None:
    for key in ("new_targets", "meeting_record"):
        section = FORM.section(key)
        assert (section.clause, section.written_by, section.phase) == ("P7", (Part.AUTHOR,), Phase.AT)


def test_at_least_three_whole_targets_are_needed() -> None:
    section = FORM.section("new_targets")
    targets = section.question("targets")
    row = {column.key: "x" for column in targets.columns}
    rows = [{"id": f"r{n}", **row} for n in range(3)]
    rest = {"aims": "Work", "agreed": "yes"}
    assert missing(section, rest | {"targets": rows[:2]}) == [targets]
    assert missing(section, rest | {"targets": rows}) == []
    assert missing(section, rest | {"targets": [*rows, {"id": "r9", "area": "maths"}]}) == [targets]


def test_each_matter_of_schedule_1_has_one_home_that_must_be_answered() -> None:
    homes = {question.schedule1: question for question in questions(FORM) if question.schedule1}
    assert sorted(homes) == [1, 2, 3, 4, 5]
    assert sum(question.schedule1 is not None for question in questions(FORM)) == 5
    assert all(question.required or question.fewest_rows for question in homes.values())
    assert {homes[1].key, homes[2].key, homes[3].key, homes[4].key, homes[5].key} == {
        "history",
        "arrangements",
        "planned_changes",
        "leisure_interests",
        "carer_role",
    }


def test_schedule_1_is_asked_in_every_kind_of_plan() -> None:
    for kind in PlanKind:
        asked = [q.schedule1 for section in FORM.sections_for(kind) for q in section.questions if q.schedule1]
        assert sorted(asked) == [1, 2, 3, 4, 5], kind


def test_who_is_not_at_school_or_college_is_not_asked_for_what_they_cannot_have() -> None:
    for kind in (PlanKind.NOT_IN_EDUCATION, PlanKind.EMPLOYED):
        assert "attendance" not in [section.key for section in FORM.sections_for(kind)]
    assert "previous_targets" not in [section.key for section in FORM.sections_for(PlanKind.INITIAL)]
    section = FORM.section("education")
    asked = [question.key for question in shown(section, {"status": "not_in_education"})]
    assert "without_because" in asked
    assert "courses" not in asked
    assert "courses" not in [question.key for question in shown(section, {"status": "work_without_training"})]
    assert "courses" in [question.key for question in shown(section, {"status": "custody"})]


def test_who_reads_what() -> None:
    readers = {section.key: set(section.read_by) for section in FORM.sections}
    assert all(read_by >= ALL_READERS for read_by in readers.values())
    for key in ("social_care", "sdq", "carer_views"):
        assert Part.YOUNG_PERSON not in readers[key]
    for part in (Part.CARER, Part.KEY_WORKER):
        assert {key for key, read_by in readers.items() if part in read_by} == {
            "header",
            "young_person_views",
            "carer_views",
        }
    for part in (Part.PARENT, Part.SYSTEM_ADMINISTRATOR):
        assert not [key for key, read_by in readers.items() if part in read_by]


def test_the_young_person_is_spoken_to_as_you() -> None:
    for question in FORM.section("young_person_views").questions[1:]:
        assert "you" in question.label_for_young_person.lower(), question.key
    choices = FORM.section("young_person_views").question("recorded_by").choices
    assert choices[0].label_for(Part.YOUNG_PERSON) == "I wrote this myself"
    assert choices[0].label_for(Part.CARER) == "The young person wrote them"


def test_the_words_follow_the_house_style() -> None:
    texts = [text for section in FORM.sections for text in (section.title, section.about)]
    texts += [text for question in questions(FORM) for text in (question.label, question.hint)]
    texts += [question.label_for_young_person for question in questions(FORM)]
    texts += [choice.label for question in questions(FORM) for choice in question.choices]
    assert not [text for text in texts if "\u2014" in text or "\u2013" in text or "pupil" in text.lower()]


def test_sections_stay_small_enough_to_answer() -> None:
    for section in FORM.sections:
        asked = [question for question in section.questions if question.when is None]
        assert 1 <= len(asked) <= 7, section.key
        assert 3 <= len(section.questions) <= 10, section.key
    assert all(len(question.columns) <= 7 for question in questions(FORM) if question.kind is Kind.TABLE)
