"""What Dee, the designated teacher, does: she writes this plan."""

from datetime import date

from tests.journeys import words
from tests.journeys.window import Window
from tests.journeys.writing import write

BEFORE = (
    ("header", words.HEADER),
    ("education", words.EDUCATION),
    ("progress", words.PROGRESS),
    ("attendance", words.ATTENDANCE),
)
AT = (("new_targets", words.NEW_TARGETS), ("meeting_record", words.MEETING_RECORD))


def writes_what_is_wanted_before(dee: Window, plan: str) -> None:
    """When Dee writes what is wanted before the meeting (P3), with rows added to tables."""
    _writes(dee, plan, BEFORE)


def writes_what_was_agreed(dee: Window, plan: str) -> None:
    """When Dee writes three targets and the record of the meeting (P7)."""
    _writes(dee, plan, AT)


def _writes(dee: Window, plan: str, sections: tuple[tuple[str, words.Answers], ...]) -> None:
    for key, answers in sections:
        dee.open(f"{plan}sections/{key}/")
        write(dee, key, answers)
        dee.says("is saved. Nothing is missing in it.")


def asks_for_a_check(dee: Window, plan: str) -> None:
    """When Dee asks the education adviser to look before she submits (P9)."""
    dee.open(f"{plan}check/")
    dee.choose("Who should look at it?", "Ed Lindqvist, education adviser")
    dee.fill("What should they look at?", "Are the targets small enough?")
    dee.press("Ask for a check")
    dee.says("You asked for a check.")


def reads_the_answer(dee: Window, plan: str) -> None:
    """Then Dee finds Ed's answer on the plan, beside the section."""
    dee.open(plan)
    dee.says("Say by when, for each.", "Good to go otherwise.")


def records_the_meeting(dee: Window, plan: str, next_day: date) -> None:
    """When Dee records who was there, that Ed chaired (P6), and the next meeting (P7)."""
    dee.open(f"{plan}meeting/record/")
    dee.press("Everybody was there for all of it")
    dee.choose("Max Abara, parent", "Not there")
    dee.choose("Who chaired the meeting?", "Ed Lindqvist, education adviser")
    dee.choose("Is the next meeting agreed?", "Not yet. It has to be agreed before the plan is submitted")
    dee.press("Record the meeting")
    dee.says("The meeting is recorded. The plan has to be submitted by")
    dee.open(f"{plan}submit/")
    dee.says("Agree the next meeting's date, time and venue, or say why there is none.")
    dee.has_no("button", "Submit the plan")
    dee.open(f"{plan}meeting/next/")
    dee.choose("Is the next meeting agreed?", "Yes")
    dee.fill_date("Date of the next meeting", next_day)
    dee.fill("Time of the next meeting", "3:30pm")
    dee.select("How will you meet then?", "In person")
    dee.fill("Where will you meet then?", "Room 4, Oakfield College")
    dee.press("Save")
    dee.says("What you agreed about the next meeting is recorded.")


def submits(dee: Window, plan: str, version: int) -> None:
    """When Dee submits the plan (P8)."""
    dee.open(f"{plan}submit/")
    dee.says("From then on nobody can change this version, you included.")
    dee.press("Submit the plan")
    dee.says(f"Version {version} is submitted.")


def corrects_the_first_target(dee: Window, plan: str) -> None:
    """When Dee reads what was asked for beside the section, and corrects it (P12)."""
    dee.open(f"{plan}sections/new_targets/")
    dee.says("Sent back to you", "Say what help she gets.")
    write(dee, "new_targets", {**words.NEW_TARGETS, "targets": [{"target": words.CORRECTED}]})
    dee.says("is saved. Nothing is missing in it.")
