"""What watches the process is told the truth, without signing in."""

import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory

from epep.config import health


def readiness(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/health/ready")
    return response.status_code, json.loads(response.content)


def see_a_worker(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_a_process_lives(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}


def test_all_is_ready_with_a_worker_seen_lately(client: Client, db: None) -> None:
    see_a_worker(30)
    assert readiness(client) == (200, {"database": True, "migrations": True, "worker": True})


def test_not_ready_without_a_worker(client: Client, db: None) -> None:
    see_a_worker(90)
    assert readiness(client) == (503, {"database": True, "migrations": True, "worker": False})


def test_not_ready_with_tables_of_yesterday(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder(connection).applied_migrations()
    last = max(found for found in applied if found[0] == "record")
    del applied[last]
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: applied)
    assert readiness(client) == (503, {"database": True, "migrations": False, "worker": False})


def test_not_ready_without_a_database(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=refuse))
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert json.loads(response.content) == {"database": False, "migrations": False, "worker": False}
