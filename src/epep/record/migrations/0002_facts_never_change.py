"""Facts never change: UPDATE, DELETE and TRUNCATE are refused on every table of `NEVER_CHANGES` (P10)."""

from django.db import migrations

from epep.record.rights import lock_sql, unlock_sql


class Migration(migrations.Migration):
    """Puts the triggers on."""

    dependencies = [("record", "0001_initial")]

    operations = [migrations.RunSQL(tuple(lock_sql()), tuple(unlock_sql()))]
