"""Who may read what: the live plan by section, a submission by part and by the social worker's decision (P15)."""

from collections.abc import Collection

from epep.form.model import Form, Section
from epep.form.parts import Part
from epep.protocol.moves import AFTER_PASS
from epep.protocol.stages import Stage

BY_POST_OR_WORK = frozenset(
    {
        Part.AUTHOR,
        Part.SOCIAL_WORKER,
        Part.DESIGNATED_TEACHER,
        Part.EDUCATION_ADVISER,
        Part.PERSONAL_ADVISER,
        Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
        Part.VIRTUAL_SCHOOL_HEAD,
        Part.CONFERENCE_AND_REVIEW_TEAM,
        Part.LEAVING_CARE_ADMINISTRATOR,
    }
)
"""The parts that read submissions because of their work, without a decision on sharing."""

FAMILY = frozenset({Part.YOUNG_PERSON, Part.CARER, Part.KEY_WORKER})
"""Those near the young person and the young person themselves, who read in plain words."""


def reads(section: Section, parts: Collection[Part]) -> bool:
    """Whether somebody with `parts` may read this section of the plan."""
    return bool(set(section.read_by) & set(parts))


def writes(section: Section, parts: Collection[Part]) -> bool:
    """Whether somebody with `parts` may write in this section while the plan is open for writing."""
    return bool(set(section.written_by) & set(parts))


def left_out(form: Form, parts: Collection[Part], stage: Stage, shared: frozenset[str] | None) -> frozenset[str] | None:
    """The keys of the sections left out when somebody with `parts` reads a submission; None when they may not read it.

    `shared` is what the social worker left out for this very person (P15), None without a decision to share.
    A young person reads their own sections once the plan has passed.
    """
    seen: list[frozenset[str]] = []
    hidden = frozenset(section.key for section in form.sections if not reads(section, parts))
    if BY_POST_OR_WORK & set(parts):
        seen.append(hidden)
    if shared is not None:
        seen.append(shared)
    if Part.YOUNG_PERSON in parts and (stage in AFTER_PASS or stage is Stage.CLOSED):
        seen.append(hidden)
    return frozenset.intersection(*seen) if seen else None
