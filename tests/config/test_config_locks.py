"""The lock files: every file's hash, no registry's address, and what pyproject.toml asks for."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from epep.config.starting import ROOT

LOCKS = ("bootstrap.lock", "requirements.lock", "requirements-test.lock")
ENTRY = re.compile(
    r"^(?P<what>[a-z0-9][\w.\-]*==\S+(?: ;[^\\]*)?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def locked(name: str) -> dict[str, Requirement]:
    """The requirements of a lock file by their names."""
    found = [Requirement(entry["what"].strip()) for entry in ENTRY.finditer((ROOT / name).read_text())]
    return {canonicalize_name(each.name): each for each in found}


def wanted(extra: str = "") -> list[Requirement]:
    """What pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"][extra] if extra else []
    return [Requirement(text) for text in (*project["dependencies"], *optional)]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_versions_and_hashes_and_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text()
    assert ENTRY.sub("", text) == ""
    assert "://" not in text
    assert "index" not in text
    assert locked(name)


@pytest.mark.parametrize(("name", "extra"), [("requirements.lock", ""), ("requirements-test.lock", "test")])
def test_a_lock_answers_pyproject(name: str, extra: str) -> None:
    found = locked(name)
    for asked in wanted(extra):
        (pin,) = found[canonicalize_name(asked.name)].specifier
        assert asked.specifier.contains(pin.version, prereleases=True), f"{asked}: run tools/lock"


@pytest.mark.parametrize(("name", "extra"), [("requirements.lock", ""), ("requirements-test.lock", "test")])
def test_a_lock_names_everything_needed_here_and_nothing_more(name: str, extra: str) -> None:
    found, needed = locked(name), set()
    waiting = [(canonicalize_name(asked.name), asked.extras) for asked in wanted(extra)]
    while waiting:
        package, extras = waiting.pop()
        if (package, frozenset(extras)) in needed:
            continue
        needed.add((package, frozenset(extras)))
        for text in metadata.requires(package) or []:
            asked = Requirement(text)
            if not asked.marker or any(asked.marker.evaluate({"extra": chosen}) for chosen in ("", *extras)):
                waiting.append((canonicalize_name(asked.name), asked.extras))
    here = {each for each, pin in found.items() if not pin.marker or pin.marker.evaluate()}
    assert here == {package for package, _ in needed}, "run tools/lock"


def test_what_tests_need_holds_what_running_needs_at_the_same_versions() -> None:
    running, testing = locked("requirements.lock"), locked("requirements-test.lock")
    assert {name: testing[name].specifier for name in running} == {name: pin.specifier for name, pin in running.items()}
