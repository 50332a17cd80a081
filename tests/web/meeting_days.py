"""Filling in a day, a time and a place, as a browser without scripts sends them."""

from datetime import date
from typing import Any

from tests.scenes import Scene
from tests.web.filling import fields
from tests.web.visiting import Visitor, text

from epep.record.meetings import Meeting


def on(day: date, time: str = "3:30pm", **more: str) -> dict[str, str]:
    """What is typed for a day, a time and a place."""
    boxes = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year), "time": time}
    return {**boxes, "mode": "in_person", "venue": "Room 4, Priory Court", **more}


def send(visit: Visitor, name: str, **changes: str) -> Any:
    """Open a page, fill it in, send it."""
    return visit.post(name, **(fields(text(visit.get(name))) | changes))


def meeting_of(scene: Scene) -> Meeting:
    return Meeting.objects.get(plan=scene.plan_id, cancellation=None)
