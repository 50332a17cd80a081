"""A person's browser window. Every page it shows is looked over: axe, the console, and where its requests went.

People are spoken of as they would speak: they follow links, press buttons and fill in boxes by what these say.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, Response, ViewportSize, expect
from tests.cast import PASSWORD
from tests.web.axe import Complaints, axe

PATIENCE = 10_000  # milliseconds that a page gets
DESKTOP, PHONE, NARROW = (1366, 900), (390, 844), (320, 568)
REFUSALS = (404, 409, 422)  # what pages say when something is wrong with what was sent
Size = tuple[int, int]
Role = Literal["link", "button"]


class Window:
    """One window, with cookies of its own. `size` is in pixels; without `scripts` JavaScript is switched off."""

    def __init__(self, browser: Browser, address: str, size: Size = DESKTOP, *, scripts: bool = True) -> None:
        self.address, self.scripts = address, scripts
        width, height = size
        self.context = browser.new_context(
            ignore_https_errors=True,  # the certificate is the test's own
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="en-GB",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.reader: Page | None = (
            None if scripts else browser.new_page(ignore_https_errors=True, viewport=self._size())
        )
        self.complaints = Complaints(self.page)
        self.astray: list[str] = []
        self.faults: list[str] = []
        self.seen: list[str] = []
        self.status = 0
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.astray.append(request.url)

    def _size(self) -> ViewportSize | None:
        return self.page.viewport_size

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")

    def close(self) -> None:
        """Close it, with its cookies."""
        self.context.close()
        if self.reader:
            self.reader.context.close()

    # Going somewhere ----------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Type an address into the address bar."""
        self._going(lambda: self.page.goto(path if path.startswith("https:") else self.address + path))

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Follow the link that says `text`."""
        self._going(self._named(within, "link", text).click)

    def press(self, text: str, within: Locator | None = None) -> None:
        """Press the button that says `text`."""
        self._going(self._named(within, "button", text).click)

    def _named(self, within: Locator | None, role: Role, text: str) -> Locator:
        exactly = re.compile(f"^{re.escape(text).replace(':', ' ?:')}$")  # text for screen readers may stand apart
        return (within or self.page.locator("body")).get_by_role(role, name=exactly).first

    def _going(self, go: Callable[[], object]) -> None:
        with self.page.expect_navigation(wait_until="load"):
            go()
        self.look_over()

    def look_over(self) -> None:
        """Nothing is wrong with the page that is shown: axe, console, security policy, and nobody else asked."""
        where = f"{urlsplit(self.page.url).path} “{self.page.title()}”"
        if self.status in REFUSALS:  # the browser notes in its console that a page came with such a status
            noted = f"error: Failed to load resource: the server responded with a status of {self.status}"
            self.complaints[:] = [each for each in self.complaints if not each.startswith(noted)]
        wrong = self._axe() + list(self.complaints) + self.astray + self.faults
        assert not wrong, f"{where}: {wrong}"
        self.seen.append(where)

    def _axe(self) -> list[str]:
        """What axe finds. It is a script itself: of a page without scripts it reads a copy that has none either."""
        if self.reader is None:
            return axe(self.page)["violations"]
        address = self.page.url
        html = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.DOTALL)
        self.reader.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self.reader.goto(address)
        found = axe(self.reader)["violations"]
        self.reader.unroute(address)
        return found

    # Reading ------------------------------------------------------------------------------------------------------

    def fetch(self, path: str) -> bytes:
        """What is behind an address, say a PDF, as whoever has signed in gets it."""
        answer = self.page.request.get(self.address + path)
        assert answer.ok, (path, answer.status)
        return answer.body()

    def status_of(self, path: str) -> int:
        """How the product answers to an address."""
        return self.page.request.get(self.address + path, max_redirects=0).status

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.page.url).path

    def says(self, *texts: str) -> None:
        """The page says each of `texts`, where it can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first, f"“{text}”").to_be_visible(timeout=3000)

    def has_no(self, role: Role, name: str) -> None:
        """The page has no such button or link."""
        found = self.page.get_by_role(role, name=re.compile(name))
        assert found.count() == 0, f"{self.path} has a {role} that says {name!r}"

    # Filling in ---------------------------------------------------------------------------------------------------

    def fill(self, label: str, value: str, within: Locator | None = None) -> None:
        """Type into the box that `label` stands over."""
        (within or self.page).get_by_label(label, exact=True).first.fill(value)

    def fill_date(self, legend: str, day: date, within: Locator | None = None) -> None:
        """Type a date into the three boxes below `legend`."""
        boxes = self.group(legend, within)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label, exact=True).fill(str(value))

    def choose(self, legend: str, *labels: str, within: Locator | None = None) -> None:
        """Tick the choices `labels` below `legend`."""
        for label in labels:
            self.group(legend, within).get_by_label(label, exact=True).first.check()

    def tick(self, label: str, within: Locator | None = None) -> None:
        """Tick one box by what stands beside it."""
        (within or self.page).get_by_label(label, exact=True).first.check()

    def select(self, label: str, text: str, within: Locator | None = None) -> None:
        """Choose from a list that drops down."""
        (within or self.page).get_by_label(label, exact=True).first.select_option(label=text)

    def group(self, legend: str, within: Locator | None = None) -> Locator:
        """The boxes that belong together under `legend`."""
        return (within or self.page).get_by_role("group", name=legend, exact=True).first

    # Coming in ----------------------------------------------------------------------------------------------------

    def sign_in(self, email: str) -> None:
        """Sign in with e-mail and password, from wherever the product sent us to do it."""
        self.fill("Email address", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
