"""Words that could not be saved, because the plan moved on or a session ended, are never lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor
from tests.web.writing import CARER, DT, SW, UNUSUAL, section, write

from epep.jobs import walk
from epep.protocol.stages import Stage
from epep.record.people import Person

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]


def test_words_sent_after_the_plan_was_submitted_come_back_to_be_copied(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    visit = visitor(scene, DT)
    sent = fields(text(visit.get("section", "progress")), "stay") | {"summary": f"My last words. {UNUSUAL}"}
    walk.submit(scene.walk)
    answer = visit.post("section", "progress", **sent)
    said = words_of(text(answer))
    assert answer.status_code == 409
    assert "Your words were not saved" in said
    assert f"My last words. {UNUSUAL}" in said
    assert "waits for quality assurance" in said


def test_a_reader_who_forges_a_save_changes_nothing(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    before = section(scene, "social_care")
    answer = visitor(scene, DT).post("section", "social_care", update="Forged.", based_on="0")
    assert answer.status_code == 409
    assert section(scene, "social_care").answers == before.answers
    assert visitor(scene, CARER).post("section", "social_care", update="Forged.").status_code == 404


def test_words_typed_while_a_session_ended_are_there_after_signing_in_again(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    person = Person.objects.get(pk=scene.cast[DT].pk)
    person.set_password("a long invented sentence")
    person.save()
    visit = Visitor(person, scene.walk)
    sent = fields(text(visit.get("section", "progress")), "stay") | {"summary": f"Nearly lost. {UNUSUAL}"}
    visit.client.logout()
    gone = visit.post("section", "progress", **sent)
    assert gone["Location"].startswith(reverse("account_login"))
    assert "What you typed is kept" in words_of(visit.follow(gone))
    assert "Nearly lost" not in text(visit.get_at(gone["Location"]))
    sign_in = {
        "login": person.email,
        "password": "a long invented sentence",
        "next": visit.address("section", "progress"),
    }
    page = visit.follow(visit.post_to(reverse("account_login"), **sign_in))
    assert fields(page)["summary"] == f"Nearly lost. {UNUSUAL}"
    assert "What you typed is still here. Save it now." in words_of(page)
    assert visit.post("section", "progress", **fields(page, "stay")).status_code == 302
    assert section(scene, "progress").answers["summary"] == f"Nearly lost. {UNUSUAL}"
    assert "still here" not in words_of(text(visit.get("section", "progress")))


def test_the_next_person_at_a_shared_computer_does_not_find_anothers_words(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    sent = fields(text(visit.get("section", "young_person_views")), "stay") | {"proud": "Told in confidence."}
    visit.client.logout()
    visit.post("section", "young_person_views", **sent)
    visit.client.force_login(scene.cast[SW], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Told in confidence" not in text(visit.get("section", "young_person_views"))
    assert "typed" not in visit.client.session


def test_nothing_is_kept_of_a_form_that_no_page_of_ours_made(at_stage: At) -> None:
    visit = visitor(at_stage(Stage.PREPARING), DT)
    visit.client.logout()
    visit.post("section", "progress", summary="x" * 1000, typed_by="1:forged")
    assert "typed" not in visit.client.session


def test_a_page_from_before_signing_in_again_gives_its_words_back(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    visit.client = Client(enforce_csrf_checks=True)
    visit.client.force_login(scene.cast[DT], backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = fields(text(visit.get("section", "progress")), "stay") | {"summary": "From the old window."}
    visit.client.cookies["csrftoken"] = "a" * 32
    page = visit.follow(visit.post("section", "progress", **sent))
    assert fields(page)["summary"] == "From the old window."
    assert section(scene, "progress").answers.get("summary") is None
    refused = visit.post("section", "progress", summary="Forged elsewhere.", csrfmiddlewaretoken="c" * 32 + "d" * 32)
    assert refused.status_code == 403


def test_the_saved_time_is_told_in_words(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    write(visit, "progress", summary="Now.")
    scene.walk.now += timedelta(days=1)
    assert "Saved yesterday at" in words_of(text(visit.get("section", "progress")))
    assert "by Dee Marlowe" in words_of(text(visitor(scene, SW).get("section", "progress")))
