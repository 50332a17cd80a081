"""Writing in sections by their pages, as a browser without scripts does."""

from typing import Any

from tests.scenes import Scene
from tests.web.filling import fields
from tests.web.visiting import Visitor, text

from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk
from epep.record.plans import Plan, Section

DT, SW, EA, YOU, CARER = (
    Part.DESIGNATED_TEACHER,
    Part.SOCIAL_WORKER,
    Part.EDUCATION_ADVISER,
    Part.YOUNG_PERSON,
    Part.CARER,
)
UNUSUAL = '🎓 Llŷn ŵyr, Łódź żółć, مرحبا, {{ 7*7 }} {% raw %} #set page() <script>alert(1)</script> & "quoted"'


def section(scene: Scene, key: str) -> Section:
    return scene.walk.plan.sections.get(key=key)


def write(visit: Visitor, key: str, button: str = "stay", **changes: Any) -> Any:
    """Open a section, change some answers, press a button."""
    sent = fields(text(visit.get("section", key)), button)
    return visit.post("section", key, **(sent | changes))


def written(scene: Scene, *keys: str) -> Scene:
    """The same scene with some sections written in full."""
    walk.write(scene.walk, *keys)
    return scene


def the_next(scene: Scene) -> Scene:
    """The plan that opened from this one."""
    return Scene(scene.cast, Walk(scene.walk.young_person, scene.walk.now, Plan.objects.get(previous=scene.plan_id)))
