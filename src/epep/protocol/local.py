"""What a council may set: one commented, validated YAML file per authority. Central Bedfordshire's is the default.

A wrong setting stops the start-up with the file, the line and what is allowed (`epep.form.reading.Invalid`).
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from epep.form.model import Words, versions
from epep.form.parts import Part
from epep.form.reading import Invalid, read
from epep.protocol.days import Period

PACKAGED = Path(__file__).parent / "authorities"
INFORMANTS = (Part.YOUNG_PERSON, Part.KEY_WORKER, Part.CARER, Part.DESIGNATED_TEACHER)
"""From whom an SDQ can come (P5)."""


def _played(part: Part) -> Part:
    if part is Part.AUTHOR:
        raise ValueError("nobody plays the part author; name the part that does this")
    return part


def _signed_in(part: Part) -> Part:
    if part is Part.PARENT:
        raise ValueError("a parent has no account, so cannot do this")
    return _played(part)


def _differ(keys: Iterable[str]) -> None:
    """Refuses two things with one key, which could not be told apart in the record."""
    if len(seen := list(keys)) > len(set(seen)):
        raise ValueError("each needs its own key")


Played = Annotated[Part, AfterValidator(_played)]
SignedIn = Annotated[Part, AfterValidator(_signed_in)]
Days = Annotated[int, Field(ge=0, le=60)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(_Frozen):
    """Someone to whom date and venue are confirmed (P1), and the parts who speak for them."""

    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    label: Words
    parts: tuple[Played, ...] = Field(min_length=1)


class Meeting(_Frozen):
    """Settings of arranging and holding the meeting (P1, P3, P6)."""

    arrange_within: Period
    confirm_before: Period
    confirm_with: tuple[Party, ...] = Field(min_length=1)
    prepared_before: Period
    chairs: tuple[SignedIn, ...] = Field(min_length=1)

    @field_validator("confirm_with")
    @classmethod
    def parties_differ(cls, value: tuple[Party, ...]) -> tuple[Party, ...]:
        """Each party has its own key."""
        _differ(party.key for party in value)
        return value


class Submission(_Frozen):
    """Settings of checking and submitting (P8, P9, P12)."""

    submit_within: Period
    resubmit_within: Period
    checkers: tuple[SignedIn, ...] = Field(min_length=1)
    check_within: Period


class Review(_Frozen):
    """Settings of quality assurance (P11)."""

    review_within: Period


class Sdq(_Frozen):
    """Settings of the SDQ (P5): from whom, and how long a score counts as recent."""

    informants: tuple[Part, ...]
    every_months: int = Field(ge=1, le=36)

    @field_validator("informants")
    @classmethod
    def can_be_recorded(cls, value: tuple[Part, ...]) -> tuple[Part, ...]:
        """An SDQ that nobody can record would be owed for ever."""
        if not set(value) <= set(INFORMANTS):
            raise ValueError(f"an SDQ comes from: {', '.join(INFORMANTS)}")
        return value


class Destination(_Frozen):
    """A place a plan is saved (P13). `folder`, when given, gets the filing package; relative means below EPEP_DATA."""

    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    label: Words
    reference_hint: str = ""
    reference_pattern: str = ".+"
    folder: str | None = None

    @field_validator("reference_pattern")
    @classmethod
    def is_a_pattern(cls, value: str) -> str:
        """A regular expression that the whole reference must match."""
        try:
            re.compile(value)
        except re.error as wrong:
            raise ValueError(f"it must be a regular expression ({wrong})") from wrong
        return value


class Filing(_Frozen):
    """Settings of filing (P13)."""

    file_within: Period
    destinations: tuple[Destination, ...] = Field(min_length=1)

    @field_validator("destinations")
    @classmethod
    def keys_differ(cls, value: tuple[Destination, ...]) -> tuple[Destination, ...]:
        """Each destination has its own key."""
        _differ(destination.key for destination in value)
        return value


class CopyTo(_Frozen):
    """Somebody who gets a copy once the plan is quality assured (P14)."""

    part: SignedIn
    label: Words


class Copies(_Frozen):
    """Settings of copies (P14)."""

    send_within: Period
    to: tuple[CopyTo, ...] = Field(min_length=1)


class Sharing(_Frozen):
    """Settings of sharing (P15)."""

    decide_within: Period
    decide_for: tuple[Played, ...]


class CaseNote(_Frozen):
    """Settings of the case note (P16). `text` may use {reference} and {place}."""

    write_within: Period
    place: Words
    text: Words

    @field_validator("text")
    @classmethod
    def only_known_words(cls, value: str) -> str:
        """Braces other than {reference} and {place} would break the note."""
        try:
            value.format(reference="", place="")
        except (KeyError, IndexError, ValueError) as wrong:
            raise ValueError("only {reference} and {place} can be used in braces") from wrong
        return value


class Reminders(_Frozen):
    """On which days before and after a due date people are reminded, in calendar days."""

    days_before: tuple[Days, ...]
    days_after: tuple[Days, ...]


class LocalRules(_Frozen):
    """One authority's settings."""

    slug: str = Field(pattern=r"^[a-z0-9-]{2,60}$")
    name: Words
    virtual_school: Words
    form: str
    form_version: str
    extra_closed_days: tuple[date, ...] = ()
    meeting: Meeting
    submission: Submission
    review: Review
    sdq: Sdq
    filing: Filing
    copies: Copies
    sharing: Sharing
    case_note: CaseNote
    reminders: Reminders

    @field_validator("form_version")
    @classmethod
    def form_is_packaged(cls, value: str, info: ValidationInfo) -> str:
        """Plans are opened with a form that is there."""
        if (info.data.get("form"), value) not in versions():
            raise ValueError(f"there is no such form; there are: {', '.join(' '.join(one) for one in versions())}")
        return value

    @property
    def extra_days(self) -> frozenset[date]:
        """The authority's own closed days, beside England's bank holidays."""
        return frozenset(self.extra_closed_days)

    @property
    def parties(self) -> tuple[str, ...]:
        """The keys of those to whom date and venue are confirmed (P1)."""
        return tuple(party.key for party in self.meeting.confirm_with)


@cache
def load(slug: str, folder: Path = PACKAGED) -> LocalRules:
    """The settings of the authority `slug`, from `folder`/<slug>.yaml.

    Raises `epep.form.reading.Invalid` with file, line and what is allowed.
    """
    path = folder / f"{slug}.yaml"
    rules = read(path, LocalRules)
    if rules.slug != slug:
        lines = path.read_text(encoding="utf-8").splitlines()
        line = next(number for number, text in enumerate(lines, 1) if text.startswith("slug"))
        raise Invalid(f"{path}:{line}: slug is {rules.slug!r}; it must be {slug!r}, as the file is called")
    return rules
