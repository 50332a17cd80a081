"""What the page of one section shows: each question, and beside it last time's answer and any other words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from markupsafe import Markup

from epep.form.answers import missing, shown
from epep.form.merging import fingerprints, merge, read
from epep.form.model import Question, Section
from epep.form.parts import Part
from epep.protocol import moves, sees
from epep.protocol.stages import Stage
from epep.record import sections
from epep.record.plans import Section as Written
from epep.record.sections import Comment, LastTime
from epep.record.sharing import shared_with
from epep.web import beside, words
from epep.web.asking import Seen
from epep.web.beside import ASIDE, SAVED, Ground, Other, OtherWords, Past
from epep.web.forms import draw, first_id, revealed
from epep.web.section_forms import SectionForm, section_form
from epep.web.warm import OWN_TITLES


@dataclass(frozen=True)
class Block:
    """One question on the page, asked after the answers `equals` (keys, apart by blanks) of the question `when`."""

    key: str
    label: str
    field: Markup
    hidden: bool
    when: str
    equals: str
    past: Past | None
    others: tuple[OtherWords, ...]


@dataclass(frozen=True)
class SectionPage:
    """Everything the page of a section shows. `needed` are (question, address in the page)."""

    plan_id: int
    title: str
    about: str
    caption: str
    ground: Ground
    other: Other | None
    blocks: tuple[Block, ...]
    ways: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    needed: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]
    following: str
    saved: str


class Editor:
    """One section of a plan in the hands of one person."""

    def __init__(self, seen: Seen, asked: Section, part: Part | None = None) -> None:
        """Read what stands in the section. `part` has words of its own for the questions."""
        self.seen = seen
        self.asked = asked
        self.part = part
        self.row: Written = sections.section_now(seen.plan, asked.key)
        self.aside = sections.set_aside_of(seen.person, seen.plan, asked.key)

    @cached_property
    def past(self) -> LastTime | None:
        """What the section said last time, where this person may read it."""
        before = sections.submitted_before(self.seen.plan)
        if before is None:
            return None
        # A plan that has another after it has passed or was ended: for reading it is as good as closed.
        parts = self.seen.parts - {Part.AUTHOR}
        left_out = sees.left_out(self.seen.form, parts, Stage.CLOSED, shared_with(self.seen.person, before))
        return None if left_out is None or self.asked.key in left_out else sections.last_time(before, self.asked.key)

    @property
    def caption(self) -> str:
        """Which section it is, and whose: "Section 3 of 12, for the designated teacher".

        For a young person it is what the section is called in words to them: "What you think".
        """
        if Part.YOUNG_PERSON in self.seen.parts:
            return OWN_TITLES.get(self.asked.key, self.asked.title)
        keys = [section.key for section in self.seen.form.sections_for(self.seen.plan.kind)]
        return f"Section {keys.index(self.asked.key) + 1} of {len(keys)}, for the {whose(self.seen, self.asked)}"

    def form(self, answers: Mapping[str, Any], data: QueryDict | None = None) -> SectionForm:
        """The form of the section, filled with answers or with what was typed."""
        return section_form(_asked_at_once(self.asked), answers, data, part=self.part)

    def fresh(self) -> Ground:
        """What a fresh page stands on. One's own words that were set aside stand beside it."""
        late, now_there = self.aside.answers if self.aside else {}, self.row.answers
        asked = (question.key for question in self.asked.questions)
        differs = tuple(key for key in asked if late.get(key) and late[key] != now_there.get(key))
        return Ground(self.row.version, fingerprints(self.row.answers), ASIDE if differs else "", differs)

    def after_conflict(self, sent: Ground, mine: Mapping[str, Any], now_there: Written) -> tuple[SectionForm, Ground]:
        """The form and what it stands on when somebody saved meanwhile: mine in the boxes, theirs beside them."""
        self.row = now_there
        merged = merge(self.asked, read(sent.was), mine, now_there.answers)
        was = fingerprints(now_there.answers)
        ground = Ground(now_there.version, was, SAVED, merged.clashes, merged.taken)
        return self.form(merged.answers), ground

    def other(self, ground: Ground) -> Other | None:
        """Whose words stand beside the boxes, and what they say."""
        if ground.other == SAVED and self.row.written_by and self.row.written_at:
            by = self.row.written_by
            return Other(SAVED, by.name, self.row.written_at, self.row.answers, own=by == self.seen.person)
        if ground.other == ASIDE and self.aside:
            own = self.row.written_by == self.seen.person
            return Other(ASIDE, self.seen.person.name, self.aside.at, self.aside.answers, own=own)
        return None

    def picked(self, boxes: Mapping[str, Any], ground: Ground) -> dict[str, Any]:
        """The answers in the boxes, with the other words where they were chosen."""
        other = self.other(ground)
        return ground.picked(self.asked.questions, boxes, other.answers) if other else dict(boxes)

    def start_from(self, key: str, boxes: Mapping[str, Any]) -> dict[str, Any]:
        """The answers in the boxes, with last time's words for one question before what stands there."""
        then = self.past.answers.get(key, "") if self.past else ""
        return {**boxes, key: beside.joined(then, boxes.get(key, "")) if isinstance(then, str) else boxes.get(key, "")}

    def page(self, form: SectionForm, ground: Ground) -> SectionPage:
        """What the page shows."""
        seen, asked = self.seen, self.asked
        following = next_written(seen, asked)
        unsaved = form.is_bound or ground.other == SAVED
        other = self.other(ground)
        return SectionPage(
            plan_id=seen.plan.pk,
            title=asked.title,
            about=asked.about,
            caption=self.caption,
            ground=ground,
            other=other,
            blocks=tuple(self._blocks(form, ground, other)),
            ways=ways(seen, asked),
            comments=tuple(sections.comments_on(seen.plan, asked.key)),
            needed=() if unsaved else tuple(self._needed(form)),
            taken=tuple(asked.question(key).label for key in ground.taken),
            following=following.title if following else "",
            saved="Not saved yet" if unsaved else saved_in_words(self.row, seen),
        )

    def _needed(self, form: SectionForm) -> Iterator[tuple[str, str]]:
        """The answers that are missing in what was saved; nothing for a section that nobody has written in."""
        for question in missing(self.asked, form.initial) if self.row.version else ():
            yield question.label, f"#{first_id(form[question.key])}"

    def _blocks(self, form: SectionForm, ground: Ground, other: Other | None) -> Iterator[Block]:
        answers = form.answers if form.is_bound else form.initial
        visible = {question.key for question in shown(self.asked, answers)}
        inside = revealed(form)
        for question in self.asked.questions:
            if question.key in inside:
                continue
            inner = [one for one in self.asked.questions if one.key in inside and _after(one) == question.key]
            yield Block(
                key=question.key,
                label=question.label,
                field=draw(form[question.key]),
                hidden=question.key not in visible,
                when=_after(question),
                equals=" ".join(question.when.equals) if question.when else "",
                past=beside.past_of(question, inner, self.past, self.part),
                others=tuple(beside.other_words([question, *inner], ground, other, self.seen.now)),
            )


def _after(question: Question) -> str:
    return question.when.question if question.when else ""


def _asked_at_once(section: Section) -> Section:
    """The section without the conditions of several answers: the page itself hides and shows those questions."""
    several = [one.key for one in section.questions if one.when and len(one.when.equals) > 1]
    questions = tuple(one.model_copy(update={"when": None}) if one.key in several else one for one in section.questions)
    return section.model_copy(update={"questions": questions})


def ways(seen: Seen, asked: Section) -> tuple[tuple[str, str], ...]:
    """What is kept beside a section and not in it, as (text, address): scores (P5), the meeting and the next (P7)."""
    next_meeting = "Change the next meeting" if seen.facts.next_agreed else "Agree the next meeting"
    found = {
        "P5": [("SDQ scores", "sdq", True)],
        "P7": [
            ("Record who was there", "hold", seen.may(moves.HOLD)),
            (next_meeting, "agree_next", seen.may(moves.AGREE_NEXT)),
        ],
    }
    offered = found.get(asked.clause or "", [])
    return tuple((text, reverse(name, args=[seen.plan.pk])) for text, name, may in offered if may)


def written_sections(seen: Seen) -> Sequence[Section]:
    """The sections that this person writes in, in order."""
    return [section for section in seen.sections if sees.writes(section, seen.parts)]


def next_written(seen: Seen, asked: Section) -> Section | None:
    """The next section that this person writes in, None after the last."""
    mine = written_sections(seen)
    following = mine[mine.index(asked) + 1 :] if asked in mine else []
    return following[0] if following else None


def whose(seen: Seen, asked: Section) -> str:
    """Whose section it is: the first part that writes it, the author's own part where that is the author."""
    part = asked.written_by[0]
    return Part(seen.plan.author_part if part is Part.AUTHOR else part).words


def saved_in_words(row: Written, seen: Seen) -> str:
    """Who saved the section last, and when; empty when nobody has."""
    if row.written_by is None or row.written_at is None:
        return ""
    who = "you" if row.written_by == seen.person else row.written_by.name
    return f"Saved {words.at(row.written_at, seen.now)} by {who}"
