"""What Sam, the social worker, does."""

from datetime import date

from tests.journeys import words
from tests.journeys.window import Window
from tests.journeys.writing import write


def opens_a_plan(sam: Window, name: str, known_as: str) -> str:
    """When Sam opens a first plan for a young person. Gives the address of the plan."""
    sam.follow("Young people")
    sam.follow(name)
    sam.press("Open a plan")
    sam.choose("Why is this plan needed?", "First plan")
    sam.press("Open the plan")
    sam.says(f"{known_as}’s plan is open. Next, arrange the meeting.")
    return sam.path


def arranges_the_meeting(sam: Window, plan: str, day: date, time: str, venue: str) -> None:
    """When Sam arranges the meeting, whatever the date means for confirming it in time (P1)."""
    sam.open(f"{plan}meeting/arrange/")
    sam.fill_date("Date of the meeting", day)
    sam.fill("Time", time)
    sam.choose("How will you meet?", "In person")
    sam.fill("Where?", venue)
    if sam.scripts:  # what the date means is said at once, and the button is pressed knowing it
        sam.page.locator("input[name=known]").wait_for(state="attached")
        sam.press("Arrange the meeting")
    else:
        sam.press("Arrange the meeting")
        sam.says("Look at this first")
        sam.press("Arrange it for this day")
    sam.says("The meeting is arranged. Everyone has been told.")


def confirms_to_everybody(sam: Window, plan: str) -> None:
    """When Sam confirms date and venue to school, carer and Virtual School, each: late, as the page says (P1)."""
    sam.open(f"{plan}meeting/confirm/")
    sam.says("it is recorded as late, and the meeting goes ahead all the same")
    for party in ("School or college", "Carer", "Virtual School"):
        sam.press(f"Record as confirmed: {party}")
        sam.says(f"Confirmed to: {party}.")
    sam.says("Everybody knows date and venue now.")


def writes_about_care(sam: Window, plan: str) -> None:
    """When Sam writes the sections about the young person and about social care (P2), and what the SDQs lead to."""
    for key, answers in (
        ("young_person", words.YOUNG_PERSON),
        ("social_care", words.SOCIAL_CARE),
        ("sdq", words.SDQ),
    ):
        sam.open(f"{plan}sections/{key}/")
        write(sam, key, answers)
        sam.says("is saved. Nothing is missing in it.")


def records_sdq_scores(sam: Window, plan: str) -> None:
    """When Sam records an SDQ from the young person and one from the key worker: scores only (P5)."""
    scores = {"Total difficulties score": "14", "Emotional": "5", "Conduct": "2", "Hyperactivity": "4", "Peer": "3"}
    for informant, version in (
        ("Young person", "S11-17: Self report, 11 to 17"),
        ("Key worker", "P4-17: Parent or carer report, 4 to 17"),
    ):
        sam.open(f"{plan}sdq/")
        sam.choose("Who completed it?", informant)
        sam.select("Version", version)
        sam.fill_date("The day it was completed", words.TODAY)
        for label, score in scores.items():
            sam.fill(label, score)
        sam.press("Record the score")
        sam.says("The SDQ score is recorded.")


def shares_it(sam: Window, plan: str) -> None:
    """When Sam shares the plan with Carol in full and with the parent partly (P15)."""
    sam.open(f"{plan}share/")
    sam.press("Decide: Carol Finch")
    sam.choose("What does Carol Finch get?", "In full")
    sam.press("Decide")
    sam.says("The plan is shared with Carol Finch in full. They have been told.")
    sam.press("Decide: Max Abara")
    sam.choose("What does Max Abara get?", "With sections left out")
    sam.choose("Which sections are left out?", "Social care", "SDQ", "The young person")
    sam.press("See what Max would see")
    sam.says("What Max Abara would see", "Nothing is shared yet. Go back to decide.")
    assert words.SOCIAL_CARE["update"] not in sam.page.content()
    sam.follow("Back to sharing")
    sam.press("Decide")
    sam.says("The plan is shared with Max Abara with sections left out.")


def writes_the_case_note_and_closes(sam: Window, plan: str) -> None:
    """When Sam records the case note (P16) and closes the plan."""
    sam.open(f"{plan}share/")
    sam.press("Go on to the case note")
    sam.says("has been added to ECM under education.")
    sam.fill("Its reference in the case record, if it has one", "CN-778")
    sam.press("Save and close the plan")
    sam.says("The case note is recorded and the plan is closed. Everything is done.")


def cancels_the_meeting(sam: Window, plan: str, reason: str) -> None:
    """When Sam cancels the meeting, having been offered to move it (P17)."""
    sam.open(f"{plan}meeting/cancel/")
    sam.says("Move the meeting instead", "These people will be told at once:")
    sam.fill("Why is the meeting cancelled?", reason)
    sam.press("Cancel the meeting")
    sam.says("The meeting is cancelled. Everyone has been told. Now agree a new date.")
