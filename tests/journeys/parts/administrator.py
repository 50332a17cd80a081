"""What Vi, the Virtual School administrator, does, and those who get a copy from her."""

from tests.journeys import words
from tests.journeys.window import Window

MOSAIC, BOX = "M7654321", "Post-16/2026/Autumn"


def records_where_it_is_saved(vi: Window, plan: str) -> None:
    """When Vi finds the packages delivered, and records both references (P13)."""
    vi.follow("To file")
    vi.says("1 plan to save.")
    vi.open(f"{plan}save/")
    for place, reference in (("Mosaic", MOSAIC), ("Virtual School Box", BOX)):
        vi.fill(f"Reference in {place}", reference)
        vi.press(f"Saved in {place}")
        vi.says(f"Saved in {place}")


def sends_the_copies(vi: Window) -> None:
    """When Vi sends the copies to the three who get one (P14)."""
    vi.says("Conny Reeve", "Sam Okafor", "Lee Caring")
    vi.press("Send the copies")
    vi.says("have been told")


def a_recipient_reads_the_copy(reader: Window, plan: str) -> None:
    """Then whoever got a copy finds it at sign-in and reads it (P14)."""
    reader.open(f"{plan}submissions/2/")
    reader.says(words.CORRECTED, words.OWN_WORDS["proud"])
