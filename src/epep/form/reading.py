"""Read a YAML file into a pydantic model; say every problem with its file, its line and what is allowed.

Scalars are read as in YAML 1.2: `yes`, `no`, `on`, `15:30` and `0300` are text; only true and false are truth values.
Keys written twice, aliases and tags are refused.
"""

import re
import textwrap
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)


class Invalid(ValueError):
    """The file cannot be used. Its text has one line for each problem: `file:line: what is wrong; what is allowed`."""


class _Loader(yaml.SafeLoader):
    """Composes nodes, with the scalars of YAML 1.2 in place of those of 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own attribute)


for _tag, _pattern, _first in (
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(0|[1-9][0-9]*)\.[0-9]+$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)

_SCALARS: dict[str, Any] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:str": str,
}


def read(path: Path, model: type[M]) -> M:
    """The model that the file describes. Raises Invalid with every problem found; OSError when it cannot be opened."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise Invalid(f"{path}:1: the file is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Invalid(f"{path}:{mark.line + 1 if mark else 1}: {error.problem}; the file must be valid YAML") from error
    except yaml.YAMLError as error:
        raise Invalid(f"{path}:1: {' '.join(str(error).split())}; the file must be valid YAML") from error
    if root is None:
        raise Invalid(f"{path}:1: the file is empty; it must hold: {', '.join(model.model_fields)}")
    problems: list[tuple[int, str]] = []
    value = _plain(root, problems, set())
    if not problems:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            problems = [_problem(found, root, model) for found in _telling(error.errors())]
    raise Invalid("\n".join(f"{path}:{line}: {text}" for line, text in sorted(problems)))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: yaml.Node, problems: list[tuple[int, str]], seen: set[int]) -> Any:
    """The node as dict, list, str, int, float, bool or None; what cannot be read is added to `problems`."""
    if id(node) in seen:
        problems.append(
            (
                _line(node),
                "this value is used again through an alias; write it out in full each time",
            )
        )
        return None
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, problems, seen) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, problems, seen)
    construct = _SCALARS.get(node.tag)
    if construct is None:
        problems.append(
            (
                _line(node),
                f"the tag {node.tag} is not known; write plain text, numbers, true or false",
            )
        )
        return None
    return construct(node.value)


def _mapping(node: yaml.MappingNode, problems: list[tuple[int, str]], seen: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problems.append((_line(key), "a key must be plain text"))
        elif key.value in result:
            problems.append((_line(key), f"{key.value} is written twice; keep one"))
        else:
            result[key.value] = _plain(value, problems, seen)
    return result


def _telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too short" where it only follows from a wrong item inside."""
    places = [error["loc"] for error in errors]
    return [
        error
        for error in errors
        if error["type"] != "too_short" or sum(place[: len(error["loc"])] == error["loc"] for place in places) == 1
    ]


def _problem(error: ErrorDetails, root: yaml.Node, model: type[BaseModel]) -> tuple[int, str]:
    """One of pydantic's errors as (line, text)."""
    where = error["loc"]
    name = ".".join(str(step) for step in where) or "the file"
    line = _line(_node(root, where))
    if error["type"] == "missing":
        return line, f"{name} is missing; it is required"
    if error["type"] == "extra_forbidden":
        allowed = _keys(model, where[:-1])
        return line, f"{name} is not known; allowed here: {', '.join(allowed)}"
    if error["type"] == "value_error":
        return line, f"{name}: {error['msg'].removeprefix('Value error, ')}"
    shown = textwrap.shorten(repr(error["input"]), 60, placeholder="...")
    allowed_text = error["msg"].replace("Input should be", "it must be").replace("Input should", "it should")
    if error["type"] == "string_type":
        allowed_text = "it must be text; put quotes round it"
    return line, f"{name} is {shown}; {allowed_text}"


def _node(root: yaml.Node, where: tuple[int | str, ...]) -> yaml.Node:
    """The node nearest to that place; the key where the place is a key, so that its line is the one to look at."""
    here, near = root, root
    for step in where:
        if isinstance(here, yaml.SequenceNode) and isinstance(step, int) and step < len(here.value):
            here = near = here.value[step]
        elif isinstance(here, yaml.MappingNode):
            for key, value in here.value:
                if key.value == step:
                    here, near = value, key
    return near


def _keys(model: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The keys allowed at that place of the model, in the order they are declared; empty when it cannot be told."""
    here: Any = model
    for step in where:
        fields = _fields(here)
        if isinstance(step, str) and step in fields:
            here = _without_none(fields[step].annotation)
        else:  # an item of a list, or a value of a dict: the last type in the brackets
            here = _without_none(next((arg for arg in reversed(get_args(here)) if arg is not Ellipsis), None))
    return list(_fields(here))


def _without_none(here: Any) -> Any:
    """`X` for `X | None`; anything else as it is."""
    if get_origin(here) in (Union, UnionType):
        return next(arg for arg in get_args(here) if arg is not type(None))
    return here


def _fields(here: Any) -> dict[str, Any]:
    """The fields of a model type; none for any other type."""
    return here.model_fields if isinstance(here, type) and issubclass(here, BaseModel) else {}
