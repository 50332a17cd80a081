"""The running product, a browser, and the people of the journeys: made once, and gone after the last journey."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys import product as running_product
from tests.journeys.product import Product
from tests.journeys.window import DESKTOP, Size, Window
from tests.web.axe import chromium

from epep.config.postgres import Urls
from epep.form.parts import Part


@dataclass(frozen=True)
class YoungPerson:
    """A young person of the journeys. `names` are all that no mail may hold."""

    pk: int
    name: str
    known_as: str
    email: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of theirs."""
        return (*self.name.split(), self.known_as)


@dataclass(frozen=True)
class People:
    """Everybody: those who work with all the young people by part, as (name, e-mail), and the young people."""

    by_part: dict[Part, tuple[str, str]]
    young_people: tuple[YoungPerson, ...]

    def email(self, part: Part) -> str:
        """The address of whoever plays a part."""
        return self.by_part[part][1]


@pytest.fixture(scope="module")
def product(cluster: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, running."""
    with running_product.running(cluster, tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="module")
def people(product: Product) -> People:
    """The people, as the product knows them."""
    made = product.python("-m", "tests.journeys.casting")
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)
    by_part = {Part(part): (name, email) for part, (name, email) in found["people"].items()}
    return People(by_part, tuple(YoungPerson(*row) for row in found["young_people"]))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One Chromium, ended with the journeys: while it runs, Django takes this thread for an asynchronous one."""
    with sync_playwright() as playwright, chromium(playwright) as started:
        yield started


@pytest.fixture(scope="module")
def come_in(chrome: Browser, product: Product) -> Iterator[Callable[..., Window]]:
    """`come_in(email, size, scripts=…)` gives a window in which the person has signed in. Closed at the end."""
    opened: list[Window] = []

    def come_in(email: str, size: Size = DESKTOP, *, scripts: bool = True) -> Window:
        window = Window(chrome, product.address, size, scripts=scripts)
        opened.append(window)
        window.open("/")
        window.sign_in(email)
        return window

    yield come_in
    for window in opened:
        window.close()
