"""What stands in one section: now, last time, what was said about it, and words of one's own that were set aside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from epep.form.model import Form
from epep.form.model import load as load_form
from epep.protocol.stages import Verdict
from epep.record.people import Missing, Person
from epep.record.plans import CheckAnswer, Plan, Section, SetAside
from epep.record.submissions import Submission


def section_now(plan: Plan, key: str) -> Section:
    """What stands in the section, with who wrote it. Raises `Missing` for a section that the plan does not have."""
    found = plan.sections.select_related("written_by").filter(key=key).first()
    if found is None:
        raise Missing
    return found


def sections_now(plan: Plan) -> dict[str, Section]:
    """What stands in each section of the plan, by key, with who wrote it."""
    return {section.key: section for section in plan.sections.select_related("written_by")}


def set_aside_of(person: Person, plan: Plan, key: str) -> SetAside | None:
    """The latest words of `person` that came too late for this section, until they have saved it again."""
    return plan.set_aside.filter(by=person, key=key, settled_at=None).order_by("-at", "-pk").first()


@dataclass(frozen=True)
class LastTime:
    """One section as the plan before was last submitted. `who` is empty when nobody had written in it."""

    key: str
    form: Form
    answers: Mapping[str, Any]
    who: str
    at: datetime


def submitted_before(plan: Plan) -> Submission | None:
    """The last submission of the plan before this one; None for a first plan, or one ended before it was submitted."""
    if plan.previous is None:
        return None
    return plan.previous.submissions.order_by("-number").first()


def last_time(submission: Submission, key: str) -> LastTime | None:
    """What a submission says in one section, None when it has no such section."""
    section = json.loads(submission.content)["sections"].get(key)
    if section is None:
        return None
    by = section["written_by"] or {"name": ""}
    at = datetime.fromisoformat(section["written_at"]) if section["written_at"] else submission.at
    form = load_form(submission.form_name, submission.form_version)
    return LastTime(key, form, section["answers"], by["name"], at)


@dataclass(frozen=True)
class Comment:
    """What an adviser said about one section: `returned` with a submission (P12), or answering a check (P9)."""

    text: str
    who: Person
    at: datetime
    returned: bool


def comments_on(plan: Plan, key: str) -> list[Comment]:
    """What was said about this section since the plan was last submitted, or with its return; newest first."""
    last = plan.submissions.select_related("review__by").order_by("-number").first()
    answers = CheckAnswer.objects.filter(check_request__plan=plan, comments__has_key=key).select_related("by")
    if last:
        answers = answers.filter(at__gt=last.at)
    found = [Comment(answer.comments[key], answer.by, answer.at, returned=False) for answer in answers]
    review = getattr(last, "review", None)
    if review and review.verdict == Verdict.RETURNED and key in review.comments:
        found.append(Comment(review.comments[key], review.by, review.at, returned=True))
    return sorted(found, key=lambda comment: comment.at, reverse=True)
