"""Reading a submission: who gets what of it, its PDF and its data, and what changed since the one before."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.actions import plans, sharing
from epep.form.parts import Part
from epep.jobs import walk
from epep.papers.canonical import digest
from epep.protocol import sees
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.plans import parts_for
from epep.record.sharing import shared_with
from epep.record.submissions import Submission

At = Callable[[Stage], Scene]
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
WORKER = Part.SOCIAL_WORKER


def submission_of(scene: Scene, number: int = 1) -> Submission:
    return Submission.objects.get(plan=scene.plan_id, number=number)


def share(scene: Scene, part: Part, decision: str, left_out: tuple[str, ...] = (), reason: str = "") -> None:
    sharing.decide_sharing(
        plan_id=scene.plan_id,
        person=scene.cast[part],
        decision=decision,
        left_out=left_out,
        reason=reason,
        by=scene.cast[WORKER],
        now=scene.walk.now,
    )


@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize(
    "stage", [Stage.HELD, Stage.SUBMITTED, Stage.RETURNED, Stage.PASSED, Stage.NOTED, Stage.CLOSED]
)
def test_p15_everybody_reads_what_they_are_given_and_nothing_else(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    visit = visitor(scene, part)
    answers = [visit.get(name, 1) for name in ("submission", "submission_pdf", "submission_json")]
    found = Submission.objects.filter(plan=scene.plan_id, number=1).first()
    copied = found is not None and found.copies.filter(recipient=scene.cast[part]).exists()
    around = part not in (Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR, Part.SYSTEM_ADMINISTRATOR)
    left_out = None
    if found and (around or copied):
        parts = parts_for(scene.cast[part], scene.walk.plan, scene.walk.now.date())
        left_out = sees.left_out(scene.walk.standing.form, parts, stage, shared_with(scene.cast[part], found))
    if left_out is None:
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        return
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    page, data = text(answers[0]), json.loads(answers[2].content)
    for section in scene.walk.standing.form.sections:
        assert (f'id="section-{section.key}"' in page) == (section.key not in left_out)
        assert (section.key in data["sections"]) == (section.key not in left_out)


def test_a_number_that_does_not_exist_and_a_strangers_plan_are_the_same_page(at_stage: At) -> None:
    scene, other = at_stage(Stage.SUBMITTED), at_stage(Stage.PASSED)
    worker = visitor(scene, WORKER)
    absent = worker.get("submission", 9)
    strange = worker.get_at(f"/plans/{other.plan_id}/submissions/1/")
    assert (absent.status_code, main(absent)) == (strange.status_code, main(strange))
    assert absent.status_code == 404


def test_the_whole_plan_is_drawn_as_it_was_frozen(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    found = submission_of(scene)
    page = text(visitor(scene, WORKER).get("submission", 1))
    content = json.loads(found.content)
    assert content["sections"]["social_care"]["answers"]["update"] in page
    for said in (
        found.sha256[:12],
        "Submitted Tuesday 1 December 2026",
        "by Dee Marlowe",
        "Waiting",
        "Monday 30 November 2026 at 10am",  # the meeting
        "Written by Sam Okafor (social worker)",
        "In their own words: Yas Abara",
        "The whole meeting",
        "S11-17",
    ):
        assert said in page, said


def test_later_writing_does_not_show_in_what_was_frozen(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    section = scene.walk.plan.sections.get(key="progress")
    plans.write_section(
        plan_id=scene.plan_id,
        key="progress",
        answers={**section.answers, "summary": "Written after the return."},
        based_on=section.version,
        by=scene.cast[Part.DESIGNATED_TEACHER],
        now=scene.walk.now,
    )
    assert "Written after the return." not in text(visitor(scene, WORKER).get("submission", 1))


def test_p10_nothing_left_out_gives_the_stored_bytes(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    found = submission_of(scene)
    worker = visitor(scene, WORKER)
    assert worker.get("submission_pdf", 1).content == bytes(found.pdf.content)
    data = worker.get("submission_json", 1).content
    assert data == found.content.encode()
    assert digest(data.decode()) == found.sha256


def test_downloads_are_named_without_a_name_and_run_nowhere(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    number = scene.walk.young_person.mosaic_id
    for name, end, kind in (
        ("submission_pdf", "pdf", "application/pdf"),
        ("submission_json", "json", "application/json"),
    ):
        answer = visitor(scene, WORKER).get(name, 1)
        assert answer["Content-Disposition"] == f'attachment; filename="{number}_PEP_2026-11-30_v1.{end}"'
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_every_look_and_every_download_is_recorded(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    worker = visitor(scene, WORKER)
    before = Event.objects.count()
    for name in ("submission", "submission_pdf", "submission_json"):
        worker.get(name, 1)
    rows = list(Event.objects.order_by("pk").values_list("verb", "says", "by_name")[before:])
    assert rows == [
        ("looked_at_submission", "looked at version 1", "Sam Okafor"),
        ("downloaded", "downloaded the PDF of version 1", "Sam Okafor"),
        ("downloaded", "downloaded the data of version 1", "Sam Okafor"),
    ]
    worker.get("submission", 9)
    assert Event.objects.count() == before + 3


LEFT_OUT = ("meeting_record", "sdq", "social_care", "young_person")


def test_p15_sections_left_out_are_gone_from_page_pdf_and_data(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    share(scene, Part.CARER, "partly", LEFT_OUT)
    carer = visitor(scene, Part.CARER)
    page, data = text(carer.get("submission", 1)), json.loads(carer.get("submission_json", 1).content)
    whole = json.loads(submission_of(scene).content)
    secret = whole["sections"]["social_care"]["answers"]["update"]
    for said in (secret, "S11-17", "The whole meeting", submission_of(scene).sha256[:12]):
        assert said not in page, said
    assert "Not in your copy" in page
    assert not set(LEFT_OUT) & set(data["sections"])
    assert data["sdq"] == []
    assert "mosaic_id" not in data["young_person"]
    assert set(data["meeting"]) == {"starts_at"}
    pdf = carer.get("submission_pdf", 1)
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content != bytes(submission_of(scene).pdf.content)
    assert "1083" not in pdf["Content-Disposition"]


@pytest.mark.parametrize("part", [Part.CARER, Part.YOUNG_PERSON])
def test_a_young_person_and_a_carer_read_the_plan_in_plain_words(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.SHARED)
    visit = visitor(scene, part)
    page = text(visit.get("submission", 1))
    inside = main(visit.get("submission", 1))
    assert "pep-warm" in page
    assert "pep-header" not in page
    assert ("Your plan" if part is Part.YOUNG_PERSON else "Yas’s plan") in inside
    assert "This is what came out of the meeting on Monday 30 November 2026. Nobody can change it now." in inside
    assert visit.address("submission_pdf", 1) in inside
    for said in (
        "JSON",
        "Digest",
        "SHA-256",
        "Quality check",
        "Version 1",
        "Timing",
        visit.address("submission_json", 1),
    ):
        assert said not in inside, said
    assert visit.address("submission_json", 1) in text(visitor(scene, WORKER).get("submission", 1))


def test_p15_not_shared_is_as_if_it_did_not_exist(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    carer = visitor(scene, Part.CARER)
    assert carer.get("submission", 1).status_code == 404
    share(scene, Part.CARER, "full")
    assert carer.get("submission", 1).status_code == 200
    share(scene, Part.CARER, "no", reason="Waiting for the court.")
    for name in ("submission", "submission_pdf", "submission_json"):
        assert carer.get(name, 1).status_code == 404


def test_a_carer_sees_neither_other_versions_nor_what_the_reviewer_wrote(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    walk.submit(scene.walk.later(hours=1))
    walk.pass_on(scene.walk.later(hours=1))
    share(scene, Part.CARER, "full")
    carer, worker = visitor(scene, Part.CARER), visitor(scene, WORKER)
    assert carer.get("submission", 1).status_code == 404
    page = text(carer.get("submission", 2))
    assert "Other versions" not in page
    assert "What changed since" not in page
    assert "Other versions" in text(worker.get("submission", 2))
    returned = text(worker.get("submission", 1))
    assert "What the reviewer wrote" in returned
    assert "Target 2 does not say who does what." in returned
    assert "Resubmission asked for" in returned


def test_p15_the_social_worker_sees_it_as_the_recipient_does(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    share(scene, Part.PARENT, "partly", ("social_care",))
    worker, parent = visitor(scene, WORKER), scene.cast[Part.PARENT]
    page = text(worker.get("submission", 1, **{"as": parent.pk}))
    assert "What Max Abara would see" in page
    assert 'id="section-social_care"' not in page
    assert 'id="section-progress"' in page
    assert f"/pdf/?as={parent.pk}" in page
    pdf = worker.get("submission_pdf", 1, **{"as": parent.pk}).content
    assert pdf != bytes(submission_of(scene).pdf.content)
    data = json.loads(worker.get("submission_json", 1, **{"as": parent.pk}).content)
    assert "social_care" not in data["sections"]
    assert Event.objects.latest("pk").says == "downloaded the data of version 1 as Max Abara sees it"


def test_p15_a_decision_can_be_tried_before_it_is_made(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker, carer = visitor(scene, WORKER), scene.cast[Part.CARER]
    tried: dict[str, Any] = {"as": carer.pk, "decision": "partly", "left_out": ["sdq", "no_such_section"]}
    page = text(worker.get("submission", 1, **tried))
    assert "Nothing is shared yet" in page
    assert 'id="section-sdq"' not in page
    assert 'id="section-social_care"' in page
    assert f"/share/?decision=partly&amp;left_out=sdq&amp;left_out=no_such_section&amp;person={carer.pk}" in page
    assert worker.get("submission", 1, **{"as": carer.pk}).status_code == 404  # nothing was decided by looking


@pytest.mark.parametrize("part", [part for part in ACCOUNTS if part is not WORKER])
def test_nobody_else_looks_through_a_recipients_eyes(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.FILED)
    share(scene, Part.CARER, "full")
    for query in ({}, {"decision": "full"}):
        asked = {"as": scene.cast[Part.CARER].pk, **query}
        assert visitor(scene, part).get("submission", 1, **asked).status_code == 404


def test_the_social_worker_cannot_look_through_just_anybodys_eyes(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    for who in (scene.cast[Part.EDUCATION_ADVISER].pk, at_stage(Stage.PASSED).cast[Part.CARER].pk, "x", ""):
        assert worker.get("submission", 1, **{"as": who, "decision": "full"}).status_code == 404


def test_what_changed_since_the_last_version_is_told_question_by_question(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    section = scene.walk.plan.sections.get(key="progress")
    plans.write_section(
        plan_id=scene.plan_id,
        key="progress",
        answers={**section.answers, "summary": "Up by <b>two</b> grades."},
        based_on=section.version,
        by=scene.cast[Part.DESIGNATED_TEACHER],
        now=scene.walk.now,
    )
    walk.submit(scene.walk.later(hours=1))
    page = text(visitor(scene, Part.EDUCATION_ADVISER).get("submission", 2))
    assert "What changed since version 1" in page
    assert '<ins class="pep-lines">Up by &lt;b&gt;two&lt;/b&gt; grades.</ins>' in page
    assert f'<del class="pep-lines">{section.answers["summary"]}</del>' in page
    assert "Review this version" in page
    assert "What changed since" not in text(visitor(scene, Part.EDUCATION_ADVISER).get("submission", 1))


def test_only_get_and_head(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    for name in ("submission", "submission_pdf", "submission_json"):
        assert visitor(scene, WORKER).post(name, 1).status_code == 405
