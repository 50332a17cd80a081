"""`epep migrate`: the tables, made by their owner, and the web role's rights to them."""

from typing import Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from epep.config.environment import database
from epep.record.rights import grant


def forget_connections() -> None:
    """Closes this process's connections, those kept in the pool too; the next one is made from the settings."""
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()


def use(url: str) -> None:
    """From here on this process talks to the PostgreSQL at `url`, as the role it names."""
    forget_connections()
    connection.settings_dict.update(database(url))


def migrate(**options: Any) -> None:
    """Brings the tables up to date as DATABASE_OWNER_URL's role, then gives DATABASE_URL's role its rights when that is
    another one. `options` are those of Django's own command."""
    use(settings.DATABASE_OWNER_URL)
    try:
        call_command("migrate", interactive=False, **options)
        call_command("createcachetable", verbosity=0)
        role = database(settings.DATABASE_URL)["USER"]
        if role != connection.settings_dict["USER"]:
            with transaction.atomic(), connection.cursor() as cursor:
                grant(cursor, role)
    finally:
        use(settings.DATABASE_URL)
