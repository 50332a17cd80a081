"""Re-checks the two locks on frozen tables: their triggers, and that nobody was given rights to change them (P10)."""

from collections.abc import Iterator

from django.db import connection

from epep.jobs.findings import Finding
from epep.record.rights import NEVER_CHANGES, REFUSE

BEFORE_ROW_UPDATE_OR_DELETE, BEFORE_TRUNCATE = 1 + 2 + 8 + 16, 2 + 32  # pg_trigger.tgtype
ENABLED = ("O", "A")
TRIGGERS = {"never_changes": BEFORE_ROW_UPDATE_OR_DELETE, "never_emptied": BEFORE_TRUNCATE}

OWNERS = """
SELECT relname, pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname = ANY(%s)
"""
FOUND_TRIGGERS = """
SELECT relname, tgname, tgtype, tgenabled, prosrc FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal AND tgqual IS NULL AND tgattr = ''
"""
GRANTS = """
SELECT DISTINCT relname, coalesce(rolname, 'everybody'), privilege_type
FROM pg_class
CROSS JOIN LATERAL (
    SELECT grantee, privilege_type FROM aclexplode(relacl)
    UNION SELECT grantee, privilege_type FROM pg_attribute, aclexplode(attacl) WHERE attrelid = pg_class.oid
) AS given
LEFT JOIN pg_roles ON pg_roles.oid = grantee
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND grantee <> relowner
AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER') ORDER BY 1, 2, 3
"""


def check_locks() -> list[Finding]:
    """Every lock that is missing, open, or other than it was made."""
    return [*_triggers(), *_rights()]


def _triggers() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(FOUND_TRIGGERS)
        found = {(table, name): rest for table, name, *rest in cursor.fetchall()}
    body = REFUSE.split("$$")[1]
    for table in NEVER_CHANGES:
        for name, kind in TRIGGERS.items():
            if (table, name) not in found:
                yield Finding(f"table {table}", f"the trigger {name} is missing: rows could be changed")
            elif found[table, name] not in [[kind, enabled, body] for enabled in ENABLED]:
                yield Finding(f"table {table}", f"the trigger {name} is switched off or not as it was made")


def _rights() -> Iterator[Finding]:
    tables = [list(NEVER_CHANGES)]
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, tables)
        owned = dict(cursor.fetchall())
        cursor.execute(GRANTS, tables)
        grants = cursor.fetchall()
    for table in NEVER_CHANGES:
        if table not in owned:
            yield Finding(f"table {table}", "there is no such table; run epep migrate")
        elif owned[table]:
            yield Finding(f"table {table}", "the role that epep works as owns it, so could take its locks off")
    for table, role, right in grants:
        yield Finding(f"table {table}", f"{role} was given the right to {right}")
