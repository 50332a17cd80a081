"""What stops a command: one clear sentence, exit code 2, no traceback."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from epep.config.postgres import PostgresError
from epep.form.reading import Invalid


class Trouble(Exception):
    """Something outside is not as it must be; the text says what, and what to do."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what is known to go wrong outside into Trouble; a fault of our own keeps its traceback."""
    try:
        yield
    except (ImproperlyConfigured, Invalid, PostgresError) as error:
        raise Trouble(str(error)) from error
    except (DatabaseError, psycopg.Error) as error:
        if not isinstance(error.__cause__ or error, psycopg.OperationalError):
            raise
        first = str(error).strip().splitlines()[0]
        if isinstance(error.__cause__ or error, psycopg.errors.DiskFull):
            raise Trouble("The disk of the database is full. Make room, then run it again.") from error
        raise Trouble(f"The database does not answer: {first}.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Trouble("The disk is full. Make room, then run it again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
            raise Trouble(f"{error.filename} cannot be written or read: {error.strerror}.") from error
        raise
