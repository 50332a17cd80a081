"""The destinations of a passed plan as pages show them: saved, or how far its package has come (P13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from epep.protocol import after
from epep.protocol.local import Destination, LocalRules
from epep.record.filing import Delivery, Filing
from epep.record.submissions import Submission
from epep.web import words


@dataclass(frozen=True)
class Place:
    """One destination of one plan. `state` and `word` are what the component `state` takes, `detail` says more.

    `filing` says who saved it there; `again` is the delivery that can be tried again, None where none has failed.
    """

    destination: Destination
    filing: Filing | None
    again: Delivery | None
    state: str
    word: str
    detail: str


def places_of(passed: Submission, local: LocalRules, now: datetime) -> Iterator[Place]:
    """The destinations of the authority, in order, for a passed submission."""
    filings = {filing.destination: filing for filing in passed.filings.all()}
    deliveries = {delivery.destination: delivery for delivery in passed.deliveries.all()}
    for destination in after.save_to(local):
        filing, delivery = filings.get(destination.key), deliveries.get(destination.key)
        if filing:
            detail = f"{filing.reference}, {words.at(filing.at, now)}, {filing.by.name}"
            yield Place(destination, filing, None, "done", "Saved", detail)
        else:
            failed = delivery if delivery and delivery.last_error and not delivery.delivered_at else None
            yield Place(destination, None, failed, *_under_way(delivery, now))


def _under_way(delivery: Delivery | None, now: datetime) -> tuple[str, str, str]:
    """How far the package has come to a destination where nobody has recorded the plan as saved yet."""
    if delivery is None:
        return "not_started", "To be saved by hand", ""
    if delivery.delivered_at:
        return "started", "In its folder", f"{delivery.place}, {words.at(delivery.delivered_at, now)}"
    if delivery.given_up_at:
        return "not_started", "Could not be delivered", delivery.last_error
    if delivery.last_error:
        return "not_started", "Tried, will be tried again", delivery.last_error
    return "not_started", "On its way to its folder", ""
