"""Every argument of every verb that takes text, with a way to put a text there. A test sees that none is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.actions.verbs import ADMIN, CARER, DT, EA, SW, ask, nothing, on_the_day
from tests.cast import NOW, START, weeks
from tests.scenes import Scene

from epep.actions import filing, meetings, people, plans, reviews, sharing
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.filing import Delivery
from epep.record.notices import Notice


@dataclass(frozen=True)
class Place:
    """Where a text goes: `put(scene, text)` does the verb with it. `most` characters are taken, None: chosen words."""

    verb: str
    argument: str
    start: Stage
    put: Callable[[Scene, str], Any]
    most: int | None = None
    ready: Callable[[Scene], None] = nothing

    def __str__(self) -> str:
        return f"{self.verb}-{self.argument}"


def _when(s: Scene, venue: str = "Room 1", mode: str = "phone") -> meetings.When:
    return meetings.When(s.walk.now + weeks(3), venue, mode)


def _arrange(s: Scene, **when: str) -> Any:
    return meetings.arrange(plan_id=s.plan_id, when=_when(s, **when), by=s.cast[SW], now=s.walk.now)


def _rearrange(s: Scene, reason: str = "Snow.", **when: str) -> Any:
    return meetings.rearrange(plan_id=s.plan_id, reason=reason, when=_when(s, **when), by=s.cast[SW], now=s.walk.now)


def _hold(s: Scene, reason: str = "", note: str = "", attended: str = "whole", agreed: Any = None) -> Any:
    there = [meetings.Attended(s.cast[SW], SW, attended, note)]
    chair = s.cast[SW if reason else EA]
    return meetings.hold(
        plan_id=s.plan_id,
        chair=chair,
        chair_reason=reason,
        attended=there,
        agreed=agreed,
        by=s.cast[DT],
        now=s.walk.now,
    )


def _agree(s: Scene, agreed: meetings.When | meetings.NoNext) -> Any:
    return meetings.agree_next(plan_id=s.plan_id, agreed=agreed, by=s.cast[DT], now=s.walk.now)


def _open(s: Scene, **words: Any) -> Any:
    arguments = {"kind": "voluntary_after_18", "consent": "She said yes."} | words
    plan_id = s.walk.plan.next_plan.pk
    plans.end_early(plan_id=plan_id, reason="For a test.", by=s.cast[SW], now=s.walk.now)
    return plans.open_plan(young_person_id=s.walk.young_person.pk, by=s.cast[SW], now=s.walk.now, **arguments)


def _write(s: Scene, key: str = "header", answers: dict[str, Any] | None = None) -> Any:
    return plans.write_section(
        plan_id=s.plan_id, key=key, answers=answers or {}, based_on=0, by=s.cast[DT], now=s.walk.now
    )


def _sdq(s: Scene, **words: str) -> Any:
    arguments: dict[str, Any] = {"informant": "key_worker", "version": "P4-17"} | words
    return plans.record_sdq(
        plan_id=s.plan_id,
        completed_on=day_of(s.walk.now),
        scores=plans.Scores(1),
        by=s.cast[SW],
        now=s.walk.now,
        **arguments,
    )


def _check(s: Scene, message: str = "", of: Any = EA) -> Any:
    return plans.ask_for_check(plan_id=s.plan_id, of=of, message=message, by=s.cast[DT], now=s.walk.now)


def _answer(s: Scene, comments: dict[str, str], message: str = "") -> Any:
    return plans.answer_check(plan_id=s.plan_id, comments=comments, message=message, by=s.cast[EA], now=s.walk.now)


def _pass(s: Scene, comments: dict[str, str]) -> Any:
    return reviews.pass_for_saving(plan_id=s.plan_id, number=1, comments=comments, by=s.cast[EA], now=s.walk.now)


def _again(s: Scene, reason: str = "Why?", comments: dict[str, str] | None = None) -> Any:
    return reviews.ask_for_resubmission(
        plan_id=s.plan_id, number=1, reason=reason, comments=comments, by=s.cast[EA], now=s.walk.now
    )


def _save(s: Scene, destination: str = "virtual_school_box", reference: str = "Box 1") -> Any:
    return filing.record_saved(
        plan_id=s.plan_id, destination=destination, reference=reference, by=s.cast[ADMIN], now=s.walk.now
    )


def _decide(s: Scene, decision: str = "full", reason: str = "Because.", left_out: tuple[str, ...] = ()) -> Any:
    return sharing.decide_sharing(
        plan_id=s.plan_id,
        person=s.cast[CARER],
        decision=decision,
        left_out=left_out,
        reason=reason,
        by=s.cast[SW],
        now=s.walk.now,
    )


def _note(s: Scene, text: str = "It is in ECM.", reference: str = "") -> Any:
    return sharing.record_case_note(plan_id=s.plan_id, text=text, reference=reference, by=s.cast[SW], now=s.walk.now)


def _end(s: Scene, reason: str) -> Any:
    return plans.end_early(plan_id=s.plan_id, reason=reason, by=s.cast[SW], now=s.walk.now)


def _person(s: Scene, name: str = "Ann", email: str | None = None, phone: str = "", password: str | None = None) -> Any:
    return people.add_person(
        name=name, email=email, phone=phone, password=password, authority=s.cast.authority, by=None, now=NOW
    )


def _brought(s: Scene, name: str = "Ann", email: str | None = None) -> Any:
    return people.bring_into_team(
        young_person=s.walk.young_person, name=name, email=email, part=CARER, starts_on=START, by=None, now=NOW
    )


def _provider(s: Scene, **words: str) -> Any:
    arguments: dict[str, Any] = {"name": "Hill", "kind": "college"} | words
    return people.add_provider(authority=s.cast.authority, by=None, now=NOW, **arguments)


def _not_sent(s: Scene, error: str) -> Any:
    from epep.actions import notices

    notice = Notice.objects.filter(plan_id_then=s.plan_id)[0]
    return notices.not_sent(notice_id=notice.pk, error=error, final=True, now=s.walk.now)


def _not_delivered(s: Scene, error: str) -> Any:
    delivery = Delivery.objects.filter(submission__plan=s.plan_id)[0]
    return filing.not_delivered(delivery_id=delivery.pk, error=error, final=True, now=s.walk.now)


A, P, H, S, PASSED, FILED = (
    Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.SUBMITTED, Stage.PASSED, Stage.FILED,
)  # fmt: skip
REASON = 2000
PLACES = (
    Place("arrange", "venue", A, lambda s, t: _arrange(s, venue=t), 300),
    Place("arrange", "mode", A, lambda s, t: _arrange(s, mode=t)),
    Place("confirm", "party", P, lambda s, t: meetings.confirm(plan_id=s.plan_id, party=t, by=s.cast[SW], now=NOW)),
    Place("cancel", "reason", P, lambda s, t: meetings.cancel(
        plan_id=s.plan_id, reason=t, by=s.cast[SW], now=s.walk.now), REASON),
    Place("rearrange", "reason", P, lambda s, t: _rearrange(s, t), REASON),
    Place("rearrange", "venue", P, lambda s, t: _rearrange(s, venue=t), 300),
    Place("rearrange", "mode", P, lambda s, t: _rearrange(s, mode=t)),
    Place("hold", "chair_reason", P, lambda s, t: _hold(s, reason=t), REASON, on_the_day),
    Place("hold", "note", P, lambda s, t: _hold(s, note=t), 500, on_the_day),
    Place("hold", "attended", P, lambda s, t: _hold(s, attended=t), None, on_the_day),
    Place("hold", "because", P, lambda s, t: _hold(s, agreed=meetings.NoNext(t)), REASON, on_the_day),
    Place("hold", "venue", P, lambda s, t: _hold(s, agreed=_when(s, t)), 300, on_the_day),
    Place("hold", "mode", P, lambda s, t: _hold(s, agreed=_when(s, mode=t)), None, on_the_day),
    Place("agree_next", "because", H, lambda s, t: _agree(s, meetings.NoNext(t)), REASON),
    Place("agree_next", "venue", H, lambda s, t: _agree(s, _when(s, t)), 300),
    Place("agree_next", "mode", H, lambda s, t: _agree(s, _when(s, mode=t))),
    Place("open_plan", "kind", PASSED, lambda s, t: _open(s, kind=t)),
    Place("open_plan", "author", PASSED, lambda s, t: _open(s, author=t)),
    Place("open_plan", "consent", PASSED, lambda s, t: _open(s, consent=t), REASON),
    Place("write_section", "answers", P, lambda s, t: _write(s, answers={"taking_part": t}), 5000),
    Place("write_section", "a question", P, lambda s, t: _write(s, answers={t: "x"})),
    Place("write_section", "key", P, lambda s, t: _write(s, key=t)),
    Place("record_sdq", "informant", P, lambda s, t: _sdq(s, informant=t)),
    Place("record_sdq", "version", P, lambda s, t: _sdq(s, version=t)),
    Place("ask_for_check", "message", P, lambda s, t: _check(s, t), REASON),
    Place("ask_for_check", "of", P, lambda s, t: _check(s, of=t)),
    Place("answer_check", "message", P, lambda s, t: _answer(s, {}, t), REASON, ask),
    Place("answer_check", "comments", P, lambda s, t: _answer(s, {"header": t}), REASON, ask),
    Place("answer_check", "a section", P, lambda s, t: _answer(s, {t: "x"}), None, ask),
    Place("pass_for_saving", "comments", S, lambda s, t: _pass(s, {"header": t}), REASON),
    Place("pass_for_saving", "a section", S, lambda s, t: _pass(s, {t: "x"})),
    Place("ask_for_resubmission", "reason", S, lambda s, t: _again(s, t), 5000),
    Place("ask_for_resubmission", "comments", S, lambda s, t: _again(s, comments={"header": t}), REASON),
    Place("record_saved", "destination", PASSED, lambda s, t: _save(s, destination=t)),
    Place("record_saved", "reference", PASSED, lambda s, t: _save(s, reference=t), 200),
    Place("decide_sharing", "decision", FILED, lambda s, t: _decide(s, decision=t)),
    Place("decide_sharing", "reason", FILED, lambda s, t: _decide(s, reason=t), REASON),
    Place("decide_sharing", "left_out", FILED, lambda s, t: _decide(s, "partly", left_out=(t,))),
    Place("record_case_note", "text", FILED, lambda s, t: _note(s, t), REASON),
    Place("record_case_note", "reference", FILED, lambda s, t: _note(s, reference=t), 200),
    Place("end_early", "reason", P, _end, REASON),
    Place("add_authority", "slug", P, lambda s, t: people.add_authority(slug=t, name="N", by=None, now=NOW)),
    Place("add_authority", "name", P, lambda s, t: people.add_authority(slug="n", name=t, by=None, now=NOW), 200),
    Place("add_person", "name", P, lambda s, t: _person(s, name=t), 200),
    Place("add_person", "email", P, lambda s, t: _person(s, email=f"{t}@")),
    Place("add_person", "phone", P, lambda s, t: _person(s, phone=t), 40),
    Place("add_person", "password", P, lambda s, t: _person(s, password=t), 200_000),
    Place("bring_into_team", "name", P, lambda s, t: _brought(s, t), 200),
    Place("bring_into_team", "email", P, lambda s, t: _brought(s, email=f"{t}@")),
    Place("add_provider", "name", P, lambda s, t: _provider(s, name=t), 200),
    Place("add_provider", "kind", P, lambda s, t: _provider(s, kind=t)),
    Place("add_provider", "urn", P, lambda s, t: _provider(s, urn=t), 6),
    Place("add_provider", "ukprn", P, lambda s, t: _provider(s, ukprn=t), 8),
    Place("change", "fields", P, lambda s, t: people.change(
        row=s.walk.young_person, by=None, now=NOW, family_name=t), 100),
    Place("add_young_person", "fields", P, lambda s, t: people.add_young_person(
        authority=s.cast.authority, by=None, now=NOW, given_name=t, family_name="B", mosaic_id="5",
        date_of_birth=NOW.date()), 100),
    Place("not_sent", "error", P, _not_sent, 200_000),
    Place("not_delivered", "error", PASSED, _not_delivered, 200_000),
)  # fmt: skip

CALLED_BY_US = {
    ("delivered", "place"), ("delivered", "sha256"), ("looked", "verb"), ("looked", "says"), ("remind", "kind"),
    ("remind", "once"),
}  # fmt: skip
"""Texts that only our own code puts there."""
