"""The bulk path of the benchmark gives the rows that the real actions give."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from tests.cast import MONDAY, NOW

from benchmarks import bulk
from epep.protocol.duties import Duty, What
from epep.record.duties import DutyRow
from epep.record.facts import standings_of
from epep.record.plans import Plan

DIFFERS = {name.split(".")[1] for name in bulk.UNIQUE} | bulk.THEN


@pytest.fixture
def copied(db: None) -> None:
    bulk.one_team(NOW, cases=2)
    bulk.copy(1, 2)


def rows_of(model: type[models.Model], number: int) -> list[dict[str, Any]]:
    """The rows of one copy (0 is the original), without ids and what must be unique, oldest first."""
    first = number * bulk.STRIDE
    rows = model._base_manager.filter(pk__gte=first, pk__lt=first + bulk.STRIDE).order_by("pk")
    ours = [field for field in model._meta.concrete_fields if not field.is_relation and not field.primary_key]
    return [{str(f.column): getattr(row, str(f.attname)) for f in ours if f.column not in DIFFERS} for row in rows]


def test_a_copy_has_the_same_rows_as_the_real_actions_made(copied: None) -> None:
    for model in apps.get_app_config("record").get_models():
        if model._meta.db_table not in bulk.SHARED | {"submission_pdf"}:
            original = rows_of(model, 0)
            assert rows_of(model, 1) == rows_of(model, 2) == original, model


def test_every_copied_foreign_key_points_into_its_own_copy(copied: None) -> None:
    for model in apps.get_app_config("record").get_models():
        if model._meta.db_table in bulk.SHARED:
            continue
        for field in model._meta.concrete_fields:
            related = field.related_model
            if isinstance(related, type) and related._meta.db_table not in bulk.SHARED:
                pairs = model._base_manager.exclude(**{field.attname: None}).values_list("pk", field.attname)
                assert all(pk // bulk.STRIDE == other // bulk.STRIDE for pk, other in pairs), field


def test_copied_plans_stand_where_their_originals_stand_and_owe_the_same(copied: None) -> None:
    standings = standings_of(Plan.objects.order_by("pk"), MONDAY)
    third = len(standings) // 3
    stages = [standing.stage for standing in standings]
    assert stages[:third] == stages[third : 2 * third] == stages[2 * third :]
    for standing in standings:
        rows = DutyRow.objects.filter(plan=standing.plan)
        kept = {Duty(row.due_on, What(row.what), row.part, tuple(row.about)) for row in rows}  # type: ignore[arg-type]
        assert kept == set(standing.duties)


def test_every_table_has_its_place(db: None) -> None:
    assert len(list(bulk.statements())) == len(bulk.ORDER)
    assert connection.vendor == "postgresql"
