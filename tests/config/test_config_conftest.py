"""The test database: spoken to as the web's role, emptied after tests that commit."""

from typing import Any

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from epep.config.postgres import APP


def keep_a_session() -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())


def test_the_connection_is_the_webs_role_which_owns_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (APP, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next(turn: int) -> None:
    assert not Session.objects.exists()
    keep_a_session()
    assert ContentType.objects.exists()


def test_what_a_test_writes_is_not_seen_by_others(owner: psycopg.Connection[Any]) -> None:
    keep_a_session()
    assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
