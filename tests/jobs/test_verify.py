"""`epep verify` finds whatever a superuser damages, says where, and finds nothing wrong when nothing is."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cast import Cast
from tests.jobs.conftest import work
from tests.make import a_plan_at

from epep.config.postgres import APP, OWNER
from epep.jobs import verify, walk
from epep.papers.canonical import digest
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.rights import NEVER_CHANGES, grant, lock_sql

pytestmark = pytest.mark.django_db(transaction=True)

Superuser = psycopg.Connection[Any]
Verify = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def verified(capsys: pytest.CaptureFixture[str]) -> Verify:
    """Runs it; gives its exit code and its findings, without the summary."""

    def run(**options: bool) -> tuple[int, list[str]]:
        capsys.readouterr()
        code = verify.run(**options)
        *lines, summary = capsys.readouterr().out.splitlines()
        assert summary.startswith("Checked ")
        return code, lines

    return run


@pytest.fixture
def plan(cast: Cast, filing: Path) -> int:
    """A plan submitted twice, passed and delivered, and the next one, which that opened; gives the id of the first."""
    found = a_plan_at(Stage.RETURNED, cast)
    walk.submit(found.later(days=1))
    walk.pass_on(found.later(days=1))
    work()
    return found.plan.pk


def damage(superuser: Superuser, sql: str) -> None:
    """What nobody but a superuser can do, past every trigger."""
    superuser.execute("SET session_replication_role = replica")
    assert superuser.execute(sql.encode()).rowcount != 0
    superuser.execute("SET session_replication_role = origin")


@contextmanager
def mended(superuser: Superuser, *tables: str) -> Iterator[None]:
    """Afterwards the tables hold again what they held before."""
    for table in tables:
        superuser.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}".encode())
    yield
    superuser.execute("SET session_replication_role = replica")
    for table in tables:
        superuser.execute(f"DELETE FROM {table}".encode())
        superuser.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}".encode())
        superuser.execute(f"DROP TABLE kept_{table}".encode())
    superuser.execute("SET session_replication_role = origin")


def test_p10_nothing_is_wrong_when_nothing_is(plan: int, verified: Verify, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified() == (0, [])
    verify.run()
    assert (
        capsys.readouterr().out
        == "Checked 2 submissions, 2 filing packages, 2 plans and the locks on the tables: nothing wrong.\n"
    )


DAMAGES = [
    (
        "UPDATE submission SET content = replace(content, 'Priory', 'Abbey') WHERE number = 1",
        "version 1: its text is not the one that was submitted: the SHA-256 differs",
    ),
    (
        "UPDATE submission SET sha256 = repeat('0', 64) WHERE number = 2",
        "version 2: its text is not the one that was submitted: the SHA-256 differs",
    ),
    (
        "UPDATE submission SET content = content || ' ' WHERE number = 1",
        "version 1: its text is not in canonical form",
    ),
    ("UPDATE submission SET content = 'x' WHERE number = 2", "version 2: its text is not JSON"),
    (
        "UPDATE submission SET content = '[]' WHERE number = 2",
        "version 2: its number is 2 beside the text and None",
    ),
    ("UPDATE submission SET content = '{}' WHERE number = 2", "version 2: its PDF cannot be made again"),
    (
        "UPDATE submission SET previous_sha256 = repeat('0', 64) WHERE number = 2",
        "version 2: its link to the version before it does not fit",
    ),
    ("UPDATE submission SET number = 4 WHERE number = 2", "version 4: version 2 and 3 before it is missing"),
    ("UPDATE submission SET number = 4 WHERE number = 2", "version 4: its number is 4 beside the text and 2 in it"),
    ("DELETE FROM submission WHERE number = 1", "version 2: version 1 before it is missing"),
    ("DELETE FROM submission WHERE number = 2", "the history tells of 2 submissions, and there are 1"),
    ("UPDATE submission SET form_version = '2031.1' WHERE number = 1", "version 1: There is no form post16 2031.1"),
    ("UPDATE submission SET form_version = '2031.1' WHERE number = 1", "its form.version is '2031.1' beside the"),
    ("DELETE FROM submission_pdf", "version 1: its PDF is missing"),
    ("UPDATE submission_pdf SET content = 'x'", "version 1: its PDF is not the one that was made"),
    ("UPDATE submission_pdf SET content = 'x'", "version 2: its PDF is not what its text gives"),
]


def test_p10_damaged_submissions_are_found(plan: int, superuser: Superuser, verified: Verify) -> None:
    for sql, finding in DAMAGES:
        with mended(superuser, "submission", "submission_pdf"):
            damage(superuser, sql)
            code, lines = verified()
        assert code == 1
        assert any(finding in line and line.startswith(f"plan {plan}") for line in lines), (sql, lines)
    assert verified() == (0, [])


def test_p10_a_text_swapped_together_with_its_hash_is_found_by_the_next_link_and_by_the_pdf(
    plan: int, superuser: Superuser, verified: Verify
) -> None:
    row = superuser.execute("SELECT content FROM submission WHERE number = 1").fetchone()
    assert row
    forged = row[0].replace("Priory", "Abbey")
    superuser.execute("SET session_replication_role = replica")
    superuser.execute("UPDATE submission SET content = %s, sha256 = %s WHERE number = 1", [forged, digest(forged)])
    code, lines = verified()
    assert code == 1
    assert f"plan {plan}, version 2: its link to the version before it does not fit" in lines
    assert f"plan {plan}, version 1: its PDF is not what its text gives" in lines


def test_p10_a_pdf_of_another_typesetter_is_held_to_its_hash_only(
    plan: int, superuser: Superuser, verified: Verify
) -> None:
    damage(
        superuser, "UPDATE submission_pdf SET made_with = 'typst 0.1', content = 'x', sha256 = '" + digest("x") + "'"
    )
    assert verified()[1] == []


CHANGED = "table copy: the trigger never_changes is switched off or not as it was made"
GONE = "table copy: the trigger never_changes is missing"


def remade(when: str, only: str = "") -> str:
    """A trigger with the right name that does less."""
    return (
        f"CREATE OR REPLACE TRIGGER never_changes {when} ON copy FOR EACH ROW {only} EXECUTE FUNCTION refuse_change()"
    )


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "ALTER TABLE submission DISABLE TRIGGER never_changes",
            "table submission: the trigger never_changes is switched",
        ),
        (
            "ALTER TABLE event ENABLE REPLICA TRIGGER never_emptied",
            "table event: the trigger never_emptied is switched",
        ),
        ("DROP TRIGGER never_emptied ON review", "table review: the trigger never_emptied is missing"),
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "table submission: the trigger never_changes is switched off or not as it was made",
        ),
        (remade("BEFORE UPDATE"), CHANGED),
        (remade("BEFORE UPDATE OR DELETE", "WHEN (false)"), GONE),
        (remade("BEFORE UPDATE OF at OR DELETE"), GONE),
        ("GRANT UPDATE ON submission TO epep_app", "table submission: epep_app was given the right to UPDATE"),
        ("GRANT UPDATE (reason) ON review TO epep_app", "table review: epep_app was given the right to UPDATE"),
        ("GRANT DELETE ON filing TO public", "table filing: everybody was given the right to DELETE"),
        ("GRANT TRUNCATE ON event TO epep_app", "table event: epep_app was given the right to TRUNCATE"),
        ("ALTER TABLE copy OWNER TO epep_app", "table copy: the role that epep works as owns it"),
        ("ALTER TABLE share RENAME TO shared", "table share: there is no such table"),
    ],
)
def test_p10_an_open_lock_is_found(
    cast: Cast, superuser: Superuser, locks: None, verified: Verify, sql: str, finding: str
) -> None:
    superuser.execute(sql.encode())
    code, lines = verified()
    assert code == 1
    assert any(line.startswith(finding) for line in lines), lines


@pytest.fixture
def locks(superuser: Superuser) -> Iterator[None]:
    """The locks are put on again after the test, all of them, as the migration and `epep migrate` do."""
    yield
    tables = ", ".join(NEVER_CHANGES)
    for sql in (
        "ALTER TABLE IF EXISTS shared RENAME TO share",
        *(f"ALTER TABLE {table} OWNER TO {OWNER}" for table in NEVER_CHANGES),
        "DROP FUNCTION refuse_change() CASCADE",
        f"SET ROLE {OWNER}",
        *lock_sql(),
        f"REVOKE ALL ON {tables} FROM {APP}, public",
        f"REVOKE UPDATE (reason) ON review FROM {APP}",
    ):
        superuser.execute(sql.encode())
    with superuser.cursor() as cursor:
        grant(InWords(cursor), APP)


@dataclass
class InWords:
    """A cursor that takes SQL as text."""

    cursor: psycopg.Cursor[Any]

    def execute(self, sql: str) -> object:
        return self.cursor.execute(sql.encode())


@pytest.mark.parametrize(
    ("what", "finding"),
    [
        ("the package", "its package is missing from the folder"),
        ("a file", "missing from the folder: case-note.txt"),
        ("a byte", "changed in the folder: case-note.txt"),
        ("two files", "changed in the folder: 1083421_PEP_2026-11-30_v2.pdf, manifest.json"),
        ("the folder", "its folder cannot be looked into. The folder is not there: a file has its name"),
    ],
)
def test_p13_a_package_that_is_not_there_as_it_was_put_is_found(
    plan: int, filing: Path, verified: Verify, what: str, finding: str
) -> None:
    package = next((filing / "mosaic").iterdir())
    if what in ("the package", "the folder"):
        shutil.rmtree(package)
    if what == "the folder":
        (filing / "mosaic").rmdir()
        (filing / "mosaic").write_text("")
    if what == "a file":
        (package / "case-note.txt").unlink()
    if what == "a byte":
        (package / "case-note.txt").write_bytes((package / "case-note.txt").read_bytes().replace(b"P", b"Q", 1))
    if what == "two files":
        for file in (*package.glob("*.pdf"), package / "manifest.json"):
            file.write_bytes(b"x")
    assert verified() == (1, [f"plan {plan}, version 2, mosaic: {finding}"])


def test_what_a_file_manager_leaves_in_a_package_is_nothing_wrong(plan: int, filing: Path, verified: Verify) -> None:
    for package in (filing / "mosaic").iterdir():
        (package / "Thumbs.db").write_bytes(b"pictures")
    assert verified() == (0, [])


def test_a_package_of_a_destination_that_has_no_folder_any_more_is_said(
    plan: int, superuser: Superuser, verified: Verify
) -> None:
    damage(superuser, "UPDATE delivery SET destination = 'gone' WHERE destination = 'mosaic'")
    assert verified()[1] == [
        f"plan {plan}, version 2, gone: its folder cannot be looked into: the settings name none any more"
    ]


COLUMNS = "part, what, due_on, about, authority_id, plan_id, young_person_id"
SECOND = f"INSERT INTO duty ({COLUMNS}) SELECT {COLUMNS} FROM duty WHERE what = 'copies'"


WRONG_DUTIES = [
    ("DELETE FROM duty WHERE what = 'save'", "of its duties, 'save' on mosaic, virtual_school_box by"),
    ("UPDATE duty SET due_on = due_on + 1 WHERE what = 'save'", "is missing"),
    ("UPDATE duty SET due_on = due_on + 1 WHERE what = 'save'", "should not be there"),
    ("UPDATE duty SET part = 'nobody' WHERE what = 'copies'", "'copies' by nobody, due"),
    ("UPDATE duty SET what = 'dance' WHERE what = 'copies'", "'dance' by virtual_school_administrator, due"),
    (SECOND, "should not be there"),
]


def test_duties_that_the_facts_do_not_give_are_found_and_repaired(
    plan: int, superuser: Superuser, verified: Verify
) -> None:
    rows = DutyRow.objects.order_by("due_on", "what").values_list("plan", "what", "part", "due_on", "about")
    before = list(rows)
    for sql, finding in WRONG_DUTIES:
        damage(superuser, sql)
        code, lines = verified()
        assert code == 1
        assert any(line.startswith(f"plan {plan}: of its duties") and finding in line for line in lines), (sql, lines)
        assert verified(repair_duties=True) == (0, ["The duties of 1 plan were not as the facts say, and are now."])
        assert list(rows.all()) == before
    assert verified(repair_duties=True) == (0, ["The duties of 0 plans were not as the facts say, and are now."])


def test_repairing_duties_repairs_nothing_else(plan: int, superuser: Superuser, verified: Verify) -> None:
    damage(superuser, "UPDATE submission SET content = 'x' WHERE number = 2")
    code, lines = verified(repair_duties=True)
    assert code == 1
    assert f"plan {plan}, version 2: its text is not JSON" in lines


def test_no_finding_names_anybody(plan: int, superuser: Superuser, verified: Verify) -> None:
    damage(superuser, "UPDATE submission SET content = replace(content, 'Priory', 'Abbey')")
    damage(superuser, "DELETE FROM duty")
    for line in verified()[1]:
        assert not any(secret in line for secret in ("Yas", "Abara", "1083421"))
