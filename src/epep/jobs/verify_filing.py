"""Re-checks filing packages: each lies in its folder still, with the content that was put there (P13)."""

from collections.abc import Iterator, Mapping

from epep.adapters.ports import Failed, digest_of
from epep.jobs.filing import folder_of, package_of
from epep.jobs.findings import Finding
from epep.jobs.outside import folder
from epep.protocol.local import LocalRules
from epep.record.facts import rules_of
from epep.record.filing import Delivery

CHUNK = 50


def check_deliveries() -> Iterator[list[Finding]]:
    """What is wrong with each package that was delivered, one list a package (empty when nothing is)."""
    rows = Delivery.objects.exclude(delivered_at=None).order_by("pk")
    whole = rows.select_related("submission__pdf", "submission__plan__young_person__authority")
    for delivery in whole.iterator(chunk_size=CHUNK):
        submission = delivery.submission
        where = f"plan {submission.plan_id}, version {submission.number}, {delivery.destination}"
        yield [Finding(where, what) for what in _wrong(delivery)]


def _wrong(delivery: Delivery) -> list[str]:
    local = rules_of(delivery.submission.plan.young_person.authority.slug)
    path = folder_of(delivery, local)
    if path is None:
        return ["its folder cannot be looked into: the settings name none any more"]
    try:
        found = folder(path).read(delivery.place)
    except Failed as failed:
        return [f"its folder cannot be looked into. {failed}".rstrip(".")]
    if found is None:
        return ["its package is missing from the folder"]
    return _compared(delivery, local, found)


def _compared(delivery: Delivery, local: LocalRules, found: Mapping[str, bytes]) -> list[str]:
    """What differs between the files in the folder and those that were put there. Others may lie beside them."""
    try:
        made = package_of(delivery, local).files
    except Exception:  # a damaged submission, which is a finding of its own
        same = digest_of(found) == delivery.sha256
        return [] if same else ["its package cannot be compared, for its submission is damaged"]
    if missing := [name for name in made if name not in found]:
        return [f"missing from the folder: {', '.join(missing)}"]
    if digest_of({name: found[name] for name in made}) == delivery.sha256:
        return []
    changed = [name for name, data in made.items() if found[name] != data] or ["which file cannot be told"]
    return [f"changed in the folder: {', '.join(changed)}"]
