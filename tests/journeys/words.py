"""What the people of the journey write: the answers of each section, by question, as the form names them.

Choices stand by their keys, tables as lists of rows. Everything is invented.
"""

from datetime import date, timedelta
from typing import Any, Final

Answers = dict[str, Any]

TODAY: Final = date.today()  # noqa: DTZ011  (the day on this computer, as somebody who writes it down would say it)

HEADER: Final[Answers] = {
    "first_plan": "yes",
    "combined_with": ["care_review"],
    "interpreter": "no",
    "taking_part": "A break half way, and the questions beforehand.",
}
YOUNG_PERSON: Final[Answers] = {
    "legal_status": "full_care_order",
    "in_care_since": date(2019, 5, 7),
    "lives_in": "foster_care",
    "address_confidential": "yes",
    "confidential_from": ["parents"],
    "first_language": "English and Welsh",
    "communication": "Time to think before she answers.",
}
EDUCATION: Final[Answers] = {
    "status": "college",
    "provider": "Oakfield College",
    "hours": "16.5",
    "courses": [
        {"title": "Level 2 Animal Care", "level": "level_2", "ends_on": TODAY + timedelta(days=200)},
        {"title": "GCSE Maths", "level": "level_2"},
    ],
    "arrangements": "Extra time in exams, a bursary of £30 a week, and a laptop on loan.",
    "history": [{"place": "Marston Vale School", "dates": "2020 to 2025", "notes": "Five GCSEs, English grade 5."}],
    "planned_changes": "None planned.",
}
PROGRESS: Final[Answers] = {
    "english": "passed",
    "maths": "gcse_resit",
    "courses": [{"course": "Level 2 Animal Care", "target": "Merit", "working_at": "Pass", "on_track": "on"}],
    "summary": "Practical work is a joy to watch. Written work comes late.",
    "leisure_interests": "Rowing twice a week; the college pays the club.",
    "next_step": "Level 3, then veterinary nursing. Careers talk in October.",
    "leaving_risk": "low",
}
ATTENDANCE: Final[Answers] = {
    "figures": "yes",
    "this_year": "94.2",
    "since_last_plan": "93",
    "up_to": TODAY - timedelta(days=1),
    "reasons": "Two days of flu.",
    "suspended": "no",
}
SDQ: Final[Answers] = {"because_of_score": "The college counsellor offers six meetings."}
SOCIAL_CARE: Final[Answers] = {
    "update": "Yas settled in well with Carol and has joined a rowing club.",
    "stability": "settled",
    "decisions": "None",
    "affects_attendance": "One appointment a month, on Wednesdays.",
    "pathway_plan_on": TODAY - timedelta(days=30),
}
CARER_VIEWS: Final[Answers] = {
    "recorded_by": "themselves",
    "going": "She gets up by herself on college days.",
    "strengths": "How patient she is with the nervous dogs.",
    "worries": "The bus is late, and she worries about it.",
    "support": "I drive her when the bus does not come.",
}
OWN_WORDS: Final[Answers] = {
    "recorded_by": "themselves",
    "going": "well",
    "proud": "I held an owl 🦉 and I wasn’t scared. Dw i’n hoffi Cymraeg hefyd.",
    "hard": "The 6:40 bus. It <never> comes & nobody says why.",
    "helps": "Dee in the library, and Carol.",
    "future": "Veterinary nursing. With my own dog.",
}
MEETING_RECORD: Final[Answers] = {
    "notes": "Yas opened the meeting herself and showed her photographs.",
    "decisions": "The college asks the bus company for an earlier bus.",
    "carer_role": "Carol drives her on Wednesdays and keeps the rowing kit dry.",
    "other_actions": [{"what": "Write to the bus company", "who": "Dee Marlowe", "due_on": TODAY + timedelta(days=7)}],
    "concern": "no",
}


def _target(area: str, target: str, owner: str) -> Answers:
    return {
        "area": area,
        "target": target,
        "baseline": "Started this term",
        "measure": "Seen by her tutor, in writing",
        "owner": owner,
        "due_on": TODAY + timedelta(days=70),
        "actions": "Yas and her tutor look at it together every Friday.",
    }


TARGETS: Final = (
    _target("maths", "Reach grade 4 in the February mock", "designated_teacher"),
    _target("course", "Hand in the dog-grooming portfolio", "young_person"),
    _target("independence", "Travel to placement alone twice a week", "carer"),
)
NEW_TARGETS: Final[Answers] = {
    "aims": "Level 3 in September, and to be ready to live on her own one day.",
    "targets": list(TARGETS),
    "agreed": "yes",
}
CORRECTED: Final = "Reach grade 4 in the February mock, by an hour of tuition every Tuesday"
REASONS: Final = "The first target does not say what help she gets. Please add it."
