"""How long a file and a function may be, so that each can be read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("src", "tests", "benchmarks", "tools")
LINES_OF_A_FILE = {"src": 300, "tests": 400, "benchmarks": 300, "tools": 300}
LINES_OF_A_FUNCTION = 60
LINES_OF_NEARLY_ALL = 33
LINES_OF_HALF = 8


def files(folder: str) -> list[Path]:
    """The Python files of a folder that people write: migrations are written by Django."""
    found = sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
    assert found
    return found


def too_long(text: str, most: int) -> int | None:
    """How many lines a file has when it has more than `most`."""
    lines = len(text.splitlines())
    return lines if lines > most else None


def functions(text: str) -> dict[str, int]:
    """Each function of a file, by name and line, and how many lines it has."""
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {f"{node.name}, line {node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1 for node in found}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_can_be_read_in_one_go(folder: str) -> None:
    read = {path: too_long(path.read_text(encoding="utf-8"), LINES_OF_A_FILE[folder]) for path in files(folder)}
    assert {str(path.relative_to(ROOT)): lines for path, lines in read.items() if lines} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_function_fits_on_a_page(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}": lines
        for path in files(folder)
        for name, lines in functions(path.read_text(encoding="utf-8")).items()
    }
    assert {name: lines for name, lines in found.items() if lines > LINES_OF_A_FUNCTION} == {}


def test_nearly_all_functions_of_the_product_are_short() -> None:
    lines = sorted(n for path in files("src") for n in functions(path.read_text(encoding="utf-8")).values())
    assert lines[len(lines) // 2] <= LINES_OF_HALF
    assert lines[len(lines) * 95 // 100] <= LINES_OF_NEARLY_ALL


def test_a_file_and_a_function_over_their_budget_are_found() -> None:
    body = "    pass\n" * LINES_OF_A_FUNCTION
    assert functions(f"class A:\n  async def f():\n{body}") == {"f, line 2": LINES_OF_A_FUNCTION + 1}
    assert too_long("\n" * 301, 300) == 301
    assert too_long("\n" * 300, 300) is None
