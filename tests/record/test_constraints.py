"""What a table refuses whoever writes to it: each constraint broken once, beside a row that keeps it."""

from collections.abc import Mapping

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from tests.actions import verbs
from tests.scenes import At

from epep.form.parts import Part
from epep.protocol.stages import Stage

Words = Mapping[str, str]
"""What to write into some columns, as SQL; the others are as in the first row of the table."""


class Kept:
    """A row that is accepted, and what makes it refused: each of `broken` in place of what was accepted."""

    def __init__(self, table: str, accepted: Words, *broken: Words) -> None:
        self.table, self.accepted, self.broken = table, accepted, broken


FREE_MEETING = {"meeting_id": "(SELECT min(id) FROM meeting WHERE id NOT IN (SELECT meeting_id FROM cancellation))"}
FREE_PLAN = {"plan_id": "(SELECT min(id) FROM plan WHERE id NOT IN (SELECT plan_id FROM closure))"}
FREE_SUBMISSION = {
    "submission_id": "(SELECT min(id) FROM submission WHERE id NOT IN (SELECT submission_id FROM review))"
}
ENDS_THAT_DAY = {"starts_on": "starts_on + 1", "ends_on": "starts_on + 1"}
ENDS_BEFORE = {"ends_on": "starts_on"}
LATER = {"starts_on": "starts_on + 1"}
SHA = "repeat('0', 64)"
SCALES = ("emotional", "conduct", "hyperactivity", "peer", "prosocial")

CONSTRAINTS = {
    "provider_once_an_authority": Kept("provider", {"name": "name || ' 2'"}, {"name": "upper(name)"}),
    "one_person_an_email": Kept("person", {"email": "'x' || email"}, {"email": "upper(email)"}),
    "one_young_person_a_mosaic_id": Kept("young_person", {"mosaic_id": "'1'"}, {"mosaic_id": "mosaic_id"}),
    "team_ends_after_it_starts": Kept("team_member", ENDS_THAT_DAY, ENDS_BEFORE),
    "team_member_once_a_start": Kept("team_member", LATER, {"starts_on": "starts_on"}),
    "post_ends_after_it_starts": Kept("post", ENDS_THAT_DAY, ENDS_BEFORE),
    "post_once_a_start": Kept("post", LATER, {"starts_on": "starts_on"}),
    "plan_numbers_differ": Kept("plan", {"number": "99", "previous_id": "NULL"}, {"number": "number"}),
    "an_early_end_has_a_reason": Kept("closure", {**FREE_PLAN, "early": "true", "reason": "'Moved'"}, {"reason": "''"}),
    "one_row_a_section": Kept("section", {"key": "'other'"}, {"key": "key"}),
    "written_by_and_at_go_together": Kept(
        "section",
        {"key": "'other'", "written_at": "now()", "written_by_id": "(SELECT min(id) FROM person)"},
        {"written_at": "NULL"},
        {"written_by_id": "NULL"},
    ),
    "sdq_total_at_most_40": Kept("sdq", {"total": "40"}, {"total": "41"}),
    "sdq_scales_at_most_10": Kept("sdq", dict.fromkeys(SCALES, "10"), *({scale: "11"} for scale in SCALES)),
    "sdq_impact_at_most_10": Kept("sdq", {"impact": "10"}, {"impact": "11"}),
    "submission_numbers_differ": Kept(
        "submission",
        {"number": "99", "previous_sha256": SHA},
        {"number": "number", "previous_sha256": "previous_sha256"},
    ),
    "submissions_are_chained": Kept(
        "submission",
        {"number": "99", "previous_sha256": SHA},
        {"previous_sha256": "NULL"},
        {"number": "1"},
        {"number": "0"},
        {"number": "0", "previous_sha256": "NULL"},
    ),
    "one_delivery_a_destination": Kept("delivery", {"destination": "'other'"}, {"destination": "destination"}),
    "delivered_somewhere": Kept(
        "delivery",
        {"destination": "'other'", "delivered_at": "now()", "place": "'here'"},
        {"delivered_at": "NULL"},
        {"place": "''"},
    ),
    "filed_once_a_destination": Kept("filing", {"destination": "'other'"}, {"destination": "destination"}),
    "a_filing_has_a_reference": Kept("filing", {"destination": "'other'"}, {"reference": "''"}),
    "confirmed_once_a_party": Kept("confirmation", {"party": "'other'"}, {"party": "party"}),
    "a_cancellation_has_a_reason": Kept("cancellation", {**FREE_MEETING, "reason": "'Snow'"}, {"reason": "''"}),
    "attends_once": Kept("attendance", {"part": "'other'"}, {"part": "part"}),
    "next_meeting_or_a_reason": Kept(
        "next_meeting",
        {"starts_at": "now()", "venue": "'Room 1'", "none_because": "''"},
        {"starts_at": "NULL"},
        {"venue": "''"},
        {"none_because": "'No more'"},
        {"starts_at": "NULL", "venue": "''"},
    ),
    "resubmission_has_a_reason": Kept(
        "review",
        {**FREE_SUBMISSION, "verdict": "'returned'", "reason": "'More'"},
        {"submission_id": "submission_id", "reason": "''"},
    ),
    "one_copy_a_recipient": Kept("copy", {"part": "'other'"}, {"part": "part"}),
    "not_sharing_has_a_reason": Kept("share", {"decision": "'no'", "reason": "'Unsafe'"}, {"reason": "''"}),
}


@pytest.fixture(autouse=True)
def rows(at_stage: At) -> None:
    """The scenes, with a check asked for and answered and a meeting cancelled in one of them."""
    scene = at_stage(Stage.PREPARING)
    teacher, adviser, now = scene.cast[Part.DESIGNATED_TEACHER], scene.cast[Part.EDUCATION_ADVISER], scene.walk.now
    verbs.ask_for_check(scene, teacher, now)
    verbs.answer_check(scene, adviser, now)
    verbs.cancel(scene, teacher, now)


def tables() -> dict[str, type[models.Model]]:
    """The models of the record by table."""
    return {model._meta.db_table: model for model in apps.get_app_config("record").get_models()}


def add(table: str, words: Words) -> None:
    """Insert the first row of a table once more, with other words in some columns."""
    columns = [str(field.column) for field in tables()[table]._meta.local_fields if not field.primary_key]
    assert set(words) <= set(columns)
    values = ", ".join(words.get(column, column) for column in columns)
    first = f"SELECT {values} FROM {table} WHERE id = (SELECT min(id) FROM {table})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {first}")
        assert cursor.rowcount == 1, f"there is no row of {table} to begin with"


def refused_by(table: str, words: Words) -> str | None:
    """The name of the constraint that refuses the row."""
    with pytest.raises(IntegrityError) as refusal:
        add(table, words)
    cause = refusal.value.__cause__
    assert isinstance(cause, psycopg.errors.CheckViolation | psycopg.errors.UniqueViolation)
    return cause.diag.constraint_name


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_row_that_breaks_a_constraint_is_refused_by_name(name: str) -> None:
    kept = CONSTRAINTS[name]
    add(kept.table, kept.accepted)
    for broken in kept.broken:
        assert refused_by(kept.table, {**kept.accepted, **broken}) == name, broken


def test_every_constraint_of_every_table_is_broken_here() -> None:
    named = {(table, one.name) for table, model in tables().items() for one in model._meta.constraints}
    assert {(kept.table, name) for name, kept in CONSTRAINTS.items()} == named


UNIQUE_COLUMNS: dict[str, Words] = {
    "authority.slug": {},
    "cancellation.meeting_id": {},
    "case_note.plan_id": {},
    "check_answer.check_request_id": {},
    "closure.plan_id": {},
    "held.meeting_id": {},
    "notice.once": {},
    "plan.previous_id": {"number": "99"},
    "review.submission_id": {},
    "submission_pdf.submission_id": {},
}


@pytest.mark.parametrize("name", UNIQUE_COLUMNS)
def test_there_is_one_row_for_each_value_of_a_unique_column(name: str) -> None:
    table, _, column = name.partition(".")
    if name == "plan.previous_id":
        add(table, {"number": "98", column: "id"})
    words = {column: f"(SELECT min({column}) FROM {table})", **UNIQUE_COLUMNS[name]}
    assert refused_by(table, words) == f"{table}_{column}_key"


def test_every_unique_column_is_tried_here() -> None:
    fields = [(table, field) for table, model in tables().items() for field in model._meta.local_fields]
    unique = {f"{table}.{field.column}" for table, field in fields if field.unique and not field.primary_key}
    assert set(UNIQUE_COLUMNS) == unique
