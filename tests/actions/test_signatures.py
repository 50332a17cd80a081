"""Every verb has one shape: keyword arguments only, with who acts and when; the worker's words have nobody."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest

from epep import actions

NAMES = [found.name for found in pkgutil.iter_modules(actions.__path__)]
MODULES = [import_module(f"epep.actions.{name}") for name in NAMES if not name.startswith("_") and name != "outcomes"]
WORKERS = {"delivered", "not_delivered", "remind", "sent", "not_sent", "settle"}
"""What the worker notes of its own doing: there is no person."""
QUESTIONS = {"section_of", "missing_to_submit", "passed_submission", "rows_of", "stored", "wanted"}
"""Functions that only answer."""


def verbs() -> dict[str, Callable[..., Any]]:
    """Every public function that the modules of verbs define, by name; the worker's words too."""
    return {
        name: found
        for module in MODULES
        for name, found in vars(module).items()
        if inspect.isfunction(found)
        and not name.startswith("_")
        and inspect.unwrap(found).__module__ == module.__name__
        and name not in QUESTIONS
    }


@pytest.mark.parametrize("name", sorted(verbs()))
def test_a_verb_takes_keywords_only_with_who_and_when(name: str) -> None:
    parameters = inspect.signature(verbs()[name]).parameters
    kinds = {parameter.kind for parameter in parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert parameters["now"].annotation is datetime
    assert parameters["now"].default is inspect.Parameter.empty
    assert ("by" in parameters) is (name not in WORKERS)
    if "by" in parameters:
        assert parameters["by"].default is inspect.Parameter.empty


@pytest.mark.parametrize("name", sorted(verbs()))
def test_a_verb_says_what_it_does(name: str) -> None:
    assert inspect.getdoc(verbs()[name])


def test_the_exceptions_are_there() -> None:
    known = verbs()
    assert known.keys() >= WORKERS
    defined = {name for module in MODULES for name, found in vars(module).items() if inspect.isfunction(found)}
    assert defined >= QUESTIONS
