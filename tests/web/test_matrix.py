"""Every address and method, as every part on their own plan, at each stage."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests.web.matrix import (
    LED_HOME,
    POST_ONLY,
    SIGNED_IN,
    SIGNED_OUT_TOO,
    TO_MOVES,
    TO_PARTS,
    TWO_MOVES,
    Address,
    addresses,
)
from tests.web.scenery import ACCOUNTS, METHODS, Scenery, ask, signed_in

from epep.form.parts import Part
from epep.protocol.moves import AFTER_PASS, refusal
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.plans import parts_for

pytestmark = pytest.mark.django_db

STAGES = (Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.SUBMITTED, Stage.PASSED, Stage.FILED, Stage.NOTED)


@pytest.fixture(scope="module", params=STAGES, ids=str)
def scenery(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Scenery]:
    """Yas's plan at each stage in turn."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scenery(request.param)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(scenery: Scenery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epep.web.clock.now", lambda: scenery.now)


PLACED = SIGNED_OUT_TOO | SIGNED_IN | set(TO_PARTS) | set(TO_MOVES) | set(TWO_MOVES) | POST_ONLY


def test_every_address_has_its_place_in_the_matrix() -> None:
    found = {address.name for address in addresses()}
    assert found - PLACED == set(), "give these a place in tests/web/matrix.py"
    assert PLACED - found == set(), "these are in tests/web/matrix.py and nowhere else"


COPIES = frozenset({Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR})


def given_more(address: Address, scenery: Scenery) -> frozenset[Part]:
    """The parts that see more as the plan goes on: by their copy (P14), a decision on sharing (P15), as its subject."""
    facts, stage = scenery.walk.standing.facts, scenery.walk.standing.stage
    copied = COPIES if facts.copies_sent_on else frozenset()
    if address.name in {"plan", "section", "sdq"}:
        return copied
    if not address.name.startswith("submission") or stage not in AFTER_PASS:
        return frozenset()
    shared = frozenset() if facts.undecided else frozenset({Part.CARER})
    return copied | shared | {Part.YOUNG_PERSON}


def may_open(address: Address, part: Part, scenery: Scenery) -> bool:
    """What the matrix says of somebody opening an address on their own plan as it stands."""
    if address.name in SIGNED_IN | SIGNED_OUT_TOO:
        return True
    if address.name.startswith("submission") and not scenery.walk.standing.facts.submissions:
        return False
    if address.name in TO_PARTS:
        return part in TO_PARTS[address.name] | given_more(address, scenery)
    walk = scenery.walk
    parts = parts_for(scenery.cast[part], walk.plan, day_of(scenery.now))
    wanted = TWO_MOVES.get(address.name) or (TO_MOVES[address.name],)
    return any(refusal(move, parts, walk.standing.stage) is None for move in wanted)


@pytest.mark.parametrize("part", ACCOUNTS, ids=str)
def test_each_part_opens_on_its_own_plan_what_the_matrix_says_and_nothing_else(scenery: Scenery, part: Part) -> None:
    client = signed_in(scenery.cast[part])
    wrong = {}
    for address in addresses():
        if address.name in POST_ONLY | LEFT_TO_OTHER_TESTS | SIGNED_OUT_TOO:
            continue
        status = ask(client, "get", scenery.url(address)).status_code
        expected = (200,) if may_open(address, part, scenery) else (404, 409)
        if part in LED_HOME.get(address.name, ()):
            expected = (302,)
        if status not in expected:
            wrong[address.name] = (status, expected)
    assert wrong == {}


LEFT_TO_OTHER_TESTS = {
    "account_change_password",
    "account_set_password",
    "package",
    "account_reauthenticate",
    "open_plan",
    "answer_check",
    "agree_next",
}
"""What depends on more than part and stage; their own tests open them."""


@pytest.mark.parametrize("part", ACCOUNTS, ids=str)
def test_an_empty_post_on_ones_own_plan_is_answered_in_words(scenery: Scenery, part: Part) -> None:
    client = signed_in(scenery.cast[part])
    for address in addresses():
        if address.name not in SIGNED_OUT_TOO | SIGNED_IN:
            response = ask(client, "post", scenery.url(address))
            assert response.status_code in (200, 302, 403, 404, 405, 409, 422), address.name
            if not may_or_always(address, part, scenery):
                assert response.status_code in (404, 405, 409), address.name


def may_or_always(address: Address, part: Part, scenery: Scenery) -> bool:
    return address.name in POST_ONLY | LEFT_TO_OTHER_TESTS or may_open(address, part, scenery)


def test_the_size_of_the_matrix_is_told(scenery: Scenery, capsys: pytest.CaptureFixture[str]) -> None:
    each = len(addresses()) * len(METHODS) * len(ACCOUNTS)
    with capsys.disabled():
        print(f"\nmatrix: {each * 4 * len(STAGES)} requests by part, place, method and stage")
    assert each > 0
