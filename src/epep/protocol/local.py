"""What a council may set: one commented, validated YAML file per authority. Central Bedfordshire's is the default.

A wrong setting stops the start-up with the file, the line and what is allowed (`epep.form.reading.Invalid`).
"""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from epep.form.parts import Part
from epep.form.reading import read
from epep.protocol.days import Period

PACKAGED = Path(__file__).parent / "authorities"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(_Frozen):
    """Someone to whom date and venue are confirmed (P1), and the parts who speak for them."""

    key: str = Field(pattern=r"^[a-z_]+$")
    label: str
    parts: tuple[Part, ...] = Field(min_length=1)


class Meeting(_Frozen):
    """Settings of arranging and holding the meeting (P1, P3, P6)."""

    arrange_within: Period
    confirm_before: Period
    confirm_with: tuple[Party, ...] = Field(min_length=1)
    prepared_before: Period
    chairs: tuple[Part, ...] = Field(min_length=1)


class Submission(_Frozen):
    """Settings of checking and submitting (P8, P9, P12)."""

    submit_within: Period
    resubmit_within: Period
    checkers: tuple[Part, ...] = Field(min_length=1)
    check_within: Period


class Review(_Frozen):
    """Settings of quality assurance (P11)."""

    review_within: Period


class Sdq(_Frozen):
    """Settings of the SDQ (P5): from whom, and how long a score counts as recent."""

    informants: tuple[Part, ...]
    every_months: int = Field(ge=1, le=36)


class Destination(_Frozen):
    """A place a plan is saved (P13). `folder`, when given, gets the filing package; relative means below EPEP_DATA."""

    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    label: str
    reference_hint: str = ""
    reference_pattern: str = ".+"
    folder: str | None = None


class Filing(_Frozen):
    """Settings of filing (P13)."""

    file_within: Period
    destinations: tuple[Destination, ...] = Field(min_length=1)

    @field_validator("destinations")
    @classmethod
    def keys_differ(cls, value: tuple[Destination, ...]) -> tuple[Destination, ...]:
        """Two destinations with one key could not be told apart in the record."""
        if len({destination.key for destination in value}) < len(value):
            raise ValueError("each destination needs its own key")
        return value


class CopyTo(_Frozen):
    """Somebody who gets a copy once the plan is quality assured (P14)."""

    part: Part
    label: str


class Copies(_Frozen):
    """Settings of copies (P14)."""

    send_within: Period
    to: tuple[CopyTo, ...] = Field(min_length=1)


class Sharing(_Frozen):
    """Settings of sharing (P15)."""

    decide_within: Period
    decide_for: tuple[Part, ...]


class CaseNote(_Frozen):
    """Settings of the case note (P16). `text` may use {reference} and {place}."""

    write_within: Period
    place: str
    text: str

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

    days_before: tuple[int, ...]
    days_after: tuple[int, ...]


class LocalRules(_Frozen):
    """One authority's settings."""

    slug: str = Field(pattern=r"^[a-z0-9-]{2,60}$")
    name: str
    virtual_school: str
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

    @model_validator(mode="after")
    def chairs_take_part(self) -> "LocalRules":
        """Somebody without an account cannot chair or check."""
        if Part.PARENT in {*self.meeting.chairs, *self.submission.checkers}:
            raise ValueError("a parent has no account, so cannot chair or check")
        return self

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
    return read(folder / f"{slug}.yaml", LocalRules)
