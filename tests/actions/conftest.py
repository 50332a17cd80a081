"""A plan at every stage, brought there once for each module; each test works on it and leaves it as it was."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.actions.verbs import Scene
from tests.cast import NOW, Cast, make_cast
from tests.conftest import empty
from tests.make import a_plan_at

from epep.actions import people
from epep.config.postgres import Urls
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.people import YoungPerson
from epep.record.plans import Plan


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker, cluster: Urls) -> Iterator[dict[Stage, Scene]]:
    """A scene at every stage, committed; gone when the module is done."""
    with django_db_blocker.unblock():
        authority = people.add_authority(slug="central-bedfordshire", name="The council", by=None, now=NOW)
        scenes = {}
        for number, stage in enumerate(Stage):
            cast = make_cast(authority, f".{stage}", mosaic_id=f"10834{number}")
            scenes[stage] = Scene(cast, a_plan_at(stage, cast))
    yield scenes
    empty(cluster)


@pytest.fixture(scope="module")
def far(kept: dict[Stage, Scene], django_db_blocker: DjangoDbBlocker) -> Cast:
    """The same parts in another authority."""
    with django_db_blocker.unblock():
        northmere = people.add_authority(slug="northmere", name="Northmere Council", by=None, now=NOW)
        return make_cast(northmere, ".far", mosaic_id="1083421")


@pytest.fixture
def at_stage(kept: dict[Stage, Scene], db: None) -> Callable[[Stage], Scene]:
    """Gives a scene at a stage, with rows read afresh and a clock of its own."""

    def scene(stage: Stage) -> Scene:
        was = kept[stage]
        young_person = YoungPerson.objects.select_related("authority").get(pk=was.walk.young_person.pk)
        plan = Plan.objects.select_related("young_person__authority").get(pk=was.plan_id)
        return Scene(was.cast, Walk(young_person, was.walk.now, plan))

    return scene
