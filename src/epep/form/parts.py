"""The parts people play around one young person. The values are also the words used in YAML files."""

from enum import StrEnum


class Part(StrEnum):
    """One part. `AUTHOR` is whoever writes this plan: the designated teacher, unless the plan says otherwise."""

    AUTHOR = "author"
    SOCIAL_WORKER = "social_worker"
    DESIGNATED_TEACHER = "designated_teacher"
    EDUCATION_ADVISER = "education_adviser"
    PERSONAL_ADVISER = "personal_adviser"
    VIRTUAL_SCHOOL_ADMINISTRATOR = "virtual_school_administrator"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head"
    CARER = "carer"
    KEY_WORKER = "key_worker"
    YOUNG_PERSON = "young_person"
    CONFERENCE_AND_REVIEW_TEAM = "conference_and_review_team"
    LEAVING_CARE_ADMINISTRATOR = "leaving_care_administrator"
    PARENT = "parent"
    SYSTEM_ADMINISTRATOR = "system_administrator"

    @property
    def words(self) -> str:
        """The part as people read it inside a sentence: "social worker", "leaving care team administrator"."""
        return _WORDS.get(self.value, self.value.replace("_", " "))


_WORDS = {
    "author": "author of the plan",
    "virtual_school_administrator": "Virtual School administrator",
    "virtual_school_head": "Virtual School head",
    "conference_and_review_team": "Conference and Review Team",
    "leaving_care_administrator": "leaving care team administrator",
}

AUTHORITY_PARTS = frozenset(
    {
        Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
        Part.VIRTUAL_SCHOOL_HEAD,
        Part.CONFERENCE_AND_REVIEW_TEAM,
        Part.LEAVING_CARE_ADMINISTRATOR,
        Part.SYSTEM_ADMINISTRATOR,
    }
)
"""Parts played for a whole authority."""

TEAM_PARTS = frozenset(Part) - AUTHORITY_PARTS - {Part.AUTHOR}
"""Parts played in the team around one young person."""
