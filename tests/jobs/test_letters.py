"""The words of every notice: one for each that is sent, with a link behind sign-in and nobody's name."""

import quopri
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import resolve
from tests.adapters.mail_server import MailServer
from tests.cast import NOW, Cast, weeks
from tests.jobs.conftest import work
from tests.make import a_plan, a_plan_at

from epep.actions import meetings, people, plans
from epep.actions import notices as noting
from epep.form.parts import AUTHORITY_PARTS, Part
from epep.jobs import reminders, walk
from epep.jobs.letters import DUE_SOON, DUTIES, LETTERS, OVERDUE, OWN, letter_of
from epep.protocol.duties import What
from epep.protocol.moves import CONFIRM, DECIDE_SHARING, MOVES
from epep.protocol.stages import Stage
from epep.record.notices import Notice
from epep.record.people import Authority, Person, YoungPerson

REMINDERS = {DUE_SOON, OVERDUE}


def test_every_move_that_tells_has_a_letter_and_every_letter_is_one_of_theirs() -> None:
    telling = {move.name for move in MOVES if move.tells} | {CONFIRM.name, DECIDE_SHARING.name}
    assert set(LETTERS) == telling | REMINDERS


def test_every_kind_of_duty_has_words() -> None:
    assert set(DUTIES) == set(What)


def a_notice(cast: Cast, kind: str, to: Part = Part.SOCIAL_WORKER) -> Notice:
    """One notice of a kind, to whoever plays a part, about a meeting that moved and the duty to write."""
    plan = a_plan(cast)
    walk.arrange(plan, plan.now + weeks(3))
    meetings.rearrange(
        plan_id=plan.plan.pk,
        reason="The trains",
        when=meetings.When(plan.now + weeks(4), "Room 4"),
        by=cast[Part.SOCIAL_WORKER],
        now=plan.now,
    )
    old, new = plan.plan.meetings.order_by("pk").values_list("pk", flat=True)
    noting.remind(
        kind=kind,
        person=cast[to],
        plan=plan.plan,
        once="once",
        about={"meeting": new, "instead_of": old, "duty": "write", "due": "2026-12-03"},
        now=NOW,
    )
    return Notice.objects.get(once="once")


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_a_letter_is_short_plain_and_has_one_link_to_a_page_of_the_plan(cast: Cast, kind: str) -> None:
    notice = a_notice(cast, kind)
    letter = letter_of(notice, NOW)
    assert letter.to == cast[Part.SOCIAL_WORKER].email
    assert letter.at == NOW
    assert len(letter.subject) <= 90
    assert len(letter.body) <= 900
    assert "{" not in letter.subject + letter.body
    assert "\n" not in letter.subject
    assert "—" not in letter.subject + letter.body
    assert re.search(r"\n\nSign in to .+:\nhttp", letter.body)
    (link,) = re.findall(r"https?://\S+", letter.body)
    assert link.startswith("http://127.0.0.1:8000/plans/")
    found = resolve(link.removeprefix("http://127.0.0.1:8000"))
    assert found.kwargs == {"plan_id": notice.plan_id_then}
    assert found.url_name == LETTERS[kind].goes_to
    assert getattr(found.func, "login_required", True), "the link leads to sign-in, never to an open page (P9)"
    assert "Central Bedfordshire Virtual School" in letter.body


@pytest.mark.parametrize("kind", sorted(OWN))
def test_a_young_person_is_written_to_in_words_for_them(cast: Cast, kind: str) -> None:
    letter = letter_of(a_notice(cast, kind, Part.YOUNG_PERSON), NOW)
    assert letter.subject.startswith(OWN[kind].subject.partition("{")[0])
    for word in ("PEP", "whose it is", "asked to prepare", "Late", "{"):
        assert word not in letter.subject + letter.body.partition("Central Bedfordshire")[0]
    assert "Yas" not in letter.subject + letter.body
    assert letter_of(a_notice_again(kind, cast[Part.CARER]), NOW).subject not in {own.subject for own in OWN.values()}


def a_notice_again(kind: str, to: Person) -> Notice:
    """The same notice to somebody else."""
    notice = Notice.objects.get(once="once")
    notice.recipient = to
    return notice


def test_every_kind_that_reaches_a_young_person_has_words_for_them() -> None:
    reaching = {move.name for move in MOVES if Part.YOUNG_PERSON in move.tells} | {CONFIRM.name} | REMINDERS
    assert reaching - {CONFIRM.name} <= set(OWN) <= reaching


@pytest.mark.parametrize("what", sorted(What))
def test_a_reminder_says_what_and_by_when(cast: Cast, what: What) -> None:
    notice = a_notice(cast, DUE_SOON)
    notice.about = {"duty": what.value, "due": "2026-12-03"}
    soon = letter_of(notice, NOW)
    assert soon.subject == f"Due on Thursday 3 December 2026: {DUTIES[what]}"
    assert f"you need to {DUTIES[what]} by Thursday 3 December 2026." in soon.body
    notice.kind = OVERDUE
    assert letter_of(notice, NOW).subject == f"Late: {DUTIES[what]}"


def test_p17_a_cancellation_says_which_meeting_and_no_reason(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    reason = "They are in hospital"
    meetings.cancel(plan_id=plan.plan.pk, reason=reason, by=cast[Part.SOCIAL_WORKER], now=plan.now)
    told = Notice.objects.filter(kind="cancel")
    assert cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR] in {notice.recipient for notice in told}
    for notice in told:
        body = letter_of(notice, NOW).body
        own = notice.recipient == cast[Part.YOUNG_PERSON]
        day = "Monday 30 November 2026 at 10am"
        assert (f"Your meeting on {day} will" if own else f"The PEP meeting of {day} will not take place.") in body
        assert reason not in body


def test_a_try_later_has_the_same_key_and_another_notice_another(cast: Cast) -> None:
    a_plan_at(Stage.PREPARING, cast)
    notices = list(Notice.objects.all())
    later = NOW + timedelta(days=2)
    assert [letter_of(notice, NOW).key for notice in notices] == [letter_of(notice, later).key for notice in notices]
    assert len({letter_of(notice, NOW).key for notice in notices}) == len(notices)


ODD = ["Łodzia-Ægir", "محمدزکی", "{meeting}", "<b>Bo’by"]


def odd_cast(authority: Authority, name: str) -> Cast:
    """A cast in which everything that could tell who it is about is a marker."""
    school = people.add_provider(authority=authority, name=f"{name} Qschool", kind="college", by=None, now=NOW)
    young_person = people.add_young_person(
        authority=authority,
        given_name=f"{name}qgiven",
        family_name=f"{name}qfamily",
        preferred_name=f"{name}qknown",
        date_of_birth=date(2009, 3, 14),
        mosaic_id="87654321",
        upn="B801200005001",
        uln="9276308686",
        provider=school,
        by=None,
        now=NOW,
    )
    cast = Cast(authority, school, young_person)
    for number, part in enumerate(part for part in Part if part is not Part.AUTHOR):
        email = None if part is Part.PARENT else f"person{number}@example.org"
        person = people.add_person(name=f"{name}qname {part}", email=email, authority=authority, by=None, now=NOW)
        cast.people[part] = person
        place = {"authority": authority} if part in AUTHORITY_PARTS else {"young_person": young_person}
        join = people.take_post if part in AUTHORITY_PARTS else people.join_team
        join(**place, person=person, part=part, starts_on=date(2026, 1, 1), by=None, now=NOW)
    return cast


def every_telling_verb(cast: Cast, marker: str) -> None:
    """Makes every move that tells somebody, the marker in all that can be typed; then weeks of reminders go by."""
    plan = a_plan(cast)
    pk, worker, adviser = plan.plan.pk, cast[Part.SOCIAL_WORKER], cast[Part.EDUCATION_ADVISER]
    first, then = plan.now + weeks(3), plan.now + weeks(4)
    walk.arrange(plan, first, marker)
    moved = meetings.When(first + timedelta(days=1), marker)
    meetings.rearrange(plan_id=pk, reason=marker, when=moved, by=worker, now=plan.now)
    meetings.cancel(plan_id=pk, reason=marker, by=worker, now=plan.now)
    author = plan.who(Part.AUTHOR)
    for stage in walk.steps(plan, then, then + weeks(12)):
        if stage is Stage.HELD:
            plans.ask_for_check(plan_id=pk, of=Part.EDUCATION_ADVISER, message=marker, by=author, now=plan.now)
            plans.answer_check(plan_id=pk, comments={"new_targets": marker}, message=marker, by=adviser, now=plan.now)
        if stage is Stage.SUBMITTED and plan.standing.facts.submissions == 1:
            walk.give_back(plan, marker, {"new_targets": marker})
            walk.submit(plan.later(hours=1))
    follower = cast.young_person.plans.order_by("-number")[0]
    plans.end_early(plan_id=follower.pk, reason=marker, by=worker, now=plan.now)
    another = a_plan(cast, now=plan.now)
    walk.arrange(another, plan.now + weeks(3), marker)
    for day in range(40):
        reminders.remind(plan.now + timedelta(days=day))


def every_byte_of(mail: MailServer) -> Iterator[bytes]:
    for envelope, letter in zip(mail.envelopes, mail.arrived, strict=True):
        assert isinstance(envelope.content, bytes)
        yield envelope.content
        yield quopri.decodestring(envelope.content)
        yield str(letter["Subject"]).encode()
        yield letter.get_content().encode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ODD)
def test_no_byte_of_any_mail_tells_who_it_is_about(authority: Authority, mail: MailServer, name: str) -> None:
    cast = odd_cast(authority, name)
    marker = f"{name}qtyped"
    every_telling_verb(cast, marker)
    assert set(Notice.objects.values_list("kind", flat=True)) == set(LETTERS)
    work()
    assert len(mail.arrived) == Notice.objects.count() > 50
    young_person = YoungPerson.objects.get()
    secret = [f"{name}q", young_person.given_name, "87654321", "B801200005001", "9276308686", "PEP 8", "Qschool"]
    secret += [text.upper() for text in secret] + [text.lower() for text in secret]
    for content in every_byte_of(mail):
        assert not [text for text in secret if text.encode() in content]
