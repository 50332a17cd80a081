"""Targets carried forward: what one plan set is what the next one reviews (P3, P7)."""

import json
from typing import Any

from epep.record.plans import Plan


def targets_to_review(previous: Plan) -> dict[str, Any]:
    """The first answers of the next plan's review of previous targets: a row for each target of the last submission.

    Without a submission (a plan ended early) what stood in its section counts.
    """
    rows = _targets(previous)
    return {"targets": [{"id": row["id"], "target": row.get("target", "")} for row in rows]} if rows else {}


def _targets(plan: Plan) -> list[dict[str, Any]]:
    last = plan.submissions.order_by("-number").first()
    if last:
        answers = json.loads(last.content)["sections"].get("new_targets", {}).get("answers", {})
    else:
        section = plan.sections.filter(key="new_targets").first()
        answers = section.answers if section else {}
    found: list[dict[str, Any]] = answers.get("targets", [])
    return found
