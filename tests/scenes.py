"""A plan at every stage, walked there once for all tests; each test works on it and leaves it as it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql
from pytest_django import DjangoDbBlocker
from tests.cast import NOW, Cast, make_cast
from tests.conftest import KEPT, empty, superuser_url
from tests.make import a_plan_at

from epep.actions import people
from epep.config.postgres import Urls
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.people import YoungPerson
from epep.record.plans import Plan


@dataclass
class Scene:
    """One young person with everybody around them, and their plan on its way."""

    cast: Cast
    walk: Walk

    @property
    def plan_id(self) -> int:
        """The plan."""
        return self.walk.plan.pk

    @property
    def stage(self) -> Stage:
        """Where the plan stands now."""
        return self.walk.standing.stage


@dataclass(frozen=True)
class Kept:
    """The scenes, a cast in another authority, and every row of theirs: by table, as COPY writes it."""

    scenes: dict[Stage, Scene]
    far: Cast
    rows: dict[str, bytes]
    sequences: dict[str, int]


@pytest.fixture(scope="session")
def walked(django_db_setup: None, django_db_blocker: DjangoDbBlocker, cluster: Urls) -> Kept:
    """All scenes, walked to their stage through the real actions, written down and taken away again."""
    with django_db_blocker.unblock():
        authority = people.add_authority(slug="central-bedfordshire", name="The council", by=None, now=NOW)
        northmere = people.add_authority(slug="northmere", name="Northmere Council", by=None, now=NOW)
        far = make_cast(northmere, ".far", mosaic_id="1083421")
        scenes = {}
        for number, stage in enumerate(Stage):
            cast = make_cast(authority, f".{stage}", mosaic_id=f"10834{number}")
            scenes[stage] = Scene(cast, a_plan_at(stage, cast))
    with psycopg.connect(superuser_url(cluster)) as superuser:
        found = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = {table: _written_down(superuser, table) for (table,) in found if table not in KEPT}
        last = superuser.execute("SELECT sequencename, coalesce(last_value, 1) FROM pg_sequences").fetchall()
    empty(cluster)
    return Kept(scenes, far, {table: text for table, text in rows.items() if text}, dict(last))


def _written_down(superuser: psycopg.Connection[Any], table: str) -> bytes:
    with superuser.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def put_back(walked: Kept, cluster: Urls) -> None:
    """The scenes' rows are in the database again, committed."""
    with psycopg.connect(superuser_url(cluster)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for table, text in walked.rows.items():
            with superuser.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                copy.write(text)
        for sequence, last in walked.sequences.items():
            superuser.execute("SELECT setval(%s, %s)", [sequence, last])


@pytest.fixture(scope="module")
def kept(walked: Kept, cluster: Urls) -> Iterator[Kept]:
    """The scenes in the database, for one module."""
    put_back(walked, cluster)
    yield walked
    empty(cluster)


At = Callable[[Stage], Scene]
"""Gives the scene at a stage, with rows read afresh and a clock of its own."""


@pytest.fixture
def at_stage(kept: Kept, db: None) -> At:
    """For a test whose writes are rolled back."""
    return lambda stage: _afresh(kept.scenes[stage])


@pytest.fixture
def committed_at(walked: Kept, transactional_db: None, cluster: Urls) -> At:
    """For a test that commits, from several connections: everything is emptied after it."""
    put_back(walked, cluster)
    return lambda stage: _afresh(walked.scenes[stage])


def _afresh(was: Scene) -> Scene:
    young_person = YoungPerson.objects.select_related("authority").get(pk=was.walk.young_person.pk)
    plan = Plan.objects.select_related("young_person__authority").get(pk=was.plan_id)
    return Scene(was.cast, Walk(young_person, was.walk.now, plan))


@pytest.fixture
def far(kept: Kept) -> Cast:
    """The same parts in another authority."""
    return kept.far
