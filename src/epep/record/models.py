"""Registers the tables with Django. Import tables from their own file, never from here."""

from epep.record import (  # noqa: F401
    duties,
    filing,
    history,
    meetings,
    notices,
    people,
    plans,
    reviews,
    sharing,
    submissions,
)
