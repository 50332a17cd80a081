"""The pictures of the README, taken anew from a running demonstration.

./epep demo --fresh --port 8000     # in another window
.venv/bin/python tools/screenshots.py http://127.0.0.1:8000
"""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.web.axe import chromium  # noqa: E402  (after its path)

PICTURES = ROOT / "docs" / "screenshots"
DESKTOP, PHONE = (1280, 900), (390, 900)


def main(address: str) -> None:
    """Take every picture."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for name, person, size, go in SCENES:
            page = sign_in(browser, address, person, size)
            go(page)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()


def sign_in(browser: Browser, address: str, person: str, size: tuple[int, int]) -> Page:
    """A window in which one of the sample people has signed in."""
    width, height = size
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{address}/demo/sign-in/")
    page.get_by_role("button").filter(has_text=person).first.click()
    return page


def stay(_page: Page) -> None:
    """The home page is the picture."""


def follow(*texts: str) -> Callable[[Page], None]:
    """Follow links that say `texts`, one after the other."""

    def go(page: Page) -> None:
        for text in texts:
            page.locator("main a").filter(has_text=text).first.click()

    return go


def a_plan(page: Page) -> None:
    """The first plan that the page leads to."""
    page.locator('main a[href^="/plans/"]').filter(has_text="of 8").or_(
        page.get_by_role("link", name="See the plan")
    ).first.click()


def own_words(page: Page) -> None:
    """The second question to a young person; the first asks who holds the pen."""
    page.locator("a, button").filter(has_text="Start").first.click()
    page.get_by_label("I wrote this myself").check()
    page.get_by_role("button", name="Next").click()


SCENES: tuple[tuple[str, str, tuple[int, int], Callable[[Page], None]], ...] = (
    ("home", "Sam Okafor", DESKTOP, stay),
    ("plan", "Sam Okafor", DESKTOP, a_plan),
    ("section", "Ms Dee Marlowe", DESKTOP, follow("Write")),
    ("review", "Ruth Ferncliffe", DESKTOP, follow("Review")),
    ("to-file", "Vi Penrose", DESKTOP, lambda page: page.get_by_role("link", name="To file").first.click()),
    ("young-person", "Ben Okorofield", PHONE, own_words),
)


if __name__ == "__main__":
    main(sys.argv[1])
