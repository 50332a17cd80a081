"""The gallery, a section and a young person's page in a real browser, and proof that the checks find what is wrong."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.axe import Complaints, axe, everything_wrong, html_wrong, keyboard_wrong, too_small, too_wide

PAGES = ["/components", "/components/section/new_targets", "/components/section/education", "/components/young-person"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_nothing_wrong(address: str, site: str, page: Page, complaints: Complaints) -> None:
    page.goto(site + address)
    assert everything_wrong(page, complaints) == []


def test_a_page_with_errors_says_so_and_leads_to_them(site: str, page: Page, complaints: Complaints) -> None:
    page.goto(site + "/components")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.title().startswith("Error: Components - Personal education plans")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert axe(page)["violations"] == []
    page.get_by_role("link", name="Enter the date of the meeting").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    assert too_wide(page) == []
    assert complaints == []


def test_a_choice_reveals_its_question_and_without_scripts_it_is_just_there(site: str, browser: Browser) -> None:
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(site + "/components")
        assert page.get_by_label("Who cannot come, and why?").is_visible() is not scripts
        page.get_by_label("No", exact=True).check()
        expect(page.get_by_label("Who cannot come, and why?")).to_be_visible()
        context.close()


def test_rows_are_added_filled_and_removed_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/components/section/education")
    page.get_by_label("Course", exact=True).fill("Art and design")
    page.get_by_label("Course", exact=True).press("Tab")
    page.get_by_role("button", name="Add another to Courses").click()
    courses = page.get_by_label("Course", exact=True)
    expect(courses).to_have_count(2)
    expect(courses.nth(0)).to_have_value("Art and design")
    expect(courses.nth(1)).to_be_focused()
    courses.nth(1).fill("Maths")
    page.get_by_label("Remove this row (1)").first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    summary = page.locator(".pep-summary")
    expect(summary).to_contain_text("1. Course: Maths")
    expect(summary).not_to_contain_text("Art and design")
    context.close()


def test_a_wrong_date_in_a_row_is_led_to(site: str, page: Page) -> None:
    page.goto(site + "/components/section/education")
    page.get_by_label("Course", exact=True).fill("Art")
    page.get_by_role("group", name="Ends on").get_by_label("Month").fill("Febuary")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".govuk-error-summary a").first.click()
    expect(page.get_by_role("group", name="Ends on").get_by_label("Day")).to_be_focused()
    expect(page.get_by_role("group", name="Ends on").get_by_label("Month")).to_have_value("Febuary")


def test_the_stages_run_down_the_page_on_a_phone(site: str, page: Page) -> None:
    page.goto(site + "/components")
    stages = page.locator(".pep-stages").first.locator("li")
    across = [stages.nth(n).bounding_box() for n in range(8)]
    page.set_viewport_size({"width": 320, "height": 640})
    down = [stages.nth(n).bounding_box() for n in range(8)]
    assert len({round(box["y"]) for box in across if box}) == 1
    assert len({round(box["x"]) for box in down if box}) == 1
    assert [box["y"] for box in down if box] == sorted({box["y"] for box in down if box})


def test_rows_of_a_table_become_cards_on_a_phone(site: str, page: Page) -> None:
    page.goto(site + "/components")
    table = page.get_by_role("table", name="Plans to file")
    expect(table.get_by_role("columnheader")).to_have_count(7)
    page.set_viewport_size({"width": 320, "height": 640})
    cell = table.get_by_role("cell").filter(has_text="1083421").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Case number"'
    expect(table.get_by_role("cell", name="Case number 1083421")).to_be_visible()


def test_text_spacing_of_a_readers_own_cuts_nothing_off(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(site + "/components")
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    page.add_style_tag(content=spacing + " p { margin-bottom: 2em !important }")
    assert too_wide(page, 1280, 900) == []
    assert too_wide(page) == []
    context.close()


def test_the_colour_of_what_is_done_survives_forced_colours(site: str, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(site + "/components")
    fill = "e => getComputedStyle(e).backgroundColor"
    done = page.locator(".pep-track-done").first.evaluate(fill)
    to_come = page.locator(".pep-track-parts span:not([class])").first.evaluate(fill)
    assert done != to_come
    context.close()


def test_paper_has_the_plan_and_not_the_buttons(site: str, page: Page) -> None:
    page.goto(site + "/components")
    page.emulate_media(media="print")
    expect(page.locator(".pep-need-button").first).to_be_hidden()
    expect(page.locator(".pep-need-text").first).to_be_visible()
    assert page.locator(".pep-identity").evaluate("e => getComputedStyle(e).position") == "static"


def test_the_page_asks_nothing_of_anybody_else(site: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/components", wait_until="networkidle")
    assert {url.split("/", 3)[2] for url in asked} == {site.removeprefix("http://")}
    assert any(url.endswith("public-sans-latin.woff2") for url in asked)


BAD = {
    "axe": "<main><h1>Bad</h1><img src='data:,' ></main>",
    "wide": "<main><h1>Bad</h1><p id='wide'>Bad</p></main>",
    "focus": "<main><h1>Bad</h1><a href='#' id='plain'>Go</a></main>",
    "small": "<main><h1>Bad</h1><button id='tiny'>x</button></main>",
}
STYLE = "#wide { width: 900px } #plain:focus { outline: none } #tiny { width: 12px; height: 12px; padding: 0 }"


@pytest.mark.parametrize("kind", BAD)
def test_the_checks_find_what_is_wrong(kind: str, page: Page) -> None:
    page.set_content(f"<!DOCTYPE html><html lang='en'><title>Bad</title><style>{STYLE}</style>{BAD[kind]}</html>")
    found = {
        "axe": bool(axe(page)["violations"]),
        "wide": bool(too_wide(page)),
        "focus": any("cannot be seen" in each for each in keyboard_wrong(page)),
        "small": bool(too_small(page)),
    }
    assert found == {each: each == kind for each in BAD} | ({"focus": False} if kind != "focus" else {})


def test_the_check_of_focus_finds_what_is_covered(page: Page) -> None:
    style = "a { display: block; margin-top: 300px } #over { position: fixed; inset: 0; background: white }"
    body = "<main><h1>Bad</h1><p><a href='#'>Go</a></p></main><div id='over'></div>"
    page.set_content(f"<!DOCTYPE html><html lang='en'><title>Bad</title><style>{style}</style>{body}</html>")
    assert keyboard_wrong(page) == ["focus is covered: Go"]


def test_the_check_of_the_html_finds_what_no_browser_shows() -> None:
    assert html_wrong("<!DOCTYPE html><html><head><title>x</title></head><body><p><div></p></body></html>")
    assert html_wrong("<!DOCTYPE html><html><head><title>x</title></head><body><p>x</p></body></html>") == []


def test_what_the_security_policy_refuses_is_heard(site: str, page: Page, complaints: Complaints) -> None:
    page.goto(site + "/components/young-person")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(100)
    assert any(re.search("Content Security Policy", each) for each in complaints)
