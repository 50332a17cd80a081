"""What arrived outside: mail at the mail server, packages in the filing folders."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.journeys.people import People
from tests.journeys.product import Product


def letters(product: Product) -> Counter[tuple[str, str]]:
    """How many mails arrived, by (address, subject)."""
    return Counter((str(mail["To"]), str(mail["Subject"])) for mail in list(product.mail.arrived))


def names_in(product: Product, people: People) -> list[str]:
    """The names of young people that stand anywhere in a mail: none, if all is well."""
    texts = [f"{mail['Subject']}\n{mail.get_content()}" for mail in list(product.mail.arrived)]
    names = [name for young_person in people.young_people for name in young_person.names]
    assert texts, "without mail this proves nothing"
    return [name for name in names if any(name in text for text in texts)]


def packages_of(product: Product) -> list[Path]:
    """The folders of the packages, by the place they are in."""
    return [path for path in product.packages() if path.is_dir()]


def read_package(folder: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of a package by name, and what its manifest says."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    return files, manifest
