"""Odd, overlong and hostile text in every place that takes text: taken as it is or refused in words, never an error."""

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.db import transaction
from tests.actions.test_signatures import verbs
from tests.actions.texts import CALLED_BY_US, PLACES, Place
from tests.scenes import At

from epep.actions import meetings, plans, submissions
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.parts import Part
from epep.protocol.stages import Stage

ODD = (
    "🙂👩‍👩‍👧 Ŵy'r ŷd yn felyn. Zażółć gęślą jaźń. مرحبا بالعالم e\u0301 \u202eright to left\u2066",
    "{{ 7*7 }}{% raw %} #set text(fill: red) #read('/etc/passwd')",
    "<script>alert(1)</script>'; drop table submission; --",
    "%s %(name)s {0} {reference.__class__} ../../etc/passwd\\..",
    "tab\tbell\x07escape\x1bnext\x85line\r\nends\rof\nevery kind",
    "NUL\x00in the middle, half \ud83d of a pair",
    "\udc00",
    "\x00",
    " \u2003\t\n ",
)
each_place = pytest.mark.parametrize("place", PLACES, ids=str)


def stored(put: Callable[[], Any]) -> Any:
    """What `put` gives, or the refusal it raises; nothing of it stays."""
    with transaction.atomic():
        try:
            return put()
        except (Invalid, Refused, Missing) as refused:
            return refused
        finally:
            transaction.set_rollback(True)


@each_place
def test_odd_text_is_taken_or_refused_in_words(place: Place, at_stage: At) -> None:
    scene = at_stage(place.start)
    place.ready(scene)
    taken = 0
    for text in ODD:
        outcome = stored(lambda text=text: place.put(scene, text))  # type: ignore[misc]
        taken += not isinstance(outcome, Exception)
        if isinstance(outcome, Invalid):
            assert all(re.fullmatch(r"[A-Z“].+\.", problem) for problem in outcome.problems.values())
    assert taken == 0 if place.most is None else taken > 0 or place.most < 20


@each_place
def test_200_000_characters_are_refused_with_the_number_that_fits(place: Place, at_stage: At) -> None:
    scene = at_stage(place.start)
    place.ready(scene)
    outcome = stored(lambda: place.put(scene, "x" * 200_000))
    if place.most == 200_000:
        assert not isinstance(outcome, Exception)
    else:
        assert isinstance(outcome, (Invalid, Missing))
        if place.most:
            assert f"{place.most:,} characters or fewer; you wrote 200,000" in str(outcome)


@pytest.mark.parametrize("place", [place for place in PLACES if place.most and place.most < 200_000], ids=str)
def test_the_longest_text_fits_and_one_more_character_does_not(place: Place, at_stage: At) -> None:
    scene = at_stage(place.start)
    place.ready(scene)
    longest = "ŵ" * place.most if place.most else ""
    assert not isinstance(stored(lambda: place.put(scene, longest)), Exception)
    assert isinstance(stored(lambda: place.put(scene, longest + "ŵ")), Invalid)


def test_every_text_argument_of_every_verb_is_tried_here() -> None:
    tried = {(place.verb, place.argument) for place in PLACES} | CALLED_BY_US
    texts = {(name, found) for name, verb in verbs().items() for found in text_arguments(verb)}
    texts -= {(verb, argument) for verb, argument in texts if argument == "part"}  # a Part, which no text becomes
    assert texts - tried == set()


def text_arguments(verb: Callable[..., Any]) -> set[str]:
    """The arguments that take text: str, a mapping or sequence of it, or a dataclass with such a field."""
    hints = typing.get_type_hints(verb)
    return {
        found
        for name in inspect.signature(verb).parameters
        for found in takes_text(name, hints[name])
        if name not in ("by", "about")
    }


def takes_text(name: str, hint: Any) -> set[str]:
    arguments = typing.get_args(hint)
    if hint is str or (isinstance(hint, type) and issubclass(hint, Part)) or (name == "fields" and hint is Any):
        return {name}
    if typing.get_origin(hint) is Mapping:
        return {name}
    if typing.get_origin(hint) in (typing.Union, types.UnionType, Sequence):
        return {found for argument in arguments for found in takes_text(name, argument)}
    if hint in (meetings.When, meetings.NoNext, meetings.Attended, plans.Scores):
        return {found for field, inner in typing.get_type_hints(hint).items() for found in takes_text(field, inner)}
    return set()


def test_a_plan_full_of_odd_text_is_submitted_and_printed(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    section = scene.walk.plan.sections.get(key="meeting_record")
    answers = {**section.answers, "notes": "\n".join(ODD), "decisions": ODD[5]}
    now, by = scene.walk.now, scene.cast[Part.DESIGNATED_TEACHER]
    plans.write_section(
        plan_id=scene.plan_id, key="meeting_record", answers=answers, based_on=section.version, by=by, now=now
    )
    submission = submissions.submit(plan_id=scene.plan_id, by=by, now=now)
    for text in ("👩‍👩‍👧", "Ŵy'r ŷd", "Zażółć", "مرحبا", "{{ 7*7 }}", "#set text(fill: red)", "half \ufffd of a pair"):
        assert text in submission.content.replace("\\n", "\n")
    assert bytes(submission.pdf.content).startswith(b"%PDF-")
