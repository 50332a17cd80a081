"""What Ed, the education adviser of the Virtual School, does."""

from tests.journeys import words
from tests.journeys.window import Window


def answers_the_check(ed: Window, plan: str) -> None:
    """When Ed answers Dee's question, section by section (P9)."""
    ed.open(f"{plan}check/answer/")
    ed.says("Are the targets small enough?")
    ed.fill("Your comment on New targets", "Say by when, for each.")
    ed.fill("About the whole plan", "Good to go otherwise.")
    ed.press("Send your answer")
    ed.says("Your answer is sent.")


def asks_for_resubmission(ed: Window, plan: str) -> None:
    """When Ed asks for resubmission, with reasons and a comment on a section (P12)."""
    ed.open(f"{plan}review/")
    ed.page.locator("details.pep-comment summary").filter(has_text="New targets").click()
    ed.fill("Comment on New targets", "Say what help she gets.")
    ed.press("Give your verdict")
    ed.says("There is a problem")
    ed.choose("Your verdict", "Ask for resubmission")
    ed.fill("What needs to change, and why?", words.REASONS)
    ed.press("Give your verdict")
    ed.says("Version 1 is sent back.")


def passes(ed: Window, plan: str) -> None:
    """When Ed reads what changed in version 2 and passes it for saving (P11)."""
    ed.open(f"{plan}review/")
    ed.says("What changed since version 1", words.CORRECTED)
    ed.choose("Your verdict", "Pass for saving")
    ed.press("Give your verdict")
    ed.says("Version 2 is passed for saving. The Virtual School administrator has been told.")
