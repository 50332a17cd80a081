"""One PEP, from opening to closed, as ten people do it, each in their own window: the sentences, in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.journeys import words
from tests.journeys.parts import administrator, designated_teacher, education_adviser, family, social_worker
from tests.journeys.people import People, YoungPerson
from tests.journeys.product import Product
from tests.journeys.window import DESKTOP, PHONE, Size, Window

from epep.form.parts import Part

SW, DT, EA, CARER = Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.CARER
ADMIN, YOUNG = Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.YOUNG_PERSON
VENUE = "Room 4, Oakfield College"


@dataclass
class Story:
    """Whose PEP it is, and the windows of everybody who has come in. `plan` is its address, once it is open."""

    product: Product
    people: People
    young_person: YoungPerson
    come_in: Callable[..., Window]
    plan: str = ""
    windows: dict[Part, Window] = field(default_factory=dict)

    def window(self, part: Part, size: Size = DESKTOP) -> Window:
        """The window of whoever plays a part; they sign in the first time."""
        if part not in self.windows:
            email = self.young_person.email if part is YOUNG else self.people.email(part)
            self.windows[part] = self.come_in(email, size)
        return self.windows[part]

    def tell(self, part: Part, sentence: Callable[..., Any], *more: Any, size: Size = DESKTOP) -> Any:
        """Let somebody do what a sentence says. When it goes wrong, the error says which sentence it was."""
        try:
            return sentence(self.window(part, size), *more)
        except Exception as error:
            error.add_note(f"Sentence: {sentence.__doc__}")
            if part in self.windows:
                self.windows[part].page.screenshot(path=self.product.data / "wrong.png", full_page=True)
                error.add_note(f"What the page showed: {self.product.data / 'wrong.png'}")
            raise

    @property
    def number(self) -> int:
        """The plan's number in its address."""
        return int(self.plan.strip("/").split("/")[-1])


def one_pep(story: Story) -> None:
    """From opening to closed."""
    before_the_meeting(story)
    at_the_meeting(story)
    submitted_twice(story)
    after_it_passed(story)


def before_the_meeting(story: Story) -> None:
    """P1 to P5, and a check before the plan is submitted (P9)."""
    tell, young_person = story.tell, story.young_person
    story.plan = tell(SW, social_worker.opens_a_plan, young_person.name, young_person.known_as)
    plan = story.plan
    tell(SW, social_worker.arranges_the_meeting, plan, words.TODAY, "4pm", VENUE)
    tell(SW, social_worker.confirms_to_everybody, plan)
    tell(DT, designated_teacher.writes_what_is_wanted_before, plan)
    tell(YOUNG, family.yas_says_what_she_thinks, size=PHONE)
    tell(CARER, family.carol_says_how_it_goes, plan)
    tell(SW, social_worker.writes_about_care, plan)
    tell(SW, social_worker.records_sdq_scores, plan)
    tell(DT, designated_teacher.asks_for_a_check, plan)
    tell(EA, education_adviser.answers_the_check, plan)
    tell(DT, designated_teacher.reads_the_answer, plan)


def at_the_meeting(story: Story) -> None:
    """P6 and P7."""
    story.tell(DT, designated_teacher.records_the_meeting, story.plan, words.TODAY + timedelta(days=90))
    story.tell(DT, designated_teacher.writes_what_was_agreed, story.plan)


def submitted_twice(story: Story) -> None:
    """P8, P11 and P12."""
    tell, plan = story.tell, story.plan
    tell(DT, designated_teacher.submits, plan, 1)
    tell(EA, education_adviser.asks_for_resubmission, plan)
    tell(DT, designated_teacher.corrects_the_first_target, plan)
    tell(DT, designated_teacher.submits, plan, 2)
    tell(EA, education_adviser.passes, plan)


def after_it_passed(story: Story) -> None:
    """P13 to P16."""
    tell, plan = story.tell, story.plan
    story.product.until(lambda: len(story.product.packages()) == 2, "both folders hold the package")
    tell(ADMIN, administrator.records_where_it_is_saved, plan)
    tell(ADMIN, administrator.sends_the_copies)
    tell(SW, social_worker.shares_it, plan)
    tell(CARER, family.carol_reads_it_in_full, plan)
    for part in (Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR):
        tell(part, administrator.a_recipient_reads_the_copy, plan)
    tell(Part.KEY_WORKER, family.kim_sees_only_her_part, plan)
    tell(SW, social_worker.writes_the_case_note_and_closes, plan)
