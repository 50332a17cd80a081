"""Two people save the same section in the same moment: real threads, real transactions."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from tests.cast import NOW, make_cast
from tests.make import a_plan_at
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor

from epep.actions import people
from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.plans import SetAside

WRITERS = (Part.DESIGNATED_TEACHER, Part.SOCIAL_WORKER, Part.CARER, Part.KEY_WORKER)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """A plan that is being prepared."""
    authority = people.add_authority(slug="central-bedfordshire", name="The council", by=None, now=NOW)
    cast = make_cast(authority)
    return Scene(cast, a_plan_at(Stage.PREPARING, cast))


def all_at_once(visits: list[Visitor], key: str, sent: list[dict[str, Any]]) -> list[HttpResponse]:
    """Each sends at the same moment; gives the answers in the same order."""
    together = threading.Barrier(len(visits))
    answers: dict[int, HttpResponse] = {}

    def send(number: int) -> None:
        together.wait(timeout=20)
        try:
            visit = visits[number]
            answers[number] = visit.client.post(visit.address("section", key), sent[number])  # type: ignore[assignment]
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in range(len(visits))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return [answers[number] for number in range(len(visits))]


def test_of_four_who_save_at_once_one_is_saved_and_the_words_of_all_are_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("epep.web.clock.now", lambda: scene.walk.now)
    visits = [visitor(scene, part) for part in WRITERS]
    pages = [text(visit.get("section", "carer_views")) for visit in visits]
    sent = [
        fields(page, "stay") | {"recorded_by": "themselves", "strengths": f"Words of {part.words}"}
        for page, part in zip(pages, WRITERS, strict=True)
    ]
    answers = all_at_once(visits, "carer_views", sent)
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    saved = scene.walk.plan.sections.get(key="carer_views")
    words = {saved.answers["strengths"], *(one.answers["strengths"] for one in SetAside.objects.all())}
    assert saved.version == 1
    assert words == {f"Words of {part.words}" for part in WRITERS}
    for answer, mine in zip(answers, sent, strict=True):
        if answer.status_code == 409:
            assert fields(text(answer))["strengths"] == mine["strengths"]
            assert saved.answers["strengths"] in words_of(text(answer))
