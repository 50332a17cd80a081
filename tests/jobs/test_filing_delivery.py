"""Delivering filing packages by a real worker into real folders (P13): full, lost, taken, crashing, two at once."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone
from pytest_django import Settings
from tests.adapters.small_disk import small_disk
from tests.adapters.test_filing_contract import fill, look
from tests.cast import Cast
from tests.jobs.conftest import files_below, jobs, wait_for_the_next_try, work
from tests.make import a_plan_at

from epep.actions import filing as verbs
from epep.adapters.folder import Folder
from epep.adapters.ports import digest_of
from epep.form.parts import Part
from epep.jobs import filing as delivering
from epep.jobs.tries import WAITS
from epep.protocol.stages import Stage
from epep.record.facts import rules_of
from epep.record.filing import Delivery
from epep.record.history import Event

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "1083421_PEP_2026-11-30_v1"


@pytest.fixture
def mosaic(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Mosaic's folder as a network drive: a real, small disk. The other destination stays below EPEP_DATA."""
    settings.DATA = tmp_path
    with small_disk() as disk:
        own = tmp_path / "authorities"
        shutil.copytree(django_settings.AUTHORITIES, own)
        file = own / "central-bedfordshire.yaml"
        file.write_text(file.read_text().replace("folder: filing/mosaic", f"folder: {disk}/mosaic"))
        settings.AUTHORITIES = own
        (disk / "mosaic").mkdir()
        yield disk / "mosaic"


def delivery(destination: str = "mosaic") -> Delivery:
    return Delivery.objects.get(destination=destination)


def test_p13_passing_puts_the_package_in_both_folders(cast: Cast, filing: Path) -> None:
    plan = a_plan_at(Stage.PASSED, cast)
    work()
    submission = plan.plan.submissions.get()
    for folder in ("mosaic", "virtual-school-box"):
        files = look(filing / folder)[NAME]
        assert sorted(files) == sorted([f"{NAME}.pdf", f"{NAME}.json", "case-note.txt", "manifest.json"])
        assert files[f"{NAME}.pdf"] == bytes(submission.pdf.content)
        assert files[f"{NAME}.json"].decode() == submission.content
        manifest = json.loads(files["manifest.json"])
        assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
            name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
        }
        assert {row.sha256 for row in Delivery.objects.all()} == {digest_of(files)}
    assert {row.place for row in Delivery.objects.all()} == {NAME}
    said = Event.objects.filter(verb="delivered").values_list("says", flat=True)
    assert sorted(said) == [
        f"put the filing package in the folder of {place}" for place in ("Mosaic", "Virtual School Box")
    ]


def test_a_full_folder_says_so_keeps_nothing_half_done_and_gets_it_when_there_is_room(cast: Cast, mosaic: Path) -> None:
    fill(mosaic.parent, True)
    a_plan_at(Stage.PASSED, cast)
    work()
    assert delivery().last_error == "The folder is full. Make room, and it will be tried again."
    assert (delivery().tries, delivery().delivered_at) == (1, None)
    assert delivery("virtual_school_box").delivered_at
    assert files_below(mosaic) == []
    fill(mosaic.parent, False)
    work()
    assert files_below(mosaic) == [], "not before the next try"
    wait_for_the_next_try()
    work()
    assert delivery().last_error == ""
    assert len(look(mosaic)[NAME]) == 4


def test_a_lost_drive_is_given_up_after_three_days_and_try_again_delivers(cast: Cast, mosaic: Path) -> None:
    mosaic.rmdir()
    a_plan_at(Stage.PASSED, cast)
    for _ in range(len(WAITS) + 1):
        work()
        wait_for_the_next_try()
    assert delivery().given_up_at
    assert delivery().tries == len(WAITS) + 1
    assert Event.objects.filter(verb="not_delivered").count() == 1
    assert not mosaic.exists(), "a folder made in its stead would hide that the drive is lost"
    mosaic.mkdir()
    work()
    assert files_below(mosaic) == []
    verbs.deliver_again(delivery_id=delivery().pk, by=cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], now=timezone.now())
    work()
    assert len(look(mosaic)[NAME]) == 4
    assert delivery().given_up_at is None


def test_a_taken_name_gets_a_number_and_what_was_there_stays(cast: Cast, mosaic: Path) -> None:
    (mosaic / NAME).mkdir()
    (mosaic / NAME / "mine.txt").write_text("mine")
    a_plan_at(Stage.PASSED, cast)
    work()
    assert delivery().place == f"{NAME}-2"
    assert look(mosaic)[NAME] == {"mine.txt": b"mine"}


def test_a_crash_between_delivering_and_noting_it_leaves_one_package(
    cast: Cast, filing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_plan_at(Stage.PASSED, cast)
    with monkeypatch.context() as patch:
        patch.setattr(verbs, "delivered", crash)
        work()
    assert delivery().delivered_at is None
    assert len(look(filing / "mosaic")[NAME]) == 4
    wait_for_the_next_try()
    work()
    assert delivery().place == NAME
    assert list(look(filing / "mosaic")) == [NAME]


def crash(**_: Any) -> None:
    raise MemoryError("the worker died")


def test_ten_workers_make_one_package(cast: Cast, filing: Path) -> None:
    a_plan_at(Stage.PASSED, cast)
    gate = threading.Barrier(10)

    def deliver() -> None:
        try:
            gate.wait()
            delivering.deliver(delivery().pk, last=False, now=timezone.now())
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(look(filing / "mosaic")) == [NAME]
    assert Event.objects.filter(verb="delivered").count() == 1
    assert delivery().tries == 1


def test_a_destination_that_has_no_folder_any_more_is_given_up_with_a_sentence(cast: Cast, mosaic: Path) -> None:
    a_plan_at(Stage.PASSED, cast)
    row = delivery()
    Delivery.objects.filter(pk=row.pk).update(destination="gone")
    work()
    row.refresh_from_db()
    assert row.given_up_at
    assert row.last_error == "The settings name no folder for this destination any more. Save it by hand."


def test_a_package_that_cannot_be_made_is_listed_not_lost(
    cast: Cast, filing: Path, superuser: psycopg.Connection[Any]
) -> None:
    a_plan_at(Stage.PASSED, cast)
    superuser.execute("SET session_replication_role = replica")
    superuser.execute("UPDATE submission_pdf SET content = ''")
    work()
    assert delivery().last_error.startswith("epep could not make this filing package.")
    assert ("deliver", "todo", 1) in jobs()


def test_the_package_can_be_made_again_byte_for_byte(cast: Cast, filing: Path) -> None:
    a_plan_at(Stage.PASSED, cast)
    work()
    row = Delivery.objects.select_related("submission__pdf").get(destination="mosaic")
    local = rules_of("central-bedfordshire")
    assert digest_of(delivering.package_of(row, local).files) == row.sha256
    assert delivering.folder_of(row, local) == "filing/mosaic"
    assert Folder(filing / "mosaic").read(row.place) == delivering.package_of(row, local).files
