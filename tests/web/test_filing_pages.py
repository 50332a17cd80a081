"""The pages of filing: the queue, the package, and where a plan was saved (P13)."""

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import Visitor, main, text, visitor

from epep.actions import filing
from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves
from epep.protocol.moves import refusal
from epep.protocol.stages import Stage
from epep.record.filing import Delivery, Filing
from epep.record.history import Event
from epep.record.plans import parts_for

At = Callable[[Stage], Scene]
ADMIN = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
FULL = "The folder is full. Make room in it, then try again."
PLACE = "1083424_PEP_2026-11-30_v1"


def delivery_of(scene: Scene, place: str) -> Delivery:
    return Delivery.objects.get(submission__plan=scene.plan_id, destination=place)


def deliver(scene: Scene, place: str) -> None:
    filing.delivered(delivery_id=delivery_of(scene, place).pk, place=PLACE, sha256="0" * 64, now=scene.walk.now)


def fail(scene: Scene, place: str, *, final: bool = True) -> None:
    filing.not_delivered(delivery_id=delivery_of(scene, place).pk, error=FULL, final=final, now=scene.walk.now)


def save(visit: Visitor, place: str, reference: str) -> str:
    return visit.follow(visit.post("save", destination=place, reference=reference))


# The queue -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ACCOUNTS)
def test_the_queue_is_for_the_administrator_alone(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.PASSED)
    assert visitor(scene, part).get_at("/to-file/").status_code == (200 if part is ADMIN else 404)


def test_p13_the_queue_holds_what_passed_and_is_not_saved_everywhere(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    page = main(visitor(scene, ADMIN).get_at("/to-file/"))
    assert f'href="/plans/{scene.plan_id}/save/"' in page
    assert f'href="/plans/{scene.plan_id}/package/"' in page
    assert page.count("<tr") == 2  # the heading and one plan: of eleven, one waits for saving
    assert "1 plan to save. The promise is 2 working days after it passed." in page
    assert "_PEP_2026-11-30_v1" in page
    assert "Yas Abara" in page
    assert page.count("On its way to its folder") == 2


def test_p13_late_is_marked_with_days_against_the_promise(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)  # passed on Wednesday 2 December
    scene.walk.later(days=6)
    page = main(visitor(scene, ADMIN).get_at("/to-file/"))
    assert "1 plan to save, 1 of them late." in page
    assert "4 working days" in page
    assert "2 working days late" in page
    assert "pep-state--late" in page


def test_a_plan_leaves_the_queue_once_it_is_saved_everywhere(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    admin = visitor(scene, ADMIN)
    save(admin, "mosaic", "M1234567")
    page = main(admin.get_at("/to-file/"))
    assert "M1234567, today at" in page
    assert "Saved" in page
    save(admin, "virtual_school_box", "Post 16/Autumn")
    assert "Nothing waits for you here." in main(admin.get_at("/to-file/"))


def test_p13_the_queue_says_how_far_each_package_has_come(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    deliver(scene, "mosaic")
    fail(scene, "virtual_school_box")
    admin = visitor(scene, ADMIN)
    page = main(admin.get_at("/to-file/"))
    assert "In its folder" in page
    assert f"{PLACE}, today at" in page
    assert "Could not be delivered" in page
    assert FULL in page
    again = f"/could-not-be-sent/packages/{delivery_of(scene, 'virtual_school_box').pk}/"
    assert page.count("Try again") == 1
    assert f'action="{again}"' in page
    page = admin.follow(admin.post_to(again, back="to_file"))
    assert "The package is being delivered again." in page
    assert "To file" in page
    assert delivery_of(scene, "virtual_school_box").given_up_at is None
    fail(scene, "virtual_school_box", final=False)
    assert "Tried, will be tried again" in main(admin.get_at("/to-file/"))


def test_a_delivery_can_be_tried_again_by_its_administrator_alone(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.PASSED)
    fail(scene, "mosaic")
    url = f"/could-not-be-sent/packages/{delivery_of(scene, 'mosaic').pk}/"
    for part in ACCOUNTS:
        if part is not ADMIN:
            assert visitor(scene, part).post_to(url).status_code == 404
    assert Visitor(far[ADMIN], scene.walk).post_to(url).status_code == 404
    assert visitor(scene, ADMIN).get_at(url).status_code == 405
    assert delivery_of(scene, "mosaic").given_up_at is not None
    saved = visitor(scene, ADMIN).post_to(url, back="save")
    assert saved["Location"] == f"/plans/{scene.plan_id}/save/"


def test_the_queue_asks_as_many_questions_for_three_plans_as_for_one(at_stage: At) -> None:
    admin = visitor(at_stage(Stage.PASSED), ADMIN)
    counts = []
    for stage in (Stage.PASSED, Stage.SUBMITTED, Stage.RETURNED):
        scene = at_stage(stage)
        if stage is Stage.RETURNED:
            walk.submit(scene.walk.later(hours=1))
        if stage is not Stage.PASSED:
            walk.pass_on(scene.walk.later(hours=1))
        with CaptureQueriesContext(connection) as asked:
            page = main(admin.get_at("/to-file/"))
        counts.append((page.count("<tr") - 1, len(asked)))
    assert [rows for rows, _ in counts] == [1, 2, 3]
    assert len({many for _, many in counts}) == 1, counts


# Saving --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_that_saves_opens_to_whom_the_table_of_moves_lets(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    parts = parts_for(scene.cast[part], scene.walk.plan, scene.walk.now.date())
    allowed = refusal(moves.RECORD_SAVED, parts, stage) is None
    assert allowed == (part is ADMIN and stage is Stage.PASSED)
    status = visitor(scene, part).get("save").status_code
    assert status == 200 if allowed else status in (404, 409)
    if not allowed:
        before = Filing.objects.count()
        assert visitor(scene, part).post("save", destination="mosaic", reference="M1234567").status_code in (404, 409)
        assert Filing.objects.count() == before


def test_p13_each_place_has_its_hint_its_button_and_the_case_note(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    page = main(visitor(scene, ADMIN).get("save"))
    for said in (
        "Saved in Mosaic",
        "Saved in Virtual School Box",
        "The document number that Mosaic shows, for example M1234567",
        "The folder or link where it is saved",
        f"The Personal Education Plan {scene.walk.plan.reference} has been added to ECM under education.",
        f'href="/plans/{scene.plan_id}/package/"',
        f'href="/plans/{scene.plan_id}/submissions/1/pdf/"',
    ):
        assert said in page, said
    assert 'data-copy="case-note-text" hidden' in page


def test_p13_saved_in_one_then_in_both_and_the_social_worker_is_told_at_the_end(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    admin, notices = visitor(scene, ADMIN), scene.cast[Part.SOCIAL_WORKER].notices.filter(kind="record_saved")
    page = save(admin, "mosaic", " M1234567 ")
    assert "Saved in Mosaic." in page
    assert "M1234567, today at 5pm, Vi Penrose" in page
    assert page.count('name="destination"') == 1
    assert not notices.exists()
    page = save(admin, "virtual_school_box", "Post 16/Autumn")
    assert "Saved in Virtual School Box, and so everywhere. The social worker has been told." in page
    assert "Send the copies" in page
    assert notices.count() == 1
    assert scene.stage is Stage.FILED


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("", "Enter the reference that Mosaic gives it"),
        ("  ", "Enter the reference that Mosaic gives it"),
        ("!", "That does not look like a reference of Mosaic."),
        ("x" * 201, "you wrote 201."),
        ("<script>alert(1)</script>", "That does not look like a reference of Mosaic."),
    ],
)
def test_a_reference_that_cannot_be_one_is_said_and_kept(at_stage: At, reference: str, said: str) -> None:
    scene = at_stage(Stage.PASSED)
    answer = visitor(scene, ADMIN).post("save", destination="mosaic", reference=reference)
    page = main(answer)
    assert answer.status_code == 422
    assert said in page
    assert 'href="#id_reference_mosaic"' in page or 'href="#reference_mosaic"' in page
    assert "<script>alert" not in page
    assert not Filing.objects.filter(submission__plan=scene.plan_id).exists()


def test_saved_from_another_window_is_said_and_nothing_is_saved_twice(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    admin = visitor(scene, ADMIN)
    save(admin, "mosaic", "M1234567")
    answer = admin.post("save", destination="mosaic", reference="M7654321")
    assert answer.status_code == 422
    assert "It was recorded as saved in Mosaic before." in main(answer)
    assert "Error: Save the plan" in text(answer)
    assert Filing.objects.get(submission__plan=scene.plan_id).reference == "M1234567"


def test_a_place_that_does_not_exist(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    for place in ("", "attic", "mosaic; drop table filing"):
        answer = visitor(scene, ADMIN).post("save", destination=place, reference="M1234567")
        assert answer.status_code == 422
        assert "Choose where you have saved it." in main(answer)


# The package ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize(
    "stage", [Stage.HELD, Stage.SUBMITTED, Stage.RETURNED, Stage.PASSED, Stage.NOTED, Stage.CLOSED]
)
def test_the_package_is_for_the_administrator_of_what_has_passed(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    allowed = part is ADMIN and stage in (Stage.PASSED, Stage.NOTED, Stage.CLOSED)
    assert visitor(scene, part).get("package").status_code == (200 if allowed else 404)


def test_p13_the_package_holds_pdf_data_case_note_and_manifest(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    answer = visitor(scene, ADMIN).get("package")
    name = f"{scene.walk.young_person.mosaic_id}_PEP_2026-11-30_v1"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.zip"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Yas" not in answer["Content-Disposition"]
    found = scene.walk.plan.submissions.get()
    with ZipFile(BytesIO(answer.content)) as archive:
        files = {file: archive.read(file) for file in archive.namelist()}
    assert files[f"{name}/{name}.pdf"] == bytes(found.pdf.content)
    assert files[f"{name}/{name}.json"] == found.content.encode()
    assert b"has been added to ECM under education." in files[f"{name}/case-note.txt"]
    assert json.loads(files[f"{name}/manifest.json"])["content_sha256"] == found.sha256
    assert Event.objects.latest("pk").says == "downloaded the filing package of version 1"


def test_the_day_it_passes_is_not_counted(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    assert "Since today" in main(visitor(scene, ADMIN).get_at("/to-file/"))
    scene.walk.later(days=1)
    assert "1 working day" in main(visitor(scene, ADMIN).get_at("/to-file/"))
