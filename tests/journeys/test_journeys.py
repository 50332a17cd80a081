"""PEPs as their people live them, in a real browser, against the product as it runs for real."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.journeys import changes, words
from tests.journeys.parts import social_worker
from tests.journeys.parts.administrator import BOX, MOSAIC
from tests.journeys.people import People
from tests.journeys.product import Product
from tests.journeys.received import letters, names_in, packages_of, read_package
from tests.journeys.story import ADMIN, CARER, DT, EA, SW, VENUE, YOUNG, Story, one_pep
from tests.journeys.window import NARROW, Window
from tests.papers.reading_pdf import text_of

from epep.form.parts import Part
from epep.papers.canonical import digest, digest_of_bytes

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def told(product: Product, people: People, come_in: Callable[..., Window]) -> Story:
    """The story of one PEP, lived through."""
    story = Story(product, people, people.young_people[0], come_in)
    one_pep(story)
    return story


def test_p01_to_p16_one_pep_from_opening_to_closed(told: Story) -> None:
    sam = told.window(SW)
    sam.open(told.plan)
    sam.says("This plan is closed", MOSAIC, BOX)
    sam.open(f"{told.plan}history/")
    sam.says("closed the plan", "submitted the plan again, as version 2")
    sam.follow("Next page")
    sam.says("confirmed date and venue to: Carer (late)")
    many = [window.seen for window in told.windows.values()]
    assert len(many) >= 8, "eight people or more"
    assert sum(map(len, many)) > 80, "each page of theirs was looked over"


def test_p07_the_next_plan_is_open_with_the_targets_carried_forward(told: Story) -> None:
    dee = told.window(DT)
    dee.open(f"/plans/{told.number + 1}/")
    dee.says("Termly review")
    dee.open(f"/plans/{told.number + 1}/sections/previous_targets/")
    carried = [dee.page.get_by_label("Target", exact=True).nth(n).input_value() for n in range(3)]
    assert carried == [words.CORRECTED, words.TARGETS[1]["target"], words.TARGETS[2]["target"]]
    sam = told.window(SW)
    sam.open(f"/plans/{told.number + 1}/meeting/arrange/")
    assert sam.page.get_by_label("Where?", exact=True).input_value() == VENUE


ARRANGED, CONFIRMED = "A PEP meeting is arranged", "Please note the date and place of a PEP meeting"
EXPECTED = {
    DT: {ARRANGED, CONFIRMED, "Your PEP has been checked", "A PEP needs to be submitted again"},
    EA: {ARRANGED, CONFIRMED, "You are asked to check a PEP", "A PEP has been submitted"},
    CARER: {ARRANGED, CONFIRMED, "A PEP has been shared with you"},
    SW: {"A PEP has been saved", "A copy of a PEP is ready for you"},
    ADMIN: {"A PEP is ready for saving"},
    Part.CONFERENCE_AND_REVIEW_TEAM: {"A copy of a PEP is ready for you"},
    Part.LEAVING_CARE_ADMINISTRATOR: {"A copy of a PEP is ready for you"},
}


def test_everybody_was_told_by_mail_and_no_mail_names_the_young_person(told: Story) -> None:
    expected = {(told.people.email(part), subject) for part, subjects in EXPECTED.items() for subject in subjects}
    told.product.until(lambda: expected <= letters(told.product).keys(), "every mail arrived")
    found = letters(told.product)
    assert found[told.people.email(EA), "A PEP has been submitted"] == 2, "once for each version"
    assert (told.young_person.email, "Your meeting about learning and work") in found, "the young person is invited too"
    assert names_in(told.product, told.people) == []


def test_p13_the_package_is_in_both_folders_and_is_what_was_submitted(told: Story) -> None:
    dee = told.window(DT)
    of_the_page = dee.fetch(f"{told.plan}submissions/2/pdf/")
    for folder in packages_of(told.product):
        files, manifest = read_package(folder)
        assert folder.name.endswith("_v2"), "a version that did not pass is not filed"
        for listed in manifest["files"]:
            assert digest_of_bytes(files[listed["name"]]) == listed["sha256"]
        assert files[f"{folder.name}.pdf"] == of_the_page
        assert digest(files[f"{folder.name}.json"].decode()) == manifest["content_sha256"]
        assert not any(name in folder.name for name in told.young_person.names)
    assert [folder.parent.name for folder in packages_of(told.product)] == ["mosaic", "virtual-school-box"]


def test_p12_both_versions_are_readable_for_ever_in_their_own_words(told: Story) -> None:
    dee = told.window(DT)
    first, second = (text_of(dee.fetch(f"{told.plan}submissions/{number}/pdf/")) for number in (1, 2))
    assert words.TARGETS[0]["target"] in first
    assert words.CORRECTED not in first
    assert words.CORRECTED in second
    for said in ("Dw i’n hoffi Cymraeg hefyd.", words.OWN_WORDS["hard"], words.SOCIAL_CARE["update"]):
        assert said in first and said in second


def test_p10_what_was_submitted_cannot_be_changed_by_any_route(told: Story) -> None:
    """By the page, a forged POST, the console, and SQL as the web's role and as the owner of the tables."""
    product, before = told.product, changes.digest_of(told.product, *changes.COMPARED)
    dee = told.window(DT)
    dee.open(f"{told.plan}sections/new_targets/")
    dee.has_no("button", "Save")
    for part, sent in changes.forgeries(told.plan).items():
        for path, fields in sent:
            assert changes.forge(told.window(Part(part)), path, **fields) in (404, 409), path
    tried = changes.at_the_console(product)
    assert len(tried) == changes.TRIES_AT_THE_CONSOLE
    assert [line for line in tried if not line.startswith("refused: ")] == []
    changes.by_sql(product.app, changes.NO_RIGHT)
    changes.by_sql(product.owner, changes.LOCKED)
    assert changes.digest_of(product, *changes.COMPARED) == before
    verified = product.run("verify")
    assert verified.returncode == 0, verified.stdout
    assert "nothing wrong" in verified.stdout


def test_p17_a_cancelled_meeting_is_told_to_everybody_at_once_and_stays_on_record(
    product: Product, people: People, come_in: Callable[..., Window]
) -> None:
    sam, young_person = come_in(people.email(SW)), people.young_people[1]
    plan = social_worker.opens_a_plan(sam, young_person.name, young_person.known_as)
    social_worker.arranges_the_meeting(sam, plan, words.TODAY + timedelta(days=21), "4pm", VENUE)
    before = letters(product)
    social_worker.cancels_the_meeting(sam, plan, "The college is closed by snow.")
    subject = "A PEP meeting is cancelled"
    told_to = {(people.email(part), subject) for part in (DT, EA, CARER, ADMIN)}
    told_to.add((young_person.email, "Your meeting is cancelled"))
    product.until(lambda: told_to <= letters(product).keys(), "everybody is told")
    assert (people.email(SW), subject) not in letters(product).keys() - before.keys(), "not Sam, who cancelled it"
    sam.open(f"{plan}history/")
    sam.says("cancelled the meeting of", "The college is closed by snow.")
    assert names_in(product, people) == []


def test_a_plan_is_opened_arranged_and_confirmed_on_a_narrow_phone_without_scripts(
    people: People, come_in: Callable[..., Window]
) -> None:
    sam, young_person = come_in(people.email(SW), NARROW, scripts=False), people.young_people[2]
    plan = social_worker.opens_a_plan(sam, young_person.name, young_person.known_as)
    social_worker.arranges_the_meeting(sam, plan, words.TODAY + timedelta(days=1), "10am", VENUE)
    social_worker.confirms_to_everybody(sam, plan)


def test_nothing_that_the_product_logged_names_anybody(told: Story, people: People) -> None:
    logged = "".join(path.read_text(errors="replace") for path in told.product.data.glob("*.log"))
    everybody = [young_person.names for young_person in people.young_people]
    assert logged
    assert [name for names in everybody for name in names if name in logged] == []
    assert told.young_person.email not in logged


def test_those_who_play_no_part_find_nothing(told: Story, come_in: Callable[..., Window]) -> None:
    stranger = come_in(told.people.young_people[2].email)
    assert stranger.status_of(told.plan) == 404
    assert stranger.status_of("/plans/999999/") == 404
    assert told.window(YOUNG).status_of(told.plan) == 200
