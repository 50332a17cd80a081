"""What the documents say is so: clauses, stages, settings, links."""

import ast
import re
from pathlib import Path

from epep.protocol import diagram

ROOT = Path(__file__).parent.parent.parent
CLAUSES = [f"P{number}" for number in range(1, 18)]


def functions(folder: str) -> list[ast.FunctionDef]:
    found = []
    for path in (ROOT / folder).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def test_every_clause_has_one_home_in_the_protocol() -> None:
    starts = [re.match(r"(P\d+):", ast.get_docstring(one) or "") for one in functions("src/epep/protocol")]
    assert sorted(start[1] for start in starts if start) == sorted(CLAUSES)


def test_every_clause_has_a_test_that_names_it() -> None:
    named = " ".join(function.name for function in functions("tests"))
    assert [clause for clause in CLAUSES if f"p{int(clause[1:]):02}" not in named] == []


def test_the_protocol_document_places_every_clause() -> None:
    rows = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    homes = {
        start[1]: function.name
        for function in functions("src/epep/protocol")
        if (start := re.match(r"(P\d+):", ast.get_docstring(function) or ""))
    }
    for clause in CLAUSES:
        row = re.search(rf"^\| {clause} \|.*$", rows, re.MULTILINE)
        assert row, clause
        assert f"{homes[clause]}`" in row[0], clause


def test_the_stages_document_is_what_the_table_of_moves_gives() -> None:
    assert (ROOT / "docs" / "stages.md").read_text(encoding="utf-8") == diagram.document()


def test_every_setting_is_documented() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/epep/config").glob("*.py"))
    running = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    names = set(re.findall(r'"(EPEP_[A-Z_]+[A-Z]|DATABASE_[A-Z_]+)"', code))
    inner = {name for name in names if name.startswith("EPEP_TEST")}
    assert {name for name in names - inner if f"`{name}`" not in running} == set()


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert link.startswith("http") or (page.parent / link).exists(), f"{page.name}: {link}"
