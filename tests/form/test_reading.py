"""Reading a file: every problem is named with its line and with what is allowed."""

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, field_validator

from epep.form.reading import Invalid, read


class Destination(BaseModel):
    """A stand-in for something nested."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["box", "folder"]
    label: str


class Rules(BaseModel):
    """A stand-in for an authority's settings."""

    model_config = ConfigDict(extra="forbid")
    slug: str
    days: int = 5
    ratio: float = 0.5
    open: bool = True
    answer: str = ""
    at: str = ""
    phone: str = ""
    nothing: str | None = "something"
    first: Destination | None = None
    destinations: tuple[Destination, ...] = ()
    by_name: dict[str, Destination] = {}
    others: list[Destination] | None = None
    even: int = 0

    @field_validator("even")
    @classmethod
    def is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("only even numbers are allowed")
        return value


def problems(folder: Path, text: str | bytes) -> list[str]:
    """What reading that text complains of, without the folder's name."""
    path = folder / "rules.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Invalid) as caught:
        read(path, Rules)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def test_a_good_file_becomes_the_model(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("slug: central\ndays: 10\nratio: 1.5\nopen: false\nnothing: ~\n")
    assert read(path, Rules) == Rules(slug="central", days=10, ratio=1.5, open=False, nothing=None)


@pytest.mark.parametrize(
    "written", ["yes", "no", "on", "off", "Yes", "y", "NO", "15:30", "0300 300 8000", "007", "2026-12-03"]
)
def test_words_that_older_yaml_would_change_stay_text(tmp_path: Path, written: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(f"slug: a\nanswer: {written}\n")
    assert read(path, Rules).answer == written


def test_every_problem_is_listed_with_its_line(tmp_path: Path) -> None:
    text = """slug: central
days: ten
colour: red

destinations:
  - kind: box
    label: Virtual School Box
  - kind: pigeon
    lable: Loft
"""
    assert problems(tmp_path, text) == [
        "rules.yaml:2: days is 'ten'; it must be a valid integer, unable to parse string as an integer",
        (
            "rules.yaml:3: colour is not known; allowed here: slug, days, ratio, open, answer, at, phone, nothing, "
            "first, destinations, by_name, others, even"
        ),
        "rules.yaml:8: destinations.1.kind is 'pigeon'; it must be 'box' or 'folder'",
        "rules.yaml:8: destinations.1.label is missing; it is required",
        "rules.yaml:9: destinations.1.lable is not known; allowed here: kind, label",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slug: a\nslug: b\n", ["rules.yaml:2: slug is written twice; keep one"]),
        ("slug: 3\n", ["rules.yaml:1: slug is 3; it must be text; put quotes round it"]),
        ("days: 3\n", ["rules.yaml:1: slug is missing; it is required"]),
        (
            "slug: a\nfirst: {kind: box, lable: x, label: y}\n",
            ["rules.yaml:2: first.lable is not known; allowed here: kind, label"],
        ),
        (
            "slug: a\nby_name:\n  one: {kind: box, label: y}\n  two: {kind: box, label: y, more: z}\n",
            ["rules.yaml:4: by_name.two.more is not known; allowed here: kind, label"],
        ),
        (
            "slug: &x a\nanswer: *x\n",
            ["rules.yaml:1: this value is used again through an alias; write it out in full each time"],
        ),
        (
            "slug: a\nothers:\n- {kind: box, label: y, more: z}\n",
            ["rules.yaml:3: others.0.more is not known; allowed here: kind, label"],
        ),
        ("slug: a\neven: 3\n", ["rules.yaml:2: even: only even numbers are allowed"]),
        ("slug: a\ndestinations: box\n", ["rules.yaml:2: destinations is 'box'; it must be a valid tuple"]),
        ("slug: !!python/name:os.system x\n", None),
        ("? [a, b]\n: c\n", ["rules.yaml:1: a key must be plain text"]),
        ("- slug\n", None),
        ("", None),
        ("slug: {\n", None),
        ("a: 1\n---\nb: 2\n", None),
        ("slug: \x07\n", None),
        (b"slug: \xff\xfe\n", None),
    ],
)
def test_each_kind_of_mistake_is_told(tmp_path: Path, text: str | bytes, expected: list[str] | None) -> None:
    told = problems(tmp_path, text)
    assert told == expected if expected else len(told) == 1 and told[0].startswith("rules.yaml:") and ";" in told[0]


def test_an_alias_that_holds_itself_is_refused(tmp_path: Path) -> None:
    assert "alias" in problems(tmp_path, "slug: &x [*x]\n")[0]


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.yaml", Rules)
