"""What Yas, the young person, Carol, her carer, and Kim, her key worker, do."""

from tests.journeys import words
from tests.journeys.window import Window
from tests.journeys.writing import own_words, write


def yas_says_what_she_thinks(yas: Window) -> None:
    """When Yas answers on her phone, in her own words, one question at a time (P4)."""
    yas.press("Start: Say what you think")
    own_words(yas, words.OWN_WORDS)
    yas.says("Thank you. This is what you have said", words.OWN_WORDS["proud"], words.OWN_WORDS["hard"])


def carol_says_how_it_goes(carol: Window, plan: str) -> None:
    """When Carol writes what she sees at home (P4)."""
    carol.open(f"{plan}sections/carer_views/")
    write(carol, "carer_views", words.CARER_VIEWS, press="Save and go back")
    carol.says("The carer's or key worker's views is saved. Nothing is missing in it.")


def carol_reads_it_in_full(carol: Window, plan: str) -> None:
    """Then Carol reads the whole plan, social care among it, for it was shared with her in full (P15)."""
    carol.open(f"{plan}submissions/2/")
    carol.says(words.SOCIAL_CARE["update"], words.CORRECTED)


def kim_sees_only_her_part(kim: Window, plan: str) -> None:
    """Then Kim reads what is hers to read, and nothing tells her of the social care section."""
    kim.open(plan)
    kim.says("The young person's views")
    assert "Social care" not in kim.page.locator("main").inner_text()
