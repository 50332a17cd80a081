"""Everything that somebody could try to change what was submitted (P10), and what comes of it."""

import re
from collections.abc import Mapping

import psycopg
import pytest
from psycopg import errors, sql
from tests.journeys.product import Product
from tests.journeys.window import Window

FROZEN = ("submission", "submission_pdf", "review", "filing", "copy", "share", "case_note", "closure", "event")
"""Tables that this plan has rows in, and of which no row ever changes."""
COMPARED = (*(table for table in FROZEN if table != "event"), "section")
"""Tables that stay as they are, whatever is tried; a look at a page adds to the events."""

NO_RIGHT, LOCKED = errors.InsufficientPrivilege, errors.CheckViolation
"""Why PostgreSQL refuses the web's role, and why the owner of the tables."""

AT_THE_CONSOLE = """
import django; django.setup()
from django.db import transaction
from epep.record.filing import Filing
from epep.record.reviews import Review
from epep.record.submissions import Submission, SubmissionPdf

def tried(what, change):
    try:
        with transaction.atomic():
            change()
    except Exception as error:
        print(f"refused: {what}: {type(error).__name__}")
    else:
        print(f"DONE: {what}")

def saved(row, field, value):
    setattr(row, field, value)
    row.save()

for table, field, value in (
    (Submission, "content", "{}"),
    (SubmissionPdf, "content", b"%PDF"),
    (Review, "reason", ""),
    (Filing, "reference", "M0"),
):
    name = table.__name__
    tried(f"{name}.save", lambda: saved(table.objects.first(), field, value))
    tried(f"{name}.update", lambda: table.objects.update(**{field: value}))
    tried(f"{name}.delete", lambda: table.objects.all()._raw_delete("default"))
"""
TRIES_AT_THE_CONSOLE = 12


def digest_of(product: Product, *tables: str) -> str:
    """A digest of every row of some tables: the same as long as nothing in them changed."""
    each = sql.SQL(
        "SELECT {name} AS name, md5(string_agg(row::text, '|' ORDER BY row::text)) AS md5 FROM {table} AS row"
    )
    every = sql.SQL(" UNION ALL ").join(each.format(name=sql.Literal(t), table=sql.Identifier(t)) for t in tables)
    with psycopg.connect(product.owner) as owner:
        return str(owner.execute(sql.SQL("SELECT * FROM ({}) AS all_of_them ORDER BY name").format(every)).fetchall())


def forge(window: Window, path: str, **sent: str) -> int:
    """Send a form that the page did not offer, as the person signed in, with a token that counts. Gives the status."""
    window.open("/")
    token = window.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = window.page.request.post(
        window.address + path,
        form={"csrfmiddlewaretoken": token, **sent},
        headers={"Referer": window.address + path},
        max_redirects=0,
    )
    assert "CSRF" not in answer.text(), "the token did not count, so this proves nothing"
    return answer.status


def forgeries(plan: str) -> Mapping[str, tuple[tuple[str, dict[str, str]], ...]]:
    """What could be sent by whom: by the name of the part, (path, fields)."""
    section = {"based_on": "2", "aims": "Changed", "go": "stay"}
    return {
        "designated_teacher": (
            (f"{plan}sections/new_targets/", section),
            (f"{plan}submit/", {}),
            (f"{plan}meeting/next/", {"next": "none", "none_because": "Changed"}),
        ),
        "education_adviser": (
            (f"{plan}review/", {"number": "2", "verdict": "returned", "reason": "Changed"}),
            (f"{plan}review/", {"number": "1", "verdict": "passed"}),
        ),
        "virtual_school_administrator": (
            (f"{plan}save/", {"destination": "mosaic", "reference": "M0000000"}),
            (f"{plan}copies/", {}),
        ),
        "social_worker": (
            (f"{plan}sections/social_care/", {"based_on": "1", "update": "Changed"}),
            (f"{plan}case-note/", {"text": "Changed"}),
            (f"{plan}close/", {}),
        ),
    }


def at_the_console(product: Product) -> list[str]:
    """Change rows at Django's console, as the application itself. Gives a line for each try."""
    done = product.python("-c", AT_THE_CONSOLE)
    assert done.returncode == 0, done.stderr
    return re.findall(r"^(?:refused|DONE): .*", done.stdout, re.MULTILINE)


def by_sql(url: str, refusal: type[psycopg.Error]) -> None:
    """Change every frozen table by hand, as the role of `url`: each statement is refused, for the reason `refusal`."""
    with psycopg.connect(url, autocommit=True) as connected:
        for table in FROZEN:
            name = sql.Identifier(table)
            for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                with pytest.raises(refusal):
                    connected.execute(sql.SQL(statement).format(name))
