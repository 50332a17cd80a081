"""What the database itself refuses: facts are inserted, never updated, deleted or truncated, by anyone (P10).

Two locks, each enough alone: a trigger on each table, and a web role that owns nothing and may only SELECT and INSERT.
"""

from collections.abc import Sequence
from typing import Protocol

NEVER_CHANGES = (
    "attendance", "cancellation", "case_note", "check_answer", "check_request", "closure", "confirmation", "copy",
    "event", "filing", "held", "meeting", "next_meeting", "review", "share", "submission", "submission_pdf",
)  # fmt: skip

CHANGES = (
    "authority", "delivery", "duty", "notice", "person", "plan", "post", "provider", "sdq", "section", "set_aside",
    "team_member", "young_person",
)  # fmt: skip


class Cursor(Protocol):
    """Anything that runs SQL."""

    def execute(self, sql: str) -> object:
        """Run one statement."""


REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$ begin
  raise exception 'rows of % are never changed or removed (P10)', tg_table_name using errcode = 'check_violation';
end $$
"""


def lock_sql() -> Sequence[str]:
    """The statements that put the triggers on, in order."""
    return [REFUSE, *(trigger for table in NEVER_CHANGES for trigger in _triggers(table))]


def _triggers(table: str) -> tuple[str, str]:
    refuse = "execute function refuse_change()"
    return (
        f'create trigger never_changes before update or delete on "{table}" for each row {refuse}',
        f'create trigger never_emptied before truncate on "{table}" for each statement {refuse}',
    )


def unlock_sql() -> Sequence[str]:
    """The statements that take them off again, for the reverse migration of an empty development database."""
    return [
        *(
            f'drop trigger {name} on "{table}"'
            for table in NEVER_CHANGES
            for name in ("never_changes", "never_emptied")
        ),
        "drop function refuse_change()",
    ]


def grant(cursor: Cursor, role: str) -> None:
    """Give the web role its rights: everything on tables that change, SELECT and INSERT alone on facts.

    Call in a transaction, so that at no moment the role may do more. Old servers let everybody make
    tables in this schema: no longer.
    """
    frozen = ", ".join(f'"{table}"' for table in NEVER_CHANGES)
    for statement in (
        "revoke create on schema public from public",
        f'grant usage on schema public to "{role}"',
        f'grant select, insert, update, delete on all tables in schema public to "{role}"',
        f'grant usage, select on all sequences in schema public to "{role}"',
        f'revoke update, delete, truncate on {frozen} from "{role}"',
        f'revoke insert, update, delete, truncate on django_migrations from "{role}"',
    ):
        cursor.execute(statement)
