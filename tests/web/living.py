"""A plan in a database that a served product and a real browser see, its clock where the test sets it."""

from dataclasses import dataclass

from playwright.sync_api import Page
from tests.scenes import Scene
from tests.web.axe import Complaints, everything_wrong
from tests.web.visiting import sign_in

from epep.form.parts import Part


@dataclass
class Living:
    """A scene, served at an address, and the window that looks at it."""

    scene: Scene
    address: str
    page: Page
    complaints: Complaints

    def be(self, part: Part) -> "Living":
        """Sign in as whoever plays `part`."""
        sign_in(self.page, self.address, self.scene.cast[part])
        return self

    def open(self, path: str) -> Page:
        """Open a page of the plan: "sdq/", "sections/progress/"."""
        answer = self.page.goto(f"{self.address}/plans/{self.scene.plan_id}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        return self.page

    def wrong(self, path: str) -> list[str]:
        """Everything that is wrong with a page."""
        self.complaints.clear()
        return everything_wrong(self.open(path), self.complaints)
