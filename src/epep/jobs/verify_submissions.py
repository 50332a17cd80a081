"""Re-checks submissions: text, hash, chain, PDF and its making, and that none has disappeared (P10)."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count

from epep.form.model import load as load_form
from epep.jobs.findings import Finding
from epep.papers.canonical import canonical, digest, digest_of_bytes
from epep.papers.pdf import MADE_WITH, render
from epep.record.history import Event
from epep.record.submissions import Submission

CHUNK = 50  # submissions held in memory at a time, each with its PDF


def check_submissions() -> Iterator[list[Finding]]:
    """What is wrong with each submission, one list a submission (empty when nothing is), in the order of plans."""
    rows = Submission.objects.select_related("pdf").order_by("plan", "number").iterator(chunk_size=CHUNK)
    for _, versions in groupby(rows, key=lambda row: row.plan_id):
        yield from _plan(versions)


def check_none_disappeared() -> list[Finding]:
    """The plans whose history tells of more submissions than there are."""
    told = Event.objects.filter(verb="submit").values_list("plan_id_then").annotate(Count("pk")).order_by()
    there = dict(Submission.objects.values_list("plan").annotate(Count("pk")).order_by())
    return [
        Finding(f"plan {plan}", f"the history tells of {many} submissions, and there are {there.get(plan, 0)}")
        for plan, many in told
        if plan is not None and many > there.get(plan, 0)
    ]


def _plan(versions: Iterable[Submission]) -> Iterator[list[Finding]]:
    """The submissions of one plan, in order, each against the one before it."""
    before: Submission | None = None
    for submission in versions:
        where = f"plan {submission.plan_id}, version {submission.number}"
        wrong = [*_chain(submission, before), *_text(submission)]
        yield [Finding(where, what) for what in wrong]
        before = submission


def _chain(submission: Submission, before: Submission | None) -> Iterator[str]:
    expected = before.number + 1 if before else 1
    if submission.number != expected:
        missing = " and ".join(str(number) for number in range(expected, submission.number))
        yield f"version {missing} before it is missing"
    elif submission.previous_sha256 != (before.sha256 if before else None):
        yield "its link to the version before it does not fit"


def _text(submission: Submission) -> Iterator[str]:
    """What is wrong with the frozen text and what was made of it."""
    if digest(submission.content) != submission.sha256:
        yield "its text is not the one that was submitted: the SHA-256 differs"
    try:
        content = json.loads(submission.content)
    except ValueError:
        yield "its text is not JSON"
        yield from _pdf(submission, None)
        return
    if canonical(content) != submission.content:
        yield "its text is not in canonical form"
    for name, stands in _columns(submission).items():
        if _inside(content, name) != stands:
            yield f"its {name.replace('_', ' ')} is {stands!r} beside the text and {_inside(content, name)!r} in it"
    yield from _pdf(submission, content)


def _columns(submission: Submission) -> dict[str, Any]:
    """What stands beside the text as well as in it."""
    return {
        "number": submission.number,
        "previous_sha256": submission.previous_sha256,
        "form.name": submission.form_name,
        "form.version": submission.form_version,
    }


def _inside(content: Any, path: str) -> Any:
    for key in path.split("."):
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _pdf(submission: Submission, content: Any) -> Iterator[str]:
    pdf = getattr(submission, "pdf", None)
    if pdf is None:
        yield "its PDF is missing"
        return
    if digest_of_bytes(bytes(pdf.content)) != pdf.sha256:
        yield "its PDF is not the one that was made: the SHA-256 differs"
    try:
        form = load_form(submission.form_name, submission.form_version)
    except LookupError as unknown:
        yield str(unknown).rstrip(".")
        return
    if content is not None and pdf.made_with == MADE_WITH:
        yield from _made_again(content, form, pdf)


def _made_again(content: Any, form: Any, pdf: Any) -> Iterator[str]:
    try:
        same = render(content, form) == bytes(pdf.content)
    except Exception as error:  # whatever the text was changed into
        yield f"its PDF cannot be made again from its text ({type(error).__name__})"
        return
    if not same:
        yield "its PDF is not what its text gives"
