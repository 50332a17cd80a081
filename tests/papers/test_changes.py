"""What one submission says otherwise than the one before it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.papers.sample import FORM, content

from epep.papers.changes import Change, changes
from epep.papers.copies import without


def compared(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return changes(old, new, FORM)


def answers(of: dict[str, Any], section: str) -> dict[str, Any]:
    found: dict[str, Any] = of["sections"][section]["answers"]
    return found


def test_the_same_content_has_no_changes() -> None:
    assert compared(content(), content(number=3)) == []


def test_a_changed_text_is_told_with_both_texts() -> None:
    old, new = content(), content()
    answers(old, "progress")["summary"] = "Slow."
    answers(new, "progress")["summary"] = "Slow at first,\nthen fast."
    question = FORM.section("progress").question("summary")
    assert compared(old, new) == [Change("progress", question.label, "Slow.", "Slow at first,\nthen fast.")]


@given(st.text(), st.text())
def test_texts_differ_exactly_when_they_are_told(before: str, now: str) -> None:
    old, new = content(), content()
    answers(old, "progress")["summary"], answers(new, "progress")["summary"] = before, now
    found = [(change.old, change.new) for change in compared(old, new)]
    assert found == ([] if before == now else [(before, now)])


def test_a_choice_is_told_in_words_and_a_new_answer_has_nothing_before() -> None:
    old, new = content(), content()
    answers(new, "header")["first_plan"] = "yes"
    del answers(old, "header")["taking_part"]
    found = {change.about: (change.old, change.new) for change in compared(old, new)}
    header = FORM.section("header")
    assert found[header.question("first_plan").label] == ("No", "Yes")
    assert found[header.question("taking_part").label] == ("", answers(new, "header")["taking_part"])


def test_an_answer_that_is_not_shown_is_not_compared() -> None:
    old, new = content(), content()
    answers(new, "attendance")["suspended_details"] = "Left over from when the answer was yes."
    assert answers(new, "attendance")["suspended"] == "no"
    assert compared(old, new) == []


def test_a_row_is_compared_column_by_column_wherever_it_stands() -> None:
    old, new = content(), content()
    rows = answers(new, "new_targets")["targets"]
    rows.reverse()
    assert compared(old, new) == []
    rows[0]["actions"] = "Mr Shah, every Tuesday"
    table = FORM.section("new_targets").question("targets")
    [change] = compared(old, new)
    assert change.about == f"{table.label}, row 1: {table.column('actions').label}"
    assert change.new == "Mr Shah, every Tuesday"


def test_rows_added_and_taken_away_are_told_whole() -> None:
    old, new = content(), content()
    rows = answers(new, "new_targets")["targets"]
    gone = rows.pop(0)
    rows.append({**gone, "id": "fresh", "target": "Pass the theory test"})
    added, taken = compared(old, new)
    assert added.about.endswith("row 3, added")
    assert added.old == ""
    assert "Pass the theory test" in added.new
    assert not added.new.startswith("1. ")
    assert taken.about.endswith("row 1, taken away")
    assert gone["target"] in taken.old
    assert taken.new == ""


def test_another_next_meeting_and_a_new_score_are_told() -> None:
    old, new = content(), content()
    new["meeting"]["next"] = {"none_because": "They turn 18."}
    new["sdq"][0]["total"] = 17
    found = {change.section: change for change in compared(old, new)}
    assert found["meeting_record"].about == "Next meeting"
    assert found["meeting_record"].old == "Thursday 11 March 2027 at 2pm, Oakfield College"
    assert found["meeting_record"].new == "None, because: They turn 18."
    assert "Young person, Thursday 1 October 2026: total 14" in found["sdq"].old
    assert "Young person, Thursday 1 October 2026: total 17" in found["sdq"].new


def test_nothing_is_told_of_sections_that_are_gone() -> None:
    old, new = content(), content()
    new["sdq"], new["meeting"]["next"] = [], {"none_because": "They turn 18."}
    answers(new, "social_care")["update"] = "Moved on Friday."
    assert {change.section for change in compared(old, new)} == {"social_care", "sdq", "meeting_record"}
    gone = frozenset({"social_care", "sdq", "meeting_record"})
    assert compared(without(old, gone), without(new, gone)) == []
    assert compared(without(old, gone), new) == []
