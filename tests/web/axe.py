"""What every page must stand up to in a real browser: axe, keyboard, 320 pixels, target size, strict HTML, CSP.

Each check takes a Playwright page that is showing something and gives a list of what is wrong, empty when nothing is.
`everything_wrong` runs them all, and is what a page's test asserts to be empty.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import html5lib
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

AXE: Final = (Path(__file__).parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
CHECKS: Final = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET: Final = ["--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"]


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start Debian's Chromium, or the one EPEP_CHROMIUM names, or Playwright's own."""
    named = os.environ.get("EPEP_CHROMIUM", "/usr/bin/chromium")
    path = named if Path(named).exists() else None
    # Chromium's sandbox cannot start as root, which is what a container runs as.
    args = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    browser = playwright.chromium.launch(executable_path=path, args=args)
    try:
        yield browser
    finally:
        browser.close()


class Complaints(list[str]):
    """What a page's console says while the test runs: errors, warnings, and what the CSP refused."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.append(f"{message.type}: {message.text}")


def axe(page: Page) -> dict[str, list[str]]:
    """Run axe on what the page shows: `violations` must be none; `incomplete` is for a person to look at."""
    page.evaluate(AXE)  # a script tag would be refused by the page's own security policy
    found: dict[str, list[str]] = _ask(page, "axe", TAGS)
    return found


def _ask(page: Page, check: str, argument: Any = None) -> Any:
    page.evaluate(CHECKS)
    return page.evaluate(f"argument => epepChecks.{check}(argument)", argument)


def html_wrong(html: str) -> list[str]:
    """Give where a document is not HTML, by a strict parser."""
    try:
        html5lib.HTMLParser(strict=True).parse(html)
    except html5lib.html5parser.ParseError as error:
        return [f"not valid HTML: {error}"]
    return []


def too_wide(page: Page, width: int = 320, height: int = 256) -> list[str]:
    """Give what makes the page scroll sideways at a width (320 by 256 is 1280 by 1024 at 400%)."""
    return _at(page, width, height, "tooWide")


def too_small(page: Page, width: int = 320, height: int = 568) -> list[str]:
    """Give the controls that are smaller than 24 by 24 pixels; links within a sentence may be."""
    return [f"smaller than 24px: {each}" for each in _at(page, width, height, "tooSmall")]


def _at(page: Page, width: int, height: int, check: str) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    found: list[str] = _ask(page, check)
    if before:
        page.set_viewport_size(before)
    return found


def keyboard_stops(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Press Tab from the top until the page has been gone round; give each stop in order."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = _ask(page, "focused")
        if stop is None or any(stop["id"] == seen["id"] for seen in stops):
            return stops
        stops.append(stop)
    raise AssertionError(f"the keyboard does not get round the page in {most} steps")


def keyboard_wrong(page: Page) -> list[str]:
    """Give the stops whose focus cannot be seen, or that something stands over."""
    stops = keyboard_stops(page)
    wrong = [] if stops else ["the keyboard reaches nothing"]
    wrong += [f"focus cannot be seen: {stop['name']}" for stop in stops if not stop["visible"]]
    return wrong + [f"focus is covered: {stop['name']}" for stop in stops if stop["covered"] or not stop["inside"]]


def everything_wrong(page: Page, complaints: Complaints, sent: str | None = None) -> list[str]:
    """Run every check on what the page shows now. `sent` is its HTML as it was sent; else it is asked for anew."""
    sent = page.request.get(page.url).text() if sent is None else sent
    wrong = axe(page)["violations"] + html_wrong(sent) + keyboard_wrong(page)
    wrong += too_wide(page) + too_wide(page, 640, 512) + too_small(page)
    return wrong + list(complaints)
