"""A section as a form: what is drawn from the description, and the answers that come back."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from epep.form.answers import clean
from epep.form.model import Section, load
from epep.form.parts import Part
from epep.web.forms import draw, problems, revealed
from epep.web.question_forms import Row, TableField
from epep.web.section_forms import SectionForm, section_form

SECTION = Section.model_validate(
    {
        "key": "progress",
        "title": "Progress",
        "written_by": ["designated_teacher"],
        "read_by": ["designated_teacher", "young_person"],
        "phase": "before",
        "questions": [
            {"key": "course", "label": "Course", "kind": "text", "required": True},
            {"key": "changed", "label": "What changed?", "label_for_young_person": "What’s new?", "kind": "long"},
            {"key": "hours", "label": "Hours", "kind": "number", "unit": "hours", "maximum": 40},
            {"key": "started", "label": "Started on", "kind": "date"},
            {"key": "happy", "label": "Are they happy?", "kind": "yes_no"},
            {"key": "why", "label": "Why not?", "kind": "long", "when": {"question": "happy", "equals": ["no"]}},
            {
                "key": "pace",
                "label": "Pace",
                "kind": "one_of",
                "choices": [{"key": k, "label": k.title()} for k in "abc"],
            },
            {"key": "next", "label": "What next?", "kind": "text", "when": {"question": "pace", "equals": ["a", "b"]}},
            {
                "key": "help",
                "label": "Help",
                "kind": "several_of",
                "choices": [{"key": "tutor", "label": "Tutor"}, {"key": "mentor", "label": "Mentor"}],
            },
            {
                "key": "targets",
                "label": "Targets",
                "kind": "table",
                "fewest_rows": 2,
                "columns": [
                    {"key": "what", "label": "What", "kind": "text", "max_length": 10},
                    {"key": "by", "label": "By when", "kind": "date"},
                    {"key": "met", "label": "Met?", "kind": "yes_no"},
                ],
            },
        ],
    }
)
EMPTY: dict[str, Any] = {}


def sent(query: str) -> SectionForm:
    return section_form(SECTION, EMPTY, QueryDict(query))


def rows_of(form: SectionForm) -> list[Row]:
    field = form.fields["targets"]
    assert isinstance(field, TableField)
    return field.rows


def page(form: SectionForm) -> Element:
    html = "".join(draw(each) for each in form.visible_fields() if each.name not in revealed(form))
    html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>x</title><form>{html}</form>")
    parsed: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    return parsed


def as_sent(form: SectionForm) -> QueryDict:
    """Give what a browser would send of a page that nobody touched, Save pressed."""
    data = QueryDict(mutable=True)
    for each in page(form).iter():
        name, kind = each.get("name"), each.get("type")
        if not name or each.tag == "button" or (kind in ("radio", "checkbox") and each.get("checked") is None):
            continue
        if each.tag == "select":
            chosen = [option.get("value", "") for option in each.iter("option") if option.get("selected") is not None]
            data.appendlist(name, (chosen or [""])[0])
        else:
            data.appendlist(
                name, (each.text or "").removeprefix("\n") if each.tag == "textarea" else each.get("value", "")
            )
    return data


ANSWERS: dict[str, Any] = {
    "course": 'Art & <b>"design"</b>',
    "changed": "One line.\nTwo lines, {{ name }} and #set and <script>alert(1)</script>.",
    "hours": "12.50",
    "started": "2026-09-01",
    "happy": "no",
    "why": "Za długie dni. 🎨",
    "pace": "b",
    "next": "Rhywbeth arall",
    "help": ["tutor", "mentor"],
    "targets": [
        {"id": "t9", "what": "Grade 4", "by": "2026-12-03", "met": "no"},
        {"id": "t2", "what": "A visit"},
    ],
}


def test_answers_drawn_and_sent_back_untouched_are_the_same_answers() -> None:
    form = section_form(SECTION, ANSWERS)
    back = section_form(SECTION, EMPTY, as_sent(form))
    assert back.is_valid(), back.errors
    assert back.answers == ANSWERS


def test_nothing_sent_is_no_answers_and_no_complaint() -> None:
    form = sent("")
    assert form.is_valid(), "what is required is asked for at submission, not at each save"
    assert form.answers == {}


@pytest.mark.parametrize("section", load().sections, ids=lambda section: section.key)
def test_every_section_of_the_form_is_drawn_and_reads_back_empty(section: Section) -> None:
    form = section_form(section, EMPTY)
    back = section_form(section, EMPTY, as_sent(form))
    assert back.is_valid(), back.errors
    assert back.answers == {}
    names = {each.get("name", "").split("-")[0] for each in page(form).iter() if each.get("name")}
    assert names - {"add"} == {question.key for question in section.questions}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_text_comes_back_as_the_form_cleans_it(text: str) -> None:
    data = QueryDict(mutable=True)
    data["changed"] = text
    expected, _ = clean(SECTION, {"changed": text})
    first = section_form(SECTION, EMPTY, data)
    assert first.answers == expected
    again = section_form(SECTION, EMPTY, as_sent(section_form(SECTION, first.answers)))
    assert again.answers == expected, "what was saved survives being shown and saved again"


def test_a_young_person_reads_their_own_words() -> None:
    form = section_form(SECTION, EMPTY, part=Part.YOUNG_PERSON)
    assert form["changed"].label == "What’s new?"
    assert section_form(SECTION, EMPTY, part=Part.DESIGNATED_TEACHER)["changed"].label == "What changed?"


def test_a_question_after_one_choice_is_revealed_by_it_and_one_after_several_says_when() -> None:
    form = section_form(SECTION, EMPTY)
    assert revealed(form) == {"why"}
    assert form["next"].help_text == "Leave this empty if you chose “C”."


def test_wrong_answers_are_kept_and_pointed_at() -> None:
    form = sent(
        "hours=many&started-day=31&started-month=2&started-year=2026&targets-7-id=t9&targets-7-what=far+too+long+a+target"
        "&targets-8-what=Fine&targets-8-by-day=1&targets-8-by-month=&targets-8-by-year=2027"
    )
    assert not form.is_valid()
    links = [each["href"] for each in problems(form)]
    assert links == ["#id_hours", "#id_started-day", "#id_targets-7-what", "#id_targets-8-by-month"]
    ids = {each.get("id"): each for each in page(form).iter() if each.get("id")}
    assert [ids[link[1:]].get("value") for link in links] == ["many", "31", "far too long a target", ""]
    assert form.answers["started"] == "31/2/2026", "the draft keeps what was typed"
    shown = page(section_form(SECTION, form.answers))
    assert [each.get("value") for each in shown.iter("input") if each.get("name", "").startswith("started-")] == [
        *("31", "2", "2026")
    ]


def test_what_is_wrong_in_a_row_alone_is_enough_not_to_save() -> None:
    form = sent("targets-1-id=a&targets-1-by-month=Febuary")
    assert not form.is_valid()
    assert problems(form) == [
        {"text": "“By when” must include a day and a year", "href": "#id_targets-1-by-day"},
    ]


def test_a_table_starts_with_the_fewest_rows_and_each_has_its_id() -> None:
    rows = rows_of(section_form(SECTION, EMPTY))
    assert [(row.number, row.row_id) for row in rows] == [(1, "r1"), (2, "r2")]


def test_blank_rows_are_dropped_and_the_ids_of_the_others_kept() -> None:
    form = sent("targets-1-id=t9&targets-1-what=Grade+4&targets-2-id=r1&targets-2-what=+&targets-3-what=New")
    assert form.is_valid()
    assert form.answers["targets"] == [{"id": "t9", "what": "Grade 4"}, {"id": "r2", "what": "New"}]


def test_a_row_that_is_to_be_removed_is_gone() -> None:
    form = sent("targets-1-id=a&targets-1-what=One&targets-2-id=b&targets-2-what=Two&targets-1-remove=yes")
    assert form.answers["targets"] == [{"id": "b", "what": "Two"}]


def test_a_forged_row_id_is_replaced_and_a_doubled_one_too() -> None:
    form = sent(
        "targets-1-id=%3Cb%3E&targets-1-what=One&targets-2-id=x&targets-2-what=Two&targets-3-id=x&targets-3-what=3"
    )
    ids = [row["id"] for row in form.answers["targets"]]
    assert ids[1] == "x"
    assert len(set(ids)) == 3
    assert "<b>" not in ids


def test_add_another_gives_one_more_row_keeps_everything_and_saves_nothing() -> None:
    form = sent("course=Art&hours=many&targets-1-id=t9&targets-1-what=Grade+4&targets-2-what=&add=targets")
    assert form.adding == "targets"
    assert not form.is_valid()
    assert problems(form) == [], "nobody is told off for pressing Add another"
    assert [row.number for row in rows_of(form)] == [1, 2, 3]
    values = {each.get("name"): each.get("value") for each in page(form).iter("input")}
    assert (values["course"], values["hours"], values["targets-1-what"]) == ("Art", "many", "Grade 4")
    starting = [each.get("name") for each in page(form).iter() if each.get("autofocus") is not None]
    assert starting == ["targets-3-what"]


@pytest.mark.parametrize("pressed", ["course", "nothing", ""])
def test_add_of_what_is_no_table_is_an_ordinary_save(pressed: str) -> None:
    form = sent(f"course=Art&add={pressed}")
    assert form.is_valid()
    assert form.answers == {"course": "Art"}


def test_a_flood_of_rows_is_held_back() -> None:
    query = "&".join(f"targets-{n}-what=x" for n in range(1, 3000))
    form = sent(query)
    assert not form.is_valid()
    assert len(rows_of(form)) == 200
    assert "60 rows or fewer" in form.errors["targets"][0]


def test_a_choice_that_is_not_offered_is_refused() -> None:
    assert "pace" in sent("pace=z").errors
    assert "help" in sent("help=tutor&help=everything").errors


def test_saving_agrees_with_the_form_itself() -> None:
    form = section_form(SECTION, EMPTY, as_sent(section_form(SECTION, ANSWERS)))
    assert (form.answers, {}) == clean(SECTION, form.answers)
