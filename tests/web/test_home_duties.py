"""The words of every duty: one row of the table for each kind, each with a page that exists and nothing left unsaid."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import resolve
from tests.cast import NOW

from epep.form.model import load as load_form
from epep.form.parts import Part
from epep.jobs.walk import at
from epep.protocol import local
from epep.protocol.duties import Duty, What
from epep.record.meetings import Meeting
from epep.record.plans import Plan
from epep.web.duties import TABLE, About, Asked, asked, by_when, in_order, listed

RULES = local.load("central-bedfordshire")
FORM = load_form("post16", "2026.1")
TODAY = NOW.date()
ABOUT: dict[What, tuple[str, ...]] = {
    What.CONFIRM: ("school", "carer"),
    What.WRITE: ("progress", "attendance"),
    What.SDQ: (Part.YOUNG_PERSON, Part.KEY_WORKER),
    What.SAVE: ("mosaic", "virtual_school_box"),
}
SENTENCES = {
    What.ARRANGE: "Arrange Kai’s meeting",
    What.CONFIRM: "Confirm date and venue of Kai’s meeting",
    What.WRITE: "Write your part of Kai’s plan",
    What.SDQ: "Record Kai’s SDQ scores",
    What.HOLD: "Record Kai’s meeting",
    What.CHECK: "Look at Kai’s plan before it is submitted",
    What.NEXT: "Agree Kai’s next meeting",
    What.SUBMIT: "Submit Kai’s plan",
    What.REVIEW: "Review Kai’s plan",
    What.SAVE: "Save Kai’s plan in Mosaic and Virtual School Box",
    What.COPIES: "Send the copies of Kai’s plan",
    What.SHARE: "Decide who gets Kai’s plan",
    What.CASE_NOTE: "Record Kai’s case note",
    What.CLOSE: "Close Kai’s plan",
}


def about(**changes: Any) -> About:
    meeting = Meeting(starts_at=at(date(2026, 12, 3), 15, 30), venue="Room 4", mode="in_person")
    given: dict[str, Any] = {
        "plan": Plan(pk=7),
        "young_person": "Kai",
        "form": FORM,
        "local": RULES,
        "now": NOW,
        "meeting": meeting,
    }
    return About(**given | changes)


def said(what: What, due: date = TODAY, part: Part = Part.SOCIAL_WORKER, **changes: Any) -> Asked:
    things = changes.pop("things", ABOUT.get(what, ()))
    return asked(Duty(due, what, part, things), about(**changes))


def test_every_kind_of_duty_has_its_row_and_there_is_no_other() -> None:
    assert set(TABLE) == set(What) == set(SENTENCES)


@pytest.mark.parametrize("what", What)
def test_every_duty_asks_one_thing_in_plain_words_and_leads_to_its_page(what: What) -> None:
    found = said(what)
    assert found.title == SENTENCES[what]
    for text in (found.title, found.owes, found.act, found.why):
        assert text == text.strip() != ""
        assert not re.search(r"[{}_—]|\bNone\b|  ", text), text
    assert "Kai’s" in found.owes
    assert found.act[0].islower()
    assert found.why.endswith(".")
    assert len(found.button.split()) <= 2
    assert resolve(found.href).kwargs["plan_id"] == 7


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_a_duty_is_late_from_the_day_after_it_is_due(what: What, days: int, late: bool) -> None:
    assert said(what, TODAY + timedelta(days=days)).late is late


def test_what_a_duty_is_about_is_said_by_name() -> None:
    assert said(What.CONFIRM).why.endswith("Still to tell: School or college, Carer.")
    assert said(What.WRITE).why == "2 sections: Progress and next steps, Attendance."
    assert said(What.SDQ).why.startswith("Still to come: the young person’s and the key worker’s.")
    copies = "To: Conference and Review Team, Social worker, Leaving care team administrator."
    assert said(What.COPIES).why == copies
    assert "carer and parent" in said(What.SHARE).why
    assert said(What.SUBMIT).why.startswith("5 working days after the meeting.")


def test_one_section_is_said_with_what_its_form_says_of_it() -> None:
    found = said(What.WRITE, things=("social_care",))
    assert found.why.startswith("Social care. The school or college reads this section.")
    assert found.act == "write Social care"
    assert resolve(found.href).kwargs == {"plan_id": 7, "key": "social_care"}


def test_arranging_says_what_was_agreed_at_the_last_meeting() -> None:
    agreed = Plan(pk=7, wanted_at=at(date(2027, 2, 8), 14), wanted_venue="The library")
    assert "Monday 8 February 2027 at 2pm, The library" in said(What.ARRANGE, plan=agreed).why
    assert said(What.ARRANGE).why.startswith("Choose the date")


def test_a_meeting_to_come_is_not_recorded_yet() -> None:
    found = said(What.HOLD, TODAY + timedelta(days=1))
    assert (found.title, found.button) == ("Get ready for Kai’s meeting", "See the plan")
    assert "Thursday 3 December 2026 at 3:30pm, Room 4" in found.why
    assert resolve(found.href).url_name == "plan"
    assert resolve(said(What.HOLD, TODAY).href).url_name == "hold"


def test_a_plan_that_was_given_back_is_submitted_again() -> None:
    found = said(What.SUBMIT, returned=True)
    assert found.title == "Put Kai’s plan right and submit it again"
    assert found.act == "submit the plan again"
    assert resolve(found.href).url_name == "submit"
    assert said(What.SHARE, returned=True).title == "Decide who gets Kai’s plan"


@pytest.mark.parametrize("part", [Part.YOUNG_PERSON, Part.CARER, Part.KEY_WORKER])
def test_those_near_the_young_person_are_asked_what_they_think(part: Part) -> None:
    found = said(What.WRITE, part=part, things=("young_person_views",))
    assert found.title in {"Say what you think", "Say how Kai is doing at home"}
    assert "Answer as many or as few as you like" in found.why
    assert found.button == "Start"


def test_a_name_with_braces_is_only_a_name() -> None:
    assert said(What.CLOSE, young_person="{things}").title == "Close {things}’s plan"


def test_a_setting_taken_away_since_is_still_said() -> None:
    assert "old library" in said(What.SAVE, things=("old_library",)).title


def test_duties_of_one_day_stand_in_the_order_of_the_protocol() -> None:
    same_day = [Duty(TODAY, what, Part.AUTHOR) for what in sorted(What, key=str)]
    earlier = Duty(TODAY - timedelta(days=1), What.CLOSE, Part.AUTHOR)
    assert [duty.what for duty in in_order([*same_day, earlier])] == [What.CLOSE, *What]


@pytest.mark.parametrize(
    ("days", "words", "short"),
    [
        (-2, "2 days late", "2 days late"),
        (0, "today", "today"),
        (24, "by Thursday 3 December 2026", "by 3 Dec"),
    ],
)
def test_when_something_is_due(days: int, words: str, short: str) -> None:
    due = TODAY + timedelta(days=days)
    assert (by_when(due, NOW), by_when(due, NOW, short=True)) == (words, short)


def test_lateness_is_counted_in_london_days() -> None:
    just_before_midnight_in_utc = datetime.fromisoformat("2026-07-01T23:30:00+00:00")
    assert by_when(date(2026, 7, 1), just_before_midnight_in_utc) == "1 day late"


@pytest.mark.parametrize(
    ("names", "sentence"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed_as_in_a_sentence(names: list[str], sentence: str) -> None:
    assert listed(names) == sentence
