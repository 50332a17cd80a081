"""A real PostgreSQL for every test that asks for one, spoken to as the web's role, as the running product does."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from epep.config import postgres
from epep.config.migrating import forget_connections
from epep.config.postgres import Urls

pytest_plugins = ["tests.cast", "tests.scenes", "tests.browsing"]

KEPT = ("django_migrations", "django_content_type", "auth_permission")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What must stay together on one process takes long, so it goes first."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Urls]:
    """A running server: the one `epep test` started for all, else one for this process."""
    with tempfile.TemporaryDirectory(prefix="epep-test-") as own:
        data = Path(os.environ.get("EPEP_TEST_CLUSTER", own))
        with postgres.running(data, settings=postgres.FAST) as urls:
            yield urls


@pytest.fixture(scope="session")
def django_db_modify_db_settings(cluster: Urls, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django makes its test database in our server, as the owner of the tables."""
    from epep.config.environment import database

    test = connection.settings_dict["TEST"]
    connection.settings_dict.update({**database(cluster.owner), "TEST": test})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, cluster: Urls) -> Iterator[None]:
    """The test database with its migrations; from here on tests speak as the web's role, with its rights only."""
    from epep.record.rights import grant

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        grant(cursor, postgres.APP)
    speak_as(postgres.APP)
    # Django's own way of emptying, a TRUNCATE by the connection's role, is refused here, as it should be.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty(cluster))
        yield
    speak_as(postgres.OWNER)


def speak_as(role: str) -> None:
    """Connections of this process are made as `role` from now on."""
    forget_connections()
    connection.settings_dict["USER"] = role


def superuser_url(cluster: Urls) -> str:
    """The address of the test database for PostgreSQL's superuser."""
    return cluster.superuser.rsplit("/", 1)[0] + "/" + str(connection.settings_dict["NAME"])


def empty(cluster: Urls) -> None:
    """Empties every table after a test that committed. Frozen tables refuse even their owner: only a superuser may."""
    with psycopg.connect(superuser_url(cluster)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        found = superuser.execute(
            "SELECT string_agg(format('%%I.%%I', schemaname, tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND NOT tablename = ANY(%s)",
            [list(KEPT)],
        ).fetchone()
        superuser.execute(f"TRUNCATE {found[0]} RESTART IDENTITY CASCADE".encode()) if found else None


@pytest.fixture
def owner(db: None, cluster: Urls) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own to the test database as the tables' owner, whom the triggers must refuse as well."""
    url = superuser_url(cluster).replace(f"//{postgres.SUPERUSER}@", f"//{postgres.OWNER}@")
    with psycopg.connect(url, autocommit=True) as connected:
        yield connected


@pytest.fixture
def superuser(db: None, cluster: Urls) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own to the test database as the superuser: to damage what nobody else can."""
    with psycopg.connect(superuser_url(cluster), autocommit=True) as connected:
        yield connected
