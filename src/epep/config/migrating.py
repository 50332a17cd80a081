"""`epep migrate`: the tables, made by their owner, and the web role's rights to them."""

from typing import Any, cast

from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from epep.config.environment import database


def use(url: str) -> None:
    """From here on this process talks to the PostgreSQL at `url`, as the role it names."""
    forget_connections()
    connection.settings_dict.update(database(url))


def forget_connections() -> None:
    """Closes this process's connections, those kept in the pool too; the next one is made from the settings."""
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()


def migrate(owner_url: str, app_url: str, **options: Any) -> None:
    """Brings the tables up to date as the owner, then gives the web's role its rights when it is another role."""
    from epep.record.rights import grant  # not before Django is set up: it reads the tables

    use(owner_url)
    try:
        call_command("migrate", interactive=False, **options)
        call_command("createcachetable", verbosity=0)
        role = database(app_url)["USER"]
        if role != connection.settings_dict["USER"]:
            with connection.cursor() as cursor:
                grant(cursor, role)
    finally:
        use(app_url)
