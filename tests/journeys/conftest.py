"""The running product and the people of the journeys: made once, and gone after the last journey."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from tests.journeys import product as running_product
from tests.journeys.people import People, YoungPerson
from tests.journeys.product import Product
from tests.journeys.window import DESKTOP, Size, Window

from epep.config.postgres import Urls
from epep.form.parts import Part


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
def come_in(browser: Browser, product: Product) -> Iterator[Callable[..., Window]]:
    """`come_in(email, size, scripts=…)` gives a window in which the person has signed in. Closed at the end."""
    opened: list[Window] = []

    def come_in(email: str, size: Size = DESKTOP, *, scripts: bool = True) -> Window:
        window = Window(browser, product.address, size, scripts=scripts)
        opened.append(window)
        window.open("/")
        window.sign_in(email)
        return window

    yield come_in
    for window in opened:
        window.close()
