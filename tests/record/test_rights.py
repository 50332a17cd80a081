"""The two locks on facts, each tried on every table with rows in it; and what the web's role may not do besides."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from psycopg.errors import CheckViolation, InsufficientPrivilege
from tests.conftest import superuser_url
from tests.scenes import Kept

from epep.config import postgres
from epep.config.postgres import APP, OWNER, Urls
from epep.record.rights import CHANGES, NEVER_CHANGES

Connection = psycopg.Connection[Any]

NOT_IN_THE_SCENES = (
    "INSERT INTO cancellation (meeting_id, reason, at, by_id) SELECT id, 'Snow', now(), arranged_by_id FROM meeting",
    """
    INSERT INTO check_request (plan_id, asked_of, message, asked_at, asked_by_id)
    SELECT id, 'carer', '', now(), opened_by_id FROM plan
    """,
    """
    INSERT INTO check_answer (check_request_id, comments, message, at, by_id)
    SELECT id, '{}', 'Good', now(), asked_by_id FROM check_request
    """,
)


@pytest.fixture(scope="module")
def rows(kept: Kept, cluster: Urls) -> None:
    """The scenes, committed, and rows in the tables that they leave empty."""
    with psycopg.connect(superuser_url(cluster)) as superuser:
        for sql in NOT_IN_THE_SCENES:
            superuser.execute(sql.encode())


@pytest.fixture
def web(db: None, cluster: Urls) -> Iterator[Connection]:
    """A connection of its own as the web's role."""
    url = superuser_url(cluster).replace(f"//{postgres.SUPERUSER}@", f"//{APP}@")
    with psycopg.connect(url, autocommit=True) as connected:
        yield connected


def one(connection: Connection, sql: str) -> Any:
    """The first value that a statement gives."""
    row = connection.execute(sql.encode()).fetchone()
    assert row
    return row[0]


FIRST = "id = (SELECT min(id) FROM {table})"
CHANGING = {
    "update": f"UPDATE {{table}} SET id = id WHERE {FIRST}",
    "delete": f"DELETE FROM {{table}} WHERE {FIRST}",
    "truncate": "TRUNCATE {table} CASCADE",
    "insert": f"INSERT INTO {{table}} SELECT * FROM {{table}} WHERE {FIRST} ON CONFLICT (id) DO UPDATE SET id = 0",
    "merge": f"MERGE INTO {{table}} USING (SELECT 1) one ON true WHEN MATCHED AND {FIRST} THEN DELETE",
}

each_table = pytest.mark.parametrize("table", NEVER_CHANGES)
each_way = pytest.mark.parametrize("way", CHANGING)


def contents(connection: Connection, table: str) -> Any:
    """Every row of a table that has some, in short."""
    assert one(connection, f"SELECT count(*) FROM {table}") > 0, f"the scenes have no row of {table}"
    return one(connection, f"SELECT md5(string_agg(fact::text, '|' ORDER BY id)) FROM {table} fact")


@each_way
@each_table
def test_p10_the_web_may_not_change_a_fact(rows: None, web: Connection, table: str, way: str) -> None:
    before = contents(web, table)
    with pytest.raises(InsufficientPrivilege, match=f"for table {table}$"):
        web.execute(CHANGING[way].format(table=table).encode())
    assert contents(web, table) == before


@each_way
@each_table
def test_p10_a_trigger_refuses_the_tables_owner(rows: None, owner: Connection, table: str, way: str) -> None:
    before = contents(owner, table)
    with pytest.raises(CheckViolation, match=f"^rows of {table} are never changed or removed"):
        owner.execute(CHANGING[way].format(table=table).encode())
    assert contents(owner, table) == before


@each_table
def test_p10_the_web_may_read_and_add_facts_and_nothing_else(web: Connection, table: str) -> None:
    web.execute(f"GRANT ALL ON {table} TO {APP}".encode())  # a warning only, and no right more
    asked = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    given = [right for right in asked if one(web, f"SELECT has_table_privilege('{table}', '{right}')")]
    assert given == ["SELECT", "INSERT"]
    assert not one(web, f"SELECT has_any_column_privilege('{table}', 'UPDATE, REFERENCES')")


def test_every_table_of_the_record_either_changes_or_never_does() -> None:
    tables = [model._meta.db_table for model in apps.get_app_config("record").get_models(include_auto_created=True)]
    assert sorted(NEVER_CHANGES + CHANGES) == sorted(tables)


def test_the_web_owns_nothing_and_is_nobody_else_as_well(web: Connection) -> None:
    assert one(web, "SELECT current_user") == APP
    assert one(web, f"SELECT count(*) FROM pg_shdepend WHERE refobjid = '{APP}'::regrole AND deptype = 'o'") == 0
    assert one(web, f"SELECT count(*) FROM pg_auth_members WHERE member = '{APP}'::regrole") == 0
    powers = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
    assert not one(web, f"SELECT {powers} FROM pg_roles WHERE rolname = '{APP}'")


def test_the_tables_owner_owns_every_table(web: Connection) -> None:
    owners = web.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [(OWNER,)]


@each_table
@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE {table} DISABLE TRIGGER never_changes",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TRIGGER never_changes ON {table}",
        "DROP TRIGGER never_emptied ON {table}",
        "CREATE TRIGGER a BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE RULE a AS ON INSERT TO {table} DO INSTEAD NOTHING",
        "ALTER TABLE {table} OWNER TO epep_app",
        "ALTER TABLE {table} RENAME TO other",
        "ALTER TABLE {table} DROP COLUMN id CASCADE",
        "DROP TABLE {table} CASCADE",
    ],
)
def test_the_web_may_not_take_a_lock_off(web: Connection, table: str, sql: str) -> None:
    with pytest.raises(InsufficientPrivilege, match=r"must be owner|permission denied"):
        web.execute(sql.format(table=table).encode())


@pytest.mark.parametrize(
    "sql",
    [
        "SET session_replication_role = replica",
        f"ALTER ROLE {APP} SET session_replication_role = replica",
        f"ALTER ROLE {APP} SUPERUSER",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION refuse_change() RENAME TO refuse_nothing",
        "DROP FUNCTION refuse_change() CASCADE",
        "CREATE TABLE public.mine (id int)",
        "CREATE VIEW public.mine AS SELECT 1",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "DROP SCHEMA public CASCADE",
        "COPY plan TO PROGRAM 'true'",
        "ALTER SYSTEM SET session_replication_role = replica",
    ],
)
def test_the_web_may_not_get_round_the_locks(web: Connection, sql: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        web.execute(sql.encode())


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO django_migrations (app, name, applied) VALUES ('record', '0003_other', now())",
        "UPDATE django_migrations SET name = name",
        "DELETE FROM django_migrations",
        "TRUNCATE django_migrations",
    ],
)
def test_the_web_may_not_say_which_migrations_were_made(web: Connection, sql: str) -> None:
    with pytest.raises(InsufficientPrivilege, match=r"for table django_migrations$"):
        web.execute(sql.encode())
